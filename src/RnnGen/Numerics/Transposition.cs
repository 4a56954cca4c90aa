using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace RnnGen.Numerics;

/// <summary>Copies a matrix so that its rows become columns: the way between PyTorch's tensors and panels.</summary>
internal static class Transposition
{
    private const int Width = 4;

    /// <summary>Columns of a tile: what is written of it, sixteen rows a column, stays in the first-level cache.</summary>
    private const int TileColumns = 64;

    /// <summary>target[column, row] = source[row, column]</summary>
    /// <param name="source">[rows, sourceStride], of which the first <paramref name="columns"/> of each.</param>
    /// <param name="sourceStride">Floats from one row to the next.</param>
    /// <param name="rows">Rows of the source.</param>
    /// <param name="columns">Columns of the source.</param>
    /// <param name="target">[columns, targetStride], of which the first <paramref name="rows"/> of each are written.</param>
    /// <param name="targetStride">Floats from one column's place to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy(ReadOnlySpan<float> source, int sourceStride, int rows, int columns, Span<float> target, int targetStride)
    {
        if (rows == 0 || columns == 0)
        {
            return;
        }

        // The last element of each: past here there are no checks.
        _ = source[((rows - 1) * sourceStride) + columns - 1];
        _ = target[((columns - 1) * targetStride) + rows - 1];
        if (rows == 1 && targetStride == 1)
        {
            source[..columns].CopyTo(target);
            return;
        }

        if (columns == 1 && sourceStride == 1)
        {
            source[..rows].CopyTo(target);
            return;
        }

        Copy(ref MemoryMarshal.GetReference(source), sourceStride, rows, columns, ref MemoryMarshal.GetReference(target), targetStride);
    }

    /// <summary>target[column, row] = source[row, column], without checks.</summary>
    /// <param name="source">[rows, sourceStride], of which the first <paramref name="columns"/> of each.</param>
    /// <param name="sourceStride">Floats from one row to the next.</param>
    /// <param name="rows">Rows of the source.</param>
    /// <param name="columns">Columns of the source.</param>
    /// <param name="target">[columns, targetStride], of which the first <paramref name="rows"/> of each are written.</param>
    /// <param name="targetStride">Floats from one column's place to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy(ref float source, nint sourceStride, int rows, int columns, ref float target, nint targetStride)
    {
        int wholeRows = Vector128.IsHardwareAccelerated ? rows - (rows % Width) : 0;
        for (int tile = 0; tile < columns; tile += TileColumns)
        {
            int end = Math.Min(columns, tile + TileColumns);
            for (int row = 0; row < wholeRows; row += Width)
            {
                int column = tile;
                for (; column + Width <= end; column += Width)
                {
                    Turn(
                        ref Unsafe.Add(ref source, (row * sourceStride) + column), sourceStride,
                        ref Unsafe.Add(ref target, (column * targetStride) + row), targetStride);
                }

                CopySingly(ref source, sourceStride, row, row + Width, column, end, ref target, targetStride);
            }

            CopySingly(ref source, sourceStride, wholeRows, rows, tile, end, ref target, targetStride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopySingly(
        ref float from, nint sourceStride, int firstRow, int endRow, int firstColumn, int endColumn, ref float to, nint targetStride)
    {
        for (int column = firstColumn; column < endColumn; column++)
        {
            for (int row = firstRow; row < endRow; row++)
            {
                Unsafe.Add(ref to, (column * targetStride) + row) = Unsafe.Add(ref from, (row * sourceStride) + column);
            }
        }
    }

    /// <summary>Four rows of four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn(ref float from, nint sourceStride, ref float to, nint targetStride)
    {
        Vector128<float> a = Vector128.LoadUnsafe(ref from);
        Vector128<float> b = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, sourceStride));
        Vector128<float> c = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, 2 * sourceStride));
        Vector128<float> d = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, 3 * sourceStride));
        Vector128<float> acLower = ZipLower(a, c), acUpper = ZipUpper(a, c);
        Vector128<float> bdLower = ZipLower(b, d), bdUpper = ZipUpper(b, d);
        ZipLower(acLower, bdLower).StoreUnsafe(ref to);
        ZipUpper(acLower, bdLower).StoreUnsafe(ref Unsafe.Add(ref to, targetStride));
        ZipLower(acUpper, bdUpper).StoreUnsafe(ref Unsafe.Add(ref to, 2 * targetStride));
        ZipUpper(acUpper, bdUpper).StoreUnsafe(ref Unsafe.Add(ref to, 3 * targetStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipLower(Vector128<float> left, Vector128<float> right) =>
        Sse.IsSupported ? Sse.UnpackLow(left, right)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(left, right)
        : Vector128.Create(left[0], right[0], left[1], right[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipUpper(Vector128<float> left, Vector128<float> right) =>
        Sse.IsSupported ? Sse.UnpackHigh(left, right)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(left, right)
        : Vector128.Create(left[2], right[2], left[3], right[3]);
}
