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

    /// <summary>y = x + h: what a layer takes, and what its cell gives.</summary>
    /// <param name="x">[count]</param>
    /// <param name="h">[count]</param>
    /// <param name="y">[count], written; may be <paramref name="x"/>.</param>
    /// <param name="count">Floats.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Add(ref float x, ref float h, ref float y, int count)
    {
        Copy(ref x, ref y, count);
        RowMath.Add(MemoryMarshal.CreateReadOnlySpan(ref h, count), MemoryMarshal.CreateSpan(ref y, count));
    }
}
