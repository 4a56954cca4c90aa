using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

public static partial class Activation
{
    // sigmoid x = 1/2 + x P(s)/Q(s), s = x^2: the best P/Q of degree 4/4 for tanh(x/2)/(2x) on abs(x) <= 17, with P(0)/Q(0) exactly 1/4,
    // polished for float rounding: tests/RnnGen.Accuracy/coefficients.py sigmoid. Both are evaluated by pairs (Estrin), which is a shorter
    // chain than Horner's and rounds less. Past 17 the ratio is constant, so that x times it
    // runs straight into the clamp. Constants come first in MinNative and MaxNative: x64 returns the second operand when one is NaN.
    private const float SigmoidEnd = 289f;
    private const float SigmoidP0 = 0.2734375f;
    private const float SigmoidP1 = 9.169211e-3f;
    private const float SigmoidP2 = 6.0395938e-5f;
    private const float SigmoidP3 = 9.079411e-8f;
    private const float SigmoidP4 = 1.5241154e-11f;
    private const float SigmoidQ0 = 1.09375f;
    private const float SigmoidQ1 = 0.12782265f;
    private const float SigmoidQ2 = 1.7788984e-3f;
    private const float SigmoidQ3 = 5.7231528e-6f;
    private const float SigmoidQ4 = 3.4799656e-9f;

    /// <summary>1 / (1 + exp(-x)), by a rational approximation near float precision.</summary>
    /// <remarks>The absolute error is at most <see cref="ActivationError.Sigmoid"/> (1.65e-7).</remarks>
    /// <param name="x">Any value: NaN gives NaN, an infinity gives the limit.</param>
    /// <returns>A value in [0, 1].</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Sigmoid(float x)
    {
        float s = float.MinNative(x * x, SigmoidEnd);
        float t = s * s;
        float p = float.MultiplyAddEstimate(SigmoidP3, s, SigmoidP2);
        p = float.MultiplyAddEstimate(SigmoidP4, t, p);
        float p0 = float.MultiplyAddEstimate(SigmoidP1, s, SigmoidP0);
        p = float.MultiplyAddEstimate(p, t, p0);
        float q = float.MultiplyAddEstimate(SigmoidQ3, s, SigmoidQ2);
        q = float.MultiplyAddEstimate(SigmoidQ4, t, q);
        float q0 = float.MultiplyAddEstimate(SigmoidQ1, s, SigmoidQ0);
        q = float.MultiplyAddEstimate(q, t, q0);
        float y = float.MultiplyAddEstimate(x, p / q, 0.5f);
        return float.MinNative(1f, float.MaxNative(0f, y));
    }

    /// <inheritdoc cref="Sigmoid(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> Sigmoid(Vector128<float> x)
    {
        Vector128<float> s = Vector128.MinNative(x * x, Vector128.Create(SigmoidEnd));
        Vector128<float> t = s * s;
        Vector128<float> p = Fused.MultiplyAdd(Vector128.Create(SigmoidP3), s, Vector128.Create(SigmoidP2));
        p = Fused.MultiplyAdd(Vector128.Create(SigmoidP4), t, p);
        Vector128<float> p0 = Fused.MultiplyAdd(Vector128.Create(SigmoidP1), s, Vector128.Create(SigmoidP0));
        p = Fused.MultiplyAdd(p, t, p0);
        Vector128<float> q = Fused.MultiplyAdd(Vector128.Create(SigmoidQ3), s, Vector128.Create(SigmoidQ2));
        q = Fused.MultiplyAdd(Vector128.Create(SigmoidQ4), t, q);
        Vector128<float> q0 = Fused.MultiplyAdd(Vector128.Create(SigmoidQ1), s, Vector128.Create(SigmoidQ0));
        q = Fused.MultiplyAdd(q, t, q0);
        Vector128<float> y = Fused.MultiplyAdd(x, p / q, Vector128.Create(0.5f));
        return Vector128.MinNative(Vector128.Create(1f), Vector128.MaxNative(Vector128.Create(0f), y));
    }

    /// <inheritdoc cref="Sigmoid(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> Sigmoid(Vector256<float> x)
    {
        Vector256<float> s = Vector256.MinNative(x * x, Vector256.Create(SigmoidEnd));
        Vector256<float> t = s * s;
        Vector256<float> p = Vector256.MultiplyAddEstimate(Vector256.Create(SigmoidP3), s, Vector256.Create(SigmoidP2));
        p = Vector256.MultiplyAddEstimate(Vector256.Create(SigmoidP4), t, p);
        Vector256<float> p0 = Vector256.MultiplyAddEstimate(Vector256.Create(SigmoidP1), s, Vector256.Create(SigmoidP0));
        p = Vector256.MultiplyAddEstimate(p, t, p0);
        Vector256<float> q = Vector256.MultiplyAddEstimate(Vector256.Create(SigmoidQ3), s, Vector256.Create(SigmoidQ2));
        q = Vector256.MultiplyAddEstimate(Vector256.Create(SigmoidQ4), t, q);
        Vector256<float> q0 = Vector256.MultiplyAddEstimate(Vector256.Create(SigmoidQ1), s, Vector256.Create(SigmoidQ0));
        q = Vector256.MultiplyAddEstimate(q, t, q0);
        Vector256<float> y = Vector256.MultiplyAddEstimate(x, p / q, Vector256.Create(0.5f));
        return Vector256.MinNative(Vector256.Create(1f), Vector256.MaxNative(Vector256.Create(0f), y));
    }

    /// <inheritdoc cref="Sigmoid(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> Sigmoid(Vector512<float> x)
    {
        Vector512<float> s = Vector512.MinNative(x * x, Vector512.Create(SigmoidEnd));
        Vector512<float> t = s * s;
        Vector512<float> p = Vector512.MultiplyAddEstimate(Vector512.Create(SigmoidP3), s, Vector512.Create(SigmoidP2));
        p = Vector512.MultiplyAddEstimate(Vector512.Create(SigmoidP4), t, p);
        Vector512<float> p0 = Vector512.MultiplyAddEstimate(Vector512.Create(SigmoidP1), s, Vector512.Create(SigmoidP0));
        p = Vector512.MultiplyAddEstimate(p, t, p0);
        Vector512<float> q = Vector512.MultiplyAddEstimate(Vector512.Create(SigmoidQ3), s, Vector512.Create(SigmoidQ2));
        q = Vector512.MultiplyAddEstimate(Vector512.Create(SigmoidQ4), t, q);
        Vector512<float> q0 = Vector512.MultiplyAddEstimate(Vector512.Create(SigmoidQ1), s, Vector512.Create(SigmoidQ0));
        q = Vector512.MultiplyAddEstimate(q, t, q0);
        Vector512<float> y = Vector512.MultiplyAddEstimate(x, p / q, Vector512.Create(0.5f));
        return Vector512.MinNative(Vector512.Create(1f), Vector512.MaxNative(Vector512.Create(0f), y));
    }
}
