using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

public static partial class Activation
{
    // softplus x = max(x, 0) + log1p(e), e = exp(-abs(x)) = 2^n p(r) as in SigmoidPrecise, log1p(e) = e - e^2 P(e)/Q(e) with the best P/Q
    // of degree 2/2 on [0, 1], in the relative error of log1p: tests/RnnGen.Accuracy/coefficients.py softplus. At the bound on abs(x) n is
    // -127, which makes the scale, and so e, an exact 0. It comes first in Min: x64 returns the second operand when one is NaN.
    private const float SoftplusEnd = 88f;
    private const float SoftplusP0 = 0.76562136f;
    private const float SoftplusP1 = 0.4301416f;
    private const float SoftplusP2 = 3.712511e-3f;
    private const float SoftplusQ0 = 1.53125f;
    private const float SoftplusQ1 = 1.8809731f;
    private const float SoftplusQ2 = 0.49673694f;

    /// <summary>log(1 + exp(x)), without overflow, and with a small relative error wherever the result is a normal number.</summary>
    /// <remarks>The error is at most <see cref="ActivationError.SoftplusUlps"/> (2.5) units in the last place for x of -87 and above,
    /// where the result is a normal number. Below -87.7 the result is 0.</remarks>
    /// <param name="x">Any value: NaN gives NaN, an infinity gives the limit.</param>
    /// <returns>A value of zero or above.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Softplus(float x) => Softplus(new F32(x)).Value;

    /// <inheritdoc cref="Softplus(float)"/>
    /// <typeparam name="V">The vector.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static V Softplus<V>(V x)
        where V : struct, IVector<V>
    {
        V a = V.Min(V.Create(SoftplusEnd), V.Abs(x));
        V e = ExpOfMinus(a, out V scale);
        e *= scale;
        V p = Quadratic(e, SoftplusP0, SoftplusP1, SoftplusP2);
        V q = Quadratic(e, SoftplusQ0, SoftplusQ1, SoftplusQ2);
        return V.MultiplyAdd(e * -e, p / q, e) + Relu(x);
    }
}
