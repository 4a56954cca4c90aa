using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

public static partial class Activation
{
    // sigmoid x = 1 / (1 + 2^n p(r)), -x = n ln 2 - r, p(r) = exp(-r) = 1 - r + r^2 h(r) with the best h of degree 4, relative error:
    // tests/RnnGen.Accuracy/coefficients.py sigmoid-precise. The bounds on x keep n in [-126, 128]; n = 128 makes the scale infinite
    // and the result an exact 0. Constants come first in Min and Max: x64 returns the second operand when one is NaN.
    private const float SigmoidPreciseMin = -88.7f;
    private const float SigmoidPreciseMax = 87f;
    private const float SigmoidPreciseH0 = 0.49999994f;
    private const float SigmoidPreciseH1 = -0.16666521f;
    private const float SigmoidPreciseH2 = 4.166839e-2f;
    private const float SigmoidPreciseH3 = -8.368745e-3f;
    private const float SigmoidPreciseH4 = 1.3814539e-3f;

    /// <summary>1 / (1 + exp(-x)), with a small relative error wherever the result is a normal number.</summary>
    /// <remarks>The error is at most <see cref="ActivationError.SigmoidPreciseUlps"/> (2.6) units in the last place for x of -87
    /// and above, where the result is a normal number, and
    /// <see cref="ActivationError.SigmoidPrecise"/> (9.5e-8) absolute. Below -88.4 the result is 0.</remarks>
    /// <param name="x">Any value: NaN gives NaN, an infinity gives the limit.</param>
    /// <returns>A value in [0, 1].</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float SigmoidPrecise(float x) => SigmoidPrecise(new F32(x)).Value;

    /// <inheritdoc cref="SigmoidPrecise(float)"/>
    /// <typeparam name="V">The vector.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static V SigmoidPrecise<V>(V x)
        where V : struct, IVector<V>
    {
        x = V.Min(V.Create(SigmoidPreciseMax), V.Max(V.Create(SigmoidPreciseMin), x));
        V p = ExpOfMinus(x, out V scale);
        return V.Create(1f) / V.MultiplyAdd(p, scale, V.Create(1f));
    }
}
