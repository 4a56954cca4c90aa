using System;
using System.Collections.Generic;
using System.Linq;
using Shared.Tagging;
using Xunit;

namespace RnnGen.Samples.Tests;

/// <summary>Spans against counts that were made by hand as conlleval makes them.</summary>
public sealed class SpanScoreTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("O O", "")]
    [InlineData("B-A I-A O", "0-2 A")]
    [InlineData("I-A I-A O", "0-2 A")]
    [InlineData("O I-A", "1-2 A")]
    [InlineData("B-A B-A", "0-1 A,1-2 A")]
    [InlineData("I-A B-A I-A", "0-1 A,1-3 A")]
    [InlineData("B-A I-B", "0-1 A,1-2 B")]
    [InlineData("I-A I-B I-B I-A", "0-1 A,1-3 B,3-4 A")]
    [InlineData("B-A O I-A", "0-1 A,2-3 A")]
    [InlineData("B-creative-work I-creative-work", "0-2 creative-work")]
    public void Spans_are_found_in_every_form(string tags, string expected) =>
        Assert.Equal(expected, string.Join(',', SpanScore.Spans(Split(tags)).Select(static span => $"{span.Start}-{span.End} {span.Type}")));

    [Theory]

    // right tags, found tags, expected spans, found spans, right spans
    [InlineData("B-A I-A O", "B-A I-A O", 1, 1, 1)]
    [InlineData("B-A I-A O", "I-A I-A O", 1, 1, 1)]
    [InlineData("B-A I-A O", "B-A O O", 1, 1, 0)]
    [InlineData("B-A I-A O", "B-A I-A I-A", 1, 1, 0)]
    [InlineData("B-A I-A O", "B-B I-B O", 1, 1, 0)]
    [InlineData("B-A I-A", "B-A I-B", 1, 2, 0)]
    [InlineData("B-A B-A", "B-A I-A", 2, 1, 0)]
    [InlineData("B-A B-A O B-B", "B-A B-A O O", 3, 2, 2)]
    [InlineData("O O I-A", "O I-A I-A", 1, 1, 0)]
    [InlineData("O O", "O B-A", 0, 1, 0)]
    [InlineData("O B-A", "O O", 1, 0, 0)]
    [InlineData("O", "O", 0, 0, 0)]
    public void Counts_are_conllevals(string right, string found, int expectedSpans, int foundSpans, int rightSpans)
    {
        var score = new SpanScore();
        score.Add(Split(right), Split(found));
        double precision = foundSpans == 0 ? 0 : rightSpans / (double)foundSpans, recall = expectedSpans == 0 ? 0 : rightSpans / (double)expectedSpans;
        Assert.Equal(precision, score.Precision, 12);
        Assert.Equal(recall, score.Recall, 12);
        Assert.Equal(rightSpans == 0 ? 0 : 2 * precision * recall / (precision + recall), score.F1, 12);
    }

    [Fact]
    public void Sentences_are_counted_together_and_a_span_ends_with_its_sentence()
    {
        Sentence[] sentences = [new(["a", "b"], ["O", "I-A"]), new(["c"], ["I-A"])];
        var score = SpanScore.Of(sentences, [["O", "B-A"], ["O"]]);
        Assert.Equal("precision 100.00 %, recall 50.00 %, F1 66.67", score.ToString());
        Assert.Throws<ArgumentException>(() => SpanScore.Of(sentences, [["O", "O"]]));
        Assert.Throws<ArgumentException>(() => score.Add(["O"], ["O", "O"]));
    }

    [Fact]
    public void Tags_become_numbers_and_proper_tags_again()
    {
        var tags = new SpanTags(["PER", "LOC", "PER"]);
        Assert.Equal(["LOC", "PER"], tags.Types);
        int[] numbers = tags.Encode(["I-PER", "I-PER", "B-PER", "I-LOC", "O", "I-new"]);
        Assert.Equal(["B-PER", "I-PER", "B-PER", "B-LOC", "O", "O"], tags.Decode(numbers));
    }

    [Fact]
    public void Sentences_are_shown_with_brackets() =>
        Assert.Equal("[P Jean Petit] left [L Oslo]", SpanScore.Bracketed(["Jean", "Petit", "left", "Oslo"], ["B-P", "I-P", "O", "I-L"]));

    [Fact]
    public void Spans_that_others_have_not_are_marked() =>
        Assert.Equal("[P Jean Petit] left [!L Oslo]", SpanScore.Bracketed(["Jean", "Petit", "left", "Oslo"], ["B-P", "I-P", "O", "I-L"], ["B-P", "I-P", "O", "B-P"]));

    [Fact]
    public void Spans_are_shown_with_the_least_probability_of_their_words() =>
        Assert.Equal("[P 0.75 Jean Petit] left", SpanScore.Bracketed(["Jean", "Petit", "left"], ["B-P", "I-P", "O"], probabilities: [0.9f, 0.75f, 0.1f]));

    [Fact]
    public void Words_are_counted_by_what_they_are_and_what_was_found()
    {
        string table = TypeConfusion.Of([new(["a", "b", "c", "d"], ["B-A", "I-A", "O", "B-C"])], [new(["B-A", "B-B", "O", "O"], [])], mostTypes: 1);
        Assert.Equal(
            ["right \\ found O A others", "O 1 0 0", "A 0 1 1", "others 1 0 0"],
            table.ReplaceLineEndings("\n").Split('\n').Select(static line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
    }

    private static string[] Split(string tags) => tags.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
