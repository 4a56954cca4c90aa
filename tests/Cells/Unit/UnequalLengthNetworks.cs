namespace RnnGen.Tests.Networks;

/// <summary>Networks whose batches have sequences of unequal lengths: every kind of layer, below and above every other.</summary>
internal static partial class UnequalLengthNetworks
{
    /// <summary>Streams in one product; the widest buffer of its tape is that of the operands.</summary>
    [Network(input: 1)]
    [RnnLayer(hidden: 40)]
    public sealed partial class Elman;

    /// <summary>Streams one by one.</summary>
    [Network(input: 3)]
    [RnnLayer(hidden: 4)]
    public sealed partial class SmallElman;

    [Network(input: 2)]
    [LstmLayer(hidden: 8)]
    [DenseLayer(outputs: 1)]
    public sealed partial class Lstm;

    /// <summary>A recurrent bias of its own, which is a weight of 1 on the tape as well.</summary>
    [Network(input: 5)]
    [GruLayer(hidden: 33)]
    [DenseLayer(outputs: 3, Activation = DenseActivation.Tanh)]
    public sealed partial class Gru;

    [Network(input: 3)]
    [GruLayer(hidden: 9, Variant = GruVariant.ResetBefore)]
    [LstmLayer(hidden: 10, Projection = 6, Peephole = true)]
    public sealed partial class Mixed;

    [Network(input: 3)]
    [LstmLayer(hidden: 7, Layers = 2, Bidirectional = true)]
    [DenseLayer(outputs: 2)]
    public sealed partial class BothDirections;

    [Network(input: 3)]
    [LstmLayer(hidden: 7, Layers = 2, Reverse = true)]
    [DenseLayer(outputs: 2)]
    public sealed partial class FromTheEnd;

    [Network]
    [EmbeddingLayer(vocabulary: 9, size: 6)]
    [GruLayer(hidden: 10, Bidirectional = true)]
    [PoolingLayer(Pooling.Max)]
    [DenseLayer(outputs: 3)]
    public sealed partial class Pooled;

    [Network(input: 2)]
    [LstmLayer(hidden: 12, LayerNorm = true)]
    [PoolingLayer(Pooling.Mean)]
    public sealed partial class Mean;

    [Network]
    [EmbeddingLayer(vocabulary: 9, size: 4)]
    [LstmLayer(hidden: 9, Layers = 3, Dropout = 0.4)]
    [DenseLayer(outputs: 2, Steps = DenseSteps.LastStep)]
    public sealed partial class Dropping;
}
