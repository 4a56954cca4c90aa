using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

public static partial class Activation
{
    // As Tanh, of degree 2/2 in the absolute error on abs(x) <= 5.24: tests/RnnGen.Accuracy/coefficients.py tanh-fast.
    private const float TanhFastEnd = 27.4576f;
    private const float TanhFastP0 = 0.99975646f;
    private const float TanhFastP1 = 0.10090932f;
    private const float TanhFastP2 = 6.318237e-4f;
    private const float TanhFastQ0 = 1f;
    private const float TanhFastQ1 = 0.4335564f;
    private const float TanhFastQ2 = 1.2400482e-2f;

    /// <summary>The hyperbolic tangent, by a short rational approximation; exactly odd.</summary>
    /// <remarks>The absolute error is at most <see cref="ActivationError.TanhFast"/> (5.7e-5).</remarks>
    /// <param name="x">Any value: NaN gives NaN, an infinity gives the limit.</param>
    /// <returns>A value in [-1, 1] with the sign of <paramref name="x"/>; a zero gives itself.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float TanhFast(float x)
    {
        float s = float.MinNative(x * x, TanhFastEnd);
        float p = TanhFastP2;
        p = float.MultiplyAddEstimate(p, s, TanhFastP1);
        p = float.MultiplyAddEstimate(p, s, TanhFastP0);
        float q = TanhFastQ2;
        q = float.MultiplyAddEstimate(q, s, TanhFastQ1);
        q = float.MultiplyAddEstimate(q, s, TanhFastQ0);
        float y = x * (p / q);
        return float.MinNative(1f, float.MaxNative(-1f, y));
    }

    /// <inheritdoc cref="TanhFast(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> TanhFast(Vector128<float> x)
    {
        Vector128<float> s = Vector128.MinNative(x * x, Vector128.Create(TanhFastEnd));
        Vector128<float> p = Vector128.Create(TanhFastP2);
        p = Fused.MultiplyAdd(p, s, Vector128.Create(TanhFastP1));
        p = Fused.MultiplyAdd(p, s, Vector128.Create(TanhFastP0));
        Vector128<float> q = Vector128.Create(TanhFastQ2);
        q = Fused.MultiplyAdd(q, s, Vector128.Create(TanhFastQ1));
        q = Fused.MultiplyAdd(q, s, Vector128.Create(TanhFastQ0));
        Vector128<float> y = x * (p / q);
        return Vector128.MinNative(Vector128.Create(1f), Vector128.MaxNative(Vector128.Create(-1f), y));
    }

    /// <inheritdoc cref="TanhFast(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> TanhFast(Vector256<float> x)
    {
        Vector256<float> s = Vector256.MinNative(x * x, Vector256.Create(TanhFastEnd));
        Vector256<float> p = Vector256.Create(TanhFastP2);
        p = Vector256.MultiplyAddEstimate(p, s, Vector256.Create(TanhFastP1));
        p = Vector256.MultiplyAddEstimate(p, s, Vector256.Create(TanhFastP0));
        Vector256<float> q = Vector256.Create(TanhFastQ2);
        q = Vector256.MultiplyAddEstimate(q, s, Vector256.Create(TanhFastQ1));
        q = Vector256.MultiplyAddEstimate(q, s, Vector256.Create(TanhFastQ0));
        Vector256<float> y = x * (p / q);
        return Vector256.MinNative(Vector256.Create(1f), Vector256.MaxNative(Vector256.Create(-1f), y));
    }

    /// <inheritdoc cref="TanhFast(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> TanhFast(Vector512<float> x)
    {
        Vector512<float> s = Vector512.MinNative(x * x, Vector512.Create(TanhFastEnd));
        Vector512<float> p = Vector512.Create(TanhFastP2);
        p = Vector512.MultiplyAddEstimate(p, s, Vector512.Create(TanhFastP1));
        p = Vector512.MultiplyAddEstimate(p, s, Vector512.Create(TanhFastP0));
        Vector512<float> q = Vector512.Create(TanhFastQ2);
        q = Vector512.MultiplyAddEstimate(q, s, Vector512.Create(TanhFastQ1));
        q = Vector512.MultiplyAddEstimate(q, s, Vector512.Create(TanhFastQ0));
        Vector512<float> y = x * (p / q);
        return Vector512.MinNative(Vector512.Create(1f), Vector512.MaxNative(Vector512.Create(-1f), y));
    }
}
