using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Reference;
using Xunit;

namespace RnnGen.Conformance.Tests;

/// <summary>The reference's chain of labels against every sequence of labels there is, and against central differences.</summary>
public sealed class ReferenceCrfTests
{
    private const int Labels = 3;
    private const double Delta = 1e-6;
    private const double Tolerance = 1e-12;
    private const double DifferenceTolerance = 2e-8;

    public static TheoryData<int, bool, string> Cases => new()
    {
        { 1, false, "0" }, { 1, true, "?" }, { 2, false, "12" }, { 2, true, "0?" }, { 4, false, "0120" }, { 4, false, "0?2?" }, { 4, true, "0?2?" }, { 4, true, "????" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sums_are_those_over_all_paths(int steps, bool isMasked, string targets)
    {
        (CrfLayer<double> layer, double[] scores, int[] wanted) = Create(steps, isMasked, targets);
        (int[] Path, double Score)[] paths = [.. Paths(steps).Select(path => (path, layer.Score(scores, path)))];
        double all = paths.Sum(static path => Math.Exp(path.Score));
        double right = paths.Where(path => Agrees(path.Path, wanted)).Sum(static path => Math.Exp(path.Score));
        Assert.Equal(Math.Log(all) - Math.Log(right), layer.Loss(scores, wanted).Loss, Tolerance);

        double[] marginals = layer.Marginals(scores);
        for (int place = 0; place < scores.Length; place++)
        {
            (int step, int label) = Math.DivRem(place, Labels);
            Assert.Equal(paths.Where(path => path.Path[step] == label).Sum(static path => Math.Exp(path.Score)) / all, marginals[place], Tolerance);
        }

        Assert.Equal(paths.Max(static path => path.Score), layer.Score(scores, layer.Decode(scores)), Tolerance);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_are_central_differences(int steps, bool isMasked, string targets)
    {
        (CrfLayer<double> layer, double[] scores, int[] wanted) = Create(steps, isMasked, targets);
        double[] scoreGradients = layer.Loss(scores, wanted).ScoreGradients;
        (string Name, double[] Values, double[] Gradients)[] all =
            [("scores", scores, scoreGradients), .. layer.Parameters.Select(static parameter => (parameter.Name, parameter.Values, (double[])[.. parameter.Gradients]))];
        foreach ((string name, double[] values, double[] gradients) in all)
        {
            for (int index = 0; index < values.Length; index++)
            {
                double value = values[index];
                values[index] = value + Delta;
                double above = layer.Loss(scores, wanted).Loss;
                values[index] = value - Delta;
                double below = layer.Loss(scores, wanted).Loss;
                values[index] = value;
                Assert.True(Math.Abs(((above - below) / (2 * Delta)) - gradients[index]) <= DifferenceTolerance, $"{name} {index}");
            }
        }
    }

    [Fact]
    public void Of_equal_scores_the_smaller_label_is_decoded()
    {
        var layer = new CrfLayer<double>(Labels);
        Assert.Equal([0, 0, 0], layer.Decode(new double[9]));
        layer.Parameters[2].Values[(1 * Labels) + 2] = layer.Parameters[2].Values[(2 * Labels) + 1] = 1;
        Assert.Equal([2, 1], layer.Decode(new double[6]));
        Assert.Empty(layer.Decode([]));
        Assert.Equal(0, layer.Loss([], []).Loss);
    }

    [Fact]
    public void Sizes_are_checked()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => new CrfLayer<double>(0));
        Assert.Throws<ArgumentException>("allowed", static () => new CrfLayer<double>(2, new bool[4]));
        var layer = new CrfLayer<double>(2);
        Assert.Throws<ArgumentException>("scores", () => layer.Marginals(new double[3]));
        Assert.Throws<ArgumentException>("targets", () => layer.Loss(new double[4], new int[3]));
        Assert.Throws<ArgumentException>("labels", () => layer.Score(new double[4], new int[1]));
    }

    private static (CrfLayer<double> Layer, double[] Scores, int[] Targets) Create(int steps, bool isMasked, string targets)
    {
        var random = new Random(steps);

        // 1 may not come after 0 nor be first, and 2 not after 2.
        bool[]? mask = isMasked ? [.. Enumerable.Range(0, 25).Select(static index => (index / 5, index % 5) is not ((0, 1) or (2, 2) or (3, 1)))] : null;
        var layer = new CrfLayer<double>(Labels, mask);
        foreach (Parameter<double> parameter in layer.Parameters)
        {
            Noise(parameter.Values.Length).CopyTo(parameter.Values, 0);
        }

        return (layer, Noise(steps * Labels), [.. targets.Select(static target => target == '?' ? CrfLayer<double>.AnyLabel : target - '0')]);

        double[] Noise(int count) => [.. Enumerable.Range(0, count).Select(_ => (4 * random.NextDouble()) - 2)];
    }

    private static IEnumerable<int[]> Paths(int steps) =>
        Enumerable.Range(0, (int)Math.Pow(Labels, steps)).Select(number => Enumerable.Range(0, steps).Select(step => number / (int)Math.Pow(Labels, step) % Labels).ToArray());

    private static bool Agrees(int[] path, int[] targets) => path.Zip(targets).All(static pair => pair.Second is CrfLayer<double>.AnyLabel || pair.First == pair.Second);
}
