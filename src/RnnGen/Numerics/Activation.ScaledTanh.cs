using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

public static partial class Activation
{
    /// <summary>alpha * tanh(beta * x), by <see cref="Tanh(float)"/>; odd.</summary>
    /// <remarks>The error is alpha times that of <see cref="Tanh(float)"/>, and the rounding of the two products.</remarks>
    /// <param name="x">Any value: NaN gives NaN, an infinity gives the limit (NaN where beta is 0, as the product).</param>
    /// <param name="alpha">The factor of the result, finite.</param>
    /// <param name="beta">The factor of the argument, finite.</param>
    /// <returns>A value in [-abs(alpha), abs(alpha)].</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float ScaledTanh(float x, float alpha, float beta) => ScaledTanh(new F32(x), alpha, beta).Value;

    /// <inheritdoc cref="ScaledTanh(float, float, float)"/>
    /// <typeparam name="V">The vector.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static V ScaledTanh<V>(V x, float alpha, float beta)
        where V : struct, IVector<V> =>
        V.Create(alpha) * Tanh(V.Create(beta) * x);

    /// <summary>alpha * tanh(beta * x), by <see cref="TanhPrecise(float)"/>; odd.</summary>
    /// <remarks>The error is alpha times that of <see cref="TanhPrecise(float)"/>, and the rounding of the two products.</remarks>
    /// <param name="x">Any value: NaN gives NaN, an infinity gives the limit (NaN where beta is 0, as the product).</param>
    /// <param name="alpha">The factor of the result, finite.</param>
    /// <param name="beta">The factor of the argument, finite.</param>
    /// <returns>A value in [-abs(alpha), abs(alpha)].</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float ScaledTanhPrecise(float x, float alpha, float beta) => ScaledTanhPrecise(new F32(x), alpha, beta).Value;

    /// <inheritdoc cref="ScaledTanhPrecise(float, float, float)"/>
    /// <typeparam name="V">The vector.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static V ScaledTanhPrecise<V>(V x, float alpha, float beta)
        where V : struct, IVector<V> =>
        V.Create(alpha) * TanhPrecise(V.Create(beta) * x);

    /// <summary>alpha * tanh(beta * x), by <see cref="TanhFast(float)"/>; odd.</summary>
    /// <remarks>The error is alpha times that of <see cref="TanhFast(float)"/>, and the rounding of the two products.</remarks>
    /// <param name="x">Any value: NaN gives NaN, an infinity gives the limit (NaN where beta is 0, as the product).</param>
    /// <param name="alpha">The factor of the result, finite.</param>
    /// <param name="beta">The factor of the argument, finite.</param>
    /// <returns>A value in [-abs(alpha), abs(alpha)].</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float ScaledTanhFast(float x, float alpha, float beta) => ScaledTanhFast(new F32(x), alpha, beta).Value;

    /// <inheritdoc cref="ScaledTanhFast(float, float, float)"/>
    /// <typeparam name="V">The vector.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static V ScaledTanhFast<V>(V x, float alpha, float beta)
        where V : struct, IVector<V> =>
        V.Create(alpha) * TanhFast(V.Create(beta) * x);
}
