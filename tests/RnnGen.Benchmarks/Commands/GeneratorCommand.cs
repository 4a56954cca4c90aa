using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Benchmarks.Compiler;
using RnnGen.Benchmarks.Machine;

namespace RnnGen.Benchmarks.Commands;

/// <summary><c>generator</c>: what the generator costs a build and a keystroke, and what emitted text costs the JIT.</summary>
internal static class GeneratorCommand
{
    private const int Cells = 100;
    private const int WarmUps = 5;
    private const int Runs = 15;
    private const int Keystrokes = 50;
    private const int Processes = 9;

    /// <summary>Makes a child process take the first step of a cell.</summary>
    private const string FirstStepArgument = "first-step";

    /// <summary>Measures and prints.</summary>
    /// <param name="arguments">None; the program itself gives one to its child processes.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] arguments)
    {
        if (arguments is [FirstStepArgument])
        {
            FirstStep.Print();
            return 0;
        }

        if (arguments.Length > 0)
        {
            throw new UsageException($"generator takes no arguments: '{arguments[0]}'");
        }

        MachineDescription.Print(Console.Out);
        Console.WriteLine();
        PrintGenerator();
        PrintJit();
        return 0;
    }

    private static void PrintGenerator()
    {
        CSharpCompilation compilation = ManyCells.Create(Cells);
        double cold = Milliseconds(() => FullRun(compilation));
        for (int run = 1; run < WarmUps; run++)
        {
            FullRun(compilation);
        }

        double[] full = Times(Runs, _ => Milliseconds(() => FullRun(compilation)));
        GeneratorDriver driver = FullRun(compilation);
        double[] own = Times(Runs, _ => FullRun(compilation).GetTimingInfo().GeneratorTimes.Single().ElapsedTime.TotalMilliseconds);
        double[] keystrokes = Times(Keystrokes, edit =>
        {
            CSharpCompilation edited = ManyCells.AfterKeystroke(compilation, edit + 1);
            return Milliseconds(() => driver = driver.RunGenerators(edited));
        });
        GeneratedSourceResult largest = driver.GetRunResult().Results.Single().GeneratedSources.MaxBy(static source => source.SourceText.Length);
        Print($"full run, {Cells} cells", full, $"ms; the first in this process {cold:F0}");
        Print("  of it our generator", own, "ms; the rest is the compiler, which parses what was emitted");
        Print("after an unrelated keystroke", keystrokes, "ms");
        Console.WriteLine($"{"largest emitted text",-30} {largest.SourceText.Length / 1024.0,8:F1}          KB ({largest.HintName})");
    }

    private static GeneratorDriver FullRun(CSharpCompilation compilation) =>
        ManyCells.Driver().RunGeneratorsAndUpdateCompilation(compilation.Clone(), out _, out _);

    private static void PrintJit()
    {
        (double Milliseconds, int Methods, int Bytes)[] steps =
            [.. Enumerable.Range(0, Processes).Select(static _ => FirstStep.InChildProcess("generator", FirstStepArgument))];
        Print("JIT, first step LSTM 100->256", [.. steps.Select(static step => step.Milliseconds)], $"ms; {steps[0].Methods} methods, {steps[0].Bytes:N0} bytes of IL");
    }

    private static double[] Times(int count, Func<int, double> measure) => [.. Enumerable.Range(0, count).Select(measure)];

    private static double Milliseconds(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static void Print(string what, IReadOnlyCollection<double> times, string note)
    {
        double[] sorted = [.. times.Order()];
        Console.WriteLine($"{what,-30} {sorted[0],8:F1} {sorted[sorted.Length / 2],8:F1} {note}");
    }
}
