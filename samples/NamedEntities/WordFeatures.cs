using System;
using System.Collections.Generic;

namespace NamedEntities;

/// <summary>
/// A word as numbers: the word, its lower-case form, its beginnings and ends, its runs of three characters and its shape, each hashed to two places with a sign
/// (Weinberger et al. 2009), so that words and characters that were never seen have a place too.
/// </summary>
internal static class WordFeatures
{
    /// <summary>Places.</summary>
    public const int Count = 2048;

    /// <summary>The features of a sentence, [word, place].</summary>
    /// <param name="words">Its words.</param>
    /// <param name="known">How often a word was seen; words seen once are like unknown ones.</param>
    public static float[] Encode(IReadOnlyList<string> words, IReadOnlyDictionary<string, int> known)
    {
        float[] features = new float[words.Count * Count];
        for (int index = 0; index < words.Count; index++)
        {
            Span<float> own = features.AsSpan(index * Count, Count);
            foreach ((string feature, float weight) in Of(words[index], known))
            {
                uint hash = Hash(feature);
                own[(int)(hash % Count)] += (hash & 0x40000000) == 0 ? weight : -weight;
                hash = Hash("2" + feature);
                own[(int)(hash % Count)] += (hash & 0x40000000) == 0 ? weight : -weight;
            }
        }

        return features;
    }

    private static IEnumerable<(string Feature, float Weight)> Of(string word, IReadOnlyDictionary<string, int> known)
    {
        string lower = word.ToLowerInvariant();
        yield return (known.GetValueOrDefault(word) > 1 ? "w=" + word : "w?", 0.5f);
        yield return (known.GetValueOrDefault(lower) > 1 ? "l=" + lower : "l?", 0.5f);
        yield return ("s=" + Shape(word), 2f);
        for (int length = 1; length <= Math.Min(4, lower.Length); length++)
        {
            yield return ($"p{length}={lower[..length]}", 0.3f);
            yield return ($"e{length}={lower[^length..]}", 0.5f);
        }

        string padded = $"^{lower}$";
        for (int start = 0; start + 3 <= padded.Length; start++)
        {
            yield return ($"c={padded[start..(start + 3)]}", 0.2f);
        }
    }

    // Xxx-99 and the like, runs of one kind cut to two.
    private static string Shape(string word)
    {
        var shape = new System.Text.StringBuilder();
        foreach (char character in word)
        {
            char kind = char.IsUpper(character) ? 'X' : char.IsLower(character) ? 'x' : char.IsDigit(character) ? '9' : character;
            if (shape.Length < 2 || shape[^1] != kind || shape[^2] != kind)
            {
                shape.Append(kind);
            }
        }

        return shape.ToString();
    }

    // FNV-1a: the same on every machine and in every process.
    private static uint Hash(string text)
    {
        uint hash = 2166136261;
        foreach (char character in text)
        {
            hash = unchecked((hash ^ character) * 16777619);
        }

        hash ^= hash >> 15;
        hash = unchecked(hash * 0x2C1B3C6D);
        return hash ^ (hash >> 12);
    }
}
