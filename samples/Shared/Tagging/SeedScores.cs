using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Shared.Tagging;

/// <summary>What several models have, each trained from several seeds.</summary>
public sealed class SeedScores
{
    private readonly List<(string Model, SpanScore Score)> _scores = [];

    /// <summary>Takes a score.</summary>
    /// <param name="model">The model, and what it was measured on.</param>
    /// <param name="score">The score.</param>
    public void Add(string model, SpanScore score) => _scores.Add((model, score));

    /// <summary>A line for each model: of one seed its score, of several the mean of F1, its spread (the standard deviation of a sample) and each.</summary>
    public IEnumerable<string> Lines()
    {
        foreach (IGrouping<string, SpanScore> model in _scores.GroupBy(static score => score.Model, static score => score.Score))
        {
            double[] found = [.. model.Select(static score => 100 * score.F1)];
            double mean = found.Average();
            yield return found.Length == 1
                ? $"{model.Key,-11} {model.First()}"
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{model.Key,-11} F1 {mean:F2} +- {Math.Sqrt(found.Sum(own => (own - mean) * (own - mean)) / (found.Length - 1)):F2} of {found.Length} seeds: "
                    + $"{string.Join(", ", found.Select(static own => own.ToString("F2", CultureInfo.InvariantCulture)))}");
        }
    }
}
