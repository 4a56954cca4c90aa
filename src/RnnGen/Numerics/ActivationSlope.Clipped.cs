using System.Runtime.CompilerServices;

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
    public static float Clipped(float slope, float y, float lower, float upper) => Clipped(new F32(slope), new F32(y), lower, upper).Value;

    /// <inheritdoc cref="Clipped(float, float, float, float)"/>
    /// <typeparam name="V">The vector.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static V Clipped<V>(V slope, V y, float lower, float upper)
        where V : struct, IVector<V>
    {
        V clipped = V.AreEqual(y, V.Create(lower)) | V.AreEqual(y, V.Create(upper));
        return V.AndNot(slope, clipped);
    }
}
