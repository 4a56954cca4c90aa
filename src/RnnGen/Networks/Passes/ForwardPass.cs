using System;
using System.Runtime.CompilerServices;
using RnnGen.Cells;

namespace RnnGen.Networks;

/// <summary>The sequences of many streams through all layers, which leave on the tape what the backward pass needs.</summary>
internal readonly struct ForwardPass : ITrainingPass
{
    /// <inheritdoc/>
    public static void Embedding<TLayer>(ref NetworkPass pass)
        where TLayer : struct, IEmbeddingLayer
    {
        LayerRows.Embedding<TLayer>(ref pass);
        DropoutRows.Apply<TLayer>(pass.Tape!.Dropping, Dropping.OfLayer(TLayer.Index), pass.Batch, RowsOf<TLayer>(ref pass, TLayer.Outputs), TLayer.Outputs);
    }

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
        NetworkTape tape = pass.Tape!;
        if (TLayer.RecurrentDropout > 0)
        {
            for (int cell = TLayer.Cell; cell < TLayer.Cell + (TLayer.IsBidirectional ? 2 : 1); cell++)
            {
                tape.RecurrentDropout[cell]!.Drop(tape.Dropping, pass.Parameters.Cells[cell]);
            }
        }

        RecurrentRows.Run<TLayer, TCell, Direction<TCell>>(ref pass);
        int width = TLayer.IsBidirectional ? 2 * TCell.OutputSize : TCell.OutputSize;
        DropoutRows.Apply<TLayer>(tape.Dropping, Dropping.OfLayer(TLayer.Index), pass.Batch, RowsOf<TLayer>(ref pass, width), width);
        if (TLayer.Residual > 0)
        {
            ResidualRows.Add<TLayer>(ref pass, x);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Dropout<TLayer>(ref NetworkPass pass)
        where TLayer : struct, IDropoutLayer
    {
        // In rows of its own: the layer above may need what it gave for its backward pass.
        Span<float> y = pass.Take<TLayer>(TLayer.Width);
        pass.X.CopyTo(y);
        LayerRows.Drop<TLayer>(ref pass, y);
        pass.X = y;
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

    private static Span<float> RowsOf<TLayer>(ref NetworkPass pass, int width)
        where TLayer : struct, INetworkLayer => pass.Tape!.Rows[TLayer.Index].Span[..(pass.Rows * width)];

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
                    segment.TapeRow, tape.ParametersOf(cell, pass.Parameters));
            }
        }
    }
}
