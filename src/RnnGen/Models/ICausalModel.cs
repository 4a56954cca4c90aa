using System;
using System.ComponentModel;
using RnnGen.Rates;

namespace RnnGen;

/// <summary>What every emitted cell can do, and every emitted network none of whose layers reads from the end: one step after the other.</summary>
/// <typeparam name="TInput">What it takes: <see cref="float"/>, <see cref="int"/> for token ids, or the network\'s <c>StepInput</c> for several inputs.</typeparam>
/// <typeparam name="TState">What a stream carries.</typeparam>
public interface ICausalModel<TInput, TState> : IModel<TState>
    where TInput : struct
    where TState : struct
{
    /// <inheritdoc/>
    bool IModel.IsCausal => true;

    /// <summary>One step of one stream.</summary>
    /// <param name="input">[input]</param>
    /// <param name="output">[output]; where time is pooled, of all steps so far.</param>
    /// <param name="state">The stream's state, read and replaced.</param>
    void Step(ReadOnlySpan<TInput> input, Span<float> output, ref TState state);

    /// <summary>Many steps of one stream.</summary>
    /// <param name="inputs">[step, input]</param>
    /// <param name="outputs">[step, output]; where time is pooled [output]</param>
    /// <param name="state">The stream's state, read and replaced.</param>
    void Run(ReadOnlySpan<TInput> inputs, Span<float> outputs, ref TState state);

    /// <summary>One step of several inputs, for code that does not know them.</summary>
    /// <param name="ids">Of each input that takes ids, in their order: one token, or a bag.</param>
    /// <param name="floats">Of all inputs that take floats, in their order, one behind the other.</param>
    /// <exception cref="ArgumentException">There are more or fewer than the model takes.</exception>
    /// <exception cref="InvalidOperationException">The model has one input.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    TInput CreateInput(ReadOnlySpan<ReadOnlyMemory<int>> ids, ReadOnlySpan<float> floats) =>
        throw new InvalidOperationException($"'{GetType().Name}' takes {InputKind.NameOf(typeof(TInput))} and was given several inputs.");

    /// <inheritdoc/>
    IModelStream IModel.CreateStream() => new ModelStream<TInput, TState>(this);

    /// <inheritdoc/>
    IModelStream IModel.CreateCorrectedStream(RateCorrection correction) => correction.CreateStream(CorrectableModel.OfFloats(this));

    /// <inheritdoc/>
    ZeroInputRecurrence IModel.CreateRecurrence() => new ZeroInputRecurrence<TState>(CorrectableModel.OfFloats(this));
}
