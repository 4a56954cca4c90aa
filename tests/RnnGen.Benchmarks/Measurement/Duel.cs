using System;
using RnnGen.Benchmarks.Contestants;

namespace RnnGen.Benchmarks.Measurement;

/// <summary>Times two contestants in turn, so that whatever the machine does besides falls on both.</summary>
/// <param name="repetitions">Stretches of each.</param>
/// <param name="warmUp">How long each warms up.</param>
/// <param name="stretch">How long a stretch is.</param>
/// <param name="manyThreads">
/// Whether contestants have threads of their own: each then starts when those of the other sleep, by a call that is not timed and wakes its own.
/// </param>
internal sealed class Duel(int repetitions, TimeSpan warmUp, TimeSpan stretch, bool manyThreads = false)
{
    /// <summary>A measurement: stretches so short that on a shared machine, too, some of them are left alone.</summary>
    public static Duel Full { get; } = new(41, TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(5));

    /// <summary>Enough to see that everything works.</summary>
    public static Duel Quick { get; } = new(5, TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(2));

    /// <summary>The same for contestants of a number of threads.</summary>
    /// <param name="threads">How many.</param>
    public Duel Of(int threads) => new(repetitions, warmUp, stretch, threads > 1);

    /// <summary>Times both.</summary>
    /// <param name="ours">The one whose allocations count.</param>
    /// <param name="theirs">The other.</param>
    public DuelResult Run(IContestant ours, IContestant theirs)
    {
        int ourCalls = Stretch.WarmUp(ours.Repeat, warmUp, stretch);
        int theirCalls = Stretch.WarmUp(theirs.Repeat, warmUp, stretch);
        var ourTimes = new double[repetitions];
        var theirTimes = new double[repetitions];
        for (int i = 0; i < repetitions; i++)
        {
            ourTimes[i] = Time(ours, ourCalls);
            theirTimes[i] = Time(theirs, theirCalls);
        }

        return new DuelResult(Timing.Of(ourTimes), Timing.Of(theirTimes), AllocatedBytes(ours, ourCalls));
    }

    /// <summary>Times one that has nobody to be compared with.</summary>
    /// <param name="ours">The one.</param>
    /// <returns>Its times, and the managed bytes that one of its calls allocates.</returns>
    public (Timing Times, long AllocatedBytes) RunAlone(IContestant ours)
    {
        int calls = Stretch.WarmUp(ours.Repeat, warmUp, stretch);
        var times = new double[repetitions];
        for (int i = 0; i < repetitions; i++)
        {
            times[i] = Time(ours, calls);
        }

        return (Timing.Of(times), AllocatedBytes(ours, calls));
    }

    private double Time(IContestant contestant, int calls)
    {
        if (manyThreads)
        {
            Settling.Wait();
            contestant.Repeat(1);
        }

        return Stretch.Time(contestant.Repeat, calls);
    }

    // Rounded up: one byte in a thousand calls is not nothing.
    private long AllocatedBytes(IContestant contestant, int calls)
    {
        long before = Allocated();
        contestant.Repeat(calls);
        long allocated = Allocated() - before;
        return (allocated + calls - 1) / calls;
    }

    // What this thread allocates is known to the byte; that of the others only together with it.
    private long Allocated() => manyThreads ? GC.GetTotalAllocatedBytes(precise: true) : GC.GetAllocatedBytesForCurrentThread();
}
