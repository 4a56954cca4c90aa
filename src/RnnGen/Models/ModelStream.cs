using System;
using System.Runtime.InteropServices;

namespace RnnGen;

/// <summary>The stream of every model.</summary>
/// <typeparam name="TInput">What the model takes.</typeparam>
/// <typeparam name="TState">What a stream carries.</typeparam>
/// <param name="model">The model.</param>
internal sealed class ModelStream<TInput, TState>(ICausalModel<TInput, TState> model) : IModelStream
    where TInput : unmanaged
    where TState : struct
{
    private TState _state = model.RestState;

    /// <inheritdoc/>
    public IModel Model => model;

    /// <inheritdoc/>
    public void Step(ReadOnlySpan<float> input, Span<float> output) => Step<float>(input, output);

    /// <inheritdoc/>
    public void Step(ReadOnlySpan<int> input, Span<float> output) => Step<int>(input, output);

    /// <inheritdoc/>
    public void Run(ReadOnlySpan<float> inputs, Span<float> outputs) => Run<float>(inputs, outputs);

    /// <inheritdoc/>
    public void Run(ReadOnlySpan<int> inputs, Span<float> outputs) => Run<int>(inputs, outputs);

    /// <inheritdoc/>
    public void Reset() => _state = model.RestState;

    private void Step<TGiven>(ReadOnlySpan<TGiven> input, Span<float> output)
        where TGiven : unmanaged => model.Step(Given(input), output, ref _state);

    private void Run<TGiven>(ReadOnlySpan<TGiven> inputs, Span<float> outputs)
        where TGiven : unmanaged => model.Run(Given(inputs), outputs, ref _state);

    private ReadOnlySpan<TInput> Given<TGiven>(ReadOnlySpan<TGiven> inputs)
        where TGiven : unmanaged => typeof(TGiven) == typeof(TInput)
            ? MemoryMarshal.Cast<TGiven, TInput>(inputs)
            : throw InputKind.Mismatch(model, typeof(TInput), typeof(TGiven));
}
