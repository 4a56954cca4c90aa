using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Benchmarks.Cases;
using RnnGen.Benchmarks.Machine;

namespace RnnGen.Benchmarks.Limits;

/// <summary>What this core can do at most.</summary>
/// <param name="FmaGigaflops">10^9 floating-point operations a second, two for each multiply-add.</param>
/// <param name="Levels">The levels of memory, the nearest first.</param>
/// <param name="CapacitiesAssumed">Whether the system did not tell how much some level holds.</param>
internal sealed record CoreLimits(double FmaGigaflops, IReadOnlyList<MemoryLevel> Levels, bool CapacitiesAssumed)
{
    private const long Kibi = 1024;
    private const long Mebi = 1024 * Kibi;

    /// <summary>Measures all of them: a few seconds.</summary>
    public static CoreLimits Measure()
    {
        CacheSizes caches = CacheSizes.Of(CoreAffinity.AllowedCores() is [int core, ..] ? core : 0);

        // Well inside a level and well outside the one before; memory: well outside all caches.
        return new CoreLimits(
            FmaPeak.Measure(),
            [
                Level("L1", caches.L1, caches.L1 / 2),
                Level("L2", caches.L2, long.Max(caches.L2 / 2, 2 * caches.L1)),
                Level("L3", caches.L3, long.Min(caches.L3 / 2, 8 * caches.L2)),
                Level("memory", long.MaxValue, long.Clamp(4 * caches.L3, 64 * Mebi, 512 * Mebi)),
            ],
            caches.Assumed);
    }

    /// <summary>How much of the limit of single steps is reached: each reads every weight once from the level they fit in.</summary>
    /// <param name="shape">What was computed.</param>
    /// <param name="nanoseconds">In how long.</param>
    /// <returns>Percent.</returns>
    public double PercentOfReads(CaseShape shape, double nanoseconds) =>
        100 * (shape.WeightBytes / nanoseconds) / Levels.First(level => shape.WeightBytes <= level.Capacity).GigabytesPerSecond;

    /// <summary>How much of the limit of sequences and batches is reached: their multiply-adds at the core's peak.</summary>
    /// <param name="shape">What was computed.</param>
    /// <param name="nanoseconds">In how long.</param>
    /// <returns>Percent.</returns>
    public double PercentOfPeak(CaseShape shape, double nanoseconds) =>
        100 * (shape.FloatingPointOperations / nanoseconds) / FmaGigaflops;

    /// <summary>Prints them.</summary>
    /// <param name="log">Where to.</param>
    public void Print(TextWriter log)
    {
        log.WriteLine($"multiply-adds: {FmaGigaflops,6:F1} GFLOP/s");
        foreach (MemoryLevel level in Levels)
        {
            string holds = CapacitiesAssumed ? "assumed to hold" : "holds";
            string capacity = level.Capacity == long.MaxValue ? "" : $"{holds} {level.Capacity / Kibi} KB, ";
            string workingSet = $"measured on {level.WorkingSet / Kibi} KB";
            log.WriteLine($"{level.Name + " reads:",-14} {level.GigabytesPerSecond,6:F1} GB/s ({capacity}{workingSet})");
        }
    }

    private static MemoryLevel Level(string name, long capacity, long workingSet) =>
        new(name, capacity, workingSet, ReadBandwidth.Measure(workingSet));
}
