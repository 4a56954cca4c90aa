using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

public static partial class Activation
{
    // exp x = 2^n p(r), x = n ln 2 - r, p as in SigmoidPrecise, whose constants are of -x.

    /// <summary>exp(x) where x is zero or below, to 2 units in the last place; 1 above, and below -87 what it is there: 1.6e-38.</summary>
    /// <param name="x">Any value: NaN gives NaN.</param>
    /// <returns>A value in (0, 1].</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    internal static float ExpOfNonPositive(float x)
    {
        x = float.MinNative(SigmoidPreciseMax, float.MaxNative(0f, -x));
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
        return p * BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(k) << 23);
    }

    /// <inheritdoc cref="ExpOfNonPositive(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    internal static Vector128<float> ExpOfNonPositive(Vector128<float> x)
    {
        x = Vector128.MinNative(Vector128.Create(SigmoidPreciseMax), Vector128.MaxNative(Vector128.Create(0f), -x));
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
        return p * (k.AsInt32() << 23).AsSingle();
    }

    /// <inheritdoc cref="ExpOfNonPositive(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    internal static Vector256<float> ExpOfNonPositive(Vector256<float> x)
    {
        x = Vector256.MinNative(Vector256.Create(SigmoidPreciseMax), Vector256.MaxNative(Vector256.Create(0f), -x));
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
        return p * (k.AsInt32() << 23).AsSingle();
    }
}
