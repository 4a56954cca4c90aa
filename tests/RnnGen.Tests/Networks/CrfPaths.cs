using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Formats;
using static RnnGen.Training.Loss;

namespace RnnGen.Tests.Networks;

/// <summary>A chain of labels by its definition: every sequence of labels there is, one after the other, in double precision.</summary>
/// <param name="network">Has the parameters.</param>
/// <param name="labels">Labels.</param>
/// <param name="constraints">Which may follow which, or null.</param>
internal sealed class CrfPaths(IModel network, int labels, CrfConstraints? constraints)
{
    private readonly TensorStore _tensors = Saved(network);

    /// <summary>-log P of targets; of equal labels, those of the targets that are not -100.</summary>
    public double Loss(float[] scores, int[] targets) =>
        LogSum(PathsOf(scores)) - LogSum(PathsOf(scores).Where(path => path.Labels.Zip(targets).All(static pair => pair.Second == Ignored || pair.First == pair.Second)));

    /// <summary>[step, label]</summary>
    public double[] Marginals(float[] scores)
    {
        var paths = PathsOf(scores).ToList();
        double all = LogSum(paths);
        double[] marginals = new double[scores.Length];
        foreach ((int[] path, double score) in paths)
        {
            for (int step = 0; step < path.Length; step++)
            {
                marginals[(step * labels) + path[step]] += Math.Exp(score - all);
            }
        }

        return marginals;
    }

    /// <summary>The labels of the largest score; of equal ones those with the smaller last label, then the smaller one before, ...</summary>
    public int[] Best(float[] scores)
    {
        var paths = PathsOf(scores).ToList();
        double best = paths.Max(static path => path.Score);
        return paths.Where(path => path.Score == best).Select(static path => path.Labels)
            .OrderBy(static path => string.Concat(path.Reverse().Select(static label => (char)label)), StringComparer.Ordinal).First();
    }

    /// <summary>Targets that are allowed, of which some are -100.</summary>
    public int[] Draw(Random random, int steps, double unknown)
    {
        int[][] all = [.. PathsOf(new float[steps * labels]).Select(static path => path.Labels)];
        return [.. all[random.Next(all.Length)].Select(label => random.NextDouble() < unknown ? Ignored : label)];
    }

    private IEnumerable<(int[] Labels, double Score)> PathsOf(float[] scores)
    {
        int steps = scores.Length / labels;
        for (int number = 0; number < Math.Pow(labels, steps); number++)
        {
            int[] path = new int[steps];
            for ((int step, int rest) = (0, number); step < steps; step++, rest /= labels)
            {
                path[step] = rest % labels;
            }

            if (IsAllowed(path))
            {
                yield return (path, Score(scores, path));
            }
        }
    }

    private bool IsAllowed(int[] path) => constraints is null
        || (constraints.IsAllowed(constraints.Start, path[0]) && constraints.IsAllowed(path[^1], constraints.End)
            && path.Zip(path.Skip(1)).All(pair => constraints.IsAllowed(pair.First, pair.Second)));

    private double Score(float[] scores, int[] path)
    {
        double score = _tensors.Values("crf.start_transitions")[path[0]] + (double)_tensors.Values("crf.end_transitions")[path[^1]];
        for (int step = 0; step < path.Length; step++)
        {
            score += scores[(step * labels) + path[step]];
            score += step > 0 ? _tensors.Values("crf.transitions")[(path[step - 1] * labels) + path[step]] : 0;
        }

        return score;
    }

    private static double LogSum(IEnumerable<(int[] Labels, double Score)> paths)
    {
        double[] all = [.. paths.Select(static path => path.Score)];
        double largest = all.Max();
        return largest + Math.Log(all.Sum(score => Math.Exp(score - largest)));
    }

    private static TensorStore Saved(IModel network)
    {
        var tensors = new TensorStore();
        network.Save(tensors);
        return tensors;
    }
}
