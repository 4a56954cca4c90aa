using System;
using System.Buffers.Binary;
using System.ComponentModel;

namespace RnnGen.Formats;

/// <summary>Writes a state as bytes, versioned and little-endian.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct StateWriter
{
    private Span<byte> _rest;

    /// <summary>Writes the header.</summary>
    /// <param name="destination">As many bytes as the state takes, or more.</param>
    /// <param name="values">Values of the state.</param>
    /// <param name="network">Which network it is of.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too short.</exception>
    [CLSCompliant(false)]
    public StateWriter(Span<byte> destination, int values, uint network)
    {
        StateFormat.WriteHeader(destination, values, network);
        _rest = destination[StateFormat.HeaderBytes..];
    }

    /// <summary>The bytes of a state of so many values.</summary>
    /// <param name="values">Values.</param>
    public static int ByteCount(int values) => StateFormat.ByteCount(values);

    /// <summary>Writes floats.</summary>
    /// <param name="values">The floats.</param>
    public void Write(scoped ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(_rest, value);
            _rest = _rest[sizeof(float)..];
        }
    }

    /// <summary>Writes an integer.</summary>
    /// <param name="value">The integer.</param>
    public void Write(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_rest, value);
        _rest = _rest[sizeof(int)..];
    }
}
