using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

public static partial class Activation
{
    /// <summary>x where it is zero or above, else alpha * (exp(x) - 1), without cancellation near zero.</summary>
    /// <remarks>With an alpha of 1 the error is at most <see cref="ActivationError.EluUlps"/> (0.95) units in the last place, and
    /// <see cref="ActivationError.Elu"/> (4.3e-8) absolute; another alpha scales it and rounds once more.</remarks>
    /// <param name="x">Any value: NaN gives NaN, an infinity gives the limit.</param>
    /// <param name="alpha">The limit below zero is minus this, finite.</param>
    /// <returns>Any value; a zero gives itself.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Elu(float x, float alpha) => Elu(new F32(x), alpha).Value;

    /// <inheritdoc cref="Elu(float, float)"/>
    /// <typeparam name="V">The vector.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static V Elu<V>(V x, float alpha)
        where V : struct, IVector<V> =>
        V.Select(V.GreaterThanOrEqual(x, V.Create(0f)), x, V.Create(alpha) * Expm1(x));
}
