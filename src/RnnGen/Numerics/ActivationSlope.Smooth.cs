using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

public static partial class ActivationSlope
{
    /// <summary>1 where y is above zero, else y + alpha: the derivative of the exponential linear unit.</summary>
    /// <param name="y">The function's value, -alpha or above.</param>
    /// <param name="alpha">As the function's; zero or above, so that y has the sign of x.</param>
    /// <returns>1, or a value in [0, alpha].</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Elu(float y, float alpha) => y > 0f ? 1f : y + alpha;

    /// <inheritdoc cref="Elu(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> Elu(Vector128<float> y, float alpha) =>
        Vector128.ConditionalSelect(Vector128.GreaterThan(y, Vector128<float>.Zero), Vector128.Create(1f), y + Vector128.Create(alpha));

    /// <inheritdoc cref="Elu(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> Elu(Vector256<float> y, float alpha) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(y, Vector256<float>.Zero), Vector256.Create(1f), y + Vector256.Create(alpha));

    /// <inheritdoc cref="Elu(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> Elu(Vector512<float> y, float alpha) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(y, Vector512<float>.Zero), Vector512.Create(1f), y + Vector512.Create(alpha));

    /// <summary>(1 - abs(y))^2, the derivative of x / (1 + abs(x)).</summary>
    /// <param name="y">The function's value, in [-1, 1].</param>
    /// <returns>A value in [0, 1].</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Softsign(float y)
    {
        float d = 1f - float.Abs(y);
        return d * d;
    }

    /// <inheritdoc cref="Softsign(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> Softsign(Vector128<float> y)
    {
        Vector128<float> d = Vector128.Create(1f) - Vector128.Abs(y);
        return d * d;
    }

    /// <inheritdoc cref="Softsign(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> Softsign(Vector256<float> y)
    {
        Vector256<float> d = Vector256.Create(1f) - Vector256.Abs(y);
        return d * d;
    }

    /// <inheritdoc cref="Softsign(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> Softsign(Vector512<float> y)
    {
        Vector512<float> d = Vector512.Create(1f) - Vector512.Abs(y);
        return d * d;
    }

    /// <summary>1 - exp(-y), without cancellation near zero: the derivative of log(1 + exp(x)).</summary>
    /// <remarks>The error is at most <see cref="ActivationError.EluUlps"/> (0.95) units in the last place.</remarks>
    /// <param name="y">The function's value, zero or above.</param>
    /// <returns>A value in [0, 1].</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Softplus(float y) => 0f - Activation.Expm1(-y);

    /// <inheritdoc cref="Softplus(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> Softplus(Vector128<float> y) => Vector128<float>.Zero - Activation.Expm1(-y);

    /// <inheritdoc cref="Softplus(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> Softplus(Vector256<float> y) => Vector256<float>.Zero - Activation.Expm1(-y);

    /// <inheritdoc cref="Softplus(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> Softplus(Vector512<float> y) => Vector512<float>.Zero - Activation.Expm1(-y);
}
