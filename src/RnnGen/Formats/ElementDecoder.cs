using System;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnGen.Formats;

/// <summary>
/// Turns stored elements into the types that code computes with. The stored bytes may start at any address. Conversions to a wider type are
/// exact, infinities, subnormals and NaN payloads included; <c>F64</c> to <see cref="float"/> rounds to the nearest, ties to even, and a finite number
/// that would become an infinity is reported.
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
    /// <param name="source">The stored bytes.</param>
    /// <param name="type">What they are.</param>
    /// <param name="destination">Takes the elements.</param>
    /// <returns>The first element whose finite value the wanted type does not hold, or -1; what follows it may not be decoded.</returns>
    public static int ToSingles(ReadOnlySpan<byte> source, ElementType type, Span<float> destination)
    {
        // Lengths once, here: past it there are no checks.
        source = source[..(destination.Length * (type.BitCount() / 8))];
        switch (type)
        {
            case ElementType.F32 when BitConverter.IsLittleEndian:
                source.CopyTo(MemoryMarshal.AsBytes(destination));
                return -1;
            case ElementType.F32:
                for (int i = 0; i < destination.Length; i++)
                {
                    destination[i] = BinaryPrimitives.ReadSingleLittleEndian(source[(i * sizeof(float))..]);
                }

                return -1;
            case ElementType.F64:
                return FromDoubles(source, destination);
            case ElementType.F16:
                Widen<HalfBits>(source, destination);
                return -1;
            case ElementType.BF16:
                Widen<BFloat16Bits>(source, destination);
                return -1;
            default:
                throw NotSupported(type);
        }
    }

    /// <inheritdoc cref="ToSingles"/>
    public static int ToDoubles(ReadOnlySpan<byte> source, ElementType type, Span<double> destination)
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

        return -1;
    }

    /// <inheritdoc cref="ToSingles"/>
    public static int ToInt64s(ReadOnlySpan<byte> source, ElementType type, Span<long> destination)
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

        return -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int FromDoubles(ReadOnlySpan<byte> source, Span<float> destination)
    {
        ref byte from = ref MemoryMarshal.GetReference(source);
        ref float to = ref MemoryMarshal.GetReference(destination);
        int index = 0;
        if (BitConverter.IsLittleEndian && Vector.IsHardwareAccelerated)
        {
            for (; index <= destination.Length - Vector<float>.Count; index += Vector<float>.Count)
            {
                var lower = Vector.AsVectorDouble(Vector.LoadUnsafe(ref from, (nuint)index * sizeof(double)));
                var upper = Vector.AsVectorDouble(Vector.LoadUnsafe(ref from, ((nuint)index + (nuint)Vector<double>.Count) * sizeof(double)));
                Vector<float> narrow = Vector.Narrow(lower, upper);
                narrow.StoreUnsafe(ref to, (nuint)index);
                if (Vector.EqualsAny(Vector.Abs(narrow), new Vector<float>(float.PositiveInfinity)) && FirstTooLarge(source, index, Vector<float>.Count) is var found and >= 0)
                {
                    return found;
                }
            }
        }

        for (; index < destination.Length; index++)
        {
            destination[index] = (float)BinaryPrimitives.ReadDoubleLittleEndian(source[(index * sizeof(double))..]);
            if (float.IsInfinity(destination[index]) && FirstTooLarge(source, index, 1) >= 0)
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>The first of some elements that is finite, but an infinity as a float.</summary>
    private static int FirstTooLarge(ReadOnlySpan<byte> source, int first, int count)
    {
        for (int index = first; index < first + count; index++)
        {
            double value = BinaryPrimitives.ReadDoubleLittleEndian(source[(index * sizeof(double))..]);
            if (double.IsFinite(value) && float.IsInfinity((float)value))
            {
                return index;
            }
        }

        return -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Widen<TBits>(ReadOnlySpan<byte> source, Span<float> destination)
        where TBits : struct, IShortFloat
    {
        ref byte from = ref MemoryMarshal.GetReference(source);
        ref float to = ref MemoryMarshal.GetReference(destination);
        int index = 0;
        if (BitConverter.IsLittleEndian && Vector.IsHardwareAccelerated)
        {
            for (; index <= destination.Length - Vector<ushort>.Count; index += Vector<ushort>.Count)
            {
                Vector.Widen(Vector.AsVectorUInt16(Vector.LoadUnsafe(ref from, (nuint)index * sizeof(ushort))), out Vector<uint> lower, out Vector<uint> upper);
                TBits.ToSingle(lower).StoreUnsafe(ref to, (nuint)index);
                TBits.ToSingle(upper).StoreUnsafe(ref to, (nuint)(index + Vector<uint>.Count));
            }
        }

        for (; index < destination.Length; index++)
        {
            destination[index] = TBits.ToSingle(BinaryPrimitives.ReadUInt16LittleEndian(source[(index * sizeof(ushort))..]));
        }
    }

    private static float ReadBFloat16(ReadOnlySpan<byte> source) =>
        BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(source) << 16);

    private static ArgumentOutOfRangeException NotSupported(ElementType type) =>
        new(nameof(type), type, "The caller must check the type before.");

    /// <summary>A floating-point number of 16 bits, which a float holds exactly.</summary>
    private interface IShortFloat
    {
        static abstract float ToSingle(ushort bits);

        static abstract Vector<float> ToSingle(Vector<uint> bits);
    }

    /// <summary>The upper half of a float.</summary>
    private readonly struct BFloat16Bits : IShortFloat
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static float ToSingle(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> ToSingle(Vector<uint> bits) => Vector.AsVectorSingle(bits << 16);
    }

    /// <summary>
    /// <see cref="Half"/>: sign, 5 bits of exponent, 10 of fraction. The exponent's bias differs from a float's by 112; infinities and NaN keep the highest
    /// exponent, and numbers below the normal ones are their fraction times 2^-24.
    /// </summary>
    private readonly struct HalfBits : IShortFloat
    {
        private const uint Sign = 0x8000;
        private const uint Infinity = 0x7C00;
        private const uint Normal = 0x0400;
        private const int Shift = 13;
        private const uint Rebias = 112u << 23;
        private const float SubnormalUnit = 1f / (1 << 24);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static float ToSingle(ushort bits)
        {
            uint magnitude = bits & ~Sign;
            uint value = magnitude < Normal
                ? BitConverter.SingleToUInt32Bits(magnitude * SubnormalUnit)
                : (magnitude << Shift) + (magnitude >= Infinity ? 2 * Rebias : Rebias);
            return BitConverter.UInt32BitsToSingle(value | ((bits & Sign) << 16));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> ToSingle(Vector<uint> bits)
        {
            Vector<uint> magnitude = bits & new Vector<uint>(~Sign);
            Vector<uint> normal = (magnitude << Shift) + new Vector<uint>(Rebias)
                + (Vector.GreaterThanOrEqual(magnitude, new Vector<uint>(Infinity)) & new Vector<uint>(Rebias));
            Vector<uint> subnormal = Vector.AsVectorUInt32(Vector.ConvertToSingle(Vector.AsVectorInt32(magnitude)) * SubnormalUnit);
            Vector<uint> value = Vector.ConditionalSelect(Vector.LessThan(magnitude, new Vector<uint>(Normal)), subnormal, normal);
            return Vector.AsVectorSingle(value | ((bits & new Vector<uint>(Sign)) << 16));
        }
    }
}
