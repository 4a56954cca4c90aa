using System;
using System.ComponentModel;
using RnnGen.Formats;

namespace RnnGen;

/// <summary>
/// What the state of every emitted cell and network can do. Two states are equal where all their bits are (NaN equals itself, and -0 is not 0); padding
/// does not count.
/// </summary>
/// <typeparam name="TSelf">The state.</typeparam>
public interface IState<TSelf> : IEquatable<TSelf>
    where TSelf : struct, IState<TSelf>
{
    /// <summary>The bytes that <see cref="Write"/> writes.</summary>
    static virtual int ByteCount => TSelf.Map.ByteCount;

    /// <summary>Where a state has its numbers: for the library's own code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    static abstract StateMap Map { get; }

    /// <summary>The recurrent layers whose states it holds, in the order in which they were declared; of a cell's state one, without a name.</summary>
    static virtual ReadOnlySpan<StateLayer> Layers => CellStateLayers<TSelf>.All;

    /// <summary>
    /// Writes the state as bytes: versioned, and the same on every machine. They say of which declaration the state is by a fingerprint of all layers in their
    /// order: kinds, sizes (a vocabulary, too), pooling, activations with their constants, and every option that changes what a step computes. It does not cover
    /// names, <c>Accuracy</c>, <c>Training</c>, <c>Dropout</c>, <c>ForgetBias</c>, and not the parameters.
    /// </summary>
    /// <param name="destination">At least <see cref="ByteCount"/> bytes.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too short.</exception>
    void Write(Span<byte> destination);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="source">The bytes of one state.</param>
    /// <exception cref="StateFormatException">The bytes are no state, of another version of the format, or of another declaration.</exception>
    static abstract TSelf Read(ReadOnlySpan<byte> source);

    /// <summary>Copies the hidden states h of a layer out of the states of many streams, as PyTorch's <c>h_n</c>.</summary>
    /// <param name="states">[streams]</param>
    /// <param name="destination">
    /// [layers * directions, streams, hidden]: the lowest cell first, and of each the forward direction before the reverse one.
    /// </param>
    /// <param name="layer">The name of the layer (one of <see cref="Layers"/>); null where there is only one.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="destination"/> has not the size it needs, or <paramref name="layer"/> is no recurrent layer, or is null where there is not exactly one.
    /// </exception>
    static virtual void GetHidden(ReadOnlySpan<TSelf> states, Span<float> destination, string? layer = null) => TSelf.Map.GetHidden(states, destination, layer);

    /// <summary>Copies the hidden states h of a layer into the states of many streams, from PyTorch's <c>h_0</c>; all else stays.</summary>
    /// <param name="states">[streams]</param>
    /// <param name="source">[layers * directions, streams, hidden]</param>
    /// <param name="layer">The name of the layer; null where there is only one.</param>
    /// <exception cref="ArgumentException">As for <see cref="GetHidden"/>; nothing was changed.</exception>
    static virtual void SetHidden(Span<TSelf> states, ReadOnlySpan<float> source, string? layer = null) => TSelf.Map.SetHidden(states, source, layer);

    /// <summary>Copies the cell states c of an LSTM out of the states of many streams, as PyTorch's <c>c_n</c>.</summary>
    /// <param name="states">[streams]</param>
    /// <param name="destination">[layers * directions, streams, cell]</param>
    /// <param name="layer">The name of the layer; null where there is only one.</param>
    /// <exception cref="ArgumentException">As for <see cref="GetHidden"/>, or the layer has no c.</exception>
    static virtual void GetCell(ReadOnlySpan<TSelf> states, Span<float> destination, string? layer = null) => TSelf.Map.GetCell(states, destination, layer);

    /// <summary>Copies the cell states c of an LSTM into the states of many streams, from PyTorch's <c>c_0</c>; all else stays.</summary>
    /// <param name="states">[streams]</param>
    /// <param name="source">[layers * directions, streams, cell]</param>
    /// <param name="layer">The name of the layer; null where there is only one.</param>
    /// <exception cref="ArgumentException">As for <see cref="GetCell"/>; nothing was changed.</exception>
    static virtual void SetCell(Span<TSelf> states, ReadOnlySpan<float> source, string? layer = null) => TSelf.Map.SetCell(states, source, layer);
}
