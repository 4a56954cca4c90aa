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
    // For so long each is measured, and the fastest pass over the recording counts. Under the JIT the last, fastest code is there only after a fifth of a
    // second.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.6);

    /// <summary>Prints bytes, times and the estimate.</summary>
    /// <param name="model">The network.</param>
    /// <param name="samples">A recording.</param>
    public static void Print(KeywordNetwork model, float[] samples)
    {
        Print("code", Code());
        int padded = model.Parameters.Length;
        Print("weights", $"{sizeof(float) * KeywordNetwork.ParameterCount:N0} bytes: {KeywordNetwork.ParameterCount:N0} floats; "
            + $"{sizeof(float) * padded:N0} bytes in memory, where rows are whole vectors");

        long before = GC.GetAllocatedBytesForCurrentThread();
        var features = new LogMelFeatures();
        long ofFeatures = GC.GetAllocatedBytesForCurrentThread() - before;
        before = GC.GetAllocatedBytesForCurrentThread();
        var detector = new Detector();
        long ofDetector = GC.GetAllocatedBytesForCurrentThread() - before;
        Print("RAM", $"state {Unsafe.SizeOf<KeywordNetwork.State>():N0} bytes, workspace none, decision {ofDetector:N0}, features {ofFeatures:N0} "
            + "(allocated when they are made, tables and all); "
            + $"the whole process {Process.GetCurrentProcess().PeakWorkingSet64 / 1024.0 / 1024.0:F0} MB at most so far");

        int frames = samples.Length / LogMelFeatures.Hop;
        float[] inputs = new float[frames * LogMelFeatures.Bands], logits = new float[frames * Vocabulary.Classes];
        Cost hearing = Measure(frames, frame => features.Next(
            samples.AsSpan(frame * LogMelFeatures.Hop, LogMelFeatures.Hop), inputs.AsSpan(frame * LogMelFeatures.Bands, LogMelFeatures.Bands)));
        KeywordNetwork.State state = default;
        Cost network = Measure(frames, frame => model.Step(
            inputs.AsSpan(frame * LogMelFeatures.Bands, LogMelFeatures.Bands), logits.AsSpan(frame * Vocabulary.Classes, Vocabulary.Classes), ref state));
        Cost decision = Measure(frames, frame => detector.Next(logits.AsSpan(frame * Vocabulary.Classes, Vocabulary.Classes)));
        Print("a frame", string.Create(
            CultureInfo.InvariantCulture,
            $"features {hearing.Microseconds:F2} us, network {network.Microseconds:F2} us, decision {decision.Microseconds:F2} us, "
            + $"of {SmallDevice.MicrosecondsOfFrame:N0}; {hearing.Allocated + network.Allocated + decision.Allocated:N0} bytes allocated over "
            + $"{hearing.Frames + network.Frames + decision.Frames:N0} frames"));
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

    // The fastest pass over all frames, and what all passes but the first allocated: in the first the JIT compiles.
    private static Cost Measure(int frames, Action<int> next)
    {
        double fastest = Pass();
        long before = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
        int passes = 0;
        while (passes == 0 || Stopwatch.GetElapsedTime(start) < Patience)
        {
            fastest = Math.Min(fastest, Pass());
            passes++;
        }

        return new Cost(fastest / frames, (long)passes * frames, GC.GetAllocatedBytesForCurrentThread() - before);

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

    private readonly record struct Cost(double Microseconds, long Frames, long Allocated);
}
