using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

public static partial class Activation
{
    // expm1 x = 2^n m(r) + (2^n - 1), x = n ln 2 + r, m(r) = expm1(r) = r + r^2 h(r) with the best h of degree 4, relative error:
    // tests/RnnGen.Accuracy/coefficients.py expm1. For x <= 0 the sum does not cancel. At the lower bound the result has long been -1; the
    // bounds come first in MinNative and MaxNative: x64 returns the second operand when one is NaN.
    private const float Expm1Min = -20f;
    private const float Expm1H0 = 0.49999997f;
    private const float Expm1H1 = 0.16666538f;
    private const float Expm1H2 = 4.1667208e-2f;
    private const float Expm1H3 = 8.3665475e-3f;
    private const float Expm1H4 = 1.3882519e-3f;

    /// <summary>exp(x) - 1 where x is zero or below, with a small relative error; 0 above.</summary>
    /// <param name="x">Any value: NaN gives NaN.</param>
    /// <returns>A value in [-1, 0].</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    internal static float Expm1(float x)
    {
        x = float.MinNative(0f, float.MaxNative(Expm1Min, x));
        float k = float.MultiplyAddEstimate(x, Log2E, RoundingBias);
        float n = k - RoundingBias;
        float r = float.MultiplyAddEstimate(n, -Ln2High, x);
        r = float.MultiplyAddEstimate(n, -Ln2Low, r);
        float h = Expm1H4;
        h = float.MultiplyAddEstimate(h, r, Expm1H3);
        h = float.MultiplyAddEstimate(h, r, Expm1H2);
        h = float.MultiplyAddEstimate(h, r, Expm1H1);
        h = float.MultiplyAddEstimate(h, r, Expm1H0);
        float m = float.MultiplyAddEstimate(r * r, h, r);
        float scale = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(k) << 23);
        return float.MultiplyAddEstimate(m, scale, scale - 1f);
    }

    /// <inheritdoc cref="Expm1(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    internal static Vector128<float> Expm1(Vector128<float> x)
    {
        x = Vector128.MinNative(Vector128.Create(0f), Vector128.MaxNative(Vector128.Create(Expm1Min), x));
        Vector128<float> k = Fused.MultiplyAdd(x, Vector128.Create(Log2E), Vector128.Create(RoundingBias));
        Vector128<float> n = k - Vector128.Create(RoundingBias);
        Vector128<float> r = Fused.MultiplyAdd(n, Vector128.Create(-Ln2High), x);
        r = Fused.MultiplyAdd(n, Vector128.Create(-Ln2Low), r);
        Vector128<float> h = Vector128.Create(Expm1H4);
        h = Fused.MultiplyAdd(h, r, Vector128.Create(Expm1H3));
        h = Fused.MultiplyAdd(h, r, Vector128.Create(Expm1H2));
        h = Fused.MultiplyAdd(h, r, Vector128.Create(Expm1H1));
        h = Fused.MultiplyAdd(h, r, Vector128.Create(Expm1H0));
        Vector128<float> m = Fused.MultiplyAdd(r * r, h, r);
        Vector128<float> scale = (k.AsInt32() << 23).AsSingle();
        return Fused.MultiplyAdd(m, scale, scale - Vector128.Create(1f));
    }

    /// <inheritdoc cref="Expm1(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    internal static Vector256<float> Expm1(Vector256<float> x)
    {
        x = Vector256.MinNative(Vector256.Create(0f), Vector256.MaxNative(Vector256.Create(Expm1Min), x));
        Vector256<float> k = Vector256.MultiplyAddEstimate(x, Vector256.Create(Log2E), Vector256.Create(RoundingBias));
        Vector256<float> n = k - Vector256.Create(RoundingBias);
        Vector256<float> r = Vector256.MultiplyAddEstimate(n, Vector256.Create(-Ln2High), x);
        r = Vector256.MultiplyAddEstimate(n, Vector256.Create(-Ln2Low), r);
        Vector256<float> h = Vector256.Create(Expm1H4);
        h = Vector256.MultiplyAddEstimate(h, r, Vector256.Create(Expm1H3));
        h = Vector256.MultiplyAddEstimate(h, r, Vector256.Create(Expm1H2));
        h = Vector256.MultiplyAddEstimate(h, r, Vector256.Create(Expm1H1));
        h = Vector256.MultiplyAddEstimate(h, r, Vector256.Create(Expm1H0));
        Vector256<float> m = Vector256.MultiplyAddEstimate(r * r, h, r);
        Vector256<float> scale = (k.AsInt32() << 23).AsSingle();
        return Vector256.MultiplyAddEstimate(m, scale, scale - Vector256.Create(1f));
    }

    /// <inheritdoc cref="Expm1(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    internal static Vector512<float> Expm1(Vector512<float> x)
    {
        x = Vector512.MinNative(Vector512.Create(0f), Vector512.MaxNative(Vector512.Create(Expm1Min), x));
        Vector512<float> k = Vector512.MultiplyAddEstimate(x, Vector512.Create(Log2E), Vector512.Create(RoundingBias));
        Vector512<float> n = k - Vector512.Create(RoundingBias);
        Vector512<float> r = Vector512.MultiplyAddEstimate(n, Vector512.Create(-Ln2High), x);
        r = Vector512.MultiplyAddEstimate(n, Vector512.Create(-Ln2Low), r);
        Vector512<float> h = Vector512.Create(Expm1H4);
        h = Vector512.MultiplyAddEstimate(h, r, Vector512.Create(Expm1H3));
        h = Vector512.MultiplyAddEstimate(h, r, Vector512.Create(Expm1H2));
        h = Vector512.MultiplyAddEstimate(h, r, Vector512.Create(Expm1H1));
        h = Vector512.MultiplyAddEstimate(h, r, Vector512.Create(Expm1H0));
        Vector512<float> m = Vector512.MultiplyAddEstimate(r * r, h, r);
        Vector512<float> scale = (k.AsInt32() << 23).AsSingle();
        return Vector512.MultiplyAddEstimate(m, scale, scale - Vector512.Create(1f));
    }
}
