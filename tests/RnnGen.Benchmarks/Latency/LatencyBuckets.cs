using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Benchmarks.Latency;

/// <summary>The buckets of a histogram of nanoseconds: 1, 2 and 5 of each power of ten.</summary>
internal static class LatencyBuckets
{
    /// <summary>The buckets' ends, ascending: a bucket reaches from the end before it (or 0) up to its own, and does not hold its end.</summary>
    public static IReadOnlyList<long> Ends { get; } =
    [
        .. Enumerable.Range(0, 12).SelectMany(static exponent => new[] { 1, 2, 5 }.Select(digit => digit * (long)Math.Pow(10, exponent))),
        long.MaxValue,
    ];

    /// <summary>Where a bucket begins.</summary>
    /// <param name="bucket">Its number.</param>
    public static long Start(int bucket) => bucket == 0 ? 0 : Ends[bucket - 1];
}
