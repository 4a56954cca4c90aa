using System;

namespace RnnGen.Benchmarks.Contestants;

/// <summary>Something that computes one case: ours, or a peer's. Everything it needs is built before the first call.</summary>
internal interface IContestant : IDisposable
{
    /// <summary>Computes outputs from a zero state, so that contestants can be compared before they are timed.</summary>
    /// <param name="inputs">[step, stream, input]; for single steps, any number of them, one after the other.</param>
    /// <param name="outputs">[step, stream, hidden], or the outputs of the dense layer on top</param>
    void Compute(ReadOnlySpan<float> inputs, Span<float> outputs);

    /// <summary>What is timed: the case over and over. Single steps carry their state on; sequences start from zeros each time.</summary>
    /// <param name="calls">How many times.</param>
    void Repeat(int calls);
}
