using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

public static partial class Activation
{
    /// <summary>exp(-x) = 2^n p(r), -x = n ln 2 - r, p with the constants of <see cref="SigmoidPrecise(float)"/>.</summary>
    /// <param name="x">In [-88.7, 88]: n is in [-127, 128].</param>
    /// <param name="scale">2^n: 0 where n is -127, infinity where it is 128.</param>
    /// <returns>p(r).</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static V ExpOfMinus<V>(V x, out V scale)
        where V : struct, IVector<V>
    {
        V k = V.MultiplyAdd(x, V.Create(-Log2E), V.Create(RoundingBias));
        V n = k - V.Create(RoundingBias);
        V r = V.MultiplyAdd(n, V.Create(Ln2High), x);
        r = V.MultiplyAdd(n, V.Create(Ln2Low), r);
        V p = Quartic(r, SigmoidPreciseH0, SigmoidPreciseH1, SigmoidPreciseH2, SigmoidPreciseH3, SigmoidPreciseH4);
        p = V.MultiplyAdd(p, r, V.Create(-1f));
        p = V.MultiplyAdd(p, r, V.Create(1f));
        scale = V.ExponentOf(k);
        return p;
    }

    /// <summary>exp(x) where x is zero or below, to 2 units in the last place; 1 above, and below -87 what it is there: 1.6e-38.</summary>
    /// <param name="x">Any value: NaN gives NaN.</param>
    /// <returns>A value in (0, 1].</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    internal static float ExpOfNonPositive(float x) => ExpOfNonPositive(new F32(x)).Value;

    /// <inheritdoc cref="ExpOfNonPositive(float)"/>
    /// <typeparam name="V">The vector.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    internal static V ExpOfNonPositive<V>(V x)
        where V : struct, IVector<V>
    {
        x = V.Min(V.Create(SigmoidPreciseMax), V.Max(V.Create(0f), -x));
        V p = ExpOfMinus(x, out V scale);
        return p * scale;
    }

    /// <summary>As <see cref="ExpOfNonPositive{V}(V)"/>, but an exact 0 from -88 on, and so of minus infinity.</summary>
    /// <typeparam name="V">The vector.</typeparam>
    /// <param name="x">Any value: NaN gives NaN.</param>
    /// <returns>A value in [0, 1].</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    internal static V ExpOrZero<V>(V x)
        where V : struct, IVector<V>
    {
        x = V.Min(V.Create(SoftplusEnd), V.Max(V.Create(0f), -x));
        V p = ExpOfMinus(x, out V scale);
        return p * scale;
    }
}
