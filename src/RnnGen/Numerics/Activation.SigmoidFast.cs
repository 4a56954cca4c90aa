using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

public static partial class Activation
{
    // As Sigmoid, of degree 2/2 in the absolute error on abs(x) <= 10.48: tests/RnnGen.Accuracy/coefficients.py sigmoid-fast.
    private const float SigmoidFastEnd = 109.8304f;
    private const float SigmoidFastP0 = 0.37490866f;
    private const float SigmoidFastP1 = 9.460249e-3f;
    private const float SigmoidFastP2 = 1.4808368e-5f;
    private const float SigmoidFastQ0 = 1.5f;
    private const float SigmoidFastQ1 = 0.16258365f;
    private const float SigmoidFastQ2 = 1.1625452e-3f;

    /// <summary>1 / (1 + exp(-x)), by a short rational approximation.</summary>
    /// <remarks>The absolute error is at most <see cref="ActivationError.SigmoidFast"/> (2.9e-5).</remarks>
    /// <param name="x">Any value: NaN gives NaN, an infinity gives the limit.</param>
    /// <returns>A value in [0, 1].</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float SigmoidFast(float x)
    {
        float s = float.MinNative(x * x, SigmoidFastEnd);
        float p = SigmoidFastP2;
        p = float.MultiplyAddEstimate(p, s, SigmoidFastP1);
        p = float.MultiplyAddEstimate(p, s, SigmoidFastP0);
        float q = SigmoidFastQ2;
        q = float.MultiplyAddEstimate(q, s, SigmoidFastQ1);
        q = float.MultiplyAddEstimate(q, s, SigmoidFastQ0);
        float y = float.MultiplyAddEstimate(x, p / q, 0.5f);
        return float.MinNative(1f, float.MaxNative(0f, y));
    }

    /// <inheritdoc cref="SigmoidFast(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> SigmoidFast(Vector128<float> x)
    {
        Vector128<float> s = Vector128.MinNative(x * x, Vector128.Create(SigmoidFastEnd));
        Vector128<float> p = Vector128.Create(SigmoidFastP2);
        p = Fused.MultiplyAdd(p, s, Vector128.Create(SigmoidFastP1));
        p = Fused.MultiplyAdd(p, s, Vector128.Create(SigmoidFastP0));
        Vector128<float> q = Vector128.Create(SigmoidFastQ2);
        q = Fused.MultiplyAdd(q, s, Vector128.Create(SigmoidFastQ1));
        q = Fused.MultiplyAdd(q, s, Vector128.Create(SigmoidFastQ0));
        Vector128<float> y = Fused.MultiplyAdd(x, p / q, Vector128.Create(0.5f));
        return Vector128.MinNative(Vector128.Create(1f), Vector128.MaxNative(Vector128.Create(0f), y));
    }

    /// <inheritdoc cref="SigmoidFast(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> SigmoidFast(Vector256<float> x)
    {
        Vector256<float> s = Vector256.MinNative(x * x, Vector256.Create(SigmoidFastEnd));
        Vector256<float> p = Vector256.Create(SigmoidFastP2);
        p = Vector256.MultiplyAddEstimate(p, s, Vector256.Create(SigmoidFastP1));
        p = Vector256.MultiplyAddEstimate(p, s, Vector256.Create(SigmoidFastP0));
        Vector256<float> q = Vector256.Create(SigmoidFastQ2);
        q = Vector256.MultiplyAddEstimate(q, s, Vector256.Create(SigmoidFastQ1));
        q = Vector256.MultiplyAddEstimate(q, s, Vector256.Create(SigmoidFastQ0));
        Vector256<float> y = Vector256.MultiplyAddEstimate(x, p / q, Vector256.Create(0.5f));
        return Vector256.MinNative(Vector256.Create(1f), Vector256.MaxNative(Vector256.Create(0f), y));
    }

    /// <inheritdoc cref="SigmoidFast(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> SigmoidFast(Vector512<float> x)
    {
        Vector512<float> s = Vector512.MinNative(x * x, Vector512.Create(SigmoidFastEnd));
        Vector512<float> p = Vector512.Create(SigmoidFastP2);
        p = Vector512.MultiplyAddEstimate(p, s, Vector512.Create(SigmoidFastP1));
        p = Vector512.MultiplyAddEstimate(p, s, Vector512.Create(SigmoidFastP0));
        Vector512<float> q = Vector512.Create(SigmoidFastQ2);
        q = Vector512.MultiplyAddEstimate(q, s, Vector512.Create(SigmoidFastQ1));
        q = Vector512.MultiplyAddEstimate(q, s, Vector512.Create(SigmoidFastQ0));
        Vector512<float> y = Vector512.MultiplyAddEstimate(x, p / q, Vector512.Create(0.5f));
        return Vector512.MinNative(Vector512.Create(1f), Vector512.MaxNative(Vector512.Create(0f), y));
    }
}
