using System;
using System.Collections.Generic;
using System.Linq;

namespace TextGeneration;

/// <summary>
/// A baseline: characters by the last few, interpolated, with the modified discounts of Kneser and Ney (Chen and Goodman 1998, "An Empirical Study of Smoothing
/// Techniques for Language Modeling").
/// </summary>
internal sealed class KneserNey
{
    private readonly (NgramTable Table, double[] Discounts)[] _orders;

    /// <summary>Learns a text.</summary>
    /// <param name="text">The tokens.</param>
    /// <param name="order">Characters of an n-gram: that which is foretold, and those before it.</param>
    public KneserNey(ReadOnlySpan<int> text, int order)
    {
        _orders = new (NgramTable, double[])[order];
        NgramTable table = NgramTable.Of(text, order - 1);
        for (int index = order - 1; index >= 0; index--)
        {
            _orders[index] = (table, DiscountsOf(table));
            table = index > 0 ? table.Continuations() : table;
        }
    }

    /// <summary>How probable each character is.</summary>
    /// <param name="history">All characters before.</param>
    /// <param name="probabilities">[token], written.</param>
    public void Foretell(ReadOnlySpan<int> history, Span<double> probabilities)
    {
        probabilities.Fill(1.0 / probabilities.Length);
        foreach ((NgramTable table, double[] discounts) in _orders)
        {
            ReadOnlySpan<(int Token, int Count)> counts = table.Behind(history);
            if (counts.IsEmpty)
            {
                continue;
            }

            double total = 0, kept = 0;
            foreach ((_, int count) in counts)
            {
                total += count;
                kept += discounts[Math.Min(count, 3)];
            }

            foreach (ref double probability in probabilities)
            {
                probability *= kept / total;
            }

            foreach ((int token, int count) in counts)
            {
                probabilities[token] += (count - discounts[Math.Min(count, 3)]) / total;
            }
        }
    }

    // By how many n-grams were counted once, twice, three and four times.
    private static double[] DiscountsOf(NgramTable table)
    {
        double[] times = new double[5];
        foreach ((_, int count) in table.Counts.SelectMany(static counts => counts))
        {
            times[Math.Min(count, 4)] += count <= 4 ? 1 : 0;
        }

        double share = times[1] / Math.Max(times[1] + (2 * times[2]), 1);
        return [0, Discount(1), Discount(2), Discount(3)];

        double Discount(int count) => times[count] == 0 ? 0 : Math.Clamp(count - ((count + 1) * share * times[count + 1] / times[count]), 0, count);
    }
}
