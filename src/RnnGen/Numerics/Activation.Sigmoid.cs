using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

public static partial class Activation
{
    // sigmoid x = 1/2 + x P(s)/Q(s), s = x^2: the best P/Q of degree 4/4 for tanh(x/2)/(2x) on abs(x) <= 17, with P(0)/Q(0) exactly 1/4,
    // polished for float rounding: tests/RnnGen.Accuracy/coefficients.py sigmoid. Past 17 the ratio is constant, so that x times it
    // runs straight into the clamp. Constants come first in MinNative and MaxNative: x64 returns the second operand when one is NaN.
    private const float SigmoidEnd = 289f;
    private const float SigmoidP0 = 0.47916672f;
    private const float SigmoidP1 = 1.606795e-2f;
    private const float SigmoidP2 = 1.0583668e-4f;
    private const float SigmoidP3 = 1.5910592e-7f;
    private const float SigmoidP4 = 2.6708295e-11f;
    private const float SigmoidQ0 = 1.9166669f;
    private const float SigmoidQ1 = 0.22399399f;
    private const float SigmoidQ2 = 3.1173078e-3f;
    private const float SigmoidQ3 = 1.0029144e-5f;
    private const float SigmoidQ4 = 6.098226e-9f;

    /// <summary>1 / (1 + exp(-x)), by a rational approximation near float precision.</summary>
    /// <remarks>Absolute error at most <see cref="ActivationError.Sigmoid"/>: @S. Exactly 0 and 1 at the infinities and beyond abs(x) of @sat.</remarks>
    /// <param name="x">Any value: NaN gives NaN, an infinity gives the limit.</param>
    /// <returns>A value in [0, 1].</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sigmoid(float x)
    {
        float s = float.MinNative(x * x, SigmoidEnd);
        float p = SigmoidP4;
        p = float.MultiplyAddEstimate(p, s, SigmoidP3);
        p = float.MultiplyAddEstimate(p, s, SigmoidP2);
        p = float.MultiplyAddEstimate(p, s, SigmoidP1);
        p = float.MultiplyAddEstimate(p, s, SigmoidP0);
        float q = SigmoidQ4;
        q = float.MultiplyAddEstimate(q, s, SigmoidQ3);
        q = float.MultiplyAddEstimate(q, s, SigmoidQ2);
        q = float.MultiplyAddEstimate(q, s, SigmoidQ1);
        q = float.MultiplyAddEstimate(q, s, SigmoidQ0);
        float y = float.MultiplyAddEstimate(x, p / q, 0.5f);
        return float.MinNative(1f, float.MaxNative(0f, y));
    }

    /// <inheritdoc cref="Sigmoid(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sigmoid(Vector128<float> x)
    {
        Vector128<float> s = Vector128.MinNative(x * x, Vector128.Create(SigmoidEnd));
        Vector128<float> p = Vector128.Create(SigmoidP4);
        p = Vector128.MultiplyAddEstimate(p, s, Vector128.Create(SigmoidP3));
        p = Vector128.MultiplyAddEstimate(p, s, Vector128.Create(SigmoidP2));
        p = Vector128.MultiplyAddEstimate(p, s, Vector128.Create(SigmoidP1));
        p = Vector128.MultiplyAddEstimate(p, s, Vector128.Create(SigmoidP0));
        Vector128<float> q = Vector128.Create(SigmoidQ4);
        q = Vector128.MultiplyAddEstimate(q, s, Vector128.Create(SigmoidQ3));
        q = Vector128.MultiplyAddEstimate(q, s, Vector128.Create(SigmoidQ2));
        q = Vector128.MultiplyAddEstimate(q, s, Vector128.Create(SigmoidQ1));
        q = Vector128.MultiplyAddEstimate(q, s, Vector128.Create(SigmoidQ0));
        Vector128<float> y = Vector128.MultiplyAddEstimate(x, p / q, Vector128.Create(0.5f));
        return Vector128.MinNative(Vector128.Create(1f), Vector128.MaxNative(Vector128.Create(0f), y));
    }

    /// <inheritdoc cref="Sigmoid(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sigmoid(Vector256<float> x)
    {
        Vector256<float> s = Vector256.MinNative(x * x, Vector256.Create(SigmoidEnd));
        Vector256<float> p = Vector256.Create(SigmoidP4);
        p = Vector256.MultiplyAddEstimate(p, s, Vector256.Create(SigmoidP3));
        p = Vector256.MultiplyAddEstimate(p, s, Vector256.Create(SigmoidP2));
        p = Vector256.MultiplyAddEstimate(p, s, Vector256.Create(SigmoidP1));
        p = Vector256.MultiplyAddEstimate(p, s, Vector256.Create(SigmoidP0));
        Vector256<float> q = Vector256.Create(SigmoidQ4);
        q = Vector256.MultiplyAddEstimate(q, s, Vector256.Create(SigmoidQ3));
        q = Vector256.MultiplyAddEstimate(q, s, Vector256.Create(SigmoidQ2));
        q = Vector256.MultiplyAddEstimate(q, s, Vector256.Create(SigmoidQ1));
        q = Vector256.MultiplyAddEstimate(q, s, Vector256.Create(SigmoidQ0));
        Vector256<float> y = Vector256.MultiplyAddEstimate(x, p / q, Vector256.Create(0.5f));
        return Vector256.MinNative(Vector256.Create(1f), Vector256.MaxNative(Vector256.Create(0f), y));
    }

    /// <inheritdoc cref="Sigmoid(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> x)
    {
        Vector512<float> s = Vector512.MinNative(x * x, Vector512.Create(SigmoidEnd));
        Vector512<float> p = Vector512.Create(SigmoidP4);
        p = Vector512.MultiplyAddEstimate(p, s, Vector512.Create(SigmoidP3));
        p = Vector512.MultiplyAddEstimate(p, s, Vector512.Create(SigmoidP2));
        p = Vector512.MultiplyAddEstimate(p, s, Vector512.Create(SigmoidP1));
        p = Vector512.MultiplyAddEstimate(p, s, Vector512.Create(SigmoidP0));
        Vector512<float> q = Vector512.Create(SigmoidQ4);
        q = Vector512.MultiplyAddEstimate(q, s, Vector512.Create(SigmoidQ3));
        q = Vector512.MultiplyAddEstimate(q, s, Vector512.Create(SigmoidQ2));
        q = Vector512.MultiplyAddEstimate(q, s, Vector512.Create(SigmoidQ1));
        q = Vector512.MultiplyAddEstimate(q, s, Vector512.Create(SigmoidQ0));
        Vector512<float> y = Vector512.MultiplyAddEstimate(x, p / q, Vector512.Create(0.5f));
        return Vector512.MinNative(Vector512.Create(1f), Vector512.MaxNative(Vector512.Create(0f), y));
    }
}
