using System;
using System.Diagnostics;
using RnnGen.Benchmarks.Contestants;

namespace RnnGen.Benchmarks.Latency;

/// <summary>Times every single step of many, back to back.</summary>
internal static class StepTimes
{
    private static readonly double NanosecondsPerTick = 1e9 / Stopwatch.Frequency;

    /// <summary>Makes steps.</summary>
    /// <param name="contestant">Whose.</param>
    /// <param name="nanoseconds">For the time of each: from the end of the one before to its own end, so that nothing between them is lost.</param>
    public static void Measure(IContestant contestant, Span<long> nanoseconds)
    {
        long before = Stopwatch.GetTimestamp();
        foreach (ref long time in nanoseconds)
        {
            contestant.Repeat(1);
            long now = Stopwatch.GetTimestamp();
            time = now - before;
            before = now;
        }

        if (Stopwatch.Frequency != 1_000_000_000)
        {
            foreach (ref long time in nanoseconds)
            {
                time = (long)(time * NanosecondsPerTick);
            }
        }
    }
}
