using System;
using RnnGen.Benchmarks.Limits;
using RnnGen.Benchmarks.Machine;

namespace RnnGen.Benchmarks.Commands;

/// <summary><c>limits</c>: what this core can do at most.</summary>
internal static class LimitsCommand
{
    /// <summary>Measures and prints.</summary>
    /// <returns>The exit code.</returns>
    public static int Run()
    {
        MachineDescription.Print(Console.Out);
        Console.WriteLine();
        CoreLimits.Measure(LimitTimer.Full).Print(Console.Out);
        return 0;
    }
}
