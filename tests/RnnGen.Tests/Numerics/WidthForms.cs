using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using RnnGen.Numerics;
using Xunit;

namespace RnnGen.Tests.Numerics;

/// <summary>One function of one argument in its four forms: a float, and vectors of 128, 256 and 512 bits.</summary>
internal sealed class WidthForms(
    string name,
    Func<float, float> one,
    Func<F128, F128> four,
    Func<F256, F256> eight,
    Func<F512, F512> sixteen)
{
    public string Name => name;

    /// <summary>About a million floats of every sign and exponent, zeros, infinities, NaN and the neighbours of small integers.</summary>
    public static float[] Sample { get; } = CreateSample();

    public float Apply(float x) => one(x);

    public void AssertSameBitsAtEveryWidth()
    {
        Span<float> y = stackalloc float[F512.Count];
        for (int i = 0; i < Sample.Length; i += y.Length)
        {
            ReadOnlySpan<float> x = Sample.AsSpan(i, y.Length);
            AssertSameBits(x, y, four);
            AssertSameBits(x, y, eight);
            AssertSameBits(x, y, sixteen);
        }
    }

    private void AssertSameBits<V>(ReadOnlySpan<float> x, Span<float> y, Func<V, V> form)
        where V : struct, IVector<V>
    {
        for (int lane = 0; lane < x.Length; lane += V.Count)
        {
            V.Store(form(V.Load(ref MemoryMarshal.GetReference(x), lane)), ref MemoryMarshal.GetReference(y), lane);
        }

        AssertEqual(x, y);
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

        while (sample.Count % F512.Count != 0)
        {
            sample.Add(1f);
        }

        return [.. sample];
    }
}
