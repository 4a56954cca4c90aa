using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Benchmarks.Cases;
using RnnGen.Benchmarks.Contestants;
using RnnGen.Benchmarks.Latency;
using RnnGen.Benchmarks.Machine;
using RnnGen.Benchmarks.Measurement;
using RnnGen.Benchmarks.Peers;

namespace RnnGen.Benchmarks.Commands;

/// <summary><c>latency</c>: how long single steps take at worst, also while another thread keeps the garbage collector busy.</summary>
internal sealed class LatencyCommand
{
    private const int Success = 0;
    private const int PeerDisagrees = 1;

    private const int LargestOfAllSteps = 64;

    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(200);

    private readonly long[] _nanoseconds;
    private readonly List<LatencyRow> _rows = [];

    private LatencyCommand(int steps) => _nanoseconds = new long[steps];

    // A tenth of the steps of a large cell take longer than all of a small one.
    private Span<long> TimesOf(CaseShape shape) => _nanoseconds.AsSpan(0, int.Max(1, _nanoseconds.Length / (shape.Hidden > LargestOfAllSteps ? 10 : 1)));

    /// <summary>Measures, prints, and writes the rows.</summary>
    /// <param name="options">What to measure.</param>
    /// <returns>The exit code.</returns>
    public static int Run(LatencyOptions options)
    {
        MachineDescription.Print(Console.Out);
        if (CoreAffinity.AllowedCores() is { Count: 1 })
        {
            Console.WriteLine("           one core: the other thread takes turns on it, and the scheduler's time slices are in the tail; two cores show the collector alone");
        }

        IReadOnlyList<IPeer> peers = PeerLoader.Load(Console.Out, threads: 1);
        Console.WriteLine();
        var command = new LatencyCommand(options.Steps);
        LatencyText.PrintHeader(Console.Out);
        bool allAgree = true;
        foreach (ComparisonCase line in ComparisonTables.Latency)
        {
            allAgree &= command.Measure(line, peers);
        }

        foreach (ComparisonCase line in ComparisonTables.Latency)
        {
            LatencyText.PrintHistograms(Console.Out, command._rows.FindAll(row => row.Shape == line.Shape && row.UnderPressure));
        }

        if (options.JsonPath is not null)
        {
            LatencyJson.Write(options.JsonPath, command._rows);
        }

        return allAgree ? Success : PeerDisagrees;
    }

    private bool Measure(ComparisonCase line, IReadOnlyList<IPeer> peers)
    {
        using var idle = new Idle();
        Measure(line.Shape, "nothing", idle);
        using IOurContestant ours = line.CreateOurs(1);
        Measure(line.Shape, "rnngen", ours);
        var weights = new CellWeights();
        ours.SaveWeights(weights);
        var agreement = new Agreement(line.Shape, ours);
        bool allAgree = true;
        foreach (IPeer peer in peers.Where(peer => peer.Measures(line.Table)))
        {
            using IContestant theirs = peer.Create(line.Shape, weights);
            float difference = agreement.DifferenceOf(theirs);
            if (Agreement.IsAgreement(difference))
            {
                Measure(line.Shape, peer.Name, theirs);
            }
            else
            {
                allAgree = false;
                Console.WriteLine($"{line.Shape,-14} {peer.Name,-11} WRONG, not timed: results differ from ours by {difference:0.0e0}");
            }
        }

        return allAgree;
    }

    private void Measure(CaseShape shape, string name, IContestant contestant)
    {
        Stretch.WarmUp(contestant.Repeat, WarmUp, WarmUp);
        Span<long> first = TimesOf(shape);
        StepTimes.Measure(contestant, first[..int.Min(first.Length, 10_000)]);
        MeasureUnder(pressure: false);
        using (new GcPressure())
        {
            MeasureUnder(pressure: true);
        }

        void MeasureUnder(bool pressure)
        {
            Span<long> times = TimesOf(shape);
            var before = GcCounts.Now();
            StepTimes.Measure(contestant, times);
            GcCounts collections = GcCounts.Now().Since(before);
            var row = new LatencyRow(shape, name, pressure, times.Length, LatencyHistogram.Of(times), collections);
            LatencyText.PrintRow(Console.Out, row);
            _rows.Add(row);
        }
    }
}
