using System;
using RnnGen.Benchmarks.Contestants;

namespace RnnGen.Benchmarks.Latency;

/// <summary>A contestant that does nothing: what the clock and the call take, and what the machine itself does to a thread.</summary>
internal sealed class Idle : IContestant
{
    /// <inheritdoc/>
    public void Compute(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
    }

    /// <inheritdoc/>
    public void Repeat(int calls)
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
