using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using RnnGen.Formats;
using RnnGen.Memory;

namespace RnnGen.Cells;

/// <summary>
/// The gradients of all parameters of one cell, in the parameters' layout: zeros when created, added to by <c>Backward</c>. Every emitted cell has its own type
/// of it.
/// </summary>
public abstract class CellGradients : ICellGradients
{
    private readonly PanelLayout _layout;

    /// <summary>Creates gradients.</summary>
    /// <param name="buffer">Where they are.</param>
    /// <param name="layout">Where each is.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected CellGradients(AlignedBuffer buffer, PanelLayout layout)
    {
        Buffer = buffer;
        _layout = layout;
    }

    /// <summary>All gradients as one flat span, each where the cell's <c>Parameters</c> have its parameter.</summary>
    public Span<float> Values
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Buffer.Span;
    }

    internal AlignedBuffer Buffer { get; }

    /// <summary>Sets all gradients to zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Clear() => Buffer.Span.Clear();

    /// <inheritdoc/>
    public void Save(ITensorSink sink, string prefix = "") => _layout.SaveGradients(sink, prefix, Buffer.Span);
}
