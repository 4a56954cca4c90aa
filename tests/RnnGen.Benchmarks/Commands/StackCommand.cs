using System;
using RnnGen.Benchmarks.Cells;
using RnnGen.Benchmarks.Contestants;
using RnnGen.Benchmarks.Machine;
using RnnGen.Benchmarks.Measurement;

namespace RnnGen.Benchmarks.Commands;

/// <summary><c>stack</c>: what a dense output costs on top of a bare cell's step.</summary>
internal static class StackCommand
{
    /// <summary>Measures and prints.</summary>
    /// <returns>The exit code.</returns>
    public static int Run()
    {
        MachineDescription.Print(Console.Out);
        Console.WriteLine();
        Console.WriteLine($"{"step",-26} {"network",8} {"median",8} {"bare cell",9} {"median",8} {"ratio",6} bytes");
        using var lstm = new OurNetworkStep<LstmNetwork1x16, LstmNetwork1x16.State, LstmNetwork1x16.Workspace>();
        using var bareLstm = new OurStep<Lstm1x16, Lstm1x16.State, Lstm1x16.Workspace>();
        Print("LSTM 1->16, then dense 1", Duel.Full.Run(lstm, bareLstm));
        using var gru = new OurNetworkStep<GruNetwork1x16, GruNetwork1x16.State, GruNetwork1x16.Workspace>();
        using var bareGru = new OurStep<Gru1x16, Gru1x16.State, Gru1x16.Workspace>();
        Print("GRU 1->16, then dense 1", Duel.Full.Run(gru, bareGru));
        return 0;
    }

    private static void Print(string name, DuelResult result) => Console.WriteLine(
        $"{name,-26} {result.Ours.Minimum,8:F1} {result.Ours.Median,8:F1} {result.Theirs.Minimum,9:F1} {result.Theirs.Median,8:F1} "
        + $"{result.Ours.Minimum / result.Theirs.Minimum,6:F3} {result.AllocatedBytes,5}");
}
