using System;

namespace RnnGen.Benchmarks.Latency;

/// <summary>What the garbage collector has done.</summary>
/// <param name="Gen0">Collections of generation 0 and no more.</param>
/// <param name="Gen1">Of generation 1 and no more.</param>
/// <param name="Gen2">Of all generations.</param>
/// <param name="Pause">How long it stopped all managed threads in all.</param>
internal readonly record struct GcCounts(int Gen0, int Gen1, int Gen2, TimeSpan Pause)
{
    /// <summary>Since the process began.</summary>
    public static GcCounts Now()
    {
        // A collection of one generation is counted as one of each younger, too.
        int gen2 = GC.CollectionCount(2), gen1 = GC.CollectionCount(1), gen0 = GC.CollectionCount(0);
        return new(gen0 - gen1, gen1 - gen2, gen2, GC.GetTotalPauseDuration());
    }

    /// <summary>Since an earlier time.</summary>
    /// <param name="earlier">What it had done then.</param>
    public GcCounts Since(GcCounts earlier) => new(Gen0 - earlier.Gen0, Gen1 - earlier.Gen1, Gen2 - earlier.Gen2, Pause - earlier.Pause);
}
