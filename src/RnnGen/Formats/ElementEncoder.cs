using System;
using System.Buffers.Binary;

namespace RnnGen.Formats;

/// <summary>
/// Turns floats into stored elements. Narrowing rounds to the nearest, ties to even; what is too large becomes an infinity.
/// </summary>
internal static class ElementEncoder
{
    /// <summary>Encodes all of <paramref name="source"/>.</summary>
    public static void FromSingles(ReadOnlySpan<float> source, ElementType type, Span<byte> destination)
    {
        for (int i = 0; i < source.Length; i++)
        {
            switch (type)
            {
                case ElementType.F64:
                    BinaryPrimitives.WriteDoubleLittleEndian(destination[(i * sizeof(double))..], source[i]);
                    break;
                case ElementType.F32:
                    BinaryPrimitives.WriteSingleLittleEndian(destination[(i * sizeof(float))..], source[i]);
                    break;
                case ElementType.F16:
                    BinaryPrimitives.WriteHalfLittleEndian(destination[(i * sizeof(ushort))..], (Half)source[i]);
                    break;
                case ElementType.BF16:
                    BinaryPrimitives.WriteUInt16LittleEndian(destination[(i * sizeof(ushort))..], ToBFloat16(source[i]));
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(type), type, "The caller must check the type before.");
            }
        }
    }

    private static ushort ToBFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value))
        {
            // Cutting could leave no bit of the payload, which would be an infinity: the quiet bit keeps it a NaN.
            return (ushort)((bits >> 16) | 0x0040);
        }

        // Half of the last place that stays, less one where that place is even: a tie then goes to the even side. A carry into the exponent
        // is right, up to the infinity.
        uint rounding = 0x7FFF + ((bits >> 16) & 1);
        return (ushort)((bits + rounding) >> 16);
    }
}
