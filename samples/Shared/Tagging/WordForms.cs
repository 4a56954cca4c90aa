using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Shared.Tagging;

/// <summary>A word as ids: of its shape, and of the pieces that it is made of, hashed, so that words that were never seen have them, too.</summary>
/// <param name="places">Places that pieces are hashed to.</param>
public sealed class WordForms(int places)
{
    /// <summary>Shapes that are told apart.</summary>
    public const int Shapes = 512;

    private const int LongestAffix = 4;

    private readonly Dictionary<string, int[]> _pieces = new(StringComparer.Ordinal);

    /// <summary>Places that pieces are hashed to.</summary>
    public int Places { get; } = places;

    /// <summary>A word as a vocabulary has it: in lower case, all digits the same, all addresses and all users the same.</summary>
    /// <param name="word">The word.</param>
    public static string Fold(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return word.StartsWith("http", StringComparison.OrdinalIgnoreCase) || word.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? "<address>"
            : word.Length > 1 && word[0] == '@' ? "<user>"
            : string.Create(word.Length, word, static (folded, word) =>
            {
                for (int index = 0; index < folded.Length; index++)
                {
                    folded[index] = char.IsDigit(word[index]) ? '0' : char.ToLowerInvariant(word[index]);
                }
            });
    }

    /// <summary>The id of a word's shape: Xxx-99 and the like, runs of one kind cut to two.</summary>
    /// <param name="word">The word.</param>
    public static int ShapeOf(string word) => (int)(Hash(Shape(word)) % Shapes);

    /// <summary>The ids of a word's pieces: its beginnings and ends, its runs of three and four characters, its shape.</summary>
    /// <param name="word">The word.</param>
    public int[] PiecesOf(string word)
    {
        if (!_pieces.TryGetValue(word, out int[]? pieces))
        {
            pieces = [.. List(word).Select(piece => (int)(Hash(piece) % (uint)Places)).Distinct().Order()];
            _pieces.Add(word, pieces);
        }

        return pieces;
    }

    /// <summary>FNV-1a, and mixed: the same on every machine and in every process.</summary>
    /// <param name="text">What is hashed.</param>
    public static uint Hash(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        uint hash = 2166136261;
        foreach (char character in text)
        {
            hash = unchecked((hash ^ character) * 16777619);
        }

        return Mix(hash);
    }

    /// <summary>Mixes the bits of a number, so that neighbours are far from each other.</summary>
    /// <param name="number">The number.</param>
    public static uint Mix(uint number)
    {
        number ^= number >> 16;
        number = unchecked(number * 0x7feb352d);
        number ^= number >> 15;
        number = unchecked(number * 0x846ca68b);
        return number ^ (number >> 16);
    }

    private static IEnumerable<string> List(string word)
    {
        string lower = word.ToLowerInvariant();
        yield return "s=" + Shape(word);
        for (int length = 1; length <= Math.Min(LongestAffix, lower.Length); length++)
        {
            yield return $"p={lower[..length]}";
            yield return $"e={lower[^length..]}";
        }

        string padded = $"^{lower}$";
        for (int length = 3; length <= 4; length++)
        {
            for (int start = 0; start + length <= padded.Length; start++)
            {
                yield return "c=" + padded[start..(start + length)];
            }
        }
    }

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
}
