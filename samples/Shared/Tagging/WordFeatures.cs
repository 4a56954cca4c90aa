using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Shared.Tagging;

/// <summary>
/// A word as numbers: the word, its lower-case form, its beginnings and ends, its runs of three characters and its shape, each hashed to two places with a sign
/// (Weinberger et al. 2009), so that words and characters that were never seen have a place too.
/// </summary>
public sealed class WordFeatures
{
    private const string Unknown = "\0";

    private readonly int _places;
    private readonly HashSet<string> _known;
    private readonly Dictionary<string, Feature[]> _features = new(StringComparer.Ordinal);

    /// <summary>Creates features.</summary>
    /// <param name="known">The words that count as themselves; others are all the same, but for their characters.</param>
    /// <param name="places">Places to hash to.</param>
    public WordFeatures(IEnumerable<string> known, int places)
    {
        _known = new HashSet<string>(known, StringComparer.Ordinal);
        _places = places;
    }

    /// <summary>The words that count as themselves, in their order.</summary>
    public IEnumerable<string> Known => _known.Order(StringComparer.Ordinal);

    /// <summary>The words that occur at least twice, as they are or in lower case.</summary>
    /// <param name="sentences">Sentences to learn from.</param>
    public static IEnumerable<string> Frequent(IEnumerable<Sentence> sentences) => sentences
        .SelectMany(static sentence => sentence.Words)
        .SelectMany(static word => new[] { word, word.ToLowerInvariant() }.Distinct())
        .CountBy(static word => word, StringComparer.Ordinal)
        .Where(static word => word.Value > 1)
        .Select(static word => word.Key);

    /// <summary>In training, how likely a word is taken for an unknown one.</summary>
    public double WordDropout { get; init; }

    /// <summary>In training, how likely each feature of its characters is left out.</summary>
    public double CharacterDropout { get; init; }

    /// <summary>Adds a word's features to a row, and those of the words beside it.</summary>
    /// <param name="words">A sentence.</param>
    /// <param name="index">The word.</param>
    /// <param name="reach">Words on each side.</param>
    /// <param name="row">As many floats as there are places.</param>
    /// <param name="random">Chooses what is left out, or null for nothing.</param>
    public void AddTo(IReadOnlyList<string> words, int index, int reach, Span<float> row, Random? random)
    {
        ArgumentNullException.ThrowIfNull(words);
        for (int other = Math.Max(0, index - reach); other <= Math.Min(words.Count - 1, index + reach); other++)
        {
            AddTo(words[other], other - index, row, random);
        }
    }

    /// <summary>Adds a word's features to a row.</summary>
    /// <param name="word">The word.</param>
    /// <param name="part">What the word is to the row: each number has places of its own, as far as there are places.</param>
    /// <param name="row">As many floats as there are places.</param>
    /// <param name="random">Chooses what is left out, or null for nothing.</param>
    public void AddTo(string word, int part, Span<float> row, Random? random)
    {
        const int PlacesOfPart = 167;
        int shift = (part * PlacesOfPart % _places) + _places;
        bool isUnknown = random is not null && random.NextDouble() < WordDropout;
        foreach (Feature feature in Of(isUnknown ? Unknown + word : word))
        {
            if (random is null || feature.IsWord || random.NextDouble() >= CharacterDropout)
            {
                row[(feature.First + shift) % _places] += feature.FirstValue;
                row[(feature.Second + shift) % _places] += feature.SecondValue;
            }
        }
    }

    private Feature[] Of(string word)
    {
        if (!_features.TryGetValue(word, out Feature[]? features))
        {
            features = [.. List(word)];
            _features.Add(word, features);
        }

        return features;
    }

    private IEnumerable<Feature> List(string word)
    {
        bool isKnown = !word.StartsWith(Unknown, StringComparison.Ordinal);
        word = isKnown ? word : word[Unknown.Length..];
        string lower = word.ToLowerInvariant();
        yield return Hashed(isKnown && _known.Contains(word) ? "w=" + word : "w?", 0.5f, isWord: true);
        yield return Hashed(isKnown && _known.Contains(lower) ? "l=" + lower : "l?", 0.5f, isWord: true);
        yield return Hashed("s=" + Shape(word), 2f);
        for (int length = 1; length <= Math.Min(4, lower.Length); length++)
        {
            yield return Hashed($"p{length}={lower[..length]}", 0.3f);
            yield return Hashed($"e{length}={lower[^length..]}", 0.5f);
        }

        string padded = $"^{lower}$";
        for (int start = 0; start + 3 <= padded.Length; start++)
        {
            yield return Hashed($"c={padded[start..(start + 3)]}", 0.2f);
        }
    }

    // Xxx-99 and the like, runs of one kind cut to two.
    private static string Shape(string word)
    {
        var shape = new StringBuilder();
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

    private Feature Hashed(string text, float value, bool isWord = false)
    {
        uint first = Hash(text), second = Hash("2" + text);
        return new Feature((int)(first % (uint)_places), Signed(first), (int)(second % (uint)_places), Signed(second), isWord);

        float Signed(uint hash) => (hash & 0x40000000) == 0 ? value : -value;
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

    private readonly record struct Feature(int First, float FirstValue, int Second, float SecondValue, bool IsWord);
}
