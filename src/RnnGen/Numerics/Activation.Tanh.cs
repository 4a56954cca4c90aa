using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

public static partial class Activation
{
    // tanh x = x P(s)/Q(s), s = x^2: the best P/Q of degree 4/4, relative error, on abs(x) <= 8.7, with P(0)/Q(0) exactly 1, polished for
    // float rounding: tests/RnnGen.Accuracy/coefficients.py tanh. Both are evaluated by pairs (Estrin), which is a shorter chain than
    // Horner's and rounds less. Past 8.7 the ratio is constant, so that x times it runs straight
    // into the clamp. Constants come first in MinNative and MaxNative: x64 returns the second operand when one is NaN.
    private const float TanhEnd = 75.69f;
    private const float TanhP0 = 1.3125f;
    private const float TanhP1 = 0.17588115f;
    private const float TanhP2 = 4.6183537e-3f;
    private const float TanhP3 = 2.7554446e-5f;
    private const float TanhP4 = 1.8240703e-8f;
    private const float TanhQ0 = 1.3125f;
    private const float TanhQ1 = 0.61338097f;
    private const float TanhQ2 = 3.4078933e-2f;
    private const float TanhQ3 = 4.3622908e-4f;
    private const float TanhQ4 = 1.0495478e-6f;

    /// <summary>The hyperbolic tangent, by a rational approximation near float precision; exactly odd.</summary>
    /// <remarks>The absolute error is at most <see cref="ActivationError.Tanh"/> (2.95e-7), the relative one
    /// <see cref="ActivationError.TanhUlps"/> (5) units in the last place.</remarks>
    /// <param name="x">Any value: NaN gives NaN, an infinity gives the limit.</param>
    /// <returns>A value in [-1, 1] with the sign of <paramref name="x"/>; a zero gives itself.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Tanh(float x)
    {
        float s = float.MinNative(x * x, TanhEnd);
        float t = s * s;
        float p = float.MultiplyAddEstimate(TanhP3, s, TanhP2);
        p = float.MultiplyAddEstimate(TanhP4, t, p);
        float p0 = float.MultiplyAddEstimate(TanhP1, s, TanhP0);
        p = float.MultiplyAddEstimate(p, t, p0);
        float q = float.MultiplyAddEstimate(TanhQ3, s, TanhQ2);
        q = float.MultiplyAddEstimate(TanhQ4, t, q);
        float q0 = float.MultiplyAddEstimate(TanhQ1, s, TanhQ0);
        q = float.MultiplyAddEstimate(q, t, q0);
        float y = x * (p / q);
        return float.MinNative(1f, float.MaxNative(-1f, y));
    }

    /// <inheritdoc cref="Tanh(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> Tanh(Vector128<float> x)
    {
        Vector128<float> s = Vector128.MinNative(x * x, Vector128.Create(TanhEnd));
        Vector128<float> t = s * s;
        Vector128<float> p = Fused.MultiplyAdd(Vector128.Create(TanhP3), s, Vector128.Create(TanhP2));
        p = Fused.MultiplyAdd(Vector128.Create(TanhP4), t, p);
        Vector128<float> p0 = Fused.MultiplyAdd(Vector128.Create(TanhP1), s, Vector128.Create(TanhP0));
        p = Fused.MultiplyAdd(p, t, p0);
        Vector128<float> q = Fused.MultiplyAdd(Vector128.Create(TanhQ3), s, Vector128.Create(TanhQ2));
        q = Fused.MultiplyAdd(Vector128.Create(TanhQ4), t, q);
        Vector128<float> q0 = Fused.MultiplyAdd(Vector128.Create(TanhQ1), s, Vector128.Create(TanhQ0));
        q = Fused.MultiplyAdd(q, t, q0);
        Vector128<float> y = x * (p / q);
        return Vector128.MinNative(Vector128.Create(1f), Vector128.MaxNative(Vector128.Create(-1f), y));
    }

    /// <inheritdoc cref="Tanh(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> Tanh(Vector256<float> x)
    {
        Vector256<float> s = Vector256.MinNative(x * x, Vector256.Create(TanhEnd));
        Vector256<float> t = s * s;
        Vector256<float> p = Vector256.MultiplyAddEstimate(Vector256.Create(TanhP3), s, Vector256.Create(TanhP2));
        p = Vector256.MultiplyAddEstimate(Vector256.Create(TanhP4), t, p);
        Vector256<float> p0 = Vector256.MultiplyAddEstimate(Vector256.Create(TanhP1), s, Vector256.Create(TanhP0));
        p = Vector256.MultiplyAddEstimate(p, t, p0);
        Vector256<float> q = Vector256.MultiplyAddEstimate(Vector256.Create(TanhQ3), s, Vector256.Create(TanhQ2));
        q = Vector256.MultiplyAddEstimate(Vector256.Create(TanhQ4), t, q);
        Vector256<float> q0 = Vector256.MultiplyAddEstimate(Vector256.Create(TanhQ1), s, Vector256.Create(TanhQ0));
        q = Vector256.MultiplyAddEstimate(q, t, q0);
        Vector256<float> y = x * (p / q);
        return Vector256.MinNative(Vector256.Create(1f), Vector256.MaxNative(Vector256.Create(-1f), y));
    }

    /// <inheritdoc cref="Tanh(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> Tanh(Vector512<float> x)
    {
        Vector512<float> s = Vector512.MinNative(x * x, Vector512.Create(TanhEnd));
        Vector512<float> t = s * s;
        Vector512<float> p = Vector512.MultiplyAddEstimate(Vector512.Create(TanhP3), s, Vector512.Create(TanhP2));
        p = Vector512.MultiplyAddEstimate(Vector512.Create(TanhP4), t, p);
        Vector512<float> p0 = Vector512.MultiplyAddEstimate(Vector512.Create(TanhP1), s, Vector512.Create(TanhP0));
        p = Vector512.MultiplyAddEstimate(p, t, p0);
        Vector512<float> q = Vector512.MultiplyAddEstimate(Vector512.Create(TanhQ3), s, Vector512.Create(TanhQ2));
        q = Vector512.MultiplyAddEstimate(Vector512.Create(TanhQ4), t, q);
        Vector512<float> q0 = Vector512.MultiplyAddEstimate(Vector512.Create(TanhQ1), s, Vector512.Create(TanhQ0));
        q = Vector512.MultiplyAddEstimate(q, t, q0);
        Vector512<float> y = x * (p / q);
        return Vector512.MinNative(Vector512.Create(1f), Vector512.MaxNative(Vector512.Create(-1f), y));
    }
}
