using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

public static partial class Activation
{
    /// <summary>x where it is zero or above, else alpha * x.</summary>
    /// <param name="x">Any value: NaN gives NaN, an infinity gives the limit (NaN where alpha is 0, as the product).</param>
    /// <param name="alpha">The slope below zero, finite.</param>
    /// <returns>Any value; a zero gives itself.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float LeakyRelu(float x, float alpha) => LeakyRelu(new F32(x), alpha).Value;

    /// <inheritdoc cref="LeakyRelu(float, float)"/>
    /// <typeparam name="V">The vector.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static V LeakyRelu<V>(V x, float alpha)
        where V : struct, IVector<V> =>
        V.Select(V.GreaterThanOrEqual(x, V.Create(0f)), x, V.Create(alpha) * x);

    /// <summary>x where it is <paramref name="alpha"/> or above, else 0; exactly.</summary>
    /// <param name="x">Any value: NaN gives NaN.</param>
    /// <param name="alpha">The threshold, finite.</param>
    /// <returns>x where it is not below <paramref name="alpha"/>, else +0.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float ThresholdedRelu(float x, float alpha) => ThresholdedRelu(new F32(x), alpha).Value;

    /// <inheritdoc cref="ThresholdedRelu(float, float)"/>
    /// <typeparam name="V">The vector.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static V ThresholdedRelu<V>(V x, float alpha)
        where V : struct, IVector<V> =>
        V.AndNot(x, V.GreaterThan(V.Create(alpha), x));
}
