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
    public void Reset() => _state = model.RestState;

    private void Step<TGiven>(ReadOnlySpan<TGiven> input, Span<float> output)
        where TGiven : unmanaged
    {
        if (typeof(TGiven) != typeof(TInput))
        {
            throw new InvalidOperationException($"'{model.GetType().Name}' takes {NameOf(typeof(TInput))} and was given {NameOf(typeof(TGiven))}.");
        }

        model.Step(MemoryMarshal.Cast<TGiven, TInput>(input), output, ref _state);
    }

    private static string NameOf(Type input) => input == typeof(float) ? "floats" : input == typeof(int) ? "token ids" : input.Name;
}
