using System;
using RnnGen.Formats;

namespace RnnGen.Training;

/// <summary>What a <see cref="Trainer{TInput, TTarget}"/> trains: every emitted network that has a backward pass.</summary>
/// <typeparam name="TInput">What it takes: <see cref="float"/>, or <see cref="int"/> for token ids.</typeparam>
public interface ITrainable<TInput>
    where TInput : unmanaged
{
    /// <summary>All parameters as one flat span.</summary>
    Span<float> Parameters { get; }

    /// <summary>Creates what one thread needs to train on some sequences.</summary>
    /// <param name="steps">The most steps of a sequence.</param>
    /// <param name="streams">The most sequences at once.</param>
    TrainingShard<TInput> CreateShard(int steps, int streams);

    /// <summary>Loads the parameters, wholly or not at all: they stay as they were if anything is wrong.</summary>
    /// <param name="source">Where from.</param>
    /// <param name="prefix">What stands before the layers' names.</param>
    /// <param name="mode">What to do about tensors that nothing reads.</param>
    /// <exception cref="TensorFormatException">A tensor is missing or not what it should be, or is there and nothing reads it.</exception>
    void Load(ITensorSource source, string prefix = "", LoadMode mode = LoadMode.Module);

    /// <summary>Saves the parameters.</summary>
    /// <param name="sink">Where to.</param>
    /// <param name="prefix">What stands before the layers' names.</param>
    void Save(ITensorSink sink, string prefix = "");
}
