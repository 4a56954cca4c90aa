using System;
using RnnGen.Rates;

namespace RnnGen;

/// <summary>A model whose streams carry a state of a known type.</summary>
/// <typeparam name="TState">What a stream carries.</typeparam>
public interface IModel<TState> : IModel
    where TState : struct
{
    /// <summary>
    /// The state from which a fresh stream starts: what <see cref="IModel.CreateStream"/> and <see cref="IModelStream.Reset"/> take, and what training starts every
    /// sequence from. Zeros, unless a file gives another one: <c>Load</c> sets it, to zeros where the file has none, and <c>Save</c> writes what is not all zeros, as
    /// <c>initial_h_l0 [output]</c> and, of an LSTM, <c>initial_c_l0 [hidden]</c> of each cell, with the prefix and suffix of its other tensors (ONNX's
    /// <c>initial_h</c> and <c>initial_c</c>). Nothing trains it.
    /// </summary>
    /// <remarks>
    /// This is a copy: set it to change it. What pooling keeps of a sequence is no part of it, and is left out where it is set. As parameters, it must not be set while
    /// another thread computes with the model. States that a caller makes (<c>default</c>) are zeros: begin with <c>State state = model.RestState;</c>.
    /// </remarks>
    /// <exception cref="NotSupportedException">It is set, and the model (one that was written by hand) starts from zeros always.</exception>
    TState RestState
    {
        get => default;
        set => throw new NotSupportedException($"'{GetType().Name}' has no rest state: its streams start from zeros.");
    }

    /// <summary>Where a state has what recurrent layers read back; null of a model that was written by hand, of which nobody knows.</summary>
    internal RecurrentFloats? RecurrentFloats => null;

    /// <inheritdoc/>
    object? IModel.BoxedRestState
    {
        get => RestState;
        set => RestState = (TState)value!;
    }
}
