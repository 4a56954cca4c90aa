using System;
using System.Linq;

namespace RnnGen.Benchmarks.Contestants;

/// <summary>A sentence of a tagger: of each word its id, the ids of its parts, its features and its label.</summary>
/// <param name="Words">[word]</param>
/// <param name="Parts">[word][part]</param>
/// <param name="Shape">[word][feature]</param>
/// <param name="Labels">[word]</param>
internal sealed record TaggedSentence(int[] Words, int[][] Parts, float[][] Shape, int[] Labels)
{
    /// <summary>Sentences with the lengths of WikiGold's (1 to 70 words, 22 on the average), the longest first.</summary>
    /// <param name="count">How many.</param>
    /// <param name="words">Different words.</param>
    /// <param name="parts">Different parts of words.</param>
    /// <param name="features">Features of a word.</param>
    /// <param name="labels">Different labels.</param>
    public static TaggedSentence[] Draw(int count, int words, int parts, int features, int labels)
    {
        var random = new Random(1);
        return
        [
            .. Enumerable.Range(0, count).Select(_ => Math.Clamp((int)(22 + (11 * Normal())), 1, 70)).OrderDescending().Select(length => new TaggedSentence(
                [.. Enumerable.Range(0, length).Select(_ => (int)(words * Math.Pow(random.NextDouble(), 3)))],
                [.. Enumerable.Range(0, length).Select(_ => Enumerable.Range(0, random.Next(3, 20)).Select(_ => random.Next(parts)).ToArray())],
                [.. Enumerable.Range(0, length).Select(_ => Enumerable.Range(0, features).Select(_ => (float)random.Next(2)).ToArray())],
                [.. Enumerable.Range(0, length).Select(_ => random.Next(labels))])),
        ];

        double Normal() => Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6;
    }
}
