using System;
using Xunit;

namespace RnnGen.Tests.Cells;

/// <summary>Comparison of floats by their bits: NaN equals the same NaN, and 0 does not equal -0.</summary>
internal static class Bits
{
    public static void AssertEqual(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            if (BitConverter.SingleToUInt32Bits(expected[i]) != BitConverter.SingleToUInt32Bits(actual[i]))
            {
                Assert.Fail($"{what}: element {i} is {actual[i]:R}, not {expected[i]:R}.");
            }
        }
    }
}
