using System;
using System.Collections.Generic;
using System.Linq;

namespace Shared.Texts;

/// <summary>How good scores are: numbers of each class for each text, the largest of which is the answer.</summary>
public static class Measures
{
    /// <summary>The class of the largest score, of equal ones the first.</summary>
    /// <param name="scores">Of a text.</param>
    public static int Answer(double[] scores) => scores.AsSpan().IndexOf(scores.Max());

    /// <summary>
    /// The area under the ROC curve, as the part of each text in it: of one of class 1 the share of those of class 0 that have a lower score (equal ones count half),
    /// of one of class 0 the share of those of class 1 that have a higher one. The area is the mean of either.
    /// </summary>
    /// <param name="scores">Scores of two classes.</param>
    /// <param name="classes">The right ones; both are there.</param>
    public static double[] AreaParts(IReadOnlyList<double[]> scores, IReadOnlyList<int> classes)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(classes);
        double[] margins = [.. scores.Select(static own => own[1] - own[0])];
        double[][] sorted = [.. Enumerable.Range(0, 2).Select(label => margins.Where((_, index) => classes[index] == label).Order().ToArray())];
        return [.. margins.Select((margin, index) =>
        {
            double[] others = sorted[1 - classes[index]];
            double below = (Count(others, margin, isWithEqual: false) + Count(others, margin, isWithEqual: true)) / (2.0 * others.Length);
            return classes[index] == 1 ? below : 1 - below;
        })];
    }


    /// <summary>The standard deviation, as estimated from a sample; of one value 0.</summary>
    /// <param name="values">The values.</param>
    public static double Spread(IReadOnlyList<double> values)
    {
        double mean = values.Average();
        return values.Count < 2 ? 0 : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
    }

    // How many are below a value.
    private static int Count(double[] sorted, double value, bool isWithEqual)
    {
        (int low, int high) = (0, sorted.Length);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = sorted[middle] < value || (isWithEqual && sorted[middle] == value) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
