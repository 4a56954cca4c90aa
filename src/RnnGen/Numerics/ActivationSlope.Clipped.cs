using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

public static partial class ActivationSlope
{
    /// <summary>The derivative of a function of a clipped argument (<see cref="Activation.Clip(float, float)"/>): 0 where the argument was
    /// clipped, which the function's value tells.</summary>
    /// <param name="slope">The function's derivative at <paramref name="y"/>.</param>
    /// <param name="y">The function's value.</param>
    /// <param name="lower">The function's value at minus the limit, by the form that gave <paramref name="y"/>.</param>
    /// <param name="upper">The function's value at the limit, by the same form.</param>
    /// <returns>+0 where y is <paramref name="lower"/> or <paramref name="upper"/>, else <paramref name="slope"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Clipped(float slope, float y, float lower, float upper) => y == lower || y == upper ? 0f : slope;

    /// <inheritdoc cref="Clipped(float, float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> Clipped(Vector128<float> slope, Vector128<float> y, float lower, float upper)
    {
        Vector128<float> clipped = Vector128.Equals(y, Vector128.Create(lower)) | Vector128.Equals(y, Vector128.Create(upper));
        return Vector128.AndNot(slope, clipped);
    }

    /// <inheritdoc cref="Clipped(float, float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> Clipped(Vector256<float> slope, Vector256<float> y, float lower, float upper)
    {
        Vector256<float> clipped = Vector256.Equals(y, Vector256.Create(lower)) | Vector256.Equals(y, Vector256.Create(upper));
        return Vector256.AndNot(slope, clipped);
    }

    /// <inheritdoc cref="Clipped(float, float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> Clipped(Vector512<float> slope, Vector512<float> y, float lower, float upper)
    {
        Vector512<float> clipped = Vector512.Equals(y, Vector512.Create(lower)) | Vector512.Equals(y, Vector512.Create(upper));
        return Vector512.AndNot(slope, clipped);
    }
}
