namespace RnnGen.Conformance.Tests;

/// <summary>Models that run at other rates.</summary>
internal static partial class RateModels
{
    /// <summary>The size of RTNeural's layers in <c>rtneural_rates.cpp</c>.</summary>
    [LstmCell(input: 1, hidden: 5)]
    public sealed partial class Lstm1x5;

    /// <inheritdoc cref="Lstm1x5"/>
    [GruCell(input: 1, hidden: 5)]
    public sealed partial class Gru1x5;

    /// <summary>The cell of most captures.</summary>
    [LstmCell(input: 1, hidden: 40)]
    public sealed partial class Lstm1x40;

    /// <summary>Odd sizes.</summary>
    [LstmCell(input: 3, hidden: 19, Peephole = true)]
    public sealed partial class LstmPeephole3x19;

    /// <summary>h narrower than c.</summary>
    [LstmCell(input: 2, hidden: 23, Projection = 7)]
    public sealed partial class LstmProjected2x23;

    /// <summary>A GRU.</summary>
    [GruCell(input: 1, hidden: 24)]
    public sealed partial class Gru1x24;

    /// <summary>A GRU of the other kind.</summary>
    [GruCell(input: 2, hidden: 13, Variant = GruVariant.ResetBefore)]
    public sealed partial class GruBefore2x13;

    /// <summary>An Elman cell.</summary>
    [RnnCell(input: 2, hidden: 17)]
    public sealed partial class Rnn2x17;

    /// <summary>Each unit sees its own h.</summary>
    [LstmCell(input: 1, hidden: 16, Recurrence = Recurrence.Diagonal)]
    public sealed partial class LstmDiagonal1x16;

    /// <summary>A capture: stacked cells and a mix.</summary>
    [Network(input: 1)]
    [LstmLayer(hidden: 12, Layers = 2)]
    [DenseLayer(outputs: 1)]
    public sealed partial class Amplifier;

    /// <summary>Layers of all kinds.</summary>
    [Network(input: 2)]
    [LstmLayer(hidden: 9, Projection = 5, Layers = 2)]
    [DenseLayer(outputs: 6, Activation = DenseActivation.Tanh)]
    [GruLayer(hidden: 7)]
    [RnnLayer(hidden: 11)]
    public sealed partial class Mixed;

    /// <summary>A mean over time, whose sum and count go from step to step as always.</summary>
    [Network(input: 2)]
    [GruLayer(hidden: 6)]
    [PoolingLayer(Pooling.Mean)]
    [DenseLayer(outputs: 3)]
    public sealed partial class Mean;

    /// <summary>The state after the last step.</summary>
    [Network(input: 2)]
    [LstmLayer(hidden: 6, Layers = 2)]
    [PoolingLayer(Pooling.FinalState)]
    public sealed partial class Final;
}
