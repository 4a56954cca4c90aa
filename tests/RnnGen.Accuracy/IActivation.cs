using RnnGen.Numerics;

namespace RnnGen.AccuracyWalk;

/// <summary>One function of <see cref="Activation"/> with what is claimed of it.</summary>
internal interface IActivation
{
    /// <summary>Its name.</summary>
    static abstract string Name { get; }

    /// <summary>Whether f(-x) is exactly -f(x).</summary>
    static abstract bool IsOdd { get; }

    /// <summary>The limit at minus infinity, which no result is below.</summary>
    static abstract float Low { get; }

    /// <summary>The limit at infinity, which no result is above.</summary>
    static abstract float High { get; }

    /// <summary>The largest absolute error claimed.</summary>
    static abstract double AbsoluteBound { get; }

    /// <summary>The largest error claimed, in units in the last place, from <see cref="UlpsFrom"/> on; infinite where none is.</summary>
    static abstract double UlpsBound { get; }

    /// <summary>The first x for which <see cref="UlpsBound"/> is claimed.</summary>
    static abstract float UlpsFrom { get; }

    /// <summary>What it must give, to the bit, for a zero of either sign.</summary>
    static abstract float AtZero(float zero);

    static abstract float Apply(float x);

    static abstract V Apply<V>(V x)
        where V : struct, IVector<V>;
}
