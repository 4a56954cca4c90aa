using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

public static partial class ActivationSlope
{
    /// <summary>1 where y is above zero, else y + alpha: the derivative of the exponential linear unit.</summary>
    /// <param name="y">The function's value, -alpha or above.</param>
    /// <param name="alpha">As the function's; zero or above, so that y has the sign of x.</param>
    /// <returns>1, or a value in [0, alpha].</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Elu(float y, float alpha) => Elu(new F32(y), alpha).Value;

    /// <inheritdoc cref="Elu(float, float)"/>
    /// <typeparam name="V">The vector.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static V Elu<V>(V y, float alpha)
        where V : struct, IVector<V> =>
        V.Select(V.GreaterThan(y, V.Create(0f)), V.Create(1f), y + V.Create(alpha));

    /// <summary>(1 - abs(y))^2, the derivative of x / (1 + abs(x)).</summary>
    /// <param name="y">The function's value, in [-1, 1].</param>
    /// <returns>A value in [0, 1].</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Softsign(float y) => Softsign(new F32(y)).Value;

    /// <inheritdoc cref="Softsign(float)"/>
    /// <typeparam name="V">The vector.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static V Softsign<V>(V y)
        where V : struct, IVector<V>
    {
        V d = V.Create(1f) - V.Abs(y);
        return d * d;
    }

    /// <summary>1 - exp(-y), without cancellation near zero: the derivative of log(1 + exp(x)).</summary>
    /// <remarks>The error is at most <see cref="ActivationError.EluUlps"/> (0.95) units in the last place.</remarks>
    /// <param name="y">The function's value, zero or above.</param>
    /// <returns>A value in [0, 1].</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Softplus(float y) => Softplus(new F32(y)).Value;

    /// <inheritdoc cref="Softplus(float)"/>
    /// <typeparam name="V">The vector.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static V Softplus<V>(V y)
        where V : struct, IVector<V> =>
        V.Create(0f) - Activation.Expm1(-y);
}
