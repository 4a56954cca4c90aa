using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace RnnGen.Formats;

/// <summary>
/// Turns stored elements into the types that code computes with. The stored bytes may start at any address. Conversions to a wider type are
/// exact, infinities, subnormals and NaN payloads included; <c>F64</c> to <see cref="float"/> rounds to the nearest, ties to even.
/// </summary>
internal static class ElementDecoder
{
    /// <summary>Whether the type is one that <see cref="ToSingles"/> and <see cref="ToDoubles"/> take.</summary>
    public static bool IsFloatingPoint(ElementType type) =>
        type is ElementType.F64 or ElementType.F32 or ElementType.F16 or ElementType.BF16;

    /// <summary>Whether the type is one that <see cref="ToInt64s"/> takes.</summary>
    public static bool IsInteger(ElementType type) => type
        is ElementType.I64 or ElementType.I32 or ElementType.I16 or ElementType.I8
        or ElementType.U32 or ElementType.U16 or ElementType.U8 or ElementType.Bool;

    /// <summary>Decodes as many elements as <paramref name="destination"/> has.</summary>
    public static void ToSingles(ReadOnlySpan<byte> source, ElementType type, Span<float> destination)
    {
        switch (type)
        {
            case ElementType.F32 when BitConverter.IsLittleEndian:
                source[..(destination.Length * sizeof(float))].CopyTo(MemoryMarshal.AsBytes(destination));
                break;
            case ElementType.F32:
                for (int i = 0; i < destination.Length; i++)
                {
                    destination[i] = BinaryPrimitives.ReadSingleLittleEndian(source[(i * sizeof(float))..]);
                }

                break;
            case ElementType.F64:
                for (int i = 0; i < destination.Length; i++)
                {
                    destination[i] = (float)BinaryPrimitives.ReadDoubleLittleEndian(source[(i * sizeof(double))..]);
                }

                break;
            case ElementType.F16:
                for (int i = 0; i < destination.Length; i++)
                {
                    destination[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(source[(i * sizeof(ushort))..]);
                }

                break;
            case ElementType.BF16:
                for (int i = 0; i < destination.Length; i++)
                {
                    destination[i] = ReadBFloat16(source[(i * sizeof(ushort))..]);
                }

                break;
            default:
                throw NotSupported(type);
        }
    }

    /// <inheritdoc cref="ToSingles"/>
    public static void ToDoubles(ReadOnlySpan<byte> source, ElementType type, Span<double> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = type switch
            {
                ElementType.F64 => BinaryPrimitives.ReadDoubleLittleEndian(source[(i * sizeof(double))..]),
                ElementType.F32 => BinaryPrimitives.ReadSingleLittleEndian(source[(i * sizeof(float))..]),
                ElementType.F16 => (double)BinaryPrimitives.ReadHalfLittleEndian(source[(i * sizeof(ushort))..]),
                ElementType.BF16 => ReadBFloat16(source[(i * sizeof(ushort))..]),
                _ => throw NotSupported(type),
            };
        }
    }

    /// <inheritdoc cref="ToSingles"/>
    public static void ToInt64s(ReadOnlySpan<byte> source, ElementType type, Span<long> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = type switch
            {
                ElementType.I64 => BinaryPrimitives.ReadInt64LittleEndian(source[(i * sizeof(long))..]),
                ElementType.I32 => BinaryPrimitives.ReadInt32LittleEndian(source[(i * sizeof(int))..]),
                ElementType.I16 => BinaryPrimitives.ReadInt16LittleEndian(source[(i * sizeof(short))..]),
                ElementType.I8 => (sbyte)source[i],
                ElementType.U32 => BinaryPrimitives.ReadUInt32LittleEndian(source[(i * sizeof(uint))..]),
                ElementType.U16 => BinaryPrimitives.ReadUInt16LittleEndian(source[(i * sizeof(ushort))..]),
                ElementType.U8 or ElementType.Bool => source[i],
                _ => throw NotSupported(type),
            };
        }
    }

    private static float ReadBFloat16(ReadOnlySpan<byte> source) =>
        BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(source) << 16);

    private static ArgumentOutOfRangeException NotSupported(ElementType type) =>
        new(nameof(type), type, "The caller must check the type before.");
}
