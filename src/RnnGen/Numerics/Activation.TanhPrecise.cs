using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

public static partial class Activation
{
    // tanh a = e / (e + 1), e = expm1(2a)/2 = 2^n m(r) + (2^n - 1)/2, a = n ln(2)/2 + r, m(r) = expm1(2r)/2 = r + r^2 h(r) with the best h
    // of degree 4, relative error: tests/RnnGen.Accuracy/coefficients.py tanh-precise. Computed for abs(x), then given the sign of x.
    // The bound (where the result has long been 1) comes first in MinNative: x64 returns the second operand when one is NaN.
    private const float TanhPreciseMax = 10f;
    private const float TanhPreciseH0 = 0.99999994f;
    private const float TanhPreciseH1 = 0.66666174f;
    private const float TanhPreciseH2 = 0.3333376f;
    private const float TanhPreciseH3 = 0.13386476f;
    private const float TanhPreciseH4 = 4.442406e-2f;

    /// <summary>The hyperbolic tangent, with a small relative error everywhere; exactly odd.</summary>
    /// <remarks>The error is at most <see cref="ActivationError.TanhPreciseUlps"/> (2.6) units in the last place, and
    /// <see cref="ActivationError.TanhPrecise"/> (9.5e-8) absolute.</remarks>
    /// <param name="x">Any value: NaN gives NaN, an infinity gives the limit.</param>
    /// <returns>A value in [-1, 1] with the sign of <paramref name="x"/>; a zero gives itself.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float TanhPrecise(float x)
    {
        float a = float.MinNative(TanhPreciseMax, float.Abs(x));
        float k = float.MultiplyAddEstimate(a, 2f * Log2E, RoundingBias);
        float n = k - RoundingBias;
        float r = float.MultiplyAddEstimate(n, -0.5f * Ln2High, a);
        r = float.MultiplyAddEstimate(n, -0.5f * Ln2Low, r);
        float h = TanhPreciseH4;
        h = float.MultiplyAddEstimate(h, r, TanhPreciseH3);
        h = float.MultiplyAddEstimate(h, r, TanhPreciseH2);
        h = float.MultiplyAddEstimate(h, r, TanhPreciseH1);
        h = float.MultiplyAddEstimate(h, r, TanhPreciseH0);
        float scale = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(k) << 23);
        float m = float.MultiplyAddEstimate(r * r, h, r);
        float offset = float.MultiplyAddEstimate(scale, 0.5f, -0.5f);
        float e = float.MultiplyAddEstimate(m, scale, offset);
        float y = e / (e + 1f);
        return float.CopySign(y, x);
    }

    /// <inheritdoc cref="TanhPrecise(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> TanhPrecise(Vector128<float> x)
    {
        Vector128<float> a = Vector128.MinNative(Vector128.Create(TanhPreciseMax), Vector128.Abs(x));
        Vector128<float> k = Fused.MultiplyAdd(a, Vector128.Create(2f * Log2E), Vector128.Create(RoundingBias));
        Vector128<float> n = k - Vector128.Create(RoundingBias);
        Vector128<float> r = Fused.MultiplyAdd(n, Vector128.Create(-0.5f * Ln2High), a);
        r = Fused.MultiplyAdd(n, Vector128.Create(-0.5f * Ln2Low), r);
        Vector128<float> h = Vector128.Create(TanhPreciseH4);
        h = Fused.MultiplyAdd(h, r, Vector128.Create(TanhPreciseH3));
        h = Fused.MultiplyAdd(h, r, Vector128.Create(TanhPreciseH2));
        h = Fused.MultiplyAdd(h, r, Vector128.Create(TanhPreciseH1));
        h = Fused.MultiplyAdd(h, r, Vector128.Create(TanhPreciseH0));
        Vector128<float> scale = (k.AsInt32() << 23).AsSingle();
        Vector128<float> m = Fused.MultiplyAdd(r * r, h, r);
        Vector128<float> offset = Fused.MultiplyAdd(scale, Vector128.Create(0.5f), Vector128.Create(-0.5f));
        Vector128<float> e = Fused.MultiplyAdd(m, scale, offset);
        Vector128<float> y = e / (e + Vector128.Create(1f));
        return y | (x & Vector128.Create(-0f));
    }

    /// <inheritdoc cref="TanhPrecise(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> TanhPrecise(Vector256<float> x)
    {
        Vector256<float> a = Vector256.MinNative(Vector256.Create(TanhPreciseMax), Vector256.Abs(x));
        Vector256<float> k = Vector256.MultiplyAddEstimate(a, Vector256.Create(2f * Log2E), Vector256.Create(RoundingBias));
        Vector256<float> n = k - Vector256.Create(RoundingBias);
        Vector256<float> r = Vector256.MultiplyAddEstimate(n, Vector256.Create(-0.5f * Ln2High), a);
        r = Vector256.MultiplyAddEstimate(n, Vector256.Create(-0.5f * Ln2Low), r);
        Vector256<float> h = Vector256.Create(TanhPreciseH4);
        h = Vector256.MultiplyAddEstimate(h, r, Vector256.Create(TanhPreciseH3));
        h = Vector256.MultiplyAddEstimate(h, r, Vector256.Create(TanhPreciseH2));
        h = Vector256.MultiplyAddEstimate(h, r, Vector256.Create(TanhPreciseH1));
        h = Vector256.MultiplyAddEstimate(h, r, Vector256.Create(TanhPreciseH0));
        Vector256<float> scale = (k.AsInt32() << 23).AsSingle();
        Vector256<float> m = Vector256.MultiplyAddEstimate(r * r, h, r);
        Vector256<float> offset = Vector256.MultiplyAddEstimate(scale, Vector256.Create(0.5f), Vector256.Create(-0.5f));
        Vector256<float> e = Vector256.MultiplyAddEstimate(m, scale, offset);
        Vector256<float> y = e / (e + Vector256.Create(1f));
        return y | (x & Vector256.Create(-0f));
    }

    /// <inheritdoc cref="TanhPrecise(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> TanhPrecise(Vector512<float> x)
    {
        Vector512<float> a = Vector512.MinNative(Vector512.Create(TanhPreciseMax), Vector512.Abs(x));
        Vector512<float> k = Vector512.MultiplyAddEstimate(a, Vector512.Create(2f * Log2E), Vector512.Create(RoundingBias));
        Vector512<float> n = k - Vector512.Create(RoundingBias);
        Vector512<float> r = Vector512.MultiplyAddEstimate(n, Vector512.Create(-0.5f * Ln2High), a);
        r = Vector512.MultiplyAddEstimate(n, Vector512.Create(-0.5f * Ln2Low), r);
        Vector512<float> h = Vector512.Create(TanhPreciseH4);
        h = Vector512.MultiplyAddEstimate(h, r, Vector512.Create(TanhPreciseH3));
        h = Vector512.MultiplyAddEstimate(h, r, Vector512.Create(TanhPreciseH2));
        h = Vector512.MultiplyAddEstimate(h, r, Vector512.Create(TanhPreciseH1));
        h = Vector512.MultiplyAddEstimate(h, r, Vector512.Create(TanhPreciseH0));
        Vector512<float> scale = (k.AsInt32() << 23).AsSingle();
        Vector512<float> m = Vector512.MultiplyAddEstimate(r * r, h, r);
        Vector512<float> offset = Vector512.MultiplyAddEstimate(scale, Vector512.Create(0.5f), Vector512.Create(-0.5f));
        Vector512<float> e = Vector512.MultiplyAddEstimate(m, scale, offset);
        Vector512<float> y = e / (e + Vector512.Create(1f));
        return y | (x & Vector512.Create(-0f));
    }
}
