using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

public static partial class Activation
{
    // tanh x = x P(s)/Q(s), s = x^2: the best P/Q of degree 4/4, relative error, on abs(x) <= 8.7, with P(0)/Q(0) exactly 1, polished for
    // float rounding: tests/RnnGen.Accuracy/coefficients.py tanh. Past 8.7 the ratio is constant, so that x times it runs straight
    // into the clamp. Constants come first in MinNative and MaxNative: x64 returns the second operand when one is NaN.
    private const float TanhEnd = 75.69f;
    private const float TanhP0 = 1.0416667f;
    private const float TanhP1 = 0.1395882f;
    private const float TanhP2 = 3.6653606e-3f;
    private const float TanhP3 = 2.1868613e-5f;
    private const float TanhP4 = 1.4476754e-8f;
    private const float TanhQ0 = 1.0416667f;
    private const float TanhQ1 = 0.48681033f;
    private const float TanhQ2 = 2.7046772e-2f;
    private const float TanhQ3 = 3.462137e-4f;
    private const float TanhQ4 = 8.3297385e-7f;

    /// <summary>The hyperbolic tangent, by a rational approximation near float precision; exactly odd.</summary>
    /// <remarks>Absolute error at most <see cref="ActivationError.Tanh"/>: @T.</remarks>
    /// <param name="x">Any value: NaN gives NaN, an infinity gives the limit.</param>
    /// <returns>A value in [-1, 1] with the sign of <paramref name="x"/>; a zero gives itself.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Tanh(float x)
    {
        float s = float.MinNative(x * x, TanhEnd);
        float p = TanhP4;
        p = float.MultiplyAddEstimate(p, s, TanhP3);
        p = float.MultiplyAddEstimate(p, s, TanhP2);
        p = float.MultiplyAddEstimate(p, s, TanhP1);
        p = float.MultiplyAddEstimate(p, s, TanhP0);
        float q = TanhQ4;
        q = float.MultiplyAddEstimate(q, s, TanhQ3);
        q = float.MultiplyAddEstimate(q, s, TanhQ2);
        q = float.MultiplyAddEstimate(q, s, TanhQ1);
        q = float.MultiplyAddEstimate(q, s, TanhQ0);
        float y = x * (p / q);
        return float.MinNative(1f, float.MaxNative(-1f, y));
    }

    /// <inheritdoc cref="Tanh(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Tanh(Vector128<float> x)
    {
        Vector128<float> s = Vector128.MinNative(x * x, Vector128.Create(TanhEnd));
        Vector128<float> p = Vector128.Create(TanhP4);
        p = Vector128.MultiplyAddEstimate(p, s, Vector128.Create(TanhP3));
        p = Vector128.MultiplyAddEstimate(p, s, Vector128.Create(TanhP2));
        p = Vector128.MultiplyAddEstimate(p, s, Vector128.Create(TanhP1));
        p = Vector128.MultiplyAddEstimate(p, s, Vector128.Create(TanhP0));
        Vector128<float> q = Vector128.Create(TanhQ4);
        q = Vector128.MultiplyAddEstimate(q, s, Vector128.Create(TanhQ3));
        q = Vector128.MultiplyAddEstimate(q, s, Vector128.Create(TanhQ2));
        q = Vector128.MultiplyAddEstimate(q, s, Vector128.Create(TanhQ1));
        q = Vector128.MultiplyAddEstimate(q, s, Vector128.Create(TanhQ0));
        Vector128<float> y = x * (p / q);
        return Vector128.MinNative(Vector128.Create(1f), Vector128.MaxNative(Vector128.Create(-1f), y));
    }

    /// <inheritdoc cref="Tanh(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Tanh(Vector256<float> x)
    {
        Vector256<float> s = Vector256.MinNative(x * x, Vector256.Create(TanhEnd));
        Vector256<float> p = Vector256.Create(TanhP4);
        p = Vector256.MultiplyAddEstimate(p, s, Vector256.Create(TanhP3));
        p = Vector256.MultiplyAddEstimate(p, s, Vector256.Create(TanhP2));
        p = Vector256.MultiplyAddEstimate(p, s, Vector256.Create(TanhP1));
        p = Vector256.MultiplyAddEstimate(p, s, Vector256.Create(TanhP0));
        Vector256<float> q = Vector256.Create(TanhQ4);
        q = Vector256.MultiplyAddEstimate(q, s, Vector256.Create(TanhQ3));
        q = Vector256.MultiplyAddEstimate(q, s, Vector256.Create(TanhQ2));
        q = Vector256.MultiplyAddEstimate(q, s, Vector256.Create(TanhQ1));
        q = Vector256.MultiplyAddEstimate(q, s, Vector256.Create(TanhQ0));
        Vector256<float> y = x * (p / q);
        return Vector256.MinNative(Vector256.Create(1f), Vector256.MaxNative(Vector256.Create(-1f), y));
    }

    /// <inheritdoc cref="Tanh(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Tanh(Vector512<float> x)
    {
        Vector512<float> s = Vector512.MinNative(x * x, Vector512.Create(TanhEnd));
        Vector512<float> p = Vector512.Create(TanhP4);
        p = Vector512.MultiplyAddEstimate(p, s, Vector512.Create(TanhP3));
        p = Vector512.MultiplyAddEstimate(p, s, Vector512.Create(TanhP2));
        p = Vector512.MultiplyAddEstimate(p, s, Vector512.Create(TanhP1));
        p = Vector512.MultiplyAddEstimate(p, s, Vector512.Create(TanhP0));
        Vector512<float> q = Vector512.Create(TanhQ4);
        q = Vector512.MultiplyAddEstimate(q, s, Vector512.Create(TanhQ3));
        q = Vector512.MultiplyAddEstimate(q, s, Vector512.Create(TanhQ2));
        q = Vector512.MultiplyAddEstimate(q, s, Vector512.Create(TanhQ1));
        q = Vector512.MultiplyAddEstimate(q, s, Vector512.Create(TanhQ0));
        Vector512<float> y = x * (p / q);
        return Vector512.MinNative(Vector512.Create(1f), Vector512.MaxNative(Vector512.Create(-1f), y));
    }
}
