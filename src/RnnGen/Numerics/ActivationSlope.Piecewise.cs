using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

public static partial class ActivationSlope
{
    /// <summary>1 where y is above zero, else 0: the derivative of the rectifier.</summary>
    /// <param name="y">The function's value.</param>
    /// <returns>0 or 1.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Relu(float y) => y > 0f ? 1f : 0f;

    /// <inheritdoc cref="Relu(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> Relu(Vector128<float> y) => Vector128.GreaterThan(y, Vector128<float>.Zero) & Vector128.Create(1f);

    /// <inheritdoc cref="Relu(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> Relu(Vector256<float> y) => Vector256.GreaterThan(y, Vector256<float>.Zero) & Vector256.Create(1f);

    /// <inheritdoc cref="Relu(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> Relu(Vector512<float> y) => Vector512.GreaterThan(y, Vector512<float>.Zero) & Vector512.Create(1f);

    /// <summary>1 where y is above zero, else alpha: the derivative of the leaky rectifier.</summary>
    /// <param name="y">The function's value.</param>
    /// <param name="alpha">As the function's; zero or above, so that y has the sign of x.</param>
    /// <returns>1 or <paramref name="alpha"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float LeakyRelu(float y, float alpha) => y > 0f ? 1f : alpha;

    /// <inheritdoc cref="LeakyRelu(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> LeakyRelu(Vector128<float> y, float alpha) =>
        Vector128.ConditionalSelect(Vector128.GreaterThan(y, Vector128<float>.Zero), Vector128.Create(1f), Vector128.Create(alpha));

    /// <inheritdoc cref="LeakyRelu(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> LeakyRelu(Vector256<float> y, float alpha) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(y, Vector256<float>.Zero), Vector256.Create(1f), Vector256.Create(alpha));

    /// <inheritdoc cref="LeakyRelu(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> LeakyRelu(Vector512<float> y, float alpha) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(y, Vector512<float>.Zero), Vector512.Create(1f), Vector512.Create(alpha));

    /// <summary>1 where y is not zero, else 0: the derivative of the rectifier with a threshold.</summary>
    /// <param name="y">The function's value.</param>
    /// <returns>0 or 1.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float ThresholdedRelu(float y) => y == 0f ? 0f : 1f;

    /// <inheritdoc cref="ThresholdedRelu(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> ThresholdedRelu(Vector128<float> y) =>
        Vector128.AndNot(Vector128.Create(1f), Vector128.Equals(y, Vector128<float>.Zero));

    /// <inheritdoc cref="ThresholdedRelu(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> ThresholdedRelu(Vector256<float> y) =>
        Vector256.AndNot(Vector256.Create(1f), Vector256.Equals(y, Vector256<float>.Zero));

    /// <inheritdoc cref="ThresholdedRelu(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> ThresholdedRelu(Vector512<float> y) =>
        Vector512.AndNot(Vector512.Create(1f), Vector512.Equals(y, Vector512<float>.Zero));

    /// <summary>alpha where y is inside (0, 1), else 0: the derivative of the hard sigmoid.</summary>
    /// <param name="y">The function's value, in [0, 1].</param>
    /// <param name="alpha">As the function's.</param>
    /// <returns>0 or <paramref name="alpha"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float HardSigmoid(float y, float alpha) => y > 0f && y < 1f ? alpha : 0f;

    /// <inheritdoc cref="HardSigmoid(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> HardSigmoid(Vector128<float> y, float alpha)
    {
        Vector128<float> inside = Vector128.GreaterThan(y, Vector128<float>.Zero) & Vector128.LessThan(y, Vector128.Create(1f));
        return inside & Vector128.Create(alpha);
    }

    /// <inheritdoc cref="HardSigmoid(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> HardSigmoid(Vector256<float> y, float alpha)
    {
        Vector256<float> inside = Vector256.GreaterThan(y, Vector256<float>.Zero) & Vector256.LessThan(y, Vector256.Create(1f));
        return inside & Vector256.Create(alpha);
    }

    /// <inheritdoc cref="HardSigmoid(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> HardSigmoid(Vector512<float> y, float alpha)
    {
        Vector512<float> inside = Vector512.GreaterThan(y, Vector512<float>.Zero) & Vector512.LessThan(y, Vector512.Create(1f));
        return inside & Vector512.Create(alpha);
    }

    /// <summary>alpha: the derivative of alpha * x + beta.</summary>
    /// <param name="y">The function's value, which the derivative does not depend on.</param>
    /// <param name="alpha">As the function's.</param>
    /// <returns><paramref name="alpha"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Affine(float y, float alpha) => alpha;

    /// <inheritdoc cref="Affine(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> Affine(Vector128<float> y, float alpha) => Vector128.Create(alpha);

    /// <inheritdoc cref="Affine(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> Affine(Vector256<float> y, float alpha) => Vector256.Create(alpha);

    /// <inheritdoc cref="Affine(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> Affine(Vector512<float> y, float alpha) => Vector512.Create(alpha);
}
