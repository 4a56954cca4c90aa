using System;

namespace RnnGen;

/// <summary>
/// What a stream carries through a network: the states of all its layers, in place, no heap; the default is zeros. An assignment copies it: keep a copy of a
/// rest state, and assign it to start a stream anew.
/// </summary>
/// <typeparam name="TSelf">The state.</typeparam>
public interface INetworkState<TSelf>
    where TSelf : struct, INetworkState<TSelf>
{
    /// <summary>The bytes that <see cref="Write"/> writes.</summary>
    static abstract int ByteCount { get; }

    /// <summary>Writes the state as bytes: versioned, and the same on every machine.</summary>
    /// <param name="destination">At least <see cref="ByteCount"/> bytes.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too short.</exception>
    void Write(Span<byte> destination);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="source">The bytes of one state.</param>
    /// <exception cref="Formats.StateFormatException">The bytes are no state, or one of another network.</exception>
    static abstract TSelf Read(ReadOnlySpan<byte> source);
}
