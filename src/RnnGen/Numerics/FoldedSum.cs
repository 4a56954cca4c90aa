using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

/// <summary>
/// Sums along a row, in one order whatever the vector's width: 16 sums, term k going to sum k mod 16 in ascending order, folded in halves (the upper half
/// added to the lower) down to one.
/// </summary>
internal static class FoldedSum
{
    /// <summary>Sums side by side.</summary>
    public const int Lanes = 16;

    /// <summary>Sum over k of x[k] * w[k], every term added by a fused multiply-add wherever the hardware can.</summary>
    /// <param name="x">[count]</param>
    /// <param name="weights">[count], and zeros up to a multiple of <see cref="Lanes"/>.</param>
    /// <param name="count">Terms.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Dot(ref float x, ref float weights, int count)
    {
        var last = default(Row);
        ref float rest = ref Unsafe.As<Row, float>(ref last);
        int full = count & ~(Lanes - 1);
        if (full < count)
        {
            MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref x, full), count - full).CopyTo(MemoryMarshal.CreateSpan(ref rest, Lanes));
        }

        if (VectorWidth.Is512Used)
        {
            Vector512<float> sum = default;
            for (nint k = 0; k < full; k += Lanes)
            {
                sum = Vector512.MultiplyAddEstimate(Vector512.LoadUnsafe(ref x, (nuint)k), Vector512.LoadUnsafe(ref weights, (nuint)k), sum);
            }

            if (full < count)
            {
                sum = Vector512.MultiplyAddEstimate(Vector512.LoadUnsafe(ref rest), Vector512.LoadUnsafe(ref weights, (nuint)full), sum);
            }

            Vector256<float> half = sum.GetLower() + sum.GetUpper();
            return Fold(half.GetLower() + half.GetUpper());
        }

        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<float> low = default, high = default;
            for (nint k = 0; k < full; k += Lanes)
            {
                low = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref x, (nuint)k), Vector256.LoadUnsafe(ref weights, (nuint)k), low);
                high = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref x, (nuint)k + 8), Vector256.LoadUnsafe(ref weights, (nuint)k + 8), high);
            }

            if (full < count)
            {
                low = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref rest), Vector256.LoadUnsafe(ref weights, (nuint)full), low);
                high = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref rest, 8), Vector256.LoadUnsafe(ref weights, (nuint)full + 8), high);
            }

            Vector256<float> half = low + high;
            return Fold(half.GetLower() + half.GetUpper());
        }

        Vector128<float> a = default, b = default, c = default, d = default;
        for (nint k = 0; k < full; k += Lanes)
        {
            a = Fused.MultiplyAdd(Vector128.LoadUnsafe(ref x, (nuint)k), Vector128.LoadUnsafe(ref weights, (nuint)k), a);
            b = Fused.MultiplyAdd(Vector128.LoadUnsafe(ref x, (nuint)k + 4), Vector128.LoadUnsafe(ref weights, (nuint)k + 4), b);
            c = Fused.MultiplyAdd(Vector128.LoadUnsafe(ref x, (nuint)k + 8), Vector128.LoadUnsafe(ref weights, (nuint)k + 8), c);
            d = Fused.MultiplyAdd(Vector128.LoadUnsafe(ref x, (nuint)k + 12), Vector128.LoadUnsafe(ref weights, (nuint)k + 12), d);
        }

        if (full < count)
        {
            a = Fused.MultiplyAdd(Vector128.LoadUnsafe(ref rest), Vector128.LoadUnsafe(ref weights, (nuint)full), a);
            b = Fused.MultiplyAdd(Vector128.LoadUnsafe(ref rest, 4), Vector128.LoadUnsafe(ref weights, (nuint)full + 4), b);
            c = Fused.MultiplyAdd(Vector128.LoadUnsafe(ref rest, 8), Vector128.LoadUnsafe(ref weights, (nuint)full + 8), c);
            d = Fused.MultiplyAdd(Vector128.LoadUnsafe(ref rest, 12), Vector128.LoadUnsafe(ref weights, (nuint)full + 12), d);
        }

        return Fold((a + c) + (b + d));
    }

    /// <summary>Sum over k of x[k].</summary>
    /// <param name="x">[count]</param>
    /// <param name="count">Terms.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Sum(ref float x, int count)
    {
        var sums = default(Row);
        ref float sum = ref Unsafe.As<Row, float>(ref sums);
        int full = count & ~(Lanes - 1);
        for (nint k = 0; k < full; k += Lanes)
        {
            for (nuint lane = 0; lane < Lanes; lane += 4)
            {
                (Vector128.LoadUnsafe(ref sum, lane) + Vector128.LoadUnsafe(ref x, (nuint)k + lane)).StoreUnsafe(ref sum, lane);
            }
        }

        for (nint k = full; k < count; k++)
        {
            Unsafe.Add(ref sum, k - full) += Unsafe.Add(ref x, k);
        }

        Vector128<float> low = Vector128.LoadUnsafe(ref sum) + Vector128.LoadUnsafe(ref sum, 8);
        Vector128<float> high = Vector128.LoadUnsafe(ref sum, 4) + Vector128.LoadUnsafe(ref sum, 12);
        return Fold(low + high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static float Fold(Vector128<float> four)
    {
        Vector64<float> two = four.GetLower() + four.GetUpper();
        return two.ToScalar() + two.GetElement(1);
    }

    [InlineArray(Lanes)]
    private struct Row
    {
        private float _element;
    }
}
