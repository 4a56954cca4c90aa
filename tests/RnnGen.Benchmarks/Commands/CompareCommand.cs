using System;
using System.Collections.Generic;
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
    private readonly IReadOnlyList<IPeer> _peers;
    private readonly List<ComparisonRow> _rows = [];
    private CoreLimits? _limits;
    private bool _allAgree = true;

    private CompareCommand(bool quick, IReadOnlyList<IPeer> peers)
    {
        _quick = quick;
        _peers = peers;
    }

    private Duel Duel => _quick ? Duel.Quick : Duel.Full;

    /// <summary>Measures, prints, and writes the rows.</summary>
    /// <param name="options">What to measure.</param>
    /// <returns>The exit code.</returns>
    public static int Run(CompareOptions options)
    {
        MachineDescription.Print(Console.Out);
        var command = new CompareCommand(options.Quick, PeerLoader.Load(Console.Out));
        Console.WriteLine();
        if (options.Quick)
        {
            Console.WriteLine("--quick: five short repetitions; these are not measurements");
        }

        foreach (string table in options.Tables)
        {
            if (table == ComparisonTables.Startup)
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
            ComparisonJson.Write(options.JsonPath, command._rows);
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
            ComparisonTableText.PrintHeader(Console.Out);
        }

        foreach (ComparisonCase line in ComparisonTables.Cases(table))
        {
            Measure(line, _limits.FloorOf(line.Shape));
        }
    }

    private void Measure(ComparisonCase line, Floor floor)
    {
        using IOurContestant ours = line.CreateOurs();
        if (_peers.Count == 0)
        {
            (Timing times, long allocatedBytes) = Duel.RunAlone(ours);
            ComparisonTableText.PrintAlone(Console.Out, line, times, allocatedBytes, floor);
            return;
        }

        var weights = new CellWeights();
        ours.SaveWeights(weights);
        var agreement = new Agreement(line.Shape, ours);
        foreach (IPeer peer in _peers)
        {
            try
            {
                using IContestant theirs = peer.Create(line.Shape, weights);
                float difference = agreement.DifferenceOf(theirs);
                if (!Agreement.IsRounding(difference))
                {
                    _allAgree = false;
                    ComparisonTableText.PrintWrong(Console.Out, line, peer.Name, difference);
                    continue;
                }

                DuelResult result = Duel.Run(ours, theirs);
                double percent = 100 * floor.Nanoseconds / result.Ours.Minimum;
                var row = new ComparisonRow(line.Table, line.Shape, peer.Name, result.Ours, result.Theirs, result.AllocatedBytes, percent, difference);
                ComparisonTableText.PrintRow(Console.Out, row, floor.Name);
                _rows.Add(row);
            }
            catch (NotSupportedException error)
            {
                ComparisonTableText.PrintMissing(Console.Out, line, peer.Name, error.Message);
            }
        }
    }

    private void MeasureStartup()
    {
        try
        {
            StartupResult result = new StartupComparison(_peers, _quick, Console.Out).Run();
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
