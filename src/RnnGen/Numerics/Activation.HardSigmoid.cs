using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

public static partial class Activation
{
    // The lower bound by comparison, as in Relu: of two zeros, maxima of different hardware return different ones. The constant comes first
    // in MinNative: x64 returns the second operand when one is NaN.

    /// <summary>min(max(alpha * x + beta, 0), 1), the product and the sum rounded once, together.</summary>
    /// <param name="x">Any value: NaN gives NaN, an infinity gives the limit.</param>
    /// <param name="alpha">The slope, finite.</param>
    /// <param name="beta">The value at 0, finite.</param>
    /// <returns>A value in [0, 1].</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float HardSigmoid(float x, float alpha, float beta)
    {
        float y = float.MultiplyAddEstimate(x, alpha, beta);
        return float.MinNative(1f, y <= 0f ? 0f : y);
    }

    /// <inheritdoc cref="HardSigmoid(float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> HardSigmoid(Vector128<float> x, float alpha, float beta)
    {
        Vector128<float> y = Fused.MultiplyAdd(x, Vector128.Create(alpha), Vector128.Create(beta));
        y = Vector128.AndNot(y, Vector128.LessThanOrEqual(y, Vector128<float>.Zero));
        return Vector128.MinNative(Vector128.Create(1f), y);
    }

    /// <inheritdoc cref="HardSigmoid(float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> HardSigmoid(Vector256<float> x, float alpha, float beta)
    {
        Vector256<float> y = Vector256.MultiplyAddEstimate(x, Vector256.Create(alpha), Vector256.Create(beta));
        y = Vector256.AndNot(y, Vector256.LessThanOrEqual(y, Vector256<float>.Zero));
        return Vector256.MinNative(Vector256.Create(1f), y);
    }

    /// <inheritdoc cref="HardSigmoid(float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> HardSigmoid(Vector512<float> x, float alpha, float beta)
    {
        Vector512<float> y = Vector512.MultiplyAddEstimate(x, Vector512.Create(alpha), Vector512.Create(beta));
        y = Vector512.AndNot(y, Vector512.LessThanOrEqual(y, Vector512<float>.Zero));
        return Vector512.MinNative(Vector512.Create(1f), y);
    }
}
