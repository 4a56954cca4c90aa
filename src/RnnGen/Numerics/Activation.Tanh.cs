using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

public static partial class Activation
{
    // tanh x = x P(s)/Q(s), s = x^2: the best P/Q of degree 4/4, relative error, on abs(x) <= 8.7, with P(0)/Q(0) exactly 1, polished for
    // float rounding: tests/RnnGen.Accuracy/coefficients.py tanh. Both are evaluated by pairs (Estrin), which is a shorter chain than
    // Horner's and rounds less. Past 8.7 the ratio is constant, so that x times it runs straight
    // into the clamp. Constants come first in Min and Max: x64 returns the second operand when one is NaN.
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
    public static float Tanh(float x) => Tanh(new F32(x)).Value;

    /// <inheritdoc cref="Tanh(float)"/>
    /// <typeparam name="V">The vector.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static V Tanh<V>(V x)
        where V : struct, IVector<V>
    {
        V a = V.Max(V.Create(SmallestArgument), V.Abs(x));
        V s = V.Min(a * a, V.Create(TanhEnd));
        V t = s * s;
        V p = QuarticByPairs(s, t, TanhP0, TanhP1, TanhP2, TanhP3, TanhP4);
        V q = QuarticByPairs(s, t, TanhQ0, TanhQ1, TanhQ2, TanhQ3, TanhQ4);
        V y = x * (p / q);
        return V.Min(V.Create(1f), V.Max(V.Create(-1f), y));
    }
}
