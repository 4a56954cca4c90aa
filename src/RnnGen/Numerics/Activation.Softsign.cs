using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

public static partial class Activation
{
    // Computed for abs(x), then given the sign of x. The bound keeps infinity out of the quotient (which is 1 long before); it comes first
    // in MinNative: x64 returns the second operand when one is NaN.

    /// <summary>x / (1 + abs(x)); exactly odd.</summary>
    /// <remarks>The error is at most <see cref="ActivationError.SoftsignUlps"/> (1.5) units in the last place, and
    /// <see cref="ActivationError.Softsign"/> (8.94e-8) absolute.</remarks>
    /// <param name="x">Any value: NaN gives NaN, an infinity gives the limit.</param>
    /// <returns>A value in [-1, 1] with the sign of <paramref name="x"/>; a zero gives itself.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Softsign(float x)
    {
        float a = float.MinNative(float.MaxValue, float.Abs(x));
        return float.CopySign(a / (a + 1f), x);
    }

    /// <inheritdoc cref="Softsign(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> Softsign(Vector128<float> x)
    {
        Vector128<float> a = Vector128.MinNative(Vector128.Create(float.MaxValue), Vector128.Abs(x));
        return (a / (a + Vector128.Create(1f))) | (x & Vector128.Create(-0f));
    }

    /// <inheritdoc cref="Softsign(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> Softsign(Vector256<float> x)
    {
        Vector256<float> a = Vector256.MinNative(Vector256.Create(float.MaxValue), Vector256.Abs(x));
        return (a / (a + Vector256.Create(1f))) | (x & Vector256.Create(-0f));
    }

    /// <inheritdoc cref="Softsign(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> Softsign(Vector512<float> x)
    {
        Vector512<float> a = Vector512.MinNative(Vector512.Create(float.MaxValue), Vector512.Abs(x));
        return (a / (a + Vector512.Create(1f))) | (x & Vector512.Create(-0f));
    }
}
