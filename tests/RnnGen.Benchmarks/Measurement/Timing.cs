using System;

namespace RnnGen.Benchmarks.Measurement;

/// <summary>Nanoseconds a call, over all repetitions.</summary>
/// <param name="Minimum">The least disturbed repetition.</param>
/// <param name="Median">The typical repetition.</param>
internal sealed record Timing(double Minimum, double Median)
{
    /// <summary>Sums up repetitions.</summary>
    /// <param name="nanoseconds">Each repetition's nanoseconds a call; at least one.</param>
    public static Timing Of(ReadOnlySpan<double> nanoseconds)
    {
        double[] sorted = nanoseconds.ToArray();
        Array.Sort(sorted);
        int middle = sorted.Length / 2;
        double median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Timing(sorted[0], median);
    }
}
