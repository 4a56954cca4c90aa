using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

/// <summary>The activation functions of a cell's gates and states, one value or one vector at a time; the sigmoid and the hyperbolic
/// tangent in the three accuracies of <see cref="Accuracy"/>.</summary>
/// <remarks>
/// <para>On hardware with fused multiply-add each function gives the same bits for a value alone and for a value in a vector of any
/// width: every form does the same operations in the same order. Without it the results differ in the last bits.</para>
/// <para>NaN gives NaN, an infinity gives the limit, an odd function is exactly odd, and no result leaves the function's range. There is
/// no table, and no vector form branches. What <see cref="ActivationError"/> states was found by walking every float; functions that it
/// does not name are exact, or round each of their one or two operations once.</para>
/// <para>The parameters (alpha, beta, limit) are those of ONNX, the same for all lanes; constants in emitted code.</para>
/// </remarks>
public static partial class Activation
{
    // AggressiveInlining and AggressiveOptimization on every form: inlined, and where the JIT's inliner gives up (its budget is the
    // caller's) called, but never as tier-0 code.

    // 1/ln 2, and ln 2 in two pieces; the first has 12 bits, so that its product with any exponent is exact without fused multiply-add too.
    private const float Log2E = 1.442695f;
    private const float Ln2High = 0.69311523f;
    private const float Ln2Low = 3.1946183e-5f;

    // Added to a number, 1.5 * 2^23 leaves it rounded to an integer n in the low bits; the 127 more make those bits the exponent of 2^n.
    private const float RoundingBias = 12583039f;

    // The least that abs(x) counts for in a polynomial of x^2: far below what changes a bit of it, and far enough above 0 for x^4 not to underflow, which is slow.
    private const float SmallestArgument = 1e-6f;

    /// <summary>c0 + c1 s + c2 s^2, by Horner's rule.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static V Quadratic<V>(V s, float c0, float c1, float c2)
        where V : struct, IVector<V> =>
        V.MultiplyAdd(V.MultiplyAdd(V.Create(c2), s, V.Create(c1)), s, V.Create(c0));

    /// <summary>c0 + c1 r + ... + c4 r^4, by Horner's rule.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static V Quartic<V>(V r, float c0, float c1, float c2, float c3, float c4)
        where V : struct, IVector<V>
    {
        V p = V.MultiplyAdd(V.Create(c4), r, V.Create(c3));
        p = V.MultiplyAdd(p, r, V.Create(c2));
        p = V.MultiplyAdd(p, r, V.Create(c1));
        return V.MultiplyAdd(p, r, V.Create(c0));
    }

    /// <summary>c0 + c1 s + ... + c4 s^4 by pairs (Estrin), t = s^2: a shorter chain than Horner's rule, and it rounds less.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static V QuarticByPairs<V>(V s, V t, float c0, float c1, float c2, float c3, float c4)
        where V : struct, IVector<V>
    {
        V high = V.MultiplyAdd(V.Create(c3), s, V.Create(c2));
        high = V.MultiplyAdd(V.Create(c4), t, high);
        V low = V.MultiplyAdd(V.Create(c1), s, V.Create(c0));
        return V.MultiplyAdd(high, t, low);
    }
}
