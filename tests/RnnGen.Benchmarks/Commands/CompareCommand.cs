using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Benchmarks.Cases;
using RnnGen.Benchmarks.Contestants;
using RnnGen.Benchmarks.Limits;
using RnnGen.Benchmarks.Machine;
using RnnGen.Benchmarks.Measurement;
using RnnGen.Benchmarks.Peers;
using RnnGen.Benchmarks.Reports;
using RnnGen.Benchmarks.Startup;

namespace RnnGen.Benchmarks.Commands;

/// <summary><c>compare</c>: ours and every peer that loads, the same weights and inputs, in one process.</summary>
internal sealed class CompareCommand
{
    private const int Success = 0;
    private const int SomethingDisagrees = 1;

    private readonly bool _quick;
    private readonly int _threads;
    private readonly IReadOnlyList<IPeer> _peers;
    private readonly List<ComparisonRow> _rows = [];
    private CoreLimits? _limits;
    private bool _allAgree = true;

    private CompareCommand(bool quick, int threads, IReadOnlyList<IPeer> peers)
    {
        _quick = quick;
        _threads = threads;
        _peers = peers;
    }

    private Duel Duel => (_quick ? Duel.Quick : Duel.Full).Of(_threads);

    /// <summary>Measures, prints, and writes the rows.</summary>
    /// <param name="options">What to measure.</param>
    /// <returns>The exit code.</returns>
    public static int Run(CompareOptions options)
    {
        MachineDescription.Print(Console.Out, options.Threads);
        var command = new CompareCommand(options.Quick, options.Threads, PeerLoader.Load(Console.Out, options.Threads));
        Console.WriteLine();
        if (options.Quick)
        {
            Console.WriteLine("--quick: five short repetitions; these are not measurements");
        }

        foreach (string table in options.Tables)
        {
            if (options.Threads > 1 && ComparisonTables.OneThreadOnly.TryGetValue(table, out string? reason))
            {
                Console.WriteLine($"{table}: left out with {options.Threads} threads: {reason}");
            }
            else if (table == ComparisonTables.Startup)
            {
                command.MeasureStartup();
            }
            else
            {
                command.MeasureTable(table);
            }
        }

        if (options.JsonPath is not null)
        {
            ComparisonJson.Write(options.JsonPath, MachineDescription.InOneLine(options.Threads), command._rows);
        }

        return command._allAgree ? Success : SomethingDisagrees;
    }

    private void MeasureTable(string table)
    {
        if (_limits is null)
        {
            _limits = CoreLimits.Measure(_quick ? LimitTimer.Quick : LimitTimer.Full);
            _limits.Print(Console.Out);
            Console.WriteLine();
            ComparisonTableText.PrintHeader(Console.Out, _threads);
        }

        foreach (ComparisonCase line in ComparisonTables.Cases(table))
        {
            Measure(line, _limits.FloorOf(line.Shape, _threads));
        }
    }

    private void Measure(ComparisonCase line, Floor floor)
    {
        using IOurContestant ours = line.CreateOurs(_threads);
        var weights = new CellWeights();
        ours.SaveWeights(weights);
        var agreement = new Agreement(line.Shape, ours);
        bool alone = true;
        foreach (IGrouping<string, IPeer> builds in _peers.Where(peer => peer.Measures(line.Table)).GroupBy(static peer => peer.Name))
        {
            try
            {
                using var theirs = PeerChoice.Of([.. builds], line, weights, agreement);
                MeasureAgainst(theirs, line, ours, floor);
                alone = false;
            }
            catch (NotSupportedException error)
            {
                ComparisonTableText.PrintMissing(Console.Out, line, builds.Key, error.Message);
            }
        }

        if (alone)
        {
            (Timing times, long allocatedBytes) = Duel.RunAlone(ours);
            ComparisonTableText.PrintAlone(Console.Out, line, times, allocatedBytes, floor);
        }
    }

    private void MeasureAgainst(PeerChoice theirs, ComparisonCase line, IOurContestant ours, Floor floor)
    {
        if (!theirs.Agrees)
        {
            _allAgree = false;
            ComparisonTableText.PrintWrong(Console.Out, line, theirs.Peer.Name, theirs.Difference);
            return;
        }

        DuelResult result = Duel.Run(ours, theirs.Contestant);
        double percent = 100 * floor.Nanoseconds / result.Ours.Minimum;
        var row = new ComparisonRow(line.Table, line.Shape, _threads, line.Accuracy, theirs.Peer.Name, result.Ours, result.Theirs, result.AllocatedBytes, percent,
            theirs.Difference, theirs.Peer.Build);
        ComparisonTableText.PrintRow(Console.Out, row, floor.Name);
        _rows.Add(row);
    }

    private void MeasureStartup()
    {
        try
        {
            StartupResult result = new StartupComparison([.. _peers.OfType<IStartupPeer>()], _quick, Console.Out).Run();
            StartupText.Print(Console.Out, result);
            _rows.AddRange(result.Rows);
            _allAgree &= result.AllAgree;
        }
        catch (StartupException error)
        {
            // Of the other tables there is still something to measure.
            Console.WriteLine($"startup: not measured: {error.Message}");
            _allAgree = false;
        }
    }
}
