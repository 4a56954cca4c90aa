using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using RnnGen.Memory;

namespace RnnGen.Training;

/// <summary>
/// Makes rows orthonormal by the method of Gram and Schmidt, a block of rows at a time, in double precision. Sums have four parts, term k in part k mod 4, and
/// products are not fused, so that the bits are the same on every machine.
/// </summary>
internal static class Orthonormal
{
    /// <summary>Rows that are made orthogonal to all before them at once.</summary>
    private const int Block = 32;

    /// <summary>Floats of a row that are in the cache at once: those of a block, and of the rows beside it.</summary>
    private const int Chunk = 512;

    /// <summary>Rows of a tile that are of the block, and rows that are before it.</summary>
    private const int OwnRows = 2;
    private const int OtherRows = 4;

    /// <summary>What must be left of a row's squared norm; if it is less, rounding left too much of the others in it, and the block goes through again.</summary>
    private const double LeftForOnePass = 0.1;

    /// <summary>Replaces rows by orthonormal ones that span the same.</summary>
    /// <param name="values">[rows, length]</param>
    /// <param name="rows">No more than <paramref name="length"/>.</param>
    /// <param name="length">Floats of a row.</param>
    public static void Rows(Span<float> values, int rows, int length)
    {
        // Zeros behind each row, and rows of zeros behind the last, change no sum.
        int stride = (length + Vector256<double>.Count - 1) / Vector256<double>.Count * Vector256<double>.Count;
        int padded = (rows + OtherRows - 1) / OtherRows * OtherRows;
        Span<double> basis = MemoryMarshal.Cast<float, double>(new AlignedBuffer(checked(2 * padded * stride)).Span);
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < length; i++)
            {
                basis[(row * stride) + i] = values[(row * length) + i];
            }
        }

        double[] shares = new double[padded * Block];
        for (int first = 0; first < rows; first += Block)
        {
            int count = Math.Min(Block, rows - first), passes = 0;
            Span<double> block = basis.Slice(first * stride, Math.Min(Block, padded - first) * stride);
            double left;
            do
            {
                double[] before = Squares(block, count, stride);
                TakeOut(basis[..(first * stride)], block, stride, shares);
                left = Orthonormalize(block, count, stride, before);
                passes++;
            }
            while (left < LeftForOnePass && passes < 3);
        }

        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < length; i++)
            {
                values[(row * length) + i] = (float)basis[(row * stride) + i];
            }
        }
    }

    private static double[] Squares(Span<double> block, int count, int stride)
    {
        double[] squares = new double[count];
        for (int row = 0; row < count; row++)
        {
            squares[row] = Product(block.Slice(row * stride, stride), block.Slice(row * stride, stride));
        }

        return squares;
    }

    // block -= (block * others') * others, a tile of rows and a chunk of floats at a time.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TakeOut(Span<double> others, Span<double> block, int stride, double[] shares)
    {
        int otherRows = others.Length / stride, ownRows = block.Length / stride;
        Array.Clear(shares);
        for (int start = 0; start < stride; start += Chunk)
        {
            int size = Math.Min(Chunk, stride - start);
            for (int other = 0; other < otherRows; other += OtherRows)
            {
                for (int own = 0; own < ownRows; own += OwnRows)
                {
                    AddProducts(
                        ref block[(own * stride) + start], ref others[(other * stride) + start], stride, size, ref shares[(other * Block) + own]);
                }
            }
        }

        for (int start = 0; start < stride; start += Chunk)
        {
            int size = Math.Min(Chunk, stride - start);
            for (int other = 0; other < otherRows; other += OtherRows)
            {
                for (int own = 0; own < ownRows; own += OwnRows)
                {
                    SubtractShares(
                        ref block[(own * stride) + start], ref others[(other * stride) + start], stride, size, ref shares[(other * Block) + own]);
                }
            }
        }
    }

    // Within the block, row by row; each is scaled to 1. What is left of the squared norms, the least of all.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Orthonormalize(Span<double> block, int count, int stride, double[] before)
    {
        double least = double.PositiveInfinity;
        for (int row = 0; row < count; row++)
        {
            Span<double> own = block.Slice(row * stride, stride);
            for (int other = 0; other < row; other++)
            {
                Span<double> taken = block.Slice(other * stride, stride);
                Subtract(Product(own, taken), taken, own);
            }

            double square = Product(own, own), norm = Math.Sqrt(square);
            least = Math.Min(least, square / before[row]);
            foreach (ref double value in own)
            {
                value /= norm;
            }
        }

        return least;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Product(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        ref double a = ref MemoryMarshal.GetReference(left), b = ref MemoryMarshal.GetReference(right);
        Vector256<double> sum = default;
        for (nuint i = 0; i < (nuint)left.Length; i += (nuint)Vector256<double>.Count)
        {
            sum += Vector256.LoadUnsafe(ref a, i) * Vector256.LoadUnsafe(ref b, i);
        }

        return Total(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Subtract(double share, ReadOnlySpan<double> from, Span<double> to)
    {
        ref double a = ref MemoryMarshal.GetReference(from), b = ref MemoryMarshal.GetReference(to);
        for (nuint i = 0; i < (nuint)from.Length; i += (nuint)Vector256<double>.Count)
        {
            (Vector256.LoadUnsafe(ref b, i) - (Vector256.LoadUnsafe(ref a, i) * share)).StoreUnsafe(ref b, i);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddProducts(ref double own, ref double other, int stride, int size, ref double shares)
    {
        ref double own1 = ref Unsafe.Add(ref own, stride);
        ref double other1 = ref Unsafe.Add(ref other, stride), other2 = ref Unsafe.Add(ref other, 2 * stride), other3 = ref Unsafe.Add(ref other, 3 * stride);
        Vector256<double> s00 = default, s01 = default, s02 = default, s03 = default, s10 = default, s11 = default, s12 = default, s13 = default;
        for (nuint i = 0; i < (nuint)size; i += (nuint)Vector256<double>.Count)
        {
            Vector256<double> x0 = Vector256.LoadUnsafe(ref own, i), x1 = Vector256.LoadUnsafe(ref own1, i);
            Vector256<double> y = Vector256.LoadUnsafe(ref other, i);
            s00 += x0 * y;
            s10 += x1 * y;
            y = Vector256.LoadUnsafe(ref other1, i);
            s01 += x0 * y;
            s11 += x1 * y;
            y = Vector256.LoadUnsafe(ref other2, i);
            s02 += x0 * y;
            s12 += x1 * y;
            y = Vector256.LoadUnsafe(ref other3, i);
            s03 += x0 * y;
            s13 += x1 * y;
        }

        shares += Total(s00);
        Unsafe.Add(ref shares, 1) += Total(s10);
        Unsafe.Add(ref shares, Block) += Total(s01);
        Unsafe.Add(ref shares, Block + 1) += Total(s11);
        Unsafe.Add(ref shares, 2 * Block) += Total(s02);
        Unsafe.Add(ref shares, (2 * Block) + 1) += Total(s12);
        Unsafe.Add(ref shares, 3 * Block) += Total(s03);
        Unsafe.Add(ref shares, (3 * Block) + 1) += Total(s13);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void SubtractShares(ref double own, ref double other, int stride, int size, ref double shares)
    {
        ref double own1 = ref Unsafe.Add(ref own, stride);
        ref double other1 = ref Unsafe.Add(ref other, stride), other2 = ref Unsafe.Add(ref other, 2 * stride), other3 = ref Unsafe.Add(ref other, 3 * stride);
        Vector256<double> s00 = Vector256.Create(shares), s10 = Vector256.Create(Unsafe.Add(ref shares, 1));
        Vector256<double> s01 = Vector256.Create(Unsafe.Add(ref shares, Block)), s11 = Vector256.Create(Unsafe.Add(ref shares, Block + 1));
        Vector256<double> s02 = Vector256.Create(Unsafe.Add(ref shares, 2 * Block)), s12 = Vector256.Create(Unsafe.Add(ref shares, (2 * Block) + 1));
        Vector256<double> s03 = Vector256.Create(Unsafe.Add(ref shares, 3 * Block)), s13 = Vector256.Create(Unsafe.Add(ref shares, (3 * Block) + 1));
        for (nuint i = 0; i < (nuint)size; i += (nuint)Vector256<double>.Count)
        {
            Vector256<double> x0 = Vector256.LoadUnsafe(ref own, i), x1 = Vector256.LoadUnsafe(ref own1, i);
            Vector256<double> y = Vector256.LoadUnsafe(ref other, i);
            x0 -= y * s00;
            x1 -= y * s10;
            y = Vector256.LoadUnsafe(ref other1, i);
            x0 -= y * s01;
            x1 -= y * s11;
            y = Vector256.LoadUnsafe(ref other2, i);
            x0 -= y * s02;
            x1 -= y * s12;
            y = Vector256.LoadUnsafe(ref other3, i);
            (x0 - (y * s03)).StoreUnsafe(ref own, i);
            (x1 - (y * s13)).StoreUnsafe(ref own1, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static double Total(Vector256<double> sum)
    {
        Vector128<double> two = sum.GetLower() + sum.GetUpper();
        return two.ToScalar() + two.GetElement(1);
    }
}
