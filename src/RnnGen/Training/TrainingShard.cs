using System;

namespace RnnGen.Training;

/// <summary>A part of a batch: some sequences with their states, a tape and gradients of its own, so that parts can be computed on different threads.</summary>
/// <typeparam name="TInput">What the network takes.</typeparam>
public abstract class TrainingShard<TInput>
    where TInput : unmanaged
{
    private protected TrainingShard(int steps, int streams)
    {
        MaxSteps = steps;
        MaxStreams = streams;
    }

    /// <summary>The most steps of a sequence.</summary>
    public int MaxSteps { get; }

    /// <summary>The most sequences at once.</summary>
    public int MaxStreams { get; }

    /// <summary>Elements of a step's input.</summary>
    public abstract int InputSize { get; }

    /// <summary>Floats of a row of outputs.</summary>
    public abstract int OutputSize { get; }

    /// <summary>Whether every step has outputs; else each sequence has.</summary>
    public abstract bool HasOutputPerStep { get; }

    /// <summary>The gradients of all parameters.</summary>
    public abstract Span<float> Gradients { get; }

    /// <summary>Sets all states to zero.</summary>
    public abstract void ResetStates();

    /// <summary>Sets all gradients to zero.</summary>
    public abstract void ClearGradients();

    /// <summary>Goes forward with dropout, for <see cref="Backward"/>. The states carry on from the call before.</summary>
    /// <param name="inputs">[stream, step, input]</param>
    /// <param name="outputs">[stream, step, output], or [stream, output]</param>
    /// <param name="lengths">The steps of every stream.</param>
    /// <param name="dropoutSeed">What dropout draws from.</param>
    public abstract void Forward(ReadOnlySpan<TInput> inputs, Span<float> outputs, ReadOnlySpan<int> lengths, long dropoutSeed);

    /// <summary>Goes back, and adds to the gradients.</summary>
    /// <param name="outputGradients">Of the outputs.</param>
    public abstract void Backward(ReadOnlySpan<float> outputGradients);

    /// <summary>Computes the outputs without dropout. The states carry on from the call before.</summary>
    /// <param name="inputs">[stream, step, input]</param>
    /// <param name="outputs">[stream, step, output], or [stream, output]</param>
    /// <param name="lengths">The steps of every stream.</param>
    public abstract void Run(ReadOnlySpan<TInput> inputs, Span<float> outputs, ReadOnlySpan<int> lengths);
}
