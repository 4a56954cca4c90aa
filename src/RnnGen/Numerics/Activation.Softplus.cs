using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

public static partial class Activation
{
    // softplus x = max(x, 0) + log1p(e), e = exp(-abs(x)) = 2^n p(r) as in SigmoidPrecise, log1p(e) = e - e^2 P(e)/Q(e) with the best P/Q
    // of degree 2/2 on [0, 1], in the relative error of log1p: tests/RnnGen.Accuracy/coefficients.py softplus. At the bound on abs(x) n is
    // -127, which makes the scale, and so e, an exact 0. It comes first in MinNative: x64 returns the second operand when one is NaN.
    private const float SoftplusEnd = 88f;
    private const float SoftplusP0 = 0.76562136f;
    private const float SoftplusP1 = 0.4301416f;
    private const float SoftplusP2 = 3.712511e-3f;
    private const float SoftplusQ0 = 1.53125f;
    private const float SoftplusQ1 = 1.8809731f;
    private const float SoftplusQ2 = 0.49673694f;

    /// <summary>log(1 + exp(x)), without overflow, and with a small relative error wherever the result is a normal number.</summary>
    /// <remarks>The error is at most <see cref="ActivationError.SoftplusUlps"/> (2.5) units in the last place for x of -87 and above,
    /// where the result is a normal number. Below -87.7 the result is 0.</remarks>
    /// <param name="x">Any value: NaN gives NaN, an infinity gives the limit.</param>
    /// <returns>A value of zero or above.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Softplus(float x)
    {
        float a = float.MinNative(SoftplusEnd, float.Abs(x));
        float k = float.MultiplyAddEstimate(a, -Log2E, RoundingBias);
        float n = k - RoundingBias;
        float r = float.MultiplyAddEstimate(n, Ln2High, a);
        r = float.MultiplyAddEstimate(n, Ln2Low, r);
        float e = SigmoidPreciseH4;
        e = float.MultiplyAddEstimate(e, r, SigmoidPreciseH3);
        e = float.MultiplyAddEstimate(e, r, SigmoidPreciseH2);
        e = float.MultiplyAddEstimate(e, r, SigmoidPreciseH1);
        e = float.MultiplyAddEstimate(e, r, SigmoidPreciseH0);
        e = float.MultiplyAddEstimate(e, r, -1f);
        e = float.MultiplyAddEstimate(e, r, 1f);
        e *= BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(k) << 23);
        float p = float.MultiplyAddEstimate(SoftplusP2, e, SoftplusP1);
        p = float.MultiplyAddEstimate(p, e, SoftplusP0);
        float q = float.MultiplyAddEstimate(SoftplusQ2, e, SoftplusQ1);
        q = float.MultiplyAddEstimate(q, e, SoftplusQ0);
        return float.MultiplyAddEstimate(e * -e, p / q, e) + Relu(x);
    }

    /// <inheritdoc cref="Softplus(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> Softplus(Vector128<float> x)
    {
        Vector128<float> a = Vector128.MinNative(Vector128.Create(SoftplusEnd), Vector128.Abs(x));
        Vector128<float> k = Fused.MultiplyAdd(a, Vector128.Create(-Log2E), Vector128.Create(RoundingBias));
        Vector128<float> n = k - Vector128.Create(RoundingBias);
        Vector128<float> r = Fused.MultiplyAdd(n, Vector128.Create(Ln2High), a);
        r = Fused.MultiplyAdd(n, Vector128.Create(Ln2Low), r);
        Vector128<float> e = Vector128.Create(SigmoidPreciseH4);
        e = Fused.MultiplyAdd(e, r, Vector128.Create(SigmoidPreciseH3));
        e = Fused.MultiplyAdd(e, r, Vector128.Create(SigmoidPreciseH2));
        e = Fused.MultiplyAdd(e, r, Vector128.Create(SigmoidPreciseH1));
        e = Fused.MultiplyAdd(e, r, Vector128.Create(SigmoidPreciseH0));
        e = Fused.MultiplyAdd(e, r, Vector128.Create(-1f));
        e = Fused.MultiplyAdd(e, r, Vector128.Create(1f));
        e *= (k.AsInt32() << 23).AsSingle();
        Vector128<float> p = Fused.MultiplyAdd(Vector128.Create(SoftplusP2), e, Vector128.Create(SoftplusP1));
        p = Fused.MultiplyAdd(p, e, Vector128.Create(SoftplusP0));
        Vector128<float> q = Fused.MultiplyAdd(Vector128.Create(SoftplusQ2), e, Vector128.Create(SoftplusQ1));
        q = Fused.MultiplyAdd(q, e, Vector128.Create(SoftplusQ0));
        return Fused.MultiplyAdd(e * -e, p / q, e) + Relu(x);
    }

    /// <inheritdoc cref="Softplus(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> Softplus(Vector256<float> x)
    {
        Vector256<float> a = Vector256.MinNative(Vector256.Create(SoftplusEnd), Vector256.Abs(x));
        Vector256<float> k = Vector256.MultiplyAddEstimate(a, Vector256.Create(-Log2E), Vector256.Create(RoundingBias));
        Vector256<float> n = k - Vector256.Create(RoundingBias);
        Vector256<float> r = Vector256.MultiplyAddEstimate(n, Vector256.Create(Ln2High), a);
        r = Vector256.MultiplyAddEstimate(n, Vector256.Create(Ln2Low), r);
        Vector256<float> e = Vector256.Create(SigmoidPreciseH4);
        e = Vector256.MultiplyAddEstimate(e, r, Vector256.Create(SigmoidPreciseH3));
        e = Vector256.MultiplyAddEstimate(e, r, Vector256.Create(SigmoidPreciseH2));
        e = Vector256.MultiplyAddEstimate(e, r, Vector256.Create(SigmoidPreciseH1));
        e = Vector256.MultiplyAddEstimate(e, r, Vector256.Create(SigmoidPreciseH0));
        e = Vector256.MultiplyAddEstimate(e, r, Vector256.Create(-1f));
        e = Vector256.MultiplyAddEstimate(e, r, Vector256.Create(1f));
        e *= (k.AsInt32() << 23).AsSingle();
        Vector256<float> p = Vector256.MultiplyAddEstimate(Vector256.Create(SoftplusP2), e, Vector256.Create(SoftplusP1));
        p = Vector256.MultiplyAddEstimate(p, e, Vector256.Create(SoftplusP0));
        Vector256<float> q = Vector256.MultiplyAddEstimate(Vector256.Create(SoftplusQ2), e, Vector256.Create(SoftplusQ1));
        q = Vector256.MultiplyAddEstimate(q, e, Vector256.Create(SoftplusQ0));
        return Vector256.MultiplyAddEstimate(e * -e, p / q, e) + Relu(x);
    }

    /// <inheritdoc cref="Softplus(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> Softplus(Vector512<float> x)
    {
        Vector512<float> a = Vector512.MinNative(Vector512.Create(SoftplusEnd), Vector512.Abs(x));
        Vector512<float> k = Vector512.MultiplyAddEstimate(a, Vector512.Create(-Log2E), Vector512.Create(RoundingBias));
        Vector512<float> n = k - Vector512.Create(RoundingBias);
        Vector512<float> r = Vector512.MultiplyAddEstimate(n, Vector512.Create(Ln2High), a);
        r = Vector512.MultiplyAddEstimate(n, Vector512.Create(Ln2Low), r);
        Vector512<float> e = Vector512.Create(SigmoidPreciseH4);
        e = Vector512.MultiplyAddEstimate(e, r, Vector512.Create(SigmoidPreciseH3));
        e = Vector512.MultiplyAddEstimate(e, r, Vector512.Create(SigmoidPreciseH2));
        e = Vector512.MultiplyAddEstimate(e, r, Vector512.Create(SigmoidPreciseH1));
        e = Vector512.MultiplyAddEstimate(e, r, Vector512.Create(SigmoidPreciseH0));
        e = Vector512.MultiplyAddEstimate(e, r, Vector512.Create(-1f));
        e = Vector512.MultiplyAddEstimate(e, r, Vector512.Create(1f));
        e *= (k.AsInt32() << 23).AsSingle();
        Vector512<float> p = Vector512.MultiplyAddEstimate(Vector512.Create(SoftplusP2), e, Vector512.Create(SoftplusP1));
        p = Vector512.MultiplyAddEstimate(p, e, Vector512.Create(SoftplusP0));
        Vector512<float> q = Vector512.MultiplyAddEstimate(Vector512.Create(SoftplusQ2), e, Vector512.Create(SoftplusQ1));
        q = Vector512.MultiplyAddEstimate(q, e, Vector512.Create(SoftplusQ0));
        return Vector512.MultiplyAddEstimate(e * -e, p / q, e) + Relu(x);
    }
}
