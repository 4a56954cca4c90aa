using System;
using System.Buffers.Binary;
using RnnGen.Formats;

namespace RnnGen.Import.Onnx;

/// <summary>Floats as a file stores them. They are decoded where they are read, so that they take no second place in memory.</summary>
internal sealed class FloatData
{
    private readonly ReadOnlyMemory<byte> _bytes;

    private readonly ElementType _type;

    private readonly float[]? _values;

    /// <summary>Stored bytes, little-endian.</summary>
    public FloatData(ReadOnlyMemory<byte> bytes, ElementType type)
    {
        _bytes = bytes;
        _type = type;
    }

    /// <summary>Values.</summary>
    public FloatData(float[] values) => _values = values;

    /// <summary>An element.</summary>
    public float this[long index]
    {
        get
        {
            if (_values is not null)
            {
                return _values[index];
            }

            ReadOnlySpan<byte> bytes = _bytes.Span;
            int at = (int)index;
            return _type switch
            {
                ElementType.F32 => BinaryPrimitives.ReadSingleLittleEndian(bytes[(at * sizeof(float))..]),
                ElementType.F64 => Narrow(BinaryPrimitives.ReadDoubleLittleEndian(bytes[(at * sizeof(double))..])),
                ElementType.F16 => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(at * sizeof(ushort))..]),
                _ => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes[(at * sizeof(ushort))..]) << 16),
            };
        }
    }

    private static float Narrow(double value) => double.IsFinite(value) && float.IsInfinity((float)value)
        ? throw new OnnxFault(null, null, $"the stored number {value:R} is too large for a float")
        : (float)value;
}
