using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

public static partial class Activation
{
    // expm1 x = 2^n m(r) + (2^n - 1), x = n ln 2 + r, m(r) = expm1(r) = r + r^2 h(r) with the best h of degree 4, relative error:
    // tests/RnnGen.Accuracy/coefficients.py expm1. For x <= 0 the sum does not cancel. At the lower bound the result has long been -1; the
    // bounds come first in Min and Max: x64 returns the second operand when one is NaN.
    private const float Expm1Min = -20f;
    private const float Expm1H0 = 0.49999997f;
    private const float Expm1H1 = 0.16666538f;
    private const float Expm1H2 = 4.1667208e-2f;
    private const float Expm1H3 = 8.3665475e-3f;
    private const float Expm1H4 = 1.3882519e-3f;

    /// <summary>exp(x) - 1 where x is zero or below, with a small relative error; 0 above.</summary>
    /// <param name="x">Any value: NaN gives NaN.</param>
    /// <returns>A value in [-1, 0].</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    internal static float Expm1(float x) => Expm1(new F32(x)).Value;

    /// <inheritdoc cref="Expm1(float)"/>
    /// <typeparam name="V">The vector.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    internal static V Expm1<V>(V x)
        where V : struct, IVector<V>
    {
        x = V.Min(V.Create(0f), V.Max(V.Create(Expm1Min), x));
        V k = V.MultiplyAdd(x, V.Create(Log2E), V.Create(RoundingBias));
        V n = k - V.Create(RoundingBias);
        V r = V.MultiplyAdd(n, V.Create(-Ln2High), x);
        r = V.MultiplyAdd(n, V.Create(-Ln2Low), r);
        V h = Quartic(r, Expm1H0, Expm1H1, Expm1H2, Expm1H3, Expm1H4);
        V m = V.MultiplyAdd(r * r, h, r);
        V scale = V.ExponentOf(k);
        return V.MultiplyAdd(m, scale, scale - V.Create(1f));
    }
}
