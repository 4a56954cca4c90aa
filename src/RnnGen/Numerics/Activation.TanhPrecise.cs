using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

public static partial class Activation
{
    // tanh a = e / (e + 1), e = expm1(2a)/2 = 2^n m(r) + (2^n - 1)/2, a = n ln(2)/2 + r, m(r) = expm1(2r)/2 = r + r^2 h(r) with the best h
    // of degree 4, relative error: tests/RnnGen.Accuracy/coefficients.py tanh-precise. Computed for abs(x), then given the sign of x.
    // The bound (where the result has long been 1) comes first in Min: x64 returns the second operand when one is NaN.
    private const float TanhPreciseMax = 10f;
    private const float TanhPreciseH0 = 0.99999994f;
    private const float TanhPreciseH1 = 0.66666174f;
    private const float TanhPreciseH2 = 0.3333376f;
    private const float TanhPreciseH3 = 0.13386476f;
    private const float TanhPreciseH4 = 4.442406e-2f;

    /// <summary>The hyperbolic tangent, with a small relative error everywhere; exactly odd.</summary>
    /// <remarks>The error is at most <see cref="ActivationError.TanhPreciseUlps"/> (2.6) units in the last place, and
    /// <see cref="ActivationError.TanhPrecise"/> (9.5e-8) absolute.</remarks>
    /// <param name="x">Any value: NaN gives NaN, an infinity gives the limit.</param>
    /// <returns>A value in [-1, 1] with the sign of <paramref name="x"/>; a zero gives itself.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float TanhPrecise(float x) => TanhPrecise(new F32(x)).Value;

    /// <inheritdoc cref="TanhPrecise(float)"/>
    /// <typeparam name="V">The vector.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static V TanhPrecise<V>(V x)
        where V : struct, IVector<V>
    {
        V a = V.Min(V.Create(TanhPreciseMax), V.Abs(x));
        V k = V.MultiplyAdd(a, V.Create(2f * Log2E), V.Create(RoundingBias));
        V n = k - V.Create(RoundingBias);
        V r = V.MultiplyAdd(n, V.Create(-0.5f * Ln2High), a);
        r = V.MultiplyAdd(n, V.Create(-0.5f * Ln2Low), r);
        V h = Quartic(r, TanhPreciseH0, TanhPreciseH1, TanhPreciseH2, TanhPreciseH3, TanhPreciseH4);
        V scale = V.ExponentOf(k);
        V m = V.MultiplyAdd(r * r, h, r);
        V offset = V.MultiplyAdd(scale, V.Create(0.5f), V.Create(-0.5f));
        V e = V.MultiplyAdd(m, scale, offset);
        V y = e / (e + V.Create(1f));
        return y | (x & V.Create(-0f));
    }
}
