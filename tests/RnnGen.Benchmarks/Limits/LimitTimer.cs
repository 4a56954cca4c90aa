using System;
using RnnGen.Benchmarks.Measurement;

namespace RnnGen.Benchmarks.Limits;

/// <summary>Times a limit: the fastest of many short stretches, since a limit is what the core does undisturbed.</summary>
internal static class LimitTimer
{
    private const int Stretches = 150;

    /// <summary>Nanoseconds a call in the fastest stretch.</summary>
    /// <param name="repeat">Makes the given number of calls.</param>
    public static double FastestNanoseconds(Action<int> repeat)
    {
        int calls = Stretch.WarmUp(repeat, TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(2));
        double fastest = double.PositiveInfinity;
        for (int i = 0; i < Stretches; i++)
        {
            fastest = double.Min(fastest, Stretch.Time(repeat, calls));
        }

        return fastest;
    }
}
