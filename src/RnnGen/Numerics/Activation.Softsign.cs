using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

public static partial class Activation
{
    // Computed for abs(x), then given the sign of x. The bound keeps infinity out of the quotient (which is 1 long before); it comes first
    // in Min: x64 returns the second operand when one is NaN.

    /// <summary>x / (1 + abs(x)); exactly odd.</summary>
    /// <remarks>The error is at most <see cref="ActivationError.SoftsignUlps"/> (1.5) units in the last place, and
    /// <see cref="ActivationError.Softsign"/> (8.94e-8) absolute.</remarks>
    /// <param name="x">Any value: NaN gives NaN, an infinity gives the limit.</param>
    /// <returns>A value in [-1, 1] with the sign of <paramref name="x"/>; a zero gives itself.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Softsign(float x) => Softsign(new F32(x)).Value;

    /// <inheritdoc cref="Softsign(float)"/>
    /// <typeparam name="V">The vector.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static V Softsign<V>(V x)
        where V : struct, IVector<V>
    {
        V a = V.Min(V.Create(float.MaxValue), V.Abs(x));
        return (a / (a + V.Create(1f))) | (x & V.Create(-0f));
    }
}
