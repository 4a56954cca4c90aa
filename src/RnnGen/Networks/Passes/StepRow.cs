using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnGen.Networks;

/// <summary>A row between two layers in one step of one stream.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StepRow
{
    /// <summary>Its first float.</summary>
    /// <param name="row">The row.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static ref float First(Span<float> row) => ref MemoryMarshal.GetReference(row);

    /// <summary>Copies a row.</summary>
    /// <param name="x">[count]</param>
    /// <param name="y">[count], written; may be <paramref name="x"/>.</param>
    /// <param name="count">Floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Copy(ref float x, ref float y, int count) =>
        MemoryMarshal.CreateReadOnlySpan(ref x, count).CopyTo(MemoryMarshal.CreateSpan(ref y, count));

    /// <summary>y += h: what a cell gives is added to what it took, which was copied there, since it may be in the state.</summary>
    /// <param name="h">[count]</param>
    /// <param name="y">[count], read and replaced.</param>
    /// <param name="count">Floats.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Add(ref float h, ref float y, int count) =>
        RowMath.Add(MemoryMarshal.CreateReadOnlySpan(ref h, count), MemoryMarshal.CreateSpan(ref y, count));
}
