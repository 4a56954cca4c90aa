using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
    public static float Sigmoid(float y) => y * (1f - y);

    /// <inheritdoc cref="Sigmoid(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> Sigmoid(Vector128<float> y) => y * (Vector128.Create(1f) - y);

    /// <inheritdoc cref="Sigmoid(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> Sigmoid(Vector256<float> y) => y * (Vector256.Create(1f) - y);

    /// <inheritdoc cref="Sigmoid(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> Sigmoid(Vector512<float> y) => y * (Vector512.Create(1f) - y);

    /// <summary>1 - y * y, rounded once: the derivative of the hyperbolic tangent.</summary>
    /// <param name="y">The function's value, in [-1, 1].</param>
    /// <returns>A value in [0, 1].</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Tanh(float y) => float.MultiplyAddEstimate(-y, y, 1f);

    /// <inheritdoc cref="Tanh(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> Tanh(Vector128<float> y) => Fused.MultiplyAdd(-y, y, Vector128.Create(1f));

    /// <inheritdoc cref="Tanh(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> Tanh(Vector256<float> y) => Vector256.MultiplyAddEstimate(-y, y, Vector256.Create(1f));

    /// <inheritdoc cref="Tanh(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> Tanh(Vector512<float> y) => Vector512.MultiplyAddEstimate(-y, y, Vector512.Create(1f));

    /// <summary>alpha * beta * (1 - (y / alpha)^2), the derivative of alpha * tanh(beta * x).</summary>
    /// <remarks>The quotient is 1 or -1 exactly where the function has its limit, and 1 - q * q is rounded once: the derivative is 0 there, and nowhere of
    /// the wrong sign. The product with 1 / alpha would not do: it may be above 1, and what is below zero then multiplies from step to step.</remarks>
    /// <param name="y">The function's value, in [-abs(alpha), abs(alpha)].</param>
    /// <param name="alpha">As the function's; not 0.</param>
    /// <param name="beta">As the function's.</param>
    /// <returns>A value between 0 and alpha * beta.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float ScaledTanh(float y, float alpha, float beta) => alpha * (beta * Tanh(y / alpha));

    /// <inheritdoc cref="ScaledTanh(float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> ScaledTanh(Vector128<float> y, float alpha, float beta) =>
        Vector128.Create(alpha) * (Vector128.Create(beta) * Tanh(y / Vector128.Create(alpha)));

    /// <inheritdoc cref="ScaledTanh(float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> ScaledTanh(Vector256<float> y, float alpha, float beta) =>
        Vector256.Create(alpha) * (Vector256.Create(beta) * Tanh(y / Vector256.Create(alpha)));

    /// <inheritdoc cref="ScaledTanh(float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> ScaledTanh(Vector512<float> y, float alpha, float beta) =>
        Vector512.Create(alpha) * (Vector512.Create(beta) * Tanh(y / Vector512.Create(alpha)));
}
