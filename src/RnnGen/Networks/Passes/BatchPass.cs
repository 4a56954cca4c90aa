using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Cells;

namespace RnnGen.Networks;

/// <summary>A piece of the sequences of many streams, through all layers.</summary>
internal readonly struct BatchPass : IRunPass
{
    /// <inheritdoc/>
    public static void Embedding<TLayer>(ref NetworkPass pass)
        where TLayer : struct, IEmbeddingLayer => LayerRows.Embedding<TLayer>(ref pass);

    /// <inheritdoc/>
    public static void Dense<TLayer>(ref NetworkPass pass)
        where TLayer : struct, IDenseLayer => LayerRows.Dense<TLayer>(ref pass);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Recurrent<TLayer, TCell>(ref NetworkPass pass)
        where TLayer : struct, IRecurrentLayer
        where TCell : struct, ICellArithmetic
    {
        ReadOnlySpan<float> x = pass.X;
        RecurrentRows.Run<TLayer, TCell, Direction<TCell>>(ref pass);
        if (TLayer.Residual > 0)
        {
            ResidualRows.Add<TLayer>(ref pass, x);
        }
    }

    /// <inheritdoc/>
    public static void Pool<TLayer>(ref NetworkPass pass)
        where TLayer : struct, IPoolingLayer => PooledRows<TLayer>.Add(ref pass, default);

    /// <inheritdoc/>
    public static void FinishPooling<TLayer>(ref NetworkPass pass)
        where TLayer : struct, IPoolingLayer => PooledRows<TLayer>.Finish(ref pass);

    private readonly struct Direction<TCell> : IDirection
        where TCell : struct, ICellArithmetic
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Run(ref NetworkPass pass, int cell, scoped ReadOnlySpan<float> x, scoped Span<float> y)
        {
            var workspace = (NetworkWorkspace)pass.Memory!;
            foreach (SequenceSegment segment in pass.Batch.Segments)
            {
                CellRun<TCell>.RunChecked(
                    ref MemoryMarshal.GetReference(segment.Of(x, TCell.InputSize)), ref MemoryMarshal.GetReference(segment.Of(y, TCell.OutputSize)), segment.Streams,
                    ref workspace.States.Cells[cell].First, workspace.Cells[cell], segment.Steps, ref pass.Parameters.Cells[cell].First);
            }
        }
    }
}
