using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Cells;

namespace RnnGen.Networks;

/// <summary>Some steps of one stream, through all layers.</summary>
internal readonly struct RunPass : IRunPass
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Embedding<TLayer>(ref NetworkPass pass)
        where TLayer : struct, IEmbeddingLayer => LayerRows.Embedding<TLayer>(ref pass);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Dense<TLayer>(ref NetworkPass pass)
        where TLayer : struct, IDenseLayer => LayerRows.Dense<TLayer>(ref pass);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Recurrent<TLayer, TCell>(ref NetworkPass pass)
        where TLayer : struct, IRecurrentLayer
        where TCell : struct, ICellArithmetic
    {
        ReadOnlySpan<float> x = pass.X;
        Span<float> y = ResidualRows.Take<TLayer>(ref pass, TCell.OutputSize);
        CellRun<TCell>.RunChecked(
            ref MemoryMarshal.GetReference(x), ref MemoryMarshal.GetReference(y), ref Unsafe.Add(ref pass.State, TLayer.State),
            ref Unsafe.Add(ref pass.Parameters.Buffer.First, TLayer.Parameters), pass.Rows);
        pass.X = y;
        if (TLayer.Residual > 0)
        {
            ResidualRows.Add<TLayer>(ref pass, x);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pool<TLayer>(ref NetworkPass pass)
        where TLayer : struct, IPoolingLayer
    {
        for (int row = 0; row < pass.Rows; row++)
        {
            PooledState.Add<TLayer>(pass.X.Slice(row * TLayer.Width, TLayer.Width), ref pass.State);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FinishPooling<TLayer>(ref NetworkPass pass)
        where TLayer : struct, IPoolingLayer
    {
        Span<float> y = pass.Take<TLayer>(TLayer.Width);
        PooledState.Finish<TLayer>(ref pass.State, y);
        pass.X = y;
    }
}
