namespace RnnGen.Tests.Memory;

/// <summary>Networks that give as many floats as they take, one for every way from inputs to outputs; and some that do not.</summary>
internal static partial class InPlaceNetworks
{
    /// <summary>An audio effect.</summary>
    [Network(input: 1)]
    [LstmLayer(hidden: 16)]
    [DenseLayer(outputs: 1)]
    public sealed partial class Effect;

    /// <summary>One layer, from inputs to outputs.</summary>
    [Network(input: 40)]
    [GruLayer(hidden: 40)]
    public sealed partial class OneCell;

    /// <summary>One layer to whose outputs its inputs are added.</summary>
    [Network(input: 21)]
    [LstmLayer(hidden: 21, Residual = true)]
    public sealed partial class Residual;

    /// <summary>The same, stacked.</summary>
    [Network(input: 40)]
    [GruLayer(hidden: 40, Layers = 2, Residual = true)]
    public sealed partial class ResidualStack;

    /// <summary>Sums along the inputs.</summary>
    [Network(input: 3)]
    [DenseLayer(outputs: 3, Activation = DenseActivation.Tanh)]
    public sealed partial class FewOutputs;

    /// <summary>Sums written to the outputs.</summary>
    [Network(input: 24)]
    [DenseLayer(outputs: 24)]
    public sealed partial class ManyOutputs;

    /// <summary>Padded sums.</summary>
    [Network(input: 13)]
    [DenseLayer(outputs: 13, Activation = DenseActivation.Softmax)]
    public sealed partial class PaddedOutputs;

    [Network(input: 5)]
    [RnnLayer(hidden: 9, Layers = 2)]
    [DenseLayer(outputs: 5)]
    public sealed partial class Stack;

    /// <summary>A sequence gives as much as a step takes.</summary>
    [Network(input: 4)]
    [RnnLayer(hidden: 4)]
    [PoolingLayer(Pooling.Max)]
    public sealed partial class Pooled;

    /// <summary>Outputs depend on later inputs.</summary>
    [Network(input: 8)]
    [LstmLayer(hidden: 4, Bidirectional = true)]
    public sealed partial class BothDirections;

    [Network(input: 3)]
    [RnnLayer(hidden: 5)]
    public sealed partial class OtherSizes;
}
