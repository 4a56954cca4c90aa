using System;
using System.Collections.Generic;
using RnnGen.Formats;

namespace RnnGen.Import.WordFiles;

/// <summary>The words of a vocabulary while a file is read: says of each word of the file which rows take its vector.</summary>
internal sealed class WantedWords
{
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _rows;
    private readonly Dictionary<string, List<int>>.AlternateLookup<ReadOnlySpan<char>>? _rowsOfLower;
    private readonly Match[] _matches;
    private readonly List<int> _taken = [];
    private char[] _lower = new char[64];

    /// <summary>Takes a vocabulary.</summary>
    /// <param name="vocabulary">The words.</param>
    /// <param name="ignoreCase">Whether a word in another case will do.</param>
    /// <exception cref="ArgumentException">There are none, or one is null or there twice.</exception>
    public WantedWords(string[] vocabulary, bool ignoreCase)
    {
        if (vocabulary.Length == 0)
        {
            throw new ArgumentException("The vocabulary is empty.", nameof(vocabulary));
        }

        _matches = new Match[vocabulary.Length];
        var rows = new Dictionary<string, int>(vocabulary.Length, StringComparer.Ordinal);
        var rowsOfLower = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (int row = 0; row < vocabulary.Length; row++)
        {
            string word = vocabulary[row] ?? throw new ArgumentException($"Word {row} of the vocabulary is null.", nameof(vocabulary));
            if (!rows.TryAdd(word, row))
            {
                throw new ArgumentException($"Words {rows[word]} and {row} of the vocabulary are both '{MessageText.Printable(word)}'.", nameof(vocabulary));
            }

            if (ignoreCase)
            {
                string lower = word.ToLowerInvariant();
                if (!rowsOfLower.TryGetValue(lower, out List<int>? same))
                {
                    rowsOfLower.Add(lower, same = []);
                }

                same.Add(row);
            }
        }

        _rows = rows.GetAlternateLookup<ReadOnlySpan<char>>();
        _rowsOfLower = ignoreCase ? rowsOfLower.GetAlternateLookup<ReadOnlySpan<char>>() : null;
    }

    // From the worst to the best.
    private enum Match
    {
        None,
        OtherCase,
        LowerCase,
        Exact,
    }

    /// <summary>The rows that take the vector of a word: for which it is a better match than what came before it in the file.</summary>
    /// <param name="word">The word.</param>
    /// <returns>The rows, until the next call.</returns>
    public List<int> Take(ReadOnlySpan<char> word)
    {
        _taken.Clear();
        if (_rows.TryGetValue(word, out int exact))
        {
            TakeIfBetter(exact, Match.Exact);
        }

        if (_rowsOfLower is { } rowsOfLower)
        {
            if (_lower.Length < word.Length)
            {
                _lower = new char[2 * word.Length];
            }

            ReadOnlySpan<char> lower = _lower.AsSpan(0, word.ToLowerInvariant(_lower));
            if (rowsOfLower.TryGetValue(lower, out List<int>? rows))
            {
                Match match = lower.SequenceEqual(word) ? Match.LowerCase : Match.OtherCase;
                foreach (int row in rows)
                {
                    TakeIfBetter(row, match);
                }
            }
        }

        return _taken;
    }

    private void TakeIfBetter(int row, Match match)
    {
        if (_matches[row] < match)
        {
            _matches[row] = match;
            _taken.Add(row);
        }
    }
}
