using System;
using System.Collections.Generic;

namespace RnnGen.Training;

/// <summary>A part of a batch: some sequences with their states, a tape and gradients of its own, so that parts can be computed on different threads.</summary>
/// <typeparam name="TInput">What the network takes.</typeparam>
public abstract class TrainingShard<TInput>
    where TInput : struct
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

    /// <summary>The same, with what is known of where they are zeros.</summary>
    internal abstract ICellGradients GradientSet { get; }

    /// <summary>Keeps the states from which sequences start: of all the network's rest state, zeros as a rule.</summary>
    public abstract void ResetStates();

    /// <summary>Sets all gradients to zero.</summary>
    public abstract void ClearGradients();

    /// <summary>Tokens: ids are from 0 to below this; 0 where a step takes floats.</summary>
    internal abstract int VocabularySize { get; }

    /// <summary>Whether a layer is recurrent.</summary>
    internal abstract bool IsRecurrent { get; }

    /// <summary>Bytes of the state of a sequence.</summary>
    internal abstract int StateByteCount { get; }

    /// <summary>Goes forward with dropout, for <see cref="Backward"/>, from the states that were kept last; <see cref="KeepStates"/> keeps the new ones.</summary>
    /// <param name="inputs">[stream, step, input]</param>
    /// <param name="outputs">[stream, step, output], or [stream, output]</param>
    /// <param name="lengths">The steps of every stream.</param>
    /// <param name="dropoutSeed">What dropout draws from.</param>
    /// <param name="dropoutStreams">The number of every stream, on which what is dropped of it depends.</param>
    public abstract void Forward(
        ReadOnlySpan<TInput> inputs, Span<float> outputs, ReadOnlySpan<int> lengths, long dropoutSeed, ReadOnlySpan<long> dropoutStreams);

    /// <summary>Goes back, and adds to the gradients.</summary>
    /// <param name="outputGradients">Of the outputs.</param>
    public abstract void Backward(ReadOnlySpan<float> outputGradients);

    /// <summary>Which tokens <see cref="Forward"/> takes for unknown ones.</summary>
    internal abstract IReadOnlyList<WordCounts> WordCounts { set; }

    /// <summary>Whether the network has a loss of its own.</summary>
    internal abstract bool HasLoss { get; }

    /// <summary>The network's own loss of what <see cref="Forward"/> gave; goes back, and adds to the gradients.</summary>
    /// <param name="targets">[stream, step]; padding may hold anything.</param>
    /// <param name="scale">What the gradients are multiplied with.</param>
    /// <returns>The sum over all sequences.</returns>
    internal abstract double Train(ReadOnlySpan<int> targets, double scale);

    /// <summary>The network's own loss of what <see cref="Run"/> gave.</summary>
    /// <param name="outputs">[stream, step, output]</param>
    /// <param name="targets">[stream, step]; padding may hold anything.</param>
    /// <param name="lengths">The steps of every stream.</param>
    /// <returns>The sum over all sequences.</returns>
    internal abstract double Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<int> targets, ReadOnlySpan<int> lengths);

    /// <summary>What the network's own loss cannot take of the targets of a sequence.</summary>
    /// <param name="targets">[step]</param>
    /// <returns>The rest of a sentence that begins with "The targets", or null if nothing is wrong.</returns>
    internal abstract string? FindFault(ReadOnlySpan<int> targets);

    /// <summary>Keeps the states that <see cref="Forward"/> led to. Without it another call goes the same way again.</summary>
    internal abstract void KeepStates();

    /// <summary>Writes the kept states of the first sequences.</summary>
    /// <param name="destination">[sequence, <see cref="StateByteCount"/>]</param>
    internal abstract void WriteStates(Span<byte> destination);

    /// <summary>Reads and keeps what <see cref="WriteStates"/> wrote.</summary>
    /// <param name="source">[sequence, <see cref="StateByteCount"/>]</param>
    /// <exception cref="Formats.StateFormatException">It is no such states; which are kept is open.</exception>
    internal abstract void ReadStates(ReadOnlySpan<byte> source);

    /// <summary>Computes the outputs without dropout, from states of zero. The kept states stay.</summary>
    /// <param name="inputs">[stream, step, input]</param>
    /// <param name="outputs">[stream, step, output], or [stream, output]</param>
    /// <param name="lengths">The steps of every stream.</param>
    public abstract void Run(ReadOnlySpan<TInput> inputs, Span<float> outputs, ReadOnlySpan<int> lengths);
}
