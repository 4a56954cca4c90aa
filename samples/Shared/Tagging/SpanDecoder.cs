using System;
using System.Collections.Generic;
using System.Linq;

namespace Shared.Tagging;

/// <summary>Finds the most likely tags of sentences whose words have scores.</summary>
/// <param name="chain">The chain of labels, for <see cref="SpanWindow.MaxWords"/> steps.</param>
/// <param name="tags">The types of spans.</param>
public sealed class SpanDecoder(LabelChain chain, SpanTags tags)
{
    /// <summary>The tags of sentences, with their probabilities.</summary>
    /// <param name="sentences">The sentences.</param>
    /// <param name="scores">What an <see cref="ISpanTagger{TSentence}"/> says of them.</param>
    public TaggedSentence[] Decode(IReadOnlyList<Sentence> sentences, IReadOnlyList<float[]> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        int next = 0;
        return [.. sentences.Select(sentence =>
        {
            var found = new TaggedSentence(new string[sentence.Words.Length], new float[sentence.Words.Length]);
            foreach (SpanWindow window in SpanWindow.Of(sentence, SpanWindow.Margin))
            {
                Decode(window, scores[next++], found);
            }

            return found;
        })];
    }

    private void Decode(SpanWindow window, float[] scores, TaggedSentence found)
    {
        int[] labels = new int[window.Count];
        float[] probabilities = new float[scores.Length];
        chain.Decode(scores, labels);
        chain.Marginals(scores, probabilities);
        string[] names = tags.Decode(labels);
        int width = scores.Length / window.Count;
        for (int word = window.FirstKept; word < window.EndKept; word++)
        {
            int own = word - window.First;
            found.Tags[word] = names[own];
            found.Probabilities[word] = probabilities[(own * width) + labels[own]];
        }
    }
}
