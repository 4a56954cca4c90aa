using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Benchmarks.Cases;
using RnnGen.Benchmarks.Machine;

namespace RnnGen.Benchmarks.Limits;

/// <summary>What this core can do at most, measured.</summary>
internal sealed class CoreLimits
{
    private const long Kibi = 1024;
    private const long Mebi = 1024 * Kibi;

    private readonly LimitTimer _timer;
    private readonly bool _capacitiesAssumed;
    private readonly IReadOnlyList<WidthLimit> _multiplyAdds;
    private readonly IReadOnlyList<MemoryLevel> _levels;
    private readonly Dictionary<long, double> _readings = [];

    private CoreLimits(LimitTimer timer)
    {
        _timer = timer;
        _multiplyAdds = [.. VectorBits.OfHardware.Select(bits => FmaPeak.Measure(bits, timer))];

        // Well inside a level and well outside the one before; memory: well outside all caches.
        CacheSizes caches = CacheSizes.Of(CoreAffinity.AllowedCores() is [int core, ..] ? core : 0);
        _capacitiesAssumed = caches.Assumed;
        _levels =
        [
            Level("L1", caches.L1, caches.L1 / 2),
            Level("L2", caches.L2, long.Max(caches.L2 / 2, 2 * caches.L1)),
            Level("L3", caches.L3, long.Min(caches.L3 / 2, 8 * caches.L2)),
            Level("memory", long.MaxValue, long.Clamp(4 * caches.L3, 64 * Mebi, 512 * Mebi)),
        ];
    }

    /// <summary>10^9 floating-point operations a second, two for each multiply-add.</summary>
    public double FmaGigaflops => _multiplyAdds.Max(static width => width.PerNanosecond);

    /// <summary>Measures the multiply-adds and the levels of memory: a few seconds.</summary>
    /// <param name="timer">By this timer.</param>
    public static CoreLimits Measure(LimitTimer timer) => new(timer);

    /// <summary>
    /// The least time in which cores like this one could do a case: all its multiply-adds at the peak, or all its readings of the weights, whichever takes longer.
    /// </summary>
    /// <param name="shape">What is computed.</param>
    /// <param name="threads">By how many cores: each does its share of the multiply-adds, and reads its share of the weights.</param>
    public Floor FloorOf(CaseShape shape, int threads)
    {
        double sums = shape.FloatingPointOperations / (threads * FmaGigaflops);
        double reads = shape.WeightReadings * ReadingNanoseconds((shape.BytesOfReading + threads - 1) / threads);
        return new Floor(double.Max(sums, reads), reads > sums);
    }

    /// <summary>Prints them.</summary>
    /// <param name="log">Where to.</param>
    public void Print(TextWriter log)
    {
        log.WriteLine($"multiply-adds: {FmaGigaflops,6:F1} GFLOP/s ({Widths(_multiplyAdds)})");
        foreach (MemoryLevel level in _levels)
        {
            string holds = _capacitiesAssumed ? "assumed to hold" : "holds";
            string capacity = level.Capacity == long.MaxValue ? "" : $"{holds} {level.Capacity / Kibi} KB, ";
            string workingSet = $"measured on {level.WorkingSet / Kibi} KB";
            log.WriteLine($"{level.Name + " reads:",-14} {level.GigabytesPerSecond,6:F1} GB/s ({Widths(level.Widths)}; {capacity}{workingSet})");
        }
    }

    private static string Widths(IEnumerable<WidthLimit> widths) =>
        string.Join(", ", widths.Select(static width => $"{width.Bits} bits {width.PerNanosecond:F1}"));

    private MemoryLevel Level(string name, long capacity, long workingSet) => new(
        name, capacity, workingSet,
        [.. VectorBits.OfHardware.Select(bits => new WidthLimit(bits, workingSet / ReadBandwidth.Nanoseconds(workingSet, bits, _timer)))]);

    // Measured at this very size: a set of weights a little larger than a cache is read from there in part, and how much of one a little smaller stays
    // there depends on the pages that it got. So the best of some buffers counts.
    private double ReadingNanoseconds(long bytes)
    {
        const int buffers = 3;
        if (!_readings.TryGetValue(bytes, out double nanoseconds))
        {
            IEnumerable<int> widths = VectorBits.OfHardware.TakeLast(2);
            nanoseconds = Enumerable.Range(0, buffers).SelectMany(_ => widths).Min(bits => ReadBandwidth.Nanoseconds(bytes, bits, _timer));
            _readings.Add(bytes, nanoseconds);
        }

        return nanoseconds;
    }
}
