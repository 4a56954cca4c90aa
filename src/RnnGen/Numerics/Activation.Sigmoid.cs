using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

public static partial class Activation
{
    // sigmoid x = 1/2 + x P(s)/Q(s), s = x^2: the best P/Q of degree 4/4 for tanh(x/2)/(2x) on abs(x) <= 17, with P(0)/Q(0) exactly 1/4,
    // polished for float rounding: tests/RnnGen.Accuracy/coefficients.py sigmoid. Both are evaluated by pairs (Estrin), which is a shorter
    // chain than Horner's and rounds less. Past 17 the ratio is constant, so that x times it
    // runs straight into the clamp. Constants come first in Min and Max: x64 returns the second operand when one is NaN.
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
    public static float Sigmoid(float x) => Sigmoid(new F32(x)).Value;

    /// <inheritdoc cref="Sigmoid(float)"/>
    /// <typeparam name="V">The vector.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static V Sigmoid<V>(V x)
        where V : struct, IVector<V>
    {
        V a = V.Max(V.Create(SmallestArgument), V.Abs(x));
        V s = V.Min(a * a, V.Create(SigmoidEnd));
        V t = s * s;
        V p = QuarticByPairs(s, t, SigmoidP0, SigmoidP1, SigmoidP2, SigmoidP3, SigmoidP4);
        V q = QuarticByPairs(s, t, SigmoidQ0, SigmoidQ1, SigmoidQ2, SigmoidQ3, SigmoidQ4);
        V y = V.MultiplyAdd(x, p / q, V.Create(0.5f));
        return V.Min(V.Create(1f), V.Max(V.Create(0f), y));
    }
}
