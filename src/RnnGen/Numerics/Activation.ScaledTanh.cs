using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
    public static float ScaledTanh(float x, float alpha, float beta) => alpha * Tanh(beta * x);

    /// <inheritdoc cref="ScaledTanh(float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> ScaledTanh(Vector128<float> x, float alpha, float beta) =>
        Vector128.Create(alpha) * Tanh(Vector128.Create(beta) * x);

    /// <inheritdoc cref="ScaledTanh(float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> ScaledTanh(Vector256<float> x, float alpha, float beta) =>
        Vector256.Create(alpha) * Tanh(Vector256.Create(beta) * x);

    /// <inheritdoc cref="ScaledTanh(float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> ScaledTanh(Vector512<float> x, float alpha, float beta) =>
        Vector512.Create(alpha) * Tanh(Vector512.Create(beta) * x);

    /// <summary>alpha * tanh(beta * x), by <see cref="TanhPrecise(float)"/>; odd.</summary>
    /// <remarks>The error is alpha times that of <see cref="TanhPrecise(float)"/>, and the rounding of the two products.</remarks>
    /// <param name="x">Any value: NaN gives NaN, an infinity gives the limit (NaN where beta is 0, as the product).</param>
    /// <param name="alpha">The factor of the result, finite.</param>
    /// <param name="beta">The factor of the argument, finite.</param>
    /// <returns>A value in [-abs(alpha), abs(alpha)].</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float ScaledTanhPrecise(float x, float alpha, float beta) => alpha * TanhPrecise(beta * x);

    /// <inheritdoc cref="ScaledTanhPrecise(float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> ScaledTanhPrecise(Vector128<float> x, float alpha, float beta) =>
        Vector128.Create(alpha) * TanhPrecise(Vector128.Create(beta) * x);

    /// <inheritdoc cref="ScaledTanhPrecise(float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> ScaledTanhPrecise(Vector256<float> x, float alpha, float beta) =>
        Vector256.Create(alpha) * TanhPrecise(Vector256.Create(beta) * x);

    /// <inheritdoc cref="ScaledTanhPrecise(float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> ScaledTanhPrecise(Vector512<float> x, float alpha, float beta) =>
        Vector512.Create(alpha) * TanhPrecise(Vector512.Create(beta) * x);

    /// <summary>alpha * tanh(beta * x), by <see cref="TanhFast(float)"/>; odd.</summary>
    /// <remarks>The error is alpha times that of <see cref="TanhFast(float)"/>, and the rounding of the two products.</remarks>
    /// <param name="x">Any value: NaN gives NaN, an infinity gives the limit (NaN where beta is 0, as the product).</param>
    /// <param name="alpha">The factor of the result, finite.</param>
    /// <param name="beta">The factor of the argument, finite.</param>
    /// <returns>A value in [-abs(alpha), abs(alpha)].</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float ScaledTanhFast(float x, float alpha, float beta) => alpha * TanhFast(beta * x);

    /// <inheritdoc cref="ScaledTanhFast(float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> ScaledTanhFast(Vector128<float> x, float alpha, float beta) =>
        Vector128.Create(alpha) * TanhFast(Vector128.Create(beta) * x);

    /// <inheritdoc cref="ScaledTanhFast(float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> ScaledTanhFast(Vector256<float> x, float alpha, float beta) =>
        Vector256.Create(alpha) * TanhFast(Vector256.Create(beta) * x);

    /// <inheritdoc cref="ScaledTanhFast(float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> ScaledTanhFast(Vector512<float> x, float alpha, float beta) =>
        Vector512.Create(alpha) * TanhFast(Vector512.Create(beta) * x);
}
