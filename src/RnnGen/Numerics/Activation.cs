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
}
