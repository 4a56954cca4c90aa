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

    /// <summary>The same, compiled into its caller for a count that is a constant there: over vectors of which the last terms fill whole ones, if there are such.</summary>
    /// <param name="x">[count]</param>
    /// <param name="weights">[count], and zeros up to a multiple of <see cref="Lanes"/>.</param>
    /// <param name="count">Terms.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float DotOfConstantCount(ref float x, ref float weights, int count) =>
        VectorWidth.Is512Used && count % Lanes == 0 ? Total<Product, F512>(ref x, ref weights, count)
        : VectorWidth.Is256Used && (count % (Lanes / 2) == 0 || count % (Lanes / 4) != 0) ? Total<Product, F256>(ref x, ref weights, count)
        : Total<Product, F128>(ref x, ref weights, count);

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
            Result = V.Count == 1 ? Total<TTerm, F128>(ref X, ref Weights, Count) : Total<TTerm, V>(ref X, ref Weights, Count);
    }

    /// <summary>The total by one to four vectors of sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static float Total<TTerm, V>(ref float x, ref float weights, int count)
        where TTerm : struct, ITerm
        where V : struct, IVector<V>
    {
        V a = V.Create(0f), b = a, c = a, d = a;
        int full = count & ~(Lanes - 1);
        for (nint k = 0; k < full; k += Lanes)
        {
            Add<TTerm, V>(ref Unsafe.Add(ref x, k), ref Unsafe.Add(ref weights, k), Lanes, ref a, ref b, ref c, ref d);
        }

        int left = count - full;
        if (left > 0 && left % V.Count == 0)
        {
            Add<TTerm, V>(ref Unsafe.Add(ref x, full), ref Unsafe.Add(ref weights, full), left, ref a, ref b, ref c, ref d);
        }
        else if (left > 0)
        {
            var last = default(Row);
            ref float rest = ref Unsafe.As<Row, float>(ref last);
            MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref x, full), left).CopyTo(MemoryMarshal.CreateSpan(ref rest, Lanes));
            Add<TTerm, V>(ref rest, ref Unsafe.Add(ref weights, full), Lanes, ref a, ref b, ref c, ref d);
        }

        // Halves of the 16 first: lane i and lane i + 8 stand in different vectors, if these have 8 lanes or fewer.
        return V.Fold(V.Count == Lanes ? a : V.Count == Lanes / 2 ? a + b : (a + c) + (b + d));
    }

    /// <summary>Adds up to 16 terms: as many as fill vectors. Behind them zero is added, as 16 terms with zeros behind the last would: that makes -0 to 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Add<TTerm, V>(ref float x, ref float weights, int count, ref V a, ref V b, ref V c, ref V d)
        where TTerm : struct, ITerm
        where V : struct, IVector<V>
    {
        a = TTerm.Add(ref x, ref weights, 0, a);
        if (V.Count < Lanes)
        {
            b = count > V.Count ? TTerm.Add(ref x, ref weights, V.Count, b) : b + V.Create(0f);
        }

        if (V.Count < Lanes / 2)
        {
            c = count > 2 * V.Count ? TTerm.Add(ref x, ref weights, 2 * V.Count, c) : c + V.Create(0f);
            d = count > 3 * V.Count ? TTerm.Add(ref x, ref weights, 3 * V.Count, d) : d + V.Create(0f);
        }
    }
}
