using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

public static partial class Activation
{
    /// <summary>x where it is zero or above, else alpha * x.</summary>
    /// <param name="x">Any value: NaN gives NaN, an infinity gives the limit (NaN where alpha is 0, as the product).</param>
    /// <param name="alpha">The slope below zero, finite.</param>
    /// <returns>Any value; a zero gives itself.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float LeakyRelu(float x, float alpha) => x >= 0f ? x : alpha * x;

    /// <inheritdoc cref="LeakyRelu(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> LeakyRelu(Vector128<float> x, float alpha) =>
        Vector128.ConditionalSelect(Vector128.GreaterThanOrEqual(x, Vector128<float>.Zero), x, Vector128.Create(alpha) * x);

    /// <inheritdoc cref="LeakyRelu(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> LeakyRelu(Vector256<float> x, float alpha) =>
        Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(x, Vector256<float>.Zero), x, Vector256.Create(alpha) * x);

    /// <inheritdoc cref="LeakyRelu(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> LeakyRelu(Vector512<float> x, float alpha) =>
        Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(x, Vector512<float>.Zero), x, Vector512.Create(alpha) * x);

    /// <summary>x where it is <paramref name="alpha"/> or above, else 0; exactly.</summary>
    /// <param name="x">Any value: NaN gives NaN.</param>
    /// <param name="alpha">The threshold, finite.</param>
    /// <returns>x where it is not below <paramref name="alpha"/>, else +0.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float ThresholdedRelu(float x, float alpha) => x < alpha ? 0f : x;

    /// <inheritdoc cref="ThresholdedRelu(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> ThresholdedRelu(Vector128<float> x, float alpha) =>
        Vector128.AndNot(x, Vector128.LessThan(x, Vector128.Create(alpha)));

    /// <inheritdoc cref="ThresholdedRelu(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> ThresholdedRelu(Vector256<float> x, float alpha) =>
        Vector256.AndNot(x, Vector256.LessThan(x, Vector256.Create(alpha)));

    /// <inheritdoc cref="ThresholdedRelu(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> ThresholdedRelu(Vector512<float> x, float alpha) =>
        Vector512.AndNot(x, Vector512.LessThan(x, Vector512.Create(alpha)));
}
