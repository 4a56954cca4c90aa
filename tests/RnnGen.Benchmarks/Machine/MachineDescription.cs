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
    public static void Print(TextWriter log)
    {
        log.WriteLine($"processor: {Processor()}, {Environment.ProcessorCount} core(s) for this process");
        log.WriteLine($"vectors:   {string.Join(", ", VectorWidths())}");
        log.WriteLine($"runtime:   {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}, "
            + $"{(GCSettings.IsServerGC ? "server" : "workstation")} GC, {GCSettings.LatencyMode}");
        log.WriteLine($"pinned:    {Pinning()}");
    }

    /// <summary>The same in one line, for programs.</summary>
    public static string InOneLine() =>
        $"{Processor()}, {Environment.ProcessorCount} core(s); {VectorBits.OfHardware.Max()} bits; {RuntimeInformation.FrameworkDescription}, "
        + $"{RuntimeInformation.RuntimeIdentifier}; {(CoreAffinity.AllowedCores() is [int core] ? $"pinned to core {core}" : "not pinned")}";

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

    private static string Pinning() => CoreAffinity.AllowedCores() switch
    {
        null => "not known here",
        [int core] => $"to core {core}",
        { } cores => $"WARNING: not pinned (cores {string.Join(", ", cores)} allowed); use taskset -c 1 for numbers that repeat",
    };
}
