using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

public static partial class ActivationSlope
{
    /// <summary>1 where y is above zero, else 0: the derivative of the rectifier.</summary>
    /// <param name="y">The function's value.</param>
    /// <returns>0 or 1.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Relu(float y) => Relu(new F32(y)).Value;

    /// <inheritdoc cref="Relu(float)"/>
    /// <typeparam name="V">The vector.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static V Relu<V>(V y)
        where V : struct, IVector<V> =>
        V.GreaterThan(y, V.Create(0f)) & V.Create(1f);

    /// <summary>1 where y is above zero, else alpha: the derivative of the leaky rectifier.</summary>
    /// <param name="y">The function's value.</param>
    /// <param name="alpha">As the function's; zero or above, so that y has the sign of x.</param>
    /// <returns>1 or <paramref name="alpha"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float LeakyRelu(float y, float alpha) => LeakyRelu(new F32(y), alpha).Value;

    /// <inheritdoc cref="LeakyRelu(float, float)"/>
    /// <typeparam name="V">The vector.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static V LeakyRelu<V>(V y, float alpha)
        where V : struct, IVector<V> =>
        V.Select(V.GreaterThan(y, V.Create(0f)), V.Create(1f), V.Create(alpha));

    /// <summary>1 where y is not zero, else 0: the derivative of the rectifier with a threshold.</summary>
    /// <param name="y">The function's value.</param>
    /// <returns>0 or 1.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float ThresholdedRelu(float y) => ThresholdedRelu(new F32(y)).Value;

    /// <inheritdoc cref="ThresholdedRelu(float)"/>
    /// <typeparam name="V">The vector.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static V ThresholdedRelu<V>(V y)
        where V : struct, IVector<V> =>
        V.AndNot(V.Create(1f), V.AreEqual(y, V.Create(0f)));

    /// <summary>alpha where y is inside (0, 1), else 0: the derivative of the hard sigmoid.</summary>
    /// <param name="y">The function's value, in [0, 1].</param>
    /// <param name="alpha">As the function's.</param>
    /// <returns>0 or <paramref name="alpha"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float HardSigmoid(float y, float alpha) => HardSigmoid(new F32(y), alpha).Value;

    /// <inheritdoc cref="HardSigmoid(float, float)"/>
    /// <typeparam name="V">The vector.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static V HardSigmoid<V>(V y, float alpha)
        where V : struct, IVector<V>
    {
        V inside = V.GreaterThan(y, V.Create(0f)) & V.GreaterThan(V.Create(1f), y);
        return inside & V.Create(alpha);
    }

    /// <summary>alpha: the derivative of alpha * x + beta.</summary>
    /// <param name="y">The function's value, which the derivative does not depend on.</param>
    /// <param name="alpha">As the function's.</param>
    /// <returns><paramref name="alpha"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Affine(float y, float alpha) => Affine(new F32(y), alpha).Value;

    /// <inheritdoc cref="Affine(float, float)"/>
    /// <typeparam name="V">The vector.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static V Affine<V>(V y, float alpha)
        where V : struct, IVector<V> =>
        V.Create(alpha);
}
