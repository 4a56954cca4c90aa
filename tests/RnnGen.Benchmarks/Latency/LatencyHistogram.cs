using System;
using System.Collections.Generic;

namespace RnnGen.Benchmarks.Latency;

/// <summary>How long single steps took, in nanoseconds.</summary>
/// <param name="Median">Half of the steps take no longer.</param>
/// <param name="P99">99 % take no longer.</param>
/// <param name="P999">99.9 % take no longer.</param>
/// <param name="P9999">99.99 % take no longer.</param>
/// <param name="Maximum">The longest.</param>
/// <param name="Counts">How many steps are in each of <see cref="LatencyBuckets"/>.</param>
internal sealed record LatencyHistogram(long Median, long P99, long P999, long P9999, long Maximum, IReadOnlyList<long> Counts)
{
    /// <summary>Sums up single steps: nothing is rounded.</summary>
    /// <param name="nanoseconds">The time of each, at least one; sorted by this.</param>
    public static LatencyHistogram Of(Span<long> nanoseconds)
    {
        nanoseconds.Sort();
        var counts = new long[LatencyBuckets.Ends.Count];
        int bucket = 0;
        foreach (long time in nanoseconds)
        {
            while (time >= LatencyBuckets.Ends[bucket])
            {
                bucket++;
            }

            counts[bucket]++;
        }

        return new(
            Percentile(nanoseconds, 0.5), Percentile(nanoseconds, 0.99), Percentile(nanoseconds, 0.999), Percentile(nanoseconds, 0.9999), nanoseconds[^1], counts);
    }

    // The least time that at least that share of the steps does not exceed.
    private static long Percentile(ReadOnlySpan<long> sorted, double share) => sorted[int.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
}
