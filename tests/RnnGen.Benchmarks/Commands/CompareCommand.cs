using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics.Tensors;
using RnnGen.Benchmarks.Cases;
using RnnGen.Benchmarks.Contestants;
using RnnGen.Benchmarks.Limits;
using RnnGen.Benchmarks.Machine;
using RnnGen.Benchmarks.Measurement;
using RnnGen.Benchmarks.Peers;
using RnnGen.Benchmarks.Reports;

namespace RnnGen.Benchmarks.Commands;

/// <summary><c>compare</c>: ours and every peer that loads, the same weights and inputs, in one process.</summary>
internal sealed class CompareCommand
{
    private const int Success = 0;
    private const int PeerDisagrees = 1;

    // The peers' own errors are some 4e-7 a step; anything near this is another network, not another rounding.
    private const float Tolerance = 1e-4f;

    // Steps computed before single steps are timed: enough for any mistake in carrying the state to show.
    private const int ComparedSteps = 100;

    private readonly Duel _duel;
    private readonly CoreLimits _limits;
    private readonly IReadOnlyList<IPeer> _peers;
    private readonly List<ComparisonRow> _rows = [];
    private bool _allAgree = true;

    private CompareCommand(Duel duel, CoreLimits limits, IReadOnlyList<IPeer> peers)
    {
        _duel = duel;
        _limits = limits;
        _peers = peers;
    }

    /// <summary>Measures, prints, and writes the rows.</summary>
    /// <param name="options">What to measure.</param>
    /// <returns>The exit code.</returns>
    public static int Run(CompareOptions options)
    {
        MachineDescription.Print(Console.Out);
        IReadOnlyList<IPeer> peers = PeerLoader.Load(Console.Out);
        Console.WriteLine();
        CoreLimits limits = CoreLimits.Measure();
        limits.Print(Console.Out);
        Console.WriteLine();
        if (options.Quick)
        {
            Console.WriteLine("--quick: three short repetitions; these are not measurements");
        }

        var command = new CompareCommand(options.Quick ? Duel.Quick : Duel.Full, limits, peers);
        ComparisonTableText.PrintHeader(Console.Out);
        foreach (ComparisonCase line in options.Tables.SelectMany(ComparisonTables.Cases))
        {
            command.Measure(line);
        }

        if (options.JsonPath is not null)
        {
            ComparisonJson.Write(options.JsonPath, command._rows);
        }

        return command._allAgree ? Success : PeerDisagrees;
    }

    private void Measure(ComparisonCase line)
    {
        CaseShape shape = line.Shape;
        using IOurContestant ours = line.CreateOurs();
        var weights = new CellWeights();
        ours.SaveWeights(weights);
        int steps = int.Max(shape.Steps, ComparedSteps);
        float[] inputs = SharedData.Inputs(steps * shape.Batch * shape.Input);
        IReadOnlyList<int> tensors = shape.ResultLengths(steps);
        var expected = new float[tensors.Sum()];
        ours.Compute(inputs, expected);
        foreach (IPeer peer in _peers)
        {
            try
            {
                using IContestant theirs = peer.Create(shape, weights);
                var outputs = new float[expected.Length];
                theirs.Compute(inputs, outputs);
                float difference = LargestDifference(expected, outputs, tensors, relative: shape.Training);

                // Not "larger than": a difference that is not a number is no agreement.
                if (!(difference <= Tolerance))
                {
                    _allAgree = false;
                    ComparisonTableText.PrintWrong(Console.Out, line, peer.Name, difference);
                    continue;
                }

                ComparisonRow row = ToRow(line, peer.Name, _duel.Run(ours, theirs), difference);
                ComparisonTableText.PrintRow(Console.Out, row);
                _rows.Add(row);
            }
            catch (NotSupportedException error)
            {
                ComparisonTableText.PrintMissing(Console.Out, line, peer.Name, error.Message);
            }
        }
    }

    private ComparisonRow ToRow(ComparisonCase line, string peer, DuelResult result, float difference)
    {
        double percent = line.Shape.IsSingleStep
            ? _limits.PercentOfReads(line.Shape, result.Ours.Minimum)
            : _limits.PercentOfPeak(line.Shape, result.Ours.Minimum);
        return new ComparisonRow(line.Table, line.Shape, peer, result.Ours, result.Theirs, result.AllocatedBytes, percent, difference);
    }

    // Outputs lie between -1 and 1, but a gradient has any size: relative to the largest element of its tensor. A tensor of zeros has no such
    // difference (0 / 0), and rightly agrees with nothing.
    private static float LargestDifference(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, IReadOnlyList<int> tensors, bool relative)
    {
        float largest = 0;
        foreach (int length in tensors)
        {
            var differences = new float[length];
            TensorPrimitives.Subtract(expected[..length], actual[..length], differences);
            float scale = relative ? LargestMagnitude(expected[..length]) : 1;
            largest = float.Max(largest, LargestMagnitude(differences) / scale);
            expected = expected[length..];
            actual = actual[length..];
        }

        return largest;
    }

    private static float LargestMagnitude(ReadOnlySpan<float> values) => float.Abs(TensorPrimitives.MaxMagnitude(values));
}
