using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Shared.Tagging;

/// <summary>
/// Precision, recall and F1 of spans as conlleval counts them: a span is right if its beginning, its end and its type are. Tags are <c>B-type</c>,
/// <c>I-type</c> and <c>O</c>; an <c>I</c> after another type, or after <c>O</c>, begins a span.
/// </summary>
public sealed class SpanScore
{
    private int _expected;
    private int _found;
    private int _right;

    /// <summary>The share of the found spans that are right.</summary>
    public double Precision => _found == 0 ? 0 : _right / (double)_found;

    /// <summary>The share of the expected spans that were found.</summary>
    public double Recall => _expected == 0 ? 0 : _right / (double)_expected;

    /// <summary>Their harmonic mean.</summary>
    public double F1 => _right == 0 ? 0 : 2 * Precision * Recall / (Precision + Recall);

    /// <summary>Counts sentences.</summary>
    /// <param name="expected">The sentences, with the right tags.</param>
    /// <param name="found">The tags to score.</param>
    /// <exception cref="ArgumentException">There are not as many.</exception>
    public static SpanScore Of(IReadOnlyList<Sentence> expected, IReadOnlyList<string[]> found)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(found);
        if (expected.Count != found.Count)
        {
            throw new ArgumentException($"'{nameof(found)}' has {found.Count} sentences; it needs {expected.Count}.", nameof(found));
        }

        var score = new SpanScore();
        for (int index = 0; index < found.Count; index++)
        {
            score.Add(expected[index].Tags, found[index]);
        }

        return score;
    }

    /// <summary>Counts sentences.</summary>
    /// <param name="expected">The sentences, with the right tags.</param>
    /// <param name="found">What was found in them.</param>
    /// <exception cref="ArgumentException">There are not as many.</exception>
    public static SpanScore Of(IReadOnlyList<Sentence> expected, IReadOnlyList<TaggedSentence> found) => Of(expected, [.. found.Select(static sentence => sentence.Tags)]);

    /// <summary>Counts a sentence.</summary>
    /// <param name="expected">The right tags.</param>
    /// <param name="found">The tags to score.</param>
    /// <exception cref="ArgumentException">There are not as many.</exception>
    public void Add(IReadOnlyList<string> expected, IReadOnlyList<string> found)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(found);
        if (expected.Count != found.Count)
        {
            throw new ArgumentException($"'{nameof(found)}' has {found.Count} tags; it needs {expected.Count}.", nameof(found));
        }

        HashSet<TaggedSpan> right = [.. Spans(expected)];
        _expected += right.Count;
        foreach (TaggedSpan span in Spans(found))
        {
            _found++;
            _right += right.Contains(span) ? 1 : 0;
        }
    }

    /// <summary>The spans of a sentence, in their order.</summary>
    /// <param name="tags">Its tags.</param>
    public static IEnumerable<TaggedSpan> Spans(IReadOnlyList<string> tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        int start = -1;
        string type = "";
        for (int index = 0; index <= tags.Count; index++)
        {
            string tag = index < tags.Count ? tags[index] : "O";
            string own = tag.Length > 2 ? tag[2..] : "";
            bool begins = own.Length > 0 && (tag[0] == 'B' || own != type);
            if (start >= 0 && (begins || own.Length == 0))
            {
                yield return new TaggedSpan(start, index, type);
                start = -1;
                type = "";
            }

            if (begins)
            {
                start = index;
                type = own;
            }
        }
    }

    /// <summary>A sentence with its spans in brackets, each behind its type: <c>[PER Anna] left [LOC New Harbour] .</c></summary>
    /// <param name="words">Its words.</param>
    /// <param name="tags">Its tags.</param>
    /// <param name="others">Other tags of it: a span that they have not is marked, <c>[!ORG Anna]</c>; or null.</param>
    /// <param name="probabilities">
    /// How likely the tag of each word is: a span is shown with the least of its words', <c>[PER 0.98 Anna]</c>, than which it is no likelier; or null.
    /// </param>
    public static string Bracketed(IReadOnlyList<string> words, IReadOnlyList<string> tags, IReadOnlyList<string>? others = null, IReadOnlyList<float>? probabilities = null)
    {
        ArgumentNullException.ThrowIfNull(words);
        string[] shown = [.. words];
        HashSet<TaggedSpan>? known = others is null ? null : [.. Spans(others)];
        foreach (TaggedSpan span in Spans(tags))
        {
            string mark = known?.Contains(span) == false ? "!" : "";
            string probability = probabilities is null ? ""
                : string.Create(CultureInfo.InvariantCulture, $"{probabilities.Skip(span.Start).Take(span.End - span.Start).Min():F2} ");
            shown[span.Start] = $"[{mark}{span.Type} {probability}{shown[span.Start]}";
            shown[span.End - 1] += "]";
        }

        return string.Join(' ', shown);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"precision {100 * Precision:F2} %, recall {100 * Recall:F2} %, F1 {100 * F1:F2}");
}
