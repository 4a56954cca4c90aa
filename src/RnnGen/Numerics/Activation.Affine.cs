using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

public static partial class Activation
{
    /// <summary>alpha * x + beta, rounded once.</summary>
    /// <param name="x">Any value: NaN gives NaN, an infinity gives the limit (NaN where alpha is 0, as the product).</param>
    /// <param name="alpha">The factor, finite.</param>
    /// <param name="beta">The addend, finite.</param>
    /// <returns>Any value.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Affine(float x, float alpha, float beta) => Affine(new F32(x), alpha, beta).Value;

    /// <inheritdoc cref="Affine(float, float, float)"/>
    /// <typeparam name="V">The vector.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static V Affine<V>(V x, float alpha, float beta)
        where V : struct, IVector<V> =>
        V.MultiplyAdd(x, V.Create(alpha), V.Create(beta));

    /// <summary>min(max(x, -limit), limit), exactly.</summary>
    /// <param name="x">Any value: NaN gives NaN.</param>
    /// <param name="limit">The bound of the absolute value, above zero.</param>
    /// <returns>A value in [-limit, limit].</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Clip(float x, float limit) => Clip(new F32(x), limit).Value;

    /// <inheritdoc cref="Clip(float, float)"/>
    /// <typeparam name="V">The vector.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static V Clip<V>(V x, float limit)
        where V : struct, IVector<V> =>
        V.Min(V.Create(limit), V.Max(V.Create(-limit), x));
}
