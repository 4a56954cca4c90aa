using System;
using System.Collections.Generic;
using System.Linq;

namespace Shared;

/// <summary>The words of a vocabulary as tokens: those of the training data that occur most often. Any other word is token 0.</summary>
public sealed class Words
{
    /// <summary>Tokens, at most.</summary>
    public const int MaxCount = 6000;

    /// <summary>Words of a review that are read, at most.</summary>
    public const int MaxLength = 600;

    private readonly Dictionary<string, int> _tokens;

    /// <summary>Takes the words that occur at least twice.</summary>
    /// <param name="texts">The training data.</param>
    public Words(IEnumerable<string> texts) => _tokens = texts
        .SelectMany(Split)
        .CountBy(static word => word)
        .Where(static word => word.Value > 1)
        .OrderByDescending(static word => word.Value)
        .ThenBy(static word => word.Key, StringComparer.Ordinal)
        .Take(MaxCount - 1)
        .Select(static (word, index) => (word.Key, Token: index + 1))
        .ToDictionary(static word => word.Key, static word => word.Token, StringComparer.Ordinal);

    /// <summary>Tokens, with that of unknown words.</summary>
    public int Count => _tokens.Count + 1;

    /// <summary>The tokens of a text: at least one.</summary>
    /// <param name="text">The text.</param>
    public int[] Encode(string text)
    {
        int[] tokens = [.. Split(text).Take(MaxLength).Select(word => _tokens.GetValueOrDefault(word))];
        return tokens.Length == 0 ? [0] : tokens;
    }

    // Letters and apostrophes; marks of exclamation and question are words of their own.
    private static IEnumerable<string> Split(string text)
    {
        string plain = text.Replace("<br />", " ", StringComparison.Ordinal).ToLowerInvariant();
        int start = -1;
        for (int index = 0; index <= plain.Length; index++)
        {
            bool isPart = index < plain.Length && (char.IsLetterOrDigit(plain[index]) || plain[index] == '\'');
            if (isPart && start < 0)
            {
                start = index;
            }
            else if (!isPart && start >= 0)
            {
                yield return plain[start..index];
                start = -1;
            }

            if (index < plain.Length && plain[index] is ('!' or '?'))
            {
                yield return plain[index..(index + 1)];
            }
        }
    }
}
