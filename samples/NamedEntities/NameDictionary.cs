using System;
using System.Collections.Generic;
using System.Linq;
using Shared.Tagging;

namespace NamedEntities;

/// <summary>The baseline: every run of words that was a name in the training data is that name again, the longest first.</summary>
internal sealed class NameDictionary
{
    private readonly Dictionary<string, string> _types;
    private readonly int _longest;

    /// <summary>Takes the names of sentences, each with the type that it has most often.</summary>
    /// <param name="training">The sentences.</param>
    public NameDictionary(IEnumerable<Sentence> training)
    {
        _types = training
            .SelectMany(static sentence => SpanScore.Spans(sentence.Tags).Select(span => (Name: string.Join(' ', sentence.Words[span.Start..span.End]), span.Type)))
            .GroupBy(static name => name.Name, StringComparer.Ordinal)
            .ToDictionary(
                static group => group.Key, static group => group.CountBy(static name => name.Type).MaxBy(static type => type.Value).Key, StringComparer.Ordinal);
        _longest = _types.Keys.Select(static name => name.Count(static character => character == ' ') + 1).DefaultIfEmpty().Max();
    }

    /// <summary>Finds names.</summary>
    /// <param name="words">A sentence.</param>
    /// <returns>A tag for each word.</returns>
    public string[] Tag(string[] words)
    {
        string[] found = [.. Enumerable.Repeat("O", words.Length)];
        for (int first = 0; first < found.Length; first++)
        {
            for (int length = Math.Min(_longest, found.Length - first); length > 0; length--)
            {
                if (_types.TryGetValue(string.Join(' ', words[first..(first + length)]), out string? type))
                {
                    found[first] = "B-" + type;
                    found.AsSpan(first + 1, length - 1).Fill("I-" + type);
                    first += length - 1;
                    break;
                }
            }
        }

        return found;
    }
}
