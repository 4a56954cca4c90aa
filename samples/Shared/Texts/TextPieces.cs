using System;
using System.Collections.Generic;
using System.Linq;

namespace Shared.Texts;

/// <summary>
/// What a text is made of: words and marks, pairs of neighbours, runs of characters. Each has a place that its hash says, so that what was never seen has one, too.
/// </summary>
public static class TextPieces
{
    private const uint Offset = 2166136261;

    /// <summary>The words (letters, digits, apostrophes) and the marks of a text, each mark by itself.</summary>
    /// <param name="text">The text.</param>
    public static IEnumerable<string> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parts(text.Replace("<br />", " ", StringComparison.Ordinal));

        static IEnumerable<string> Parts(string text)
        {
            int start = 0;
            for (int index = 0; index <= text.Length; index++)
            {
                if (index < text.Length && (char.IsLetterOrDigit(text[index]) || text[index] == '\''))
                {
                    continue;
                }

                if (index > start)
                {
                    yield return text[start..index];
                }

                if (index < text.Length && !char.IsWhiteSpace(text[index]))
                {
                    yield return text[index].ToString();
                }

                start = index + 1;
            }
        }
    }

    /// <summary>Words, with the marks, as they are or in lower case, and the pairs of neighbours.</summary>
    /// <param name="words">The words.</param>
    public static IEnumerable<uint> WordsAndPairs(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        for (int index = 0; index <= words.Count; index++)
        {
            if (index < words.Count)
            {
                yield return Hash(words[index], Offset);
            }

            yield return Pair(index == 0 ? "" : words[index - 1], index == words.Count ? "" : words[index]);
        }
    }

    /// <summary>Two words that are neighbours.</summary>
    /// <param name="first">The first.</param>
    /// <param name="second">The second.</param>
    public static uint Pair(string first, string second) => Hash(second, unchecked((Hash(first, Offset) ^ '\n') * 16777619));

    /// <summary>The runs of characters of a text or a word, which has a space on each side.</summary>
    /// <param name="text">The text.</param>
    /// <param name="shortest">The shortest run.</param>
    /// <param name="longest">The longest.</param>
    public static IEnumerable<uint> Runs(string text, int shortest, int longest)
    {
        string padded = $" {text} ";
        for (int length = shortest; length <= longest; length++)
        {
            for (int start = 0; start + length <= padded.Length; start++)
            {
                yield return Hash(padded.AsSpan(start, length), ~Offset);
            }
        }
    }

    /// <summary>The places of pieces: each piece once, some left out at random.</summary>
    /// <param name="pieces">The pieces.</param>
    /// <param name="places">Places there are.</param>
    /// <param name="dropout">How likely one is left out.</param>
    /// <param name="random">Chooses, or null for all.</param>
    public static int[] Places(IEnumerable<uint> pieces, int places, double dropout, Random? random) =>
        [.. pieces.Select(piece => (int)(piece % (uint)places)).Distinct().Where(_ => random is null || random.NextDouble() >= dropout)];

    // FNV-1a, mixed: the same on every machine and in every process.
    private static uint Hash(ReadOnlySpan<char> text, uint hash)
    {
        foreach (char character in text)
        {
            hash = unchecked((hash ^ character) * 16777619);
        }

        hash ^= hash >> 15;
        hash = unchecked(hash * 0x2C1B3C6D);
        return hash ^ (hash >> 12);
    }
}
