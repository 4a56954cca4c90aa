using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace TextGeneration;

/// <summary>How often each character stands behind each context of a length.</summary>
/// <param name="length">Characters of a context, 0 to 8.</param>
internal sealed class NgramTable(int length)
{
    private const int BitsPerToken = 7;

    private readonly Dictionary<ulong, List<(int Token, int Count)>> _contexts = [];

    /// <summary>Characters of a context.</summary>
    public int Length => length;

    /// <summary>The contexts' counts, in no order.</summary>
    public IEnumerable<IReadOnlyList<(int Token, int Count)>> Counts => _contexts.Values;

    /// <summary>Counts a text.</summary>
    /// <param name="text">The tokens.</param>
    /// <param name="length">Characters of a context.</param>
    public static NgramTable Of(ReadOnlySpan<int> text, int length)
    {
        var table = new NgramTable(length);
        for (int end = length; end < text.Length; end++)
        {
            table.Add(Key(text.Slice(end - length, length)), text[end]);
        }

        return table;
    }

    /// <summary>In how many ways each character behind each shorter context (without the first character of these) goes on to the left: Kneser's and Ney's counts.</summary>
    public NgramTable Continuations()
    {
        var table = new NgramTable(length - 1);
        foreach ((ulong context, List<(int Token, int Count)> counts) in _contexts)
        {
            foreach ((int token, _) in counts)
            {
                table.Add(context & Mask(length - 1), token);
            }
        }

        return table;
    }

    /// <summary>What was counted behind a context.</summary>
    /// <param name="history">All characters before; its end is the context.</param>
    public ReadOnlySpan<(int Token, int Count)> Behind(ReadOnlySpan<int> history) =>
        history.Length >= length && _contexts.TryGetValue(Key(history[^length..]), out List<(int Token, int Count)>? counts) ? CollectionsMarshal.AsSpan(counts) : [];

    private void Add(ulong context, int token)
    {
        ref List<(int Token, int Count)>? counts = ref CollectionsMarshal.GetValueRefOrAddDefault(_contexts, context, out _);
        counts ??= [];
        int place = counts.FindIndex(count => count.Token == token);
        if (place < 0)
        {
            counts.Add((token, 1));
        }
        else
        {
            counts[place] = (token, counts[place].Count + 1);
        }
    }

    private static ulong Mask(int length) => (1UL << (BitsPerToken * length)) - 1;

    private static ulong Key(ReadOnlySpan<int> context)
    {
        ulong key = 0;
        foreach (int token in context)
        {
            key = (key << BitsPerToken) | (uint)token;
        }

        return key;
    }
}
