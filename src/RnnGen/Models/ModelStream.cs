using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnGen;

/// <summary>The stream of every model.</summary>
/// <typeparam name="TInput">What the model takes.</typeparam>
/// <typeparam name="TState">What a stream carries.</typeparam>
/// <param name="model">The model.</param>
internal sealed class ModelStream<TInput, TState>(ICausalModel<TInput, TState> model) : IModelStream
    where TInput : struct
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
    public void Step<TGiven>(ReadOnlySpan<TGiven> input, Span<float> output)
        where TGiven : struct => model.Step(Given(input), output, ref _state);

    /// <inheritdoc/>
    public void Run<TGiven>(ReadOnlySpan<TGiven> inputs, Span<float> outputs)
        where TGiven : struct => model.Run(Given(inputs), outputs, ref _state);

    /// <inheritdoc/>
    public void Step(ReadOnlySpan<ReadOnlyMemory<int>> ids, ReadOnlySpan<float> floats, Span<float> output)
    {
        TInput input = model.CreateInput(ids, floats);
        model.Step(new ReadOnlySpan<TInput>(in input), output, ref _state);
    }

    /// <inheritdoc/>
    public void Reset() => _state = model.RestState;

    // The same type by another name: a cast of bytes would refuse what has a reference.
    private ReadOnlySpan<TInput> Given<TGiven>(ReadOnlySpan<TGiven> inputs)
        where TGiven : struct => typeof(TGiven) == typeof(TInput)
            ? MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<TGiven, TInput>(ref MemoryMarshal.GetReference(inputs)), inputs.Length)
            : throw InputKind.Mismatch(model, typeof(TInput), typeof(TGiven));
}
