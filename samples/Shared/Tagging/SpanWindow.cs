using System;
using System.Collections.Generic;

namespace Shared.Tagging;

/// <summary>
/// Some words of a sentence, and which of them count. What is longer than a workspace is read in windows: of two neighbours, which share twice a margin of words, each
/// gives the half that is nearer to it.
/// </summary>
/// <param name="First">The first word.</param>
/// <param name="End">The word behind the last.</param>
/// <param name="FirstKept">The first word that counts.</param>
/// <param name="EndKept">The word behind the last that counts.</param>
public readonly record struct SpanWindow(int First, int End, int FirstKept, int EndKept)
{
    /// <summary>A sequence of more words is cut: memory is for all sequences of a batch as long as the longest.</summary>
    public const int MaxWords = 128;

    /// <summary>Words on each side of a window that are there for what is read of them only.</summary>
    public const int Margin = 16;

    /// <summary>Its words.</summary>
    public int Count => End - First;

    /// <summary>The windows of a sentence.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="margin">Words on each side that do not count.</param>
    public static IEnumerable<SpanWindow> Of(Sentence sentence, int margin)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        int words = sentence.Words.Length;
        for (int first = 0, kept = 0; kept < words; first = Math.Max(0, kept - margin))
        {
            int end = Math.Min(first + MaxWords, words), endKept = end == words ? end : end - margin;
            yield return new SpanWindow(first, end, kept, endKept);
            kept = endKept;
        }
    }
}
