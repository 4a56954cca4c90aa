using System;

namespace TextGeneration;

/// <summary>
/// A baseline: prediction by partial matching, the model of good text compressors, with exclusions and escapes by method D (Howard 1993, "The Design and Analysis of
/// Efficient Lossless Data Compression Systems"). It does not learn from what it foretells.
/// </summary>
internal sealed class PartialMatching
{
    private readonly NgramTable[] _orders;

    /// <summary>Learns a text.</summary>
    /// <param name="text">The tokens.</param>
    /// <param name="order">The most characters of a context.</param>
    public PartialMatching(ReadOnlySpan<int> text, int order)
    {
        _orders = new NgramTable[order + 1];
        for (int length = 0; length <= order; length++)
        {
            _orders[length] = NgramTable.Of(text, length);
        }
    }

    /// <summary>How probable each character is.</summary>
    /// <param name="history">All characters before.</param>
    /// <param name="probabilities">[token], written.</param>
    public void Foretell(ReadOnlySpan<int> history, Span<double> probabilities)
    {
        probabilities.Fill(double.NaN);
        double left = 1;
        int open = probabilities.Length;
        for (int length = _orders.Length - 1; length >= 0; length--)
        {
            ReadOnlySpan<(int Token, int Count)> counts = _orders[length].Behind(history);
            double total = 0;
            int distinct = 0;
            foreach ((int token, int count) in counts)
            {
                if (double.IsNaN(probabilities[token]))
                {
                    total += count;
                    distinct++;
                }
            }

            if (distinct == 0)
            {
                continue;
            }

            // Where this context leaves no character, nothing is kept for others.
            double escape = distinct == open ? 0 : distinct / (2 * total);
            double scale = distinct == open ? 2 * total / ((2 * total) - distinct) : 1;
            foreach ((int token, int count) in counts)
            {
                if (double.IsNaN(probabilities[token]))
                {
                    probabilities[token] = left * scale * ((2 * count) - 1) / (2 * total);
                }
            }

            left *= escape;
            open -= distinct;
        }

        foreach (ref double probability in probabilities)
        {
            probability = double.IsNaN(probability) ? left / open : probability;
        }
    }
}
