using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Runtime;
using RnnGen.Benchmarks.Cells;

namespace RnnGen.Benchmarks.Compiler;

/// <summary>What the JIT does for the first step of a cell in a process.</summary>
internal static class FirstStep
{
    /// <summary>Takes that step in this process, and prints what <see cref="InChildProcess"/> reads. Nothing of the cell may have run before.</summary>
    public static void Print()
    {
        var cell = new Lstm100x256();
        var state = default(Lstm100x256.State);
        float[] input = new float[Lstm100x256.InputSize];
        ReadOnlySpan<float> x = input;
        long methods = JitInfo.GetCompiledMethodCount(currentThread: true);
        long bytes = JitInfo.GetCompiledILBytes(currentThread: true);
        TimeSpan time = JitInfo.GetCompilationTime(currentThread: true);
        cell.Step(x, ref state);
        time = JitInfo.GetCompilationTime(currentThread: true) - time;
        bytes = JitInfo.GetCompiledILBytes(currentThread: true) - bytes;
        methods = JitInfo.GetCompiledMethodCount(currentThread: true) - methods;
        Console.WriteLine(FormattableString.Invariant($"{time.TotalMilliseconds} {methods} {bytes}"));
    }

    /// <summary>The same in a process of its own.</summary>
    /// <param name="arguments">Those that make this program call <see cref="Print"/>.</param>
    /// <returns>The time of the JIT, and how many methods of how many bytes of IL it compiled.</returns>
    public static (double Milliseconds, int Methods, int Bytes) InChildProcess(params string[] arguments)
    {
        // Started as "dotnet RnnGen.Benchmarks.dll", the process is dotnet, which must be told the program.
        bool isHost = Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet";
        var start = new ProcessStartInfo(Environment.ProcessPath!, isHost ? [typeof(FirstStep).Assembly.Location, .. arguments] : arguments)
        {
            RedirectStandardOutput = true,
        };

        // As programs run by default, which this one does not.
        start.Environment["DOTNET_TieredPGO"] = "1";
        using Process child = Process.Start(start)!;
        string[] numbers = child.StandardOutput.ReadToEnd().Split(' ');
        child.WaitForExit();
        return child.ExitCode != 0 || numbers.Length != 3
            ? throw new InvalidOperationException($"The process that takes the first step failed with exit code {child.ExitCode}.")
            : (double.Parse(numbers[0], CultureInfo.InvariantCulture), int.Parse(numbers[1], CultureInfo.InvariantCulture), int.Parse(numbers[2], CultureInfo.InvariantCulture));
    }
}
