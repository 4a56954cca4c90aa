using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KeywordSpotter;

/// <summary>What a frame costs here, and what it would cost on a small device.</summary>
internal static class DeviceReport
{
    // Passes over the recording, of which the fastest counts.
    private const int Passes = 7;

    /// <summary>Prints bytes, times and the estimate.</summary>
    /// <param name="model">The network.</param>
    /// <param name="samples">A recording.</param>
    public static void Print(KeywordNetwork model, float[] samples)
    {
        Print("code", Code());
        int padded = model.Parameters.Length;
        Print("weights", $"{sizeof(float) * KeywordNetwork.ParameterCount:N0} bytes: {KeywordNetwork.ParameterCount:N0} floats; {sizeof(float) * padded:N0} bytes in memory, where rows are whole vectors");

        long before = GC.GetAllocatedBytesForCurrentThread();
        var features = new LogMelFeatures();
        long ofFeatures = GC.GetAllocatedBytesForCurrentThread() - before;
        before = GC.GetAllocatedBytesForCurrentThread();
        var detector = new Detector();
        long ofDetector = GC.GetAllocatedBytesForCurrentThread() - before;
        Print("RAM", $"state {Unsafe.SizeOf<KeywordNetwork.State>():N0} bytes, workspace none, decision {ofDetector:N0}, features {ofFeatures:N0} (allocated when they are made, tables and all); "
            + $"the whole process {Process.GetCurrentProcess().PeakWorkingSet64 / 1024.0 / 1024.0:F0} MB at most so far");

        int frames = samples.Length / LogMelFeatures.Hop;
        float[] inputs = new float[frames * LogMelFeatures.Bands], logits = new float[frames * Vocabulary.Classes];
        (double ofFeature, long allocatedByFeatures) = Measure(frames, frame => features.Next(
            samples.AsSpan(frame * LogMelFeatures.Hop, LogMelFeatures.Hop), inputs.AsSpan(frame * LogMelFeatures.Bands, LogMelFeatures.Bands)));
        KeywordNetwork.State state = default;
        (double ofNetwork, long allocatedByNetwork) = Measure(frames, frame => model.Step(
            inputs.AsSpan(frame * LogMelFeatures.Bands, LogMelFeatures.Bands), logits.AsSpan(frame * Vocabulary.Classes, Vocabulary.Classes), ref state));
        (double ofDecision, long allocatedByDecision) = Measure(frames, frame => detector.Next(logits.AsSpan(frame * Vocabulary.Classes, Vocabulary.Classes)));
        Print("a frame", string.Create(
            CultureInfo.InvariantCulture,
            $"features {ofFeature:F2} us, network {ofNetwork:F2} us, decision {ofDecision:F2} us, of {SmallDevice.MicrosecondsOfFrame:N0}; "
            + $"{allocatedByFeatures + allocatedByNetwork + allocatedByDecision:N0} bytes allocated over {Passes * frames:N0} frames"));
        foreach (string text in SmallDevice.Describe())
        {
            Print("on paper", text);
        }
    }

    private static void Print(string label, string text) => Console.WriteLine($"{label,-12}{text}");

    private static string Code()
    {
        string machine = $"{RuntimeInformation.ProcessArchitecture}".ToLowerInvariant();
        if (!RuntimeFeature.IsDynamicCodeSupported)
        {
            return $"{new FileInfo(Environment.ProcessPath!).Length:N0} bytes: this whole program, native code for {machine}";
        }

        string[] assemblies = ["KeywordSpotter.dll", "RnnGen.dll", "NWaves.dll", "NAudio.Core.dll", "System.CommandLine.dll"];
        long bytes = assemblies.Sum(static name => new FileInfo(Path.Combine(AppContext.BaseDirectory, name)).Length);
        return $"{bytes:N0} bytes: {assemblies.Length} assemblies, compiled for {machine} when first called; as one native file: arm64.sh";
    }

    // Microseconds of a frame, and the bytes that all frames allocated. A first pass is not measured: there the JIT compiles.
    private static (double Microseconds, long Allocated) Measure(int frames, Action<int> next)
    {
        Pass();
        long before = GC.GetAllocatedBytesForCurrentThread();
        double fastest = double.PositiveInfinity;
        for (int pass = 0; pass < Passes; pass++)
        {
            fastest = Math.Min(fastest, Pass());
        }

        return (fastest / frames, GC.GetAllocatedBytesForCurrentThread() - before);

        double Pass()
        {
            long start = Stopwatch.GetTimestamp();
            for (int frame = 0; frame < frames; frame++)
            {
                next(frame);
            }

            return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }
    }
}
