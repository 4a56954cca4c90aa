using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

public static partial class Activation
{
    // sigmoid x = 1 / (1 + 2^n p(r)), -x = n ln 2 - r, p(r) = exp(-r) = 1 - r + r^2 h(r) with the best h of degree 4, relative error:
    // tests/RnnGen.Accuracy/coefficients.py sigmoid-precise. The bounds on x keep n in [-126, 128]; n = 128 makes the scale infinite
    // and the result an exact 0. Constants come first in MinNative and MaxNative: x64 returns the second operand when one is NaN.
    private const float SigmoidPreciseMin = -88.7f;
    private const float SigmoidPreciseMax = 87f;
    private const float SigmoidPreciseH0 = 0.49999994f;
    private const float SigmoidPreciseH1 = -0.16666521f;
    private const float SigmoidPreciseH2 = 4.166839e-2f;
    private const float SigmoidPreciseH3 = -8.368745e-3f;
    private const float SigmoidPreciseH4 = 1.3814539e-3f;

    /// <summary>1 / (1 + exp(-x)), with a small relative error wherever the result is a normal number.</summary>
    /// <remarks>The error is at most <see cref="ActivationError.SigmoidPreciseUlps"/> (2.6) units in the last place for x of -87
    /// and above, where the result is a normal number, and
    /// <see cref="ActivationError.SigmoidPrecise"/> (9.5e-8) absolute. Below -88.4 the result is 0.</remarks>
    /// <param name="x">Any value: NaN gives NaN, an infinity gives the limit.</param>
    /// <returns>A value in [0, 1].</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float SigmoidPrecise(float x)
    {
        x = float.MinNative(SigmoidPreciseMax, float.MaxNative(SigmoidPreciseMin, x));
        float k = float.MultiplyAddEstimate(x, -Log2E, RoundingBias);
        float n = k - RoundingBias;
        float r = float.MultiplyAddEstimate(n, Ln2High, x);
        r = float.MultiplyAddEstimate(n, Ln2Low, r);
        float p = SigmoidPreciseH4;
        p = float.MultiplyAddEstimate(p, r, SigmoidPreciseH3);
        p = float.MultiplyAddEstimate(p, r, SigmoidPreciseH2);
        p = float.MultiplyAddEstimate(p, r, SigmoidPreciseH1);
        p = float.MultiplyAddEstimate(p, r, SigmoidPreciseH0);
        p = float.MultiplyAddEstimate(p, r, -1f);
        p = float.MultiplyAddEstimate(p, r, 1f);
        float scale = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(k) << 23);
        return 1f / float.MultiplyAddEstimate(p, scale, 1f);
    }

    /// <inheritdoc cref="SigmoidPrecise(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> SigmoidPrecise(Vector128<float> x)
    {
        x = Vector128.MinNative(Vector128.Create(SigmoidPreciseMax), Vector128.MaxNative(Vector128.Create(SigmoidPreciseMin), x));
        Vector128<float> k = Fused.MultiplyAdd(x, Vector128.Create(-Log2E), Vector128.Create(RoundingBias));
        Vector128<float> n = k - Vector128.Create(RoundingBias);
        Vector128<float> r = Fused.MultiplyAdd(n, Vector128.Create(Ln2High), x);
        r = Fused.MultiplyAdd(n, Vector128.Create(Ln2Low), r);
        Vector128<float> p = Vector128.Create(SigmoidPreciseH4);
        p = Fused.MultiplyAdd(p, r, Vector128.Create(SigmoidPreciseH3));
        p = Fused.MultiplyAdd(p, r, Vector128.Create(SigmoidPreciseH2));
        p = Fused.MultiplyAdd(p, r, Vector128.Create(SigmoidPreciseH1));
        p = Fused.MultiplyAdd(p, r, Vector128.Create(SigmoidPreciseH0));
        p = Fused.MultiplyAdd(p, r, Vector128.Create(-1f));
        p = Fused.MultiplyAdd(p, r, Vector128.Create(1f));
        Vector128<float> scale = (k.AsInt32() << 23).AsSingle();
        return Vector128.Create(1f) / Fused.MultiplyAdd(p, scale, Vector128.Create(1f));
    }

    /// <inheritdoc cref="SigmoidPrecise(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> SigmoidPrecise(Vector256<float> x)
    {
        x = Vector256.MinNative(Vector256.Create(SigmoidPreciseMax), Vector256.MaxNative(Vector256.Create(SigmoidPreciseMin), x));
        Vector256<float> k = Vector256.MultiplyAddEstimate(x, Vector256.Create(-Log2E), Vector256.Create(RoundingBias));
        Vector256<float> n = k - Vector256.Create(RoundingBias);
        Vector256<float> r = Vector256.MultiplyAddEstimate(n, Vector256.Create(Ln2High), x);
        r = Vector256.MultiplyAddEstimate(n, Vector256.Create(Ln2Low), r);
        Vector256<float> p = Vector256.Create(SigmoidPreciseH4);
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(SigmoidPreciseH3));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(SigmoidPreciseH2));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(SigmoidPreciseH1));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(SigmoidPreciseH0));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(-1f));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(1f));
        Vector256<float> scale = (k.AsInt32() << 23).AsSingle();
        return Vector256.Create(1f) / Vector256.MultiplyAddEstimate(p, scale, Vector256.Create(1f));
    }

    /// <inheritdoc cref="SigmoidPrecise(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> SigmoidPrecise(Vector512<float> x)
    {
        x = Vector512.MinNative(Vector512.Create(SigmoidPreciseMax), Vector512.MaxNative(Vector512.Create(SigmoidPreciseMin), x));
        Vector512<float> k = Vector512.MultiplyAddEstimate(x, Vector512.Create(-Log2E), Vector512.Create(RoundingBias));
        Vector512<float> n = k - Vector512.Create(RoundingBias);
        Vector512<float> r = Vector512.MultiplyAddEstimate(n, Vector512.Create(Ln2High), x);
        r = Vector512.MultiplyAddEstimate(n, Vector512.Create(Ln2Low), r);
        Vector512<float> p = Vector512.Create(SigmoidPreciseH4);
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(SigmoidPreciseH3));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(SigmoidPreciseH2));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(SigmoidPreciseH1));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(SigmoidPreciseH0));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(-1f));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(1f));
        Vector512<float> scale = (k.AsInt32() << 23).AsSingle();
        return Vector512.Create(1f) / Vector512.MultiplyAddEstimate(p, scale, Vector512.Create(1f));
    }
}
