using System;
using System.Buffers.Binary;
using RnnGen.Formats;
using Xunit;

namespace RnnGen.Tests.Formats;

/// <summary>The 16-bit types, over all their values, against arithmetic rather than against the same conversion.</summary>
public sealed class ElementConversionTests
{
    private const int Patterns = 1 << 16;

    [Fact]
    public void Every_F16_is_read_exactly()
    {
        byte[] stored = AllPatterns();
        float[] singles = new float[Patterns];
        double[] doubles = new double[Patterns];
        ElementDecoder.ToSingles(stored, ElementType.F16, singles);
        ElementDecoder.ToDoubles(stored, ElementType.F16, doubles);

        for (int pattern = 0; pattern < Patterns; pattern++)
        {
            AssertHalf(pattern, singles[pattern], doubles[pattern]);
        }
    }

    [Fact]
    public void Every_BF16_is_the_upper_half_of_its_float()
    {
        byte[] stored = AllPatterns();
        float[] singles = new float[Patterns];
        double[] doubles = new double[Patterns];
        ElementDecoder.ToSingles(stored, ElementType.BF16, singles);
        ElementDecoder.ToDoubles(stored, ElementType.BF16, doubles);

        for (int pattern = 0; pattern < Patterns; pattern++)
        {
            Assert.Equal((uint)pattern << 16, BitConverter.SingleToUInt32Bits(singles[pattern]));
            Assert.Equal(singles[pattern], doubles[pattern]);
        }
    }

    [Theory]
    [InlineData(ElementType.F16)]
    [InlineData(ElementType.BF16)]
    public void Every_16_bit_value_survives_being_read_and_written(ElementType type)
    {
        byte[] stored = AllPatterns();
        float[] values = new float[Patterns];
        ElementDecoder.ToSingles(stored, type, values);
        byte[] written = new byte[stored.Length];
        ElementEncoder.FromSingles(values, type, written);

        for (int pattern = 0; pattern < Patterns; pattern++)
        {
            int again = BinaryPrimitives.ReadUInt16LittleEndian(written.AsSpan(2 * pattern));
            // A signalling NaN may come back quiet, which sets the upper bit of its payload.
            int quiet = float.IsNaN(values[pattern]) ? (type == ElementType.F16 ? 0x0200 : 0x0040) : 0;
            Assert.Equal(pattern | quiet, again | quiet);
        }
    }

    [Theory]
    [InlineData(ElementType.F16)]
    [InlineData(ElementType.BF16)]
    public void Narrowing_rounds_to_the_nearest_and_ties_to_even(ElementType type)
    {
        // Between each two neighbours: a little below the middle, the middle, and a little above.
        byte[] stored = AllPatterns();
        float[] values = new float[Patterns];
        ElementDecoder.ToSingles(stored, type, values);
        int infinity = type == ElementType.F16 ? 0x7C00 : 0x7F80;
        // The middle between the largest finite value and the next, which would be the infinity's place.
        float beyond = type == ElementType.F16 ? 65536f : float.PositiveInfinity;

        for (int lower = 0; lower < infinity; lower++)
        {
            float next = lower + 1 == infinity ? beyond : values[lower + 1];
            float middle = type == ElementType.BF16 && lower + 1 == infinity
                ? BitConverter.UInt32BitsToSingle(((uint)lower << 16) | 0x8000)
                : (float)((values[lower] + (double)next) / 2);
            int even = lower % 2 == 0 ? lower : lower + 1;

            Assert.Equal(lower, Encode(MathF.BitDecrement(middle)));
            Assert.Equal(even, Encode(middle));
            Assert.Equal(lower + 1, Encode(MathF.BitIncrement(middle)));
            Assert.Equal(even | 0x8000, Encode(-middle));
        }

        int Encode(float value)
        {
            Span<byte> bytes = stackalloc byte[2];
            ElementEncoder.FromSingles([value], type, bytes);
            return BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        }
    }

    [Fact]
    public void F64_is_rounded_to_the_nearest_float()
    {
        double[] values = [Math.PI, 1e-300, double.NaN, double.NegativeInfinity, 1 + Math.Pow(2, -24), 1 + Math.Pow(2, -23)];
        float[] singles = new float[values.Length];

        Assert.Equal(-1, ElementDecoder.ToSingles(Stored(values), ElementType.F64, singles));
        Assert.Equal([3.14159274f, 0, float.NaN, float.NegativeInfinity, 1, 1.00000012f], singles);
    }

    // At every place of a vector of any width, and behind the last whole one.
    [Fact]
    public void F64_too_large_for_a_float_is_found()
    {
        for (int count = 1; count <= 40; count++)
        {
            for (int place = 0; place < count; place++)
            {
                double[] values = new double[count];
                values.AsSpan().Fill(double.PositiveInfinity);
                values[place] = place % 2 == 0 ? 1e300 : -1e300;

                Assert.Equal(place, ElementDecoder.ToSingles(Stored(values), ElementType.F64, new float[count]));
            }
        }
    }

    private static byte[] Stored(double[] values)
    {
        byte[] stored = new byte[values.Length * sizeof(double)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(stored.AsSpan(i * sizeof(double)), values[i]);
        }

        return stored;
    }

    private static void AssertHalf(int pattern, float single, double wide)
    {
        // IEEE 754 binary16: 1 bit of sign, 5 of exponent (bias 15), 10 of mantissa.
        int exponent = (pattern >> 10) & 0x1F;
        int mantissa = pattern & 0x3FF;
        double sign = (pattern & 0x8000) == 0 ? 1 : -1;
        if (exponent == 0x1F && mantissa != 0)
        {
            // The payload moves up; whether the quiet bit gets set is the processor's choice.
            uint expected = ((uint)(pattern & 0x8000) << 16) | 0x7F800000 | ((uint)mantissa << 13);
            const uint Quiet = 0x00400000;
            Assert.Equal(expected | Quiet, BitConverter.SingleToUInt32Bits(single) | Quiet);
            Assert.True(double.IsNaN(wide));
            return;
        }

        double value = exponent switch
        {
            0 => sign * Math.ScaleB(mantissa, -24),
            0x1F => sign * double.PositiveInfinity,
            _ => sign * Math.ScaleB(1024 + mantissa, exponent - 25),
        };
        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(wide));
        Assert.Equal(BitConverter.SingleToInt32Bits((float)value), BitConverter.SingleToInt32Bits(single));
        Assert.Equal((float)BitConverter.UInt16BitsToHalf((ushort)pattern), single);
    }

    private static byte[] AllPatterns()
    {
        byte[] stored = new byte[Patterns * 2];
        for (int pattern = 0; pattern < Patterns; pattern++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(stored.AsSpan(2 * pattern), (ushort)pattern);
        }

        return stored;
    }
}
