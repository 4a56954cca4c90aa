using System;
using RnnGen.Benchmarks.Measurement;

namespace RnnGen.Benchmarks.Limits;

/// <summary>Times a limit: the fastest of many short stretches, since a limit is what the core does undisturbed.</summary>
/// <param name="stretches">How many.</param>
internal sealed class LimitTimer(int stretches)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan StretchLength = TimeSpan.FromMilliseconds(2);

    /// <summary>A measurement.</summary>
    public static LimitTimer Full { get; } = new(60);

    /// <summary>Enough to see that everything works.</summary>
    public static LimitTimer Quick { get; } = new(5);

    /// <summary>Nanoseconds a call in the fastest stretch.</summary>
    /// <param name="repeat">Makes the given number of calls.</param>
    public double FastestNanoseconds(Action<int> repeat)
    {
        int calls = Stretch.WarmUp(repeat, WarmUp, StretchLength);
        double fastest = double.PositiveInfinity;
        for (int i = 0; i < stretches; i++)
        {
            fastest = double.Min(fastest, Stretch.Time(repeat, calls));
        }

        return fastest;
    }
}
