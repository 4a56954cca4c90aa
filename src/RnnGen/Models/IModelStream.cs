using System;
using System.Diagnostics.CodeAnalysis;

namespace RnnGen;

/// <summary>A model with the state of one stream, for code that does not know the model's type. One thread at a time; a step creates no garbage.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "A stream is one sequence of steps here, as everywhere in the library: it is no stream of bytes.")]
public interface IModelStream
{
    /// <summary>The model.</summary>
    IModel Model { get; }

    /// <summary>One step of a model that takes floats.</summary>
    /// <param name="input">[<see cref="IModel.InputSize"/>]</param>
    /// <param name="output">[<see cref="IModel.OutputSize"/>]; where time is pooled, of all steps so far.</param>
    /// <exception cref="ArgumentException">A span has not the size it needs; the state stays as it was.</exception>
    /// <exception cref="InvalidOperationException">The model takes token ids.</exception>
    void Step(ReadOnlySpan<float> input, Span<float> output);

    /// <summary>One step of a model that takes token ids.</summary>
    /// <param name="input">The token's id: [1]</param>
    /// <param name="output">[<see cref="IModel.OutputSize"/>]; where time is pooled, of all steps so far.</param>
    /// <exception cref="ArgumentException">A span has not the size it needs; the state stays as it was.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The token is not in the vocabulary; the state stays as it was.</exception>
    /// <exception cref="InvalidOperationException">The model takes floats.</exception>
    void Step(ReadOnlySpan<int> input, Span<float> output);

    /// <summary>Many steps of a model that takes floats, with the bits of a <see cref="Step(ReadOnlySpan{float}, Span{float})"/> for each.</summary>
    /// <param name="inputs">[step, <see cref="IModel.InputSize"/>]</param>
    /// <param name="outputs">
    /// [step, <see cref="IModel.OutputSize"/>], or exactly <paramref name="inputs"/>, in place; where time is pooled [<see cref="IModel.OutputSize"/>], of all
    /// steps so far.
    /// </param>
    /// <exception cref="ArgumentException">A span has not the size it needs, or they overlap; the state stays as it was.</exception>
    /// <exception cref="InvalidOperationException">The model takes token ids.</exception>
    void Run(ReadOnlySpan<float> inputs, Span<float> outputs);

    /// <summary>Many steps of a model that takes token ids.</summary>
    /// <param name="inputs">The tokens' ids: [step]</param>
    /// <param name="outputs">[step, <see cref="IModel.OutputSize"/>]; where time is pooled [<see cref="IModel.OutputSize"/>], of all steps so far.</param>
    /// <exception cref="ArgumentException">A span has not the size it needs; the state stays as it was.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A token is not in the vocabulary; the state stays as it was.</exception>
    /// <exception cref="InvalidOperationException">The model takes floats.</exception>
    void Run(ReadOnlySpan<int> inputs, Span<float> outputs);

    /// <summary>One step of a model, whatever it takes.</summary>
    /// <typeparam name="TInput"><see cref="float"/>, <see cref="int"/> for token ids, or the network's <c>StepInput</c> for several inputs.</typeparam>
    /// <param name="input">[<see cref="IModel.InputSize"/>]</param>
    /// <param name="output">[<see cref="IModel.OutputSize"/>]; where time is pooled, of all steps so far.</param>
    /// <exception cref="ArgumentException">A span has not the size it needs; the state stays as it was.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A token is not in the vocabulary; the state stays as it was.</exception>
    /// <exception cref="InvalidOperationException">The model takes something else.</exception>
    void Step<TInput>(ReadOnlySpan<TInput> input, Span<float> output)
        where TInput : struct => throw InputKind.Mismatch(Model, typeof(TInput));

    /// <summary>Many steps of a model, whatever it takes.</summary>
    /// <typeparam name="TInput"><see cref="float"/>, <see cref="int"/> for token ids, or the network's <c>StepInput</c> for several inputs.</typeparam>
    /// <param name="inputs">[step, <see cref="IModel.InputSize"/>]</param>
    /// <param name="outputs">[step, <see cref="IModel.OutputSize"/>]; where time is pooled [<see cref="IModel.OutputSize"/>], of all steps so far.</param>
    /// <inheritdoc cref="Step{TInput}(ReadOnlySpan{TInput}, Span{float})" path="/exception"/>
    void Run<TInput>(ReadOnlySpan<TInput> inputs, Span<float> outputs)
        where TInput : struct => throw InputKind.Mismatch(Model, typeof(TInput));

    /// <summary>One step of a model of several inputs (<see cref="IModel.Inputs"/>), for code that does not know them.</summary>
    /// <param name="ids">Of each input that takes ids, in their order: one token, or a bag.</param>
    /// <param name="floats">Of all inputs that take floats, in their order, one behind the other.</param>
    /// <param name="output">[<see cref="IModel.OutputSize"/>]; where time is pooled, of all steps so far.</param>
    /// <exception cref="ArgumentException">There are more or fewer ids or floats than the model takes, or the output has not the size it needs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A token is not in the vocabulary; the state stays as it was.</exception>
    /// <exception cref="InvalidOperationException">The model has one input.</exception>
    void Step(ReadOnlySpan<ReadOnlyMemory<int>> ids, ReadOnlySpan<float> floats, Span<float> output) =>
        throw new InvalidOperationException($"'{Model.GetType().Name}' takes one input and was given several.");

    /// <summary>Sets the state to the model's rest state (zeros as a rule): the next step is the first of a new sequence.</summary>
    void Reset();
}
