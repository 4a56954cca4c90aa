using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Networks;

namespace RnnGen.Cells;

/// <summary>The ways between a user's dense rows and the padded rows of a tape.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StridedRows
{
    /// <summary>Copies dense rows to padded ones.</summary>
    /// <param name="source">[rows, width]</param>
    /// <param name="width">Floats a row.</param>
    /// <param name="destination">[rows, stride], of which the first <paramref name="width"/> of each are written.</param>
    /// <param name="stride">Floats from one row of the destination to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CopyTo(ReadOnlySpan<float> source, int width, ref float destination, int stride)
    {
        for (; !source.IsEmpty; source = source[width..])
        {
            source[..width].CopyTo(MemoryMarshal.CreateSpan(ref destination, width));
            destination = ref Unsafe.Add(ref destination, stride);
        }
    }

    /// <summary>Copies padded rows to dense ones.</summary>
    /// <param name="source">[rows, stride], of which the first <paramref name="width"/> of each are read.</param>
    /// <param name="stride">Floats from one row of the source to the next.</param>
    /// <param name="width">Floats a row.</param>
    /// <param name="destination">[rows, width]</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CopyFrom(ref float source, int stride, int width, Span<float> destination)
    {
        for (; !destination.IsEmpty; destination = destination[width..])
        {
            MemoryMarshal.CreateReadOnlySpan(ref source, width).CopyTo(destination);
            source = ref Unsafe.Add(ref source, stride);
        }
    }

    /// <summary>Adds dense rows to padded ones.</summary>
    /// <param name="source">[rows, width]</param>
    /// <param name="width">Floats a row.</param>
    /// <param name="destination">[rows, stride], of which the first <paramref name="width"/> of each are added to.</param>
    /// <param name="stride">Floats from one row of the destination to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddTo(ReadOnlySpan<float> source, int width, ref float destination, int stride)
    {
        for (; !source.IsEmpty; source = source[width..])
        {
            RowMath.Add(source[..width], MemoryMarshal.CreateSpan(ref destination, width));
            destination = ref Unsafe.Add(ref destination, stride);
        }
    }
}
