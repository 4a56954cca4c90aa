using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnGen.Numerics;

/// <summary>
/// Sums along a row, in one order whatever the vector's width: 16 sums, term k going to sum k mod 16 in ascending order, folded in halves (the upper half
/// added to the lower) down to one.
/// </summary>
internal static class FoldedSum
{
    /// <summary>Sums side by side.</summary>
    public const int Lanes = 16;

    /// <summary>A term of a sum.</summary>
    private interface ITerm
    {
        /// <summary>The sums with the terms at one place added.</summary>
        static abstract V Add<V>(ref float x, ref float weights, nint place, V sum)
            where V : struct, IVector<V>;
    }

    /// <summary>Sum over k of x[k] * w[k], every term added by a fused multiply-add wherever the hardware can.</summary>
    /// <param name="x">[count]</param>
    /// <param name="weights">[count], and zeros up to a multiple of <see cref="Lanes"/>.</param>
    /// <param name="count">Terms.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Dot(ref float x, ref float weights, int count)
    {
        var sum = new Terms<Product> { X = ref x, Weights = ref weights, Count = count };
        VectorWidth.Run(ref sum);
        return sum.Result;
    }

    /// <summary>Sum over k of x[k].</summary>
    /// <param name="x">[count]</param>
    /// <param name="count">Terms.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Sum(ref float x, int count)
    {
        var sum = new Terms<Self> { X = ref x, Weights = ref x, Count = count };
        VectorWidth.Run(ref sum);
        return sum.Result;
    }

    /// <summary>The sum of 16 sums: lane i with lane i + 8, then i + 4, i + 2 and i + 1.</summary>
    /// <param name="sums">[<see cref="Lanes"/>]</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Fold(ref float sums) => F128.Fold(
        (F128.Load(ref sums) + F128.Load(ref sums, 8)) + (F128.Load(ref sums, 4) + F128.Load(ref sums, 12)));

    private readonly struct Product : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        public static V Add<V>(ref float x, ref float weights, nint place, V sum)
            where V : struct, IVector<V> => V.MultiplyAdd(V.Load(ref x, place), V.Load(ref weights, place), sum);
    }

    private readonly struct Self : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        public static V Add<V>(ref float x, ref float weights, nint place, V sum)
            where V : struct, IVector<V> => sum + V.Load(ref x, place);
    }

    [InlineArray(Lanes)]
    private struct Row
    {
        private float _element;
    }

    private ref struct Terms<TTerm> : IWidthAction
        where TTerm : struct, ITerm
    {
        public ref float X;
        public ref float Weights;
        public int Count;
        public float Result;

        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        public void Run<V, VTail>()
            where V : struct, IVector<V>
            where VTail : struct, IVector<VTail> =>
            Result = V.Count == 1 ? Total<F128>() : Total<V>();

        /// <summary>The total by one to four vectors of sums.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        private readonly float Total<V>()
            where V : struct, IVector<V>
        {
            V a = V.Create(0f), b = a, c = a, d = a;
            int full = Count & ~(Lanes - 1);
            for (nint k = 0; k < full; k += Lanes)
            {
                Add(ref Unsafe.Add(ref X, k), ref Unsafe.Add(ref Weights, k), ref a, ref b, ref c, ref d);
            }

            if (full < Count)
            {
                var last = default(Row);
                ref float rest = ref Unsafe.As<Row, float>(ref last);
                MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref X, full), Count - full).CopyTo(MemoryMarshal.CreateSpan(ref rest, Lanes));
                Add(ref rest, ref Unsafe.Add(ref Weights, full), ref a, ref b, ref c, ref d);
            }

            // Halves of the 16 first: lane i and lane i + 8 stand in different vectors, if these have 8 lanes or fewer.
            return V.Fold(V.Count == Lanes ? a : V.Count == Lanes / 2 ? a + b : (a + c) + (b + d));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        private static void Add<V>(ref float x, ref float weights, ref V a, ref V b, ref V c, ref V d)
            where V : struct, IVector<V>
        {
            a = TTerm.Add(ref x, ref weights, 0, a);
            if (V.Count < Lanes)
            {
                b = TTerm.Add(ref x, ref weights, V.Count, b);
            }

            if (V.Count < Lanes / 2)
            {
                c = TTerm.Add(ref x, ref weights, 2 * V.Count, c);
                d = TTerm.Add(ref x, ref weights, 3 * V.Count, d);
            }
        }
    }
}
