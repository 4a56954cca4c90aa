using System.Runtime.CompilerServices;

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
    public static float TanhFast(float x) => TanhFast(new F32(x)).Value;

    /// <inheritdoc cref="TanhFast(float)"/>
    /// <typeparam name="V">The vector.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static V TanhFast<V>(V x)
        where V : struct, IVector<V>
    {
        V s = V.Min(x * x, V.Create(TanhFastEnd));
        V p = Quadratic(s, TanhFastP0, TanhFastP1, TanhFastP2);
        V q = Quadratic(s, TanhFastQ0, TanhFastQ1, TanhFastQ2);
        V y = x * (p / q);
        return V.Min(V.Create(1f), V.Max(V.Create(-1f), y));
    }
}
