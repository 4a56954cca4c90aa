using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Shared.Texts;

/// <summary>
/// What several methods reach on the same texts: mean and spread over the seeds, and how much better one is than another, with the paired standard error: that of the
/// mean of the differences, text by text.
/// </summary>
/// <param name="classes">The right class of each text.</param>
/// <param name="folds">The fold in which each was tested: an area under the ROC curve is of the scores of one fold, and the mean of all folds'.</param>
public sealed class ResultTable(IReadOnlyList<int> classes, IReadOnlyList<int> folds)
{
    private readonly List<string> _names = [];
    private readonly Dictionary<string, List<double[][]>> _scores = [];

    private bool IsBinary => classes.Max() == 1;

    private int Folds => folds.Max() + 1;

    /// <summary>Adds what a method says, once for each seed (or once, if a seed changes nothing).</summary>
    /// <param name="name">The method.</param>
    /// <param name="scores">Of each text and class.</param>
    public void Add(string name, double[][] scores)
    {
        if (_scores.TryAdd(name, []))
        {
            _names.Add(name);
        }

        _scores[name].Add(scores);
    }

    /// <summary>Prints it.</summary>
    /// <param name="ours">The method that is held against the others.</param>
    /// <param name="baselines">The others. The better of them in each measure is compared with.</param>
    public void Print(string ours, IReadOnlyList<string> baselines)
    {
        Console.WriteLine(Invariant($"{"test",-26} {"accuracy, %",-14}{(IsBinary ? "AUC, %" : "")}").TrimEnd());
        foreach (string name in _names)
        {
            double[] accuracies = [.. _scores[name].Select(scores => Right([scores]).Average())];
            double[] areas = IsBinary ? [.. _scores[name].Select(scores => Area(Parts([scores])))] : [];
            Console.WriteLine(Invariant($"  {name,-24} {MeanAndSpread(accuracies),-14}{(IsBinary ? MeanAndSpread(areas) : "")}").TrimEnd());
        }

        double larger = classes.CountBy(static label => label).Max(static label => label.Value) / (double)classes.Count;
        Console.WriteLine(Invariant($"  {"the largest class",-24} {100 * larger:F2}"));

        string best = baselines.MaxBy(name => Right(_scores[name]).Average())!;
        double[] differences = [.. Right(_scores[ours]).Zip(Right(_scores[best]), static (own, other) => own - other)];
        Console.WriteLine(Invariant(
            $"difference  accuracy {100 * differences.Average():+0.00;-0.00} from {best} (paired standard error {100 * Measures.Spread(differences) / Math.Sqrt(differences.Length):F2})"));
        if (IsBinary)
        {
            best = baselines.MaxBy(name => Area(Parts(_scores[name])))!;
            double[] parts = [.. Parts(_scores[ours]).Zip(Parts(_scores[best]), static (own, other) => own - other)];
            double variance = Enumerable.Range(0, Folds).Sum(fold => Enumerable.Range(0, 2).Sum(label =>
            {
                double[] own = [.. parts.Where((_, index) => folds[index] == fold && classes[index] == label)];
                return Math.Pow(Measures.Spread(own), 2) / own.Length;
            }));
            Console.WriteLine(Invariant($"difference  AUC {100 * Area(parts):+0.00;-0.00} from {best} (paired standard error {100 * Math.Sqrt(variance) / Folds:F2}, by DeLong)"));
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string MeanAndSpread(double[] values) =>
        values.Length == 1 ? Invariant($"{100 * values[0]:F2}") : Invariant($"{100 * values.Average():F2} ± {100 * Measures.Spread(values):F2}");

    // Of each text the share of the seeds with the right answer.
    private double[] Right(IReadOnlyList<double[][]> seeds) =>
        [.. classes.Select((label, index) => seeds.Average(scores => Measures.Answer(scores[index]) == label ? 1.0 : 0.0))];

    private double[] Parts(IReadOnlyList<double[][]> seeds)
    {
        double[] parts = new double[classes.Count];
        for (int fold = 0; fold < Folds; fold++)
        {
            int[] own = [.. Enumerable.Range(0, classes.Count).Where(index => folds[index] == fold)];
            foreach (double[][] scores in seeds)
            {
                double[] areas = Measures.AreaParts([.. own.Select(index => scores[index])], [.. own.Select(index => classes[index])]);
                for (int place = 0; place < own.Length; place++)
                {
                    parts[own[place]] += areas[place] / seeds.Count;
                }
            }
        }

        return parts;
    }

    // Each text of class 1 of a fold weighs as much; each fold does.
    private double Area(double[] parts) => Enumerable.Range(0, Folds).Average(fold => parts.Where((_, index) => folds[index] == fold && classes[index] == 1).Average());
}
