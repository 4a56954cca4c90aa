using System;
using System.Runtime.CompilerServices;

namespace RnnGen.Rates;

/// <summary>What a model must be to run at another rate.</summary>
internal static class CorrectableModel
{
    /// <summary>A model as one that takes floats.</summary>
    /// <typeparam name="TInput">What it takes.</typeparam>
    /// <typeparam name="TState">What a stream carries.</typeparam>
    /// <param name="model">The model.</param>
    /// <exception cref="NotSupportedException">It takes token ids.</exception>
    public static ICausalModel<float, TState> OfFloats<TInput, TState>(ICausalModel<TInput, TState> model)
        where TInput : struct
        where TState : struct => model as ICausalModel<float, TState> ?? throw new NotSupportedException(
            $"'{model.GetType().Name}' takes {InputKind.NameOf(typeof(TInput))}: only a model of floats, samples of a signal, has a sample rate to correct.");

    /// <summary>Where the states of a model have their recurrent floats.</summary>
    /// <typeparam name="TState">What a stream carries.</typeparam>
    /// <param name="model">The model.</param>
    /// <exception cref="NotSupportedException">It is no emitted model, and nobody knows.</exception>
    public static RecurrentFloats RecurrentFloatsOf<TState>(ICausalModel<float, TState> model)
        where TState : struct => (RuntimeHelpers.IsReferenceOrContainsReferences<TState>() ? null : model.RecurrentFloats) ?? throw new NotSupportedException(
            $"'{model.GetType().Name}' is no emitted cell or network: nobody knows which numbers of its state are recurrent.");
}
