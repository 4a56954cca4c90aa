using System;
using System.Collections.Generic;
using System.Linq;

namespace Shared.Texts;

/// <summary>The words, in lower case, and the marks that occur at least twice in texts, as tokens. Any other is token 0.</summary>
public sealed class TextVocabulary
{
    private readonly Dictionary<string, int> _tokens;

    /// <summary>Takes those that occur most often.</summary>
    /// <param name="texts">The training data.</param>
    /// <param name="maxCount">Tokens, at most.</param>
    public TextVocabulary(IEnumerable<ClassText> texts, int maxCount) => _tokens = texts
        .SelectMany(static text => TextPieces.Split(text.Text))
        .Select(static word => word.ToLowerInvariant())
        .CountBy(static word => word, StringComparer.Ordinal)
        .Where(static word => word.Value > 1)
        .OrderByDescending(static word => word.Value)
        .ThenBy(static word => word.Key, StringComparer.Ordinal)
        .Take(maxCount - 1)
        .Select(static (word, index) => (word.Key, Token: index + 1))
        .ToDictionary(static word => word.Key, static word => word.Token, StringComparer.Ordinal);

    /// <summary>Tokens, with that of unknown words.</summary>
    public int Count => _tokens.Count + 1;

    /// <summary>The token of a word.</summary>
    /// <param name="word">The word, in any case.</param>
    public int this[string word] => _tokens.GetValueOrDefault(word.ToLowerInvariant());
}
