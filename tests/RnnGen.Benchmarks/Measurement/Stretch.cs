using System;
using System.Diagnostics;

namespace RnnGen.Benchmarks.Measurement;

/// <summary>Times many calls in a row; one call is too short for the clock.</summary>
internal static class Stretch
{
    private static readonly double NanosecondsPerTick = 1e9 / Stopwatch.Frequency;

    /// <summary>Nanoseconds a call.</summary>
    /// <param name="repeat">Makes the given number of calls.</param>
    /// <param name="calls">How many.</param>
    public static double Time(Action<int> repeat, int calls)
    {
        long start = Stopwatch.GetTimestamp();
        repeat(calls);

        // Not GetElapsedTime: a TimeSpan counts in 100 ns.
        return (Stopwatch.GetTimestamp() - start) * NanosecondsPerTick / calls;
    }

    /// <summary>
    /// Calls until the code is compiled at its last tier and the caches are warm, and finds how many calls fill a stretch.
    /// </summary>
    /// <param name="repeat">Makes the given number of calls.</param>
    /// <param name="warmUp">How long to warm up.</param>
    /// <param name="length">How long a stretch is to be.</param>
    /// <returns>The number of calls, at least one.</returns>
    public static int WarmUp(Action<int> repeat, TimeSpan warmUp, TimeSpan length)
    {
        // Many short rounds: the runtime counts calls of the method that loops, too, before it compiles it again.
        const int leastRounds = 50;
        const double roundNanoseconds = 1e6;

        // Shorter rounds say more about the clock than about the call.
        const double leastNanoseconds = 1e4;

        int calls = 1;
        double fastest = double.PositiveInfinity;
        long start = Stopwatch.GetTimestamp();
        for (int round = 0; Stopwatch.GetElapsedTime(start) < warmUp || (round < leastRounds && fastest < roundNanoseconds); round++)
        {
            double nanoseconds = Time(repeat, calls);
            if (nanoseconds * calls < leastNanoseconds)
            {
                calls = (int)long.Min(10L * calls, int.MaxValue);
                continue;
            }

            fastest = double.Min(fastest, nanoseconds);
            calls = Fill(fastest, roundNanoseconds);
        }

        return Fill(fastest, length.TotalNanoseconds);
    }

    private static int Fill(double nanosecondsPerCall, double nanoseconds) =>
        (int)double.Clamp(double.Round(nanoseconds / nanosecondsPerCall), 1, int.MaxValue);
}
