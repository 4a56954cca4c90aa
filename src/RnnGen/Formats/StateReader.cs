using System;
using System.Buffers.Binary;
using System.ComponentModel;

namespace RnnGen.Formats;

/// <summary>Reads what <see cref="StateWriter"/> wrote.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct StateReader
{
    private ReadOnlySpan<byte> _rest;

    /// <summary>Reads and checks the header.</summary>
    /// <param name="source">The bytes of one state.</param>
    /// <param name="values">Values that it must have.</param>
    /// <param name="network">The network that it must be of.</param>
    /// <exception cref="StateFormatException">The bytes are no state, or not of this network.</exception>
    [CLSCompliant(false)]
    public StateReader(ReadOnlySpan<byte> source, int values, uint network)
    {
        StateFormat.CheckHeader(source, values, network);
        _rest = source[StateFormat.HeaderBytes..];
    }

    /// <summary>Reads floats.</summary>
    /// <param name="values">Takes them.</param>
    public void Read(scoped Span<float> values)
    {
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = BinaryPrimitives.ReadSingleLittleEndian(_rest);
            _rest = _rest[sizeof(float)..];
        }
    }

    /// <summary>Reads an integer.</summary>
    public int ReadInt32()
    {
        int value = BinaryPrimitives.ReadInt32LittleEndian(_rest);
        _rest = _rest[sizeof(int)..];
        return value;
    }
}
