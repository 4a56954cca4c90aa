using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

public static partial class Activation
{
    // The lower bound by comparison, as in Relu: of two zeros, maxima of different hardware return different ones. The constant comes first
    // in Min: x64 returns the second operand when one is NaN.

    /// <summary>min(max(alpha * x + beta, 0), 1), the product and the sum rounded once, together.</summary>
    /// <param name="x">Any value: NaN gives NaN, an infinity gives the limit.</param>
    /// <param name="alpha">The slope, finite.</param>
    /// <param name="beta">The value at 0, finite.</param>
    /// <returns>A value in [0, 1].</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float HardSigmoid(float x, float alpha, float beta) => HardSigmoid(new F32(x), alpha, beta).Value;

    /// <inheritdoc cref="HardSigmoid(float, float, float)"/>
    /// <typeparam name="V">The vector.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static V HardSigmoid<V>(V x, float alpha, float beta)
        where V : struct, IVector<V>
    {
        V y = V.MultiplyAdd(x, V.Create(alpha), V.Create(beta));
        y = V.AndNot(y, V.GreaterThanOrEqual(V.Create(0f), y));
        return V.Min(V.Create(1f), y);
    }
}
