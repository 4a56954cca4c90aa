using System;
using System.Numerics;

namespace RnnGen.Benchmarks.Simulation;

/// <summary>
/// Cores of a server of these days, as they are assumed; nothing here is measured by the simulation. Bytes a nanosecond are GB/s.
/// </summary>
internal sealed record SimulatedMachine
{
    private const double Kibi = 1024;
    private const double Mebi = 1024 * Kibi;

    /// <summary>Weights that stay in L1: of 48 KB (Golden Cove, Zen 5) two thirds, since inputs, sums and states are there, too.</summary>
    private const double L1Bytes = 32 * Kibi;

    /// <summary>L2 of a core: 2 MB (Golden Cove servers; 1 MB on Zen 5).</summary>
    private const double L2Bytes = 2 * Mebi;

    /// <summary>L3 of all cores: 32 MB, one group of eight cores on Zen 5.</summary>
    private const double L3Bytes = 32 * Mebi;

    /// <summary>Two thirds of 128 bytes a cycle at 3 GHz; README's <c>limits</c> have 302 on a Xeon and 207 on Zen 3.</summary>
    private const double L1BytesPerNanosecond = 250;

    /// <summary>Half of 64 bytes a cycle at 3 GHz; README's <c>limits</c> have 115 and 102.</summary>
    private const double L2BytesPerNanosecond = 100;

    /// <summary>README's <c>limits</c> have 24 on a Xeon (a mesh) and 78 on Zen 3 (a group of eight cores).</summary>
    private const double L3BytesPerNanosecond = 25;

    /// <summary>Assumed: eight cores at their full speed.</summary>
    private const double L3BytesPerNanosecondOfAll = 200;

    /// <summary>README's <c>limits</c> have 11 and 17.</summary>
    private const double MemoryBytesPerNanosecond = 15;

    /// <summary>Assumed: two channels' worth, as a tenant of a shared machine has it.</summary>
    private const double MemoryBytesPerNanosecondOfAll = 40;

    /// <summary>Nine tenths, as large products reach them (README), of 64 a cycle at 3 GHz: two multiply-adds of 512 bits.</summary>
    private const double OperationsPerNanosecond = 170;

    /// <summary>Sigmoids and tanhs of a unit of an LSTM: a tenth of LSTM 100->256 with 32 streams (README).</summary>
    private const double GateNanosecondsPerUnit = 1;

    /// <summary>One more cache line from another core, when the first is on its way.</summary>
    private const double LineNanoseconds = 5;

    private const double LineBytes = 64;

    /// <summary>How much longer a share takes than it should, on average, as a part of it: cache conflicts, frequency, a neighbour.</summary>
    private const double Spread = 0.02;

    /// <summary>A core is taken from its thread 250 times a second (the system's clock), for 3 us on average. Assumed.</summary>
    private const double NanosecondsBetweenDelays = 4e6;

    private const double DelayNanoseconds = 3e3;

    /// <summary>From a thread's write of a flag to another core's sight of it: 60 to 100 ns within a socket.</summary>
    public double FlagNanoseconds { get; init; } = 80;

    /// <summary>How threads meet.</summary>
    public BarrierKind Barrier { get; init; }

    /// <summary>The time of multiply-adds.</summary>
    /// <param name="operations">Two for each.</param>
    public static double Compute(double operations) => operations / OperationsPerNanosecond;

    /// <summary>The time of the gates.</summary>
    /// <param name="units">Hidden units, of all streams.</param>
    public static double Gates(double units) => units * GateNanosecondsPerUnit;

    /// <summary>
    /// The time in which a core reads the same bytes as in the step before. Every other step reads them backwards, so of what does not fit into a cache the part
    /// that does fit still comes from there.
    /// </summary>
    /// <param name="bytes">Bytes of this core.</param>
    /// <param name="distinctBytes">Different bytes of all cores.</param>
    /// <param name="cores">How many read.</param>
    public static double Reread(double bytes, double distinctBytes, int cores)
    {
        double ofL1 = double.Min(bytes, L1Bytes);
        double ofL2 = double.Min(bytes - ofL1, L2Bytes);
        return (ofL1 / L1BytesPerNanosecond) + (ofL2 / L2BytesPerNanosecond) + Stream(bytes - ofL1 - ofL2, distinctBytes, cores);
    }

    /// <summary>The time in which a core reads or writes what it did not touch of late: from L3 what fits there, the rest from memory.</summary>
    /// <param name="bytes">Bytes of this core.</param>
    /// <param name="distinctBytes">Different bytes of all cores.</param>
    /// <param name="cores">How many do so.</param>
    public static double Stream(double bytes, double distinctBytes, int cores)
    {
        double ofL3 = bytes * double.Min(1, L3Bytes / distinctBytes);
        return (ofL3 / double.Min(L3BytesPerNanosecond, L3BytesPerNanosecondOfAll / cores))
            + ((bytes - ofL3) / double.Min(MemoryBytesPerNanosecond, MemoryBytesPerNanosecondOfAll / cores));
    }

    /// <summary>The time in which a core fetches what others have just written.</summary>
    /// <param name="bytes">How much.</param>
    public double Fetch(double bytes) => FlagNanoseconds + ((double.Ceiling(bytes / LineBytes) - 1) * LineNanoseconds);

    /// <summary>How long work takes with what comes in between.</summary>
    /// <param name="work">Its time without.</param>
    /// <param name="random">Where chance comes from.</param>
    public static double Disturb(double work, Random random)
    {
        double time = work * (1 + (Spread * Exponential(random)));
        for (double next = NanosecondsBetweenDelays * Exponential(random); next < work; next += NanosecondsBetweenDelays * Exponential(random))
        {
            time += DelayNanoseconds * Exponential(random);
        }

        return time;
    }

    /// <summary>When all threads know that all have come.</summary>
    /// <param name="arrivals">When each comes; sorted afterwards.</param>
    public double Meet(Span<double> arrivals)
    {
        if (arrivals.Length == 1)
        {
            return arrivals[0];
        }

        arrivals.Sort();
        if (Barrier == BarrierKind.Tree)
        {
            return arrivals[^1] + (2 * (BitOperations.Log2((uint)arrivals.Length - 1) + 1) * FlagNanoseconds);
        }

        // The counter's line is with one core at a time; whoever comes meanwhile waits for it.
        double free = 0;
        foreach (double arrival in arrivals)
        {
            free = double.Max(free, arrival) + FlagNanoseconds;
        }

        return free + FlagNanoseconds;
    }

    private static double Exponential(Random random) => -double.Log(1 - random.NextDouble());
}
