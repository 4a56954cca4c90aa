using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Cells;

namespace RnnGen.Networks;

/// <summary>The backward pass of each kind of layer: from the gradients of the rows that it gave to those of the rows that it took, and of its parameters.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class BackwardPass
{
    /// <summary>Through a table of tokens, which have no gradients.</summary>
    /// <typeparam name="TLayer">The layer.</typeparam>
    /// <param name="pass">The gradients between the layers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Embedding<TLayer>(ref NetworkPass pass)
        where TLayer : struct, IEmbeddingLayer
    {
        DropoutRows.Apply<TLayer>(pass.Tape!.Dropping, Dropping.OfLayer(TLayer.Index), pass.Batch, pass.DOutputs, TLayer.Outputs);
        ReadOnlySpan<int> tokens = pass.Tape.Tokens.AsSpan(0, pass.Batch.Rows);
        if (TLayer.TiedTo is not null)
        {
            var table = new TiedTable(TLayer.Outputs, TLayer.Vocabulary);
            table.AddGradients(pass.Gradients!.Buffer.Span[TLayer.Parameters..], tokens, pass.DOutputs, TLayer.PaddingIndex);
            return;
        }

        EmbeddingRows.AddGradients(
            pass.Gradients!.Buffer.Span.Slice(TLayer.Parameters, TLayer.Vocabulary * TLayer.Outputs), TLayer.Outputs, tokens, pass.DOutputs, TLayer.PaddingIndex,
            TLayer.HasSparseRows ? pass.Gradients.TouchedRowsOf(TLayer.Parameters) : null);
    }

    /// <summary>Through dropout: the same floats as in the forward pass.</summary>
    /// <inheritdoc cref="Embedding"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Dropout<TLayer>(ref NetworkPass pass)
        where TLayer : struct, IDropoutLayer => LayerRows.Drop<TLayer>(ref pass, pass.DOutputs);

    /// <summary>Through W x + b, and an activation of it.</summary>
    /// <inheritdoc cref="Embedding"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Dense<TLayer>(ref NetworkPass pass)
        where TLayer : struct, IDenseLayer
    {
        int rows = TLayer.TakesSequences ? pass.Batch.Streams : pass.Batch.Rows;
        NetworkTape tape = pass.Tape!;
        Span<float> dInputs = InputGradients<TLayer>(tape, pass.WantsInputGradients, rows * TLayer.Inputs);
        ActivationRows.Backward(TLayer.Activation, tape.Rows[TLayer.Index].Span[..(rows * TLayer.Outputs)], pass.DOutputs, TLayer.Outputs);
        DenseRows.Backward(
            new DenseLayout(TLayer.Inputs, TLayer.Outputs), ref Unsafe.Add(ref pass.Parameters.Buffer.First, TLayer.Parameters),
            Inputs<TLayer>(tape, rows * TLayer.Inputs), pass.DOutputs, ref Unsafe.Add(ref pass.Gradients!.Buffer.First, TLayer.Parameters), dInputs,
            tape.DenseScratch[TLayer.Index]!, tape.Team);
        GoOn(ref pass, dInputs);
    }

    /// <summary>Through pooling.</summary>
    /// <inheritdoc cref="Embedding"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pool<TLayer>(ref NetworkPass pass)
        where TLayer : struct, IPoolingLayer
    {
        Span<float> dInputs = pass.Tape!.OtherGradientRows.Span[..(pass.Batch.Rows * TLayer.Width)];
        PooledRows<TLayer>.Backward(ref pass, dInputs);
        GoOn(ref pass, dInputs);
    }

    /// <summary>Through one cell, or one a direction.</summary>
    /// <typeparam name="TLayer">The layer.</typeparam>
    /// <typeparam name="TCell">Its cell.</typeparam>
    /// <param name="pass">The gradients between the layers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Recurrent<TLayer, TCell>(ref NetworkPass pass)
        where TLayer : struct, IRecurrentLayer
        where TCell : struct, ICellTraining
    {
        NetworkTape tape = pass.Tape!;
        SequenceBatch batch = pass.Batch;
        int both = TLayer.IsBidirectional ? 2 * TCell.OutputSize : TCell.OutputSize;
        Span<float> dInputs = InputGradients<TLayer>(tape, pass.WantsInputGradients, batch.Rows * TCell.InputSize);
        if (TLayer.Residual > 0 && !dInputs.IsEmpty)
        {
            // What was added to the layer's outputs; those of its cells come to it.
            pass.DOutputs[..dInputs.Length].CopyTo(dInputs);
        }

        DropoutRows.Apply<TLayer>(tape.Dropping, Dropping.OfLayer(TLayer.Index), batch, pass.DOutputs, both);
        if (!TLayer.IsBidirectional && !TLayer.IsReverse)
        {
            Segments<TCell>(ref pass, TLayer.Cell, pass.DOutputs, dInputs);
        }
        else
        {
            Span<float> half = RecurrentRows.HalfOf<TLayer, TCell>(tape);
            if (TLayer.IsBidirectional)
            {
                StridedRows.CopyFrom(ref MemoryMarshal.GetReference(pass.DOutputs), both, TCell.OutputSize, half);
                Segments<TCell>(ref pass, TLayer.Cell, half, dInputs);
            }

            // What reads from the end stands last, beside the other direction or alone.
            batch.Reverse(pass.DOutputs, both, both - TCell.OutputSize, TCell.OutputSize, half, TCell.OutputSize, 0);
            Span<float> turned = dInputs.IsEmpty ? default : RecurrentRows.TurnedOf<TLayer, TCell>(tape);
            turned.Clear();
            Segments<TCell>(ref pass, TLayer.IsBidirectional ? TLayer.Cell + 1 : TLayer.Cell, half, turned);
            batch.AddReversed(turned, TCell.InputSize, dInputs);
        }

        GoOn(ref pass, dInputs);
    }

    /// <summary>One direction, from the last segment to the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Segments<TCell>(ref NetworkPass pass, int cell, scoped Span<float> dOutputs, scoped Span<float> dInputs)
        where TCell : struct, ICellTraining
    {
        NetworkTape tape = pass.Tape!;
        RecurrentDropout? dropout = tape.RecurrentDropout[cell];
        CellGradients gradients = dropout?.Gradients ?? pass.Gradients!.Cells[cell];
        dropout?.Gradients.Clear();
        for (int index = pass.Batch.Segments.Length - 1; index >= 0; index--)
        {
            SequenceSegment segment = pass.Batch.Segments[index];
            CellTraining<TCell>.BackwardRows(
                segment.Of(dOutputs, TCell.OutputSize), tape.Cells[cell], gradients, segment.Of(dInputs, TCell.InputSize),
                ref tape.StateGradients.Cells[cell].First, segment.Streams, segment.TapeRow, segment.Steps, segment.Streams,
                tape.ParametersOf(cell, pass.Parameters));
        }

        dropout?.Return(tape.Dropping, pass.Gradients!.Cells[cell]);
    }

    /// <summary>The rows that a layer took.</summary>
    private static ReadOnlySpan<float> Inputs<TLayer>(NetworkTape tape, int floats)
        where TLayer : struct, INetworkLayer => (TLayer.Index == 0 ? tape.InputRows : tape.Rows[TLayer.Index - 1]).Span[..floats];

    /// <summary>Zeros for the gradients of the rows that a layer took; of the first layer nothing where they are not wanted.</summary>
    private static Span<float> InputGradients<TLayer>(NetworkTape tape, bool areWanted, int floats)
        where TLayer : struct, INetworkLayer
    {
        if (TLayer.Index == 0 && !areWanted)
        {
            return default;
        }

        Span<float> gradients = tape.OtherGradientRows.Span[..floats];
        gradients.Clear();
        return gradients;
    }

    /// <summary>What a layer took, the layer above gave.</summary>
    private static void GoOn(ref NetworkPass pass, Span<float> dInputs)
    {
        pass.Tape!.SwapGradientRows();
        pass.DOutputs = dInputs;
    }
}
