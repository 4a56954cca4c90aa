using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

/// <content>The tile of hardware with 32 vector registers.</content>
public static partial class PanelProduct
{
    /// <summary>
    /// Eight or twelve rows by two vectors, every sum in one of 16 or 24 registers from its first term to its last: weights from the second-level cache are
    /// read half as often as by tiles of six rows. (Not of split sums.)
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WideTile<TRows, TSum, V>(
        ref float rows, nint rowStride, nint innerStride, int inner, ref float weights, nint secondWeights, nint weightStride,
        ref float sums, nint secondSums, nint sumStride)
        where TRows : struct, IRows
        where TSum : struct, IPanelSum
        where V : struct, IVector<V>
    {
        // Three neighbouring rows share a base, and all bases the three places behind it: few enough registers for addresses.
        ref float rows0 = ref rows;
        ref float rows3 = ref Unsafe.Add(ref rows0, 3 * rowStride);
        ref float rows6 = ref Unsafe.Add(ref rows3, 3 * rowStride);
        ref float rows9 = ref Unsafe.Add(ref rows6, 3 * rowStride);
        V a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default;
        V a6 = default, a7 = default, a8 = default, a9 = default, a10 = default, a11 = default;
        V b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default;
        V b6 = default, b7 = default, b8 = default, b9 = default, b10 = default, b11 = default;
        if (TSum.FromBias)
        {
            a0 = a1 = a2 = a3 = a4 = a5 = a6 = a7 = a8 = a9 = a10 = a11 = V.Load(ref weights, -weightStride);
            b0 = b1 = b2 = b3 = b4 = b5 = b6 = b7 = b8 = b9 = b10 = b11 = V.Load(ref weights, secondWeights - weightStride);
        }

        nint end = inner * innerStride;
        nint k1 = rowStride;
        nint k2 = 2 * rowStride;
        for (nint k = 0; k < end; k += innerStride)
        {
            V first = V.Load(ref weights);
            V second = V.Load(ref weights, secondWeights);
            MultiplyAdd<TSum, V>(Unsafe.Add(ref rows0, k), first, second, ref a0, ref b0);
            MultiplyAdd<TSum, V>(Unsafe.Add(ref rows0, k1), first, second, ref a1, ref b1);
            MultiplyAdd<TSum, V>(Unsafe.Add(ref rows0, k2), first, second, ref a2, ref b2);
            MultiplyAdd<TSum, V>(Unsafe.Add(ref rows3, k), first, second, ref a3, ref b3);
            MultiplyAdd<TSum, V>(Unsafe.Add(ref rows3, k1), first, second, ref a4, ref b4);
            MultiplyAdd<TSum, V>(Unsafe.Add(ref rows3, k2), first, second, ref a5, ref b5);
            MultiplyAdd<TSum, V>(Unsafe.Add(ref rows6, k), first, second, ref a6, ref b6);
            MultiplyAdd<TSum, V>(Unsafe.Add(ref rows6, k1), first, second, ref a7, ref b7);
            if (TRows.Count > 8)
            {
                MultiplyAdd<TSum, V>(Unsafe.Add(ref rows6, k2), first, second, ref a8, ref b8);
                MultiplyAdd<TSum, V>(Unsafe.Add(ref rows9, k), first, second, ref a9, ref b9);
                MultiplyAdd<TSum, V>(Unsafe.Add(ref rows9, k1), first, second, ref a10, ref b10);
                MultiplyAdd<TSum, V>(Unsafe.Add(ref rows9, k2), first, second, ref a11, ref b11);
            }

            weights = ref Unsafe.Add(ref weights, weightStride);
            k1 += innerStride;
            k2 += innerStride;
        }

        Store<TSum, V>(a0, b0, ref sums, secondSums);
        Store<TSum, V>(a1, b1, ref Unsafe.Add(ref sums, sumStride), secondSums);
        Store<TSum, V>(a2, b2, ref Unsafe.Add(ref sums, 2 * sumStride), secondSums);
        Store<TSum, V>(a3, b3, ref Unsafe.Add(ref sums, 3 * sumStride), secondSums);
        Store<TSum, V>(a4, b4, ref Unsafe.Add(ref sums, 4 * sumStride), secondSums);
        Store<TSum, V>(a5, b5, ref Unsafe.Add(ref sums, 5 * sumStride), secondSums);
        Store<TSum, V>(a6, b6, ref Unsafe.Add(ref sums, 6 * sumStride), secondSums);
        Store<TSum, V>(a7, b7, ref Unsafe.Add(ref sums, 7 * sumStride), secondSums);
        if (TRows.Count > 8)
        {
            Store<TSum, V>(a8, b8, ref Unsafe.Add(ref sums, 8 * sumStride), secondSums);
            Store<TSum, V>(a9, b9, ref Unsafe.Add(ref sums, 9 * sumStride), secondSums);
            Store<TSum, V>(a10, b10, ref Unsafe.Add(ref sums, 10 * sumStride), secondSums);
            Store<TSum, V>(a11, b11, ref Unsafe.Add(ref sums, 11 * sumStride), secondSums);
        }
    }
}
