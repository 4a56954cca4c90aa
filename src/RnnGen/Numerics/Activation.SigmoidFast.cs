using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

public static partial class Activation
{
    // As Sigmoid, of degree 2/2 in the absolute error on abs(x) <= 10.48: tests/RnnGen.Accuracy/coefficients.py sigmoid-fast.
    private const float SigmoidFastEnd = 109.8304f;
    private const float SigmoidFastP0 = 0.37490866f;
    private const float SigmoidFastP1 = 9.460249e-3f;
    private const float SigmoidFastP2 = 1.4808368e-5f;
    private const float SigmoidFastQ0 = 1.5f;
    private const float SigmoidFastQ1 = 0.16258365f;
    private const float SigmoidFastQ2 = 1.1625452e-3f;

    /// <summary>1 / (1 + exp(-x)), by a short rational approximation.</summary>
    /// <remarks>The absolute error is at most <see cref="ActivationError.SigmoidFast"/> (2.9e-5).</remarks>
    /// <param name="x">Any value: NaN gives NaN, an infinity gives the limit.</param>
    /// <returns>A value in [0, 1].</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float SigmoidFast(float x) => SigmoidFast(new F32(x)).Value;

    /// <inheritdoc cref="SigmoidFast(float)"/>
    /// <typeparam name="V">The vector.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static V SigmoidFast<V>(V x)
        where V : struct, IVector<V>
    {
        V s = V.Min(x * x, V.Create(SigmoidFastEnd));
        V p = Quadratic(s, SigmoidFastP0, SigmoidFastP1, SigmoidFastP2);
        V q = Quadratic(s, SigmoidFastQ0, SigmoidFastQ1, SigmoidFastQ2);
        V y = V.MultiplyAdd(x, p / q, V.Create(0.5f));
        return V.Min(V.Create(1f), V.Max(V.Create(0f), y));
    }
}
