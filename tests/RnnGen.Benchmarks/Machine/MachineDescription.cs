using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using RnnGen.Benchmarks.Limits;

namespace RnnGen.Benchmarks.Machine;

/// <summary>Where the numbers come from: printed before any of them.</summary>
internal static class MachineDescription
{
    /// <summary>Prints processor, vectors, runtime and pinning.</summary>
    /// <param name="log">Where to.</param>
    /// <param name="threads">How many threads are measured: that many cores are what it is best pinned to.</param>
    public static void Print(TextWriter log, int threads = 1)
    {
        log.WriteLine($"processor: {Processor()}, {Environment.ProcessorCount} core(s) for this process");
        log.WriteLine($"vectors:   {string.Join(", ", VectorWidths())}");
        log.WriteLine($"runtime:   {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}, "
            + $"{(GCSettings.IsServerGC ? "server" : "workstation")} GC, {GCSettings.LatencyMode}");
        log.WriteLine($"pinned:    {Pinning(threads)}");
    }

    /// <summary>The same in one line, for programs.</summary>
    /// <param name="threads">How many threads are measured.</param>
    public static string InOneLine(int threads) =>
        $"{Processor()}, {Environment.ProcessorCount} core(s); {VectorBits.OfHardware.Max()} bits; {RuntimeInformation.FrameworkDescription}, "
        + $"{RuntimeInformation.RuntimeIdentifier}; {(CoreAffinity.AllowedCores() is { } cores && cores.Count == threads ? $"pinned to {Names(cores)}" : "not pinned")}";

    private static string Processor()
    {
        const string path = "/proc/cpuinfo";
        string? model = File.Exists(path)
            ? File.ReadLines(path).FirstOrDefault(static line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return model is null
            ? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString()
            : model[(model.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }

    // Two questions: the runtime advises against 512 bits on the first Intel processors that have them, and code may still use them there.
    private static IEnumerable<string> VectorWidths()
    {
        yield return Width(128, Vector128.IsHardwareAccelerated);
        yield return Width(256, Vector256.IsHardwareAccelerated);
        yield return Width(512, Vector512.IsHardwareAccelerated);

        static string Width(int bits, bool accelerated) => $"{bits} " + (accelerated ? "accelerated"
            : VectorBits.OfHardware.Contains(bits) ? "in hardware, but not advised by the runtime" : "no");
    }

    private static string Pinning(int threads) => CoreAffinity.AllowedCores() switch
    {
        null => "not known here",
        { } cores when cores.Count == threads => $"to {Names(cores)}",
        { } cores when threads == 1 => $"WARNING: not pinned (cores {string.Join(", ", cores)} allowed); use taskset -c 1 for numbers that repeat",
        { } cores => $"WARNING: not pinned to {threads} cores, one for each thread ({Names(cores)} allowed); "
            + $"use taskset -c {string.Join(',', cores.Take(threads))} for numbers that repeat",
    };

    private static string Names(IReadOnlyList<int> cores) => $"{(cores.Count == 1 ? "core" : "cores")} {string.Join(", ", cores)}";
}
