using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

public static partial class Activation
{
    // By comparison and selection, not by a maximum: of the two zeros and of NaN, maxima of different hardware return different ones.

    /// <summary>max(0, x), exactly.</summary>
    /// <param name="x">Any value: NaN gives NaN.</param>
    /// <returns>x where it is above zero (or NaN), else +0.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Relu(float x) => Relu(new F32(x)).Value;

    /// <inheritdoc cref="Relu(float)"/>
    /// <typeparam name="V">The vector.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static V Relu<V>(V x)
        where V : struct, IVector<V> =>
        V.AndNot(x, V.GreaterThanOrEqual(V.Create(0f), x));
}
