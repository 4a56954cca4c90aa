using System;
using System.Runtime.CompilerServices;
using RnnGen.Cells;

namespace RnnGen.Networks;

/// <summary>The sequences of many streams through all layers, which leave on the tape what the backward pass needs.</summary>
internal readonly struct ForwardPass : ITrainingPass
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
        where TCell : struct, ICellTraining
    {
        ReadOnlySpan<float> x = pass.X;
        RecurrentRows.Run<TLayer, TCell, Direction<TCell>>(ref pass);
        if (TLayer.Dropout > 0)
        {
            int width = TLayer.IsBidirectional ? 2 * TCell.OutputSize : TCell.OutputSize;
            DropoutRows.Apply(
                TLayer.Dropout, pass.Tape!.RecordedSeed, TLayer.Index, pass.Batch, pass.Tape.Rows[TLayer.Index].Span[..(pass.Rows * width)], width);
        }

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
        int[] winners = pass.Tape!.Winners[TLayer.Index];
        Array.Fill(winners, -1);
        PooledRows<TLayer>.Add(ref pass, winners);
    }

    /// <inheritdoc/>
    public static void FinishPooling<TLayer>(ref NetworkPass pass)
        where TLayer : struct, IPoolingLayer => PooledRows<TLayer>.Finish(ref pass);

    private readonly struct Direction<TCell> : IDirection
        where TCell : struct, ICellTraining
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Run(ref NetworkPass pass, int cell, scoped ReadOnlySpan<float> x, scoped Span<float> y)
        {
            NetworkTape tape = pass.Tape!;
            foreach (SequenceSegment segment in pass.Batch.Segments)
            {
                CellTraining<TCell>.ForwardRows(
                    segment.Of(x, TCell.InputSize), segment.Of(y, TCell.OutputSize), ref tape.States.Cells[cell].First, segment.Streams, tape.Cells[cell],
                    segment.TapeRow, pass.Parameters.Cells[cell]);
            }
        }
    }
}
