using System;
using System.Collections.Generic;
using System.Runtime.Intrinsics;
using Xunit;

namespace RnnGen.Tests.Numerics;

/// <summary>One function of one argument in its four forms: a float, and vectors of 128, 256 and 512 bits.</summary>
internal sealed class WidthForms(
    string name,
    Func<float, float> one,
    Func<Vector128<float>, Vector128<float>> four,
    Func<Vector256<float>, Vector256<float>> eight,
    Func<Vector512<float>, Vector512<float>> sixteen)
{
    public string Name => name;

    /// <summary>About a million floats of every sign and exponent, zeros, infinities, NaN and the neighbours of small integers.</summary>
    public static float[] Sample { get; } = CreateSample();

    public float Apply(float x) => one(x);

    public void AssertSameBitsAtEveryWidth()
    {
        Span<float> y = stackalloc float[Vector512<float>.Count];
        for (int i = 0; i < Sample.Length; i += y.Length)
        {
            ReadOnlySpan<float> x = Sample.AsSpan(i, y.Length);
            for (int lane = 0; lane < x.Length; lane += Vector128<float>.Count)
            {
                four(Vector128.Create(x[lane..])).CopyTo(y[lane..]);
            }

            AssertEqual(x, y);
            for (int lane = 0; lane < x.Length; lane += Vector256<float>.Count)
            {
                eight(Vector256.Create(x[lane..])).CopyTo(y[lane..]);
            }

            AssertEqual(x, y);
            sixteen(Vector512.Create(x)).CopyTo(y);
            AssertEqual(x, y);
        }
    }

    // Which NaN it is may differ.
    private void AssertEqual(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        for (int i = 0; i < x.Length; i++)
        {
            float expected = one(x[i]);
            bool sameBits = BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(y[i]);
            if (!sameBits && !(float.IsNaN(expected) && float.IsNaN(y[i])))
            {
                Assert.Fail($"{name}({x[i]:R}) is {expected:R} alone and {y[i]:R} in a vector.");
            }
        }
    }

    private static float[] CreateSample()
    {
        List<float> sample = [0f, -0f, float.PositiveInfinity, float.NegativeInfinity, float.NaN, -float.NaN, float.Epsilon, -float.Epsilon];
        for (int i = -64; i <= 64; i++)
        {
            float x = i / 16f;
            sample.AddRange(float.BitDecrement(x), x, float.BitIncrement(x));
        }

        // A prime step, so that the low bits vary too.
        for (ulong bits = 0; bits <= uint.MaxValue; bits += 4093)
        {
            sample.Add(BitConverter.UInt32BitsToSingle((uint)bits));
        }

        while (sample.Count % Vector512<float>.Count != 0)
        {
            sample.Add(1f);
        }

        return [.. sample];
    }
}
