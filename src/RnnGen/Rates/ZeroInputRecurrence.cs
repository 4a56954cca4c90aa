using System;

namespace RnnGen.Rates;

/// <summary>A model whose input is zero, as a function of its recurrent floats alone: what it does with a state in one step.</summary>
internal abstract class ZeroInputRecurrence
{
    /// <summary>Recurrent floats of a state.</summary>
    public abstract int Count { get; }

    /// <summary>Gives the state from which streams start.</summary>
    /// <param name="state">[<see cref="Count"/>]</param>
    public abstract void Rest(Span<float> state);

    /// <summary>One step.</summary>
    /// <param name="state">[<see cref="Count"/>]</param>
    /// <param name="next">[<see cref="Count"/>]; may be the same.</param>
    public abstract void Step(ReadOnlySpan<float> state, Span<float> next);
}
