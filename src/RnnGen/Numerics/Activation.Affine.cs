using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

public static partial class Activation
{
    /// <summary>alpha * x + beta, rounded once.</summary>
    /// <param name="x">Any value: NaN gives NaN, an infinity gives the limit (NaN where alpha is 0, as the product).</param>
    /// <param name="alpha">The factor, finite.</param>
    /// <param name="beta">The addend, finite.</param>
    /// <returns>Any value.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Affine(float x, float alpha, float beta) => float.MultiplyAddEstimate(x, alpha, beta);

    /// <inheritdoc cref="Affine(float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> Affine(Vector128<float> x, float alpha, float beta) =>
        Fused.MultiplyAdd(x, Vector128.Create(alpha), Vector128.Create(beta));

    /// <inheritdoc cref="Affine(float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> Affine(Vector256<float> x, float alpha, float beta) =>
        Vector256.MultiplyAddEstimate(x, Vector256.Create(alpha), Vector256.Create(beta));

    /// <inheritdoc cref="Affine(float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> Affine(Vector512<float> x, float alpha, float beta) =>
        Vector512.MultiplyAddEstimate(x, Vector512.Create(alpha), Vector512.Create(beta));

    /// <summary>min(max(x, -limit), limit), exactly.</summary>
    /// <param name="x">Any value: NaN gives NaN.</param>
    /// <param name="limit">The bound of the absolute value, above zero.</param>
    /// <returns>A value in [-limit, limit].</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Clip(float x, float limit)
    {
        // The bounds come first: x64 returns the second operand when one is NaN.
        return float.MinNative(limit, float.MaxNative(-limit, x));
    }

    /// <inheritdoc cref="Clip(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> Clip(Vector128<float> x, float limit) =>
        Vector128.MinNative(Vector128.Create(limit), Vector128.MaxNative(Vector128.Create(-limit), x));

    /// <inheritdoc cref="Clip(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> Clip(Vector256<float> x, float limit) =>
        Vector256.MinNative(Vector256.Create(limit), Vector256.MaxNative(Vector256.Create(-limit), x));

    /// <inheritdoc cref="Clip(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> Clip(Vector512<float> x, float limit) =>
        Vector512.MinNative(Vector512.Create(limit), Vector512.MaxNative(Vector512.Create(-limit), x));
}
