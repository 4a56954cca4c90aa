using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Benchmarks.Limits;

/// <summary>
/// The most multiply-adds that the core does: twelve independent chains (latency 4, two a cycle need eight; the rest is slack), nothing
/// loaded or stored.
/// </summary>
internal static class FmaPeak
{
    private const int Chains = 12;
    private const int Iterations = 20_000;

    // Every chain runs towards 1: no overflow, no subnormals, nothing for the compiler to fold.
    private const float Factor = 0.5f;
    private const float Term = 0.5f;

    private static float _sink;

    /// <summary>Measures it.</summary>
    /// <param name="bits">With vectors of this width.</param>
    /// <param name="timer">By this timer.</param>
    /// <returns>10^9 floating-point operations a second, two for each multiply-add.</returns>
    public static WidthLimit Measure(int bits, LimitTimer timer)
    {
        Action<int> repeat = bits switch
        {
            512 => Repeat512,
            256 => Repeat256,
            _ => Repeat128,
        };
        int lanes = bits / (8 * sizeof(float));
        return new WidthLimit(bits, 2.0 * Chains * lanes * Iterations / timer.FastestNanoseconds(repeat));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Repeat512(int calls)
    {
        Vector512<float> factor = Vector512.Create(Factor), term = Vector512.Create(Term);
        Vector512<float> a = default, b = a, c = a, d = a, e = a, f = a, g = a, h = a, i = a, j = a, k = a, l = a;
        for (long iteration = (long)calls * Iterations; iteration > 0; iteration--)
        {
            a = Vector512.MultiplyAddEstimate(a, factor, term);
            b = Vector512.MultiplyAddEstimate(b, factor, term);
            c = Vector512.MultiplyAddEstimate(c, factor, term);
            d = Vector512.MultiplyAddEstimate(d, factor, term);
            e = Vector512.MultiplyAddEstimate(e, factor, term);
            f = Vector512.MultiplyAddEstimate(f, factor, term);
            g = Vector512.MultiplyAddEstimate(g, factor, term);
            h = Vector512.MultiplyAddEstimate(h, factor, term);
            i = Vector512.MultiplyAddEstimate(i, factor, term);
            j = Vector512.MultiplyAddEstimate(j, factor, term);
            k = Vector512.MultiplyAddEstimate(k, factor, term);
            l = Vector512.MultiplyAddEstimate(l, factor, term);
        }

        _sink = Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Repeat256(int calls)
    {
        Vector256<float> factor = Vector256.Create(Factor), term = Vector256.Create(Term);
        Vector256<float> a = default, b = a, c = a, d = a, e = a, f = a, g = a, h = a, i = a, j = a, k = a, l = a;
        for (long iteration = (long)calls * Iterations; iteration > 0; iteration--)
        {
            a = Vector256.MultiplyAddEstimate(a, factor, term);
            b = Vector256.MultiplyAddEstimate(b, factor, term);
            c = Vector256.MultiplyAddEstimate(c, factor, term);
            d = Vector256.MultiplyAddEstimate(d, factor, term);
            e = Vector256.MultiplyAddEstimate(e, factor, term);
            f = Vector256.MultiplyAddEstimate(f, factor, term);
            g = Vector256.MultiplyAddEstimate(g, factor, term);
            h = Vector256.MultiplyAddEstimate(h, factor, term);
            i = Vector256.MultiplyAddEstimate(i, factor, term);
            j = Vector256.MultiplyAddEstimate(j, factor, term);
            k = Vector256.MultiplyAddEstimate(k, factor, term);
            l = Vector256.MultiplyAddEstimate(l, factor, term);
        }

        _sink = Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Repeat128(int calls)
    {
        Vector128<float> factor = Vector128.Create(Factor), term = Vector128.Create(Term);
        Vector128<float> a = default, b = a, c = a, d = a, e = a, f = a, g = a, h = a, i = a, j = a, k = a, l = a;
        for (long iteration = (long)calls * Iterations; iteration > 0; iteration--)
        {
            a = Vector128.MultiplyAddEstimate(a, factor, term);
            b = Vector128.MultiplyAddEstimate(b, factor, term);
            c = Vector128.MultiplyAddEstimate(c, factor, term);
            d = Vector128.MultiplyAddEstimate(d, factor, term);
            e = Vector128.MultiplyAddEstimate(e, factor, term);
            f = Vector128.MultiplyAddEstimate(f, factor, term);
            g = Vector128.MultiplyAddEstimate(g, factor, term);
            h = Vector128.MultiplyAddEstimate(h, factor, term);
            i = Vector128.MultiplyAddEstimate(i, factor, term);
            j = Vector128.MultiplyAddEstimate(j, factor, term);
            k = Vector128.MultiplyAddEstimate(k, factor, term);
            l = Vector128.MultiplyAddEstimate(l, factor, term);
        }

        _sink = Vector128.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }
}
