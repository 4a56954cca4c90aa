using System;
using System.ComponentModel;

namespace RnnGen.Training;

/// <summary>What a <see cref="Trainer{TInput, TTarget}"/> trains: every emitted network that has a backward pass.</summary>
/// <typeparam name="TInput">What it takes: <see cref="float"/>, <see cref="int"/> for token ids, or the network\'s <c>StepInput</c> for several inputs.</typeparam>
public interface ITrainable<TInput> : IModel
    where TInput : struct
{
    /// <summary>Creates what one thread needs to train on some sequences.</summary>
    /// <param name="steps">The most steps of a sequence.</param>
    /// <param name="streams">The most sequences at once.</param>
    TrainingShard<TInput> CreateShard(int steps, int streams);

    /// <summary>What is wrong with the values of a sequence's inputs, where they are neither floats nor token ids: what a trainer checks before it begins.</summary>
    /// <param name="inputs">One of each step.</param>
    /// <returns>The rest of a sentence that begins with "The inputs", or null if nothing is wrong.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    string? FindFault(ReadOnlySpan<TInput> inputs) => null;
}
