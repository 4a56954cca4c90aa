using System;
using System.Runtime.CompilerServices;
using RnnGen.Cells;
using RnnGen.Memory;

namespace RnnGen.Networks;

/// <summary>
/// Weight drop of one cell on a tape (DropConnect, Wan et al. 2013, on the recurrent weights, as AWD-LSTM, Merity et al. 2018): a forward pass and its backward pass
/// have a copy of the parameters of which some recurrent weights are zero and the others divided by the share that is left. What is dropped is a function of the seed
/// alone: one mask for all streams and steps.
/// </summary>
internal sealed class RecurrentDropout
{
    private readonly double _rate;
    private readonly int _cell;
    private readonly PanelLayout _layout;

    /// <summary>Creates the memory.</summary>
    /// <param name="rate">The share to drop, above 0 and below 1.</param>
    /// <param name="cell">The cell's place among those of the network.</param>
    /// <param name="layout">Where its parameters are.</param>
    public RecurrentDropout(double rate, int cell, PanelLayout layout)
    {
        _rate = rate;
        _cell = cell;
        _layout = layout;
        Parameters = new AlignedBuffer(layout.Length);
        Gradients = new DroppedGradients(new AlignedBuffer(layout.Length), layout);
    }

    /// <summary>The parameters of which some are dropped.</summary>
    public AlignedBuffer Parameters { get; }

    /// <summary>Their gradients.</summary>
    public CellGradients Gradients { get; }

    /// <summary>Takes over the parameters, and drops.</summary>
    /// <param name="dropping">Whence the random numbers are.</param>
    /// <param name="parameters">The cell's.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Drop(Dropping dropping, AlignedBuffer parameters)
    {
        Span<float> dropped = Parameters.Writable;
        parameters.Span.CopyTo(dropped);
        Apply(dropping, dropped);
    }

    /// <summary>From the gradients of the parameters of which some are dropped to those of all.</summary>
    /// <param name="dropping">Whence the random numbers are.</param>
    /// <param name="gradients">Added to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Return(Dropping dropping, CellGradients gradients)
    {
        Span<float> dropped = Gradients.Buffer.Span;
        Apply(dropping, dropped);
        RowMath.Add(dropped, gradients.Buffer.Span);
    }

    /// <summary>Drops in numbers of the parameters' layout.</summary>
    /// <param name="dropping">Whence the random numbers are.</param>
    /// <param name="values">As many as parameters.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply(Dropping dropping, Span<float> values)
    {
        ulong key = dropping.KeyOf(Dropping.OfWeights(_cell));
        for (int part = 0; part < _layout.RecurrentParts; part++)
        {
            (int first, int count) = _layout.RecurrentPart(part);
            DropoutRows.Apply(_rate, Dropping.OfPart(key, part), values.Slice(first, count));
        }
    }

    private sealed class DroppedGradients(AlignedBuffer buffer, PanelLayout layout) : CellGradients(buffer, layout);
}
