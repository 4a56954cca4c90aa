using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

/// <summary>The derivatives of <see cref="Activation"/>'s functions, computed from their value y (what a tape keeps), one value or one
/// vector at a time.</summary>
/// <remarks>
/// <para>On hardware with fused multiply-add each function gives the same bits for a value alone and for a value in a vector of any
/// width. No vector form branches. At a kink, and for NaN, the derivative is what the formula gives.</para>
/// <para>The accuracy of the function itself does not matter: one derivative serves all three of <see cref="Accuracy"/>.</para>
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class ActivationSlope
{
    /// <summary>y * (1 - y), the derivative of the sigmoid.</summary>
    /// <param name="y">The function's value, in [0, 1].</param>
    /// <returns>A value in [0, 1/4].</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Sigmoid(float y) => Sigmoid(new F32(y)).Value;

    /// <inheritdoc cref="Sigmoid(float)"/>
    /// <typeparam name="V">The vector.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static V Sigmoid<V>(V y)
        where V : struct, IVector<V> =>
        y * (V.Create(1f) - y);

    /// <summary>1 - y * y, rounded once: the derivative of the hyperbolic tangent.</summary>
    /// <param name="y">The function's value, in [-1, 1].</param>
    /// <returns>A value in [0, 1].</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Tanh(float y) => Tanh(new F32(y)).Value;

    /// <inheritdoc cref="Tanh(float)"/>
    /// <typeparam name="V">The vector.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static V Tanh<V>(V y)
        where V : struct, IVector<V> =>
        V.MultiplyAdd(-y, y, V.Create(1f));

    /// <summary>alpha * beta * (1 - (y / alpha)^2), the derivative of alpha * tanh(beta * x).</summary>
    /// <remarks>The quotient is 1 or -1 exactly where the function has its limit, and 1 - q * q is rounded once: the derivative is 0 there, and nowhere of
    /// the wrong sign. The product with 1 / alpha would not do: it may be above 1, and what is below zero then multiplies from step to step.</remarks>
    /// <param name="y">The function's value, in [-abs(alpha), abs(alpha)].</param>
    /// <param name="alpha">As the function's; not 0.</param>
    /// <param name="beta">As the function's.</param>
    /// <returns>A value between 0 and alpha * beta.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float ScaledTanh(float y, float alpha, float beta) => ScaledTanh(new F32(y), alpha, beta).Value;

    /// <inheritdoc cref="ScaledTanh(float, float, float)"/>
    /// <typeparam name="V">The vector.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static V ScaledTanh<V>(V y, float alpha, float beta)
        where V : struct, IVector<V> =>
        V.Create(alpha) * (V.Create(beta) * Tanh(y / V.Create(alpha)));
}
