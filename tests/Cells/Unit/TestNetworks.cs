namespace RnnGen.Tests.Networks;

/// <summary>The networks of these tests.</summary>
internal static partial class TestNetworks
{
    /// <summary>A language model of tokens.</summary>
    [Network]
    [EmbeddingLayer(vocabulary: 11, size: 5)]
    [LstmLayer(hidden: 9, Layers = 2, Dropout = 0.5)]
    [DenseLayer(outputs: 11, Activation = DenseActivation.LogSoftmax)]
    public sealed partial class Tokens;

    /// <summary>A small filter.</summary>
    [Network(input: 1)]
    [LstmLayer(hidden: 16)]
    [DenseLayer(outputs: 1)]
    public sealed partial class Filter;

    /// <summary>The same layers as <see cref="Filter"/>, but one size.</summary>
    [Network(input: 1)]
    [LstmLayer(hidden: 17)]
    [DenseLayer(outputs: 1)]
    public sealed partial class OtherFilter;

    /// <summary>Both directions, pooled.</summary>
    [Network]
    [GruLayer(input: 3, hidden: 8, Bidirectional = true, Name = "encoder.gru")]
    [PoolingLayer(Pooling.Max)]
    [DenseLayer(inputs: 16, outputs: 20, Activation = DenseActivation.Relu)]
    [DenseLayer(outputs: 2, Activation = DenseActivation.Softmax, Name = "head")]
    public sealed partial class Classifier;

    /// <summary>Pools what comes in pieces.</summary>
    [Network(input: 2)]
    [RnnLayer(hidden: 6)]
    [PoolingLayer(Pooling.Mean)]
    public sealed partial class MeanOfSteps;

    /// <summary>Nothing recurrent, nothing trained in time.</summary>
    [Network(input: 3, Training = false)]
    [DenseLayer(outputs: 12, Activation = DenseActivation.Tanh)]
    [DenseLayer(outputs: 4)]
    public sealed partial class OnlyDense;

    /// <summary>Tensors without a prefix.</summary>
    [Network(input: 3)]
    [LstmLayer(hidden: 5, Layers = 2, Name = "")]
    public sealed partial class Bare;

    /// <summary>The final state of stacked projected cells in both directions.</summary>
    [Network(input: 3)]
    [LstmLayer(hidden: 7, Projection = 5, Layers = 2, Bidirectional = true)]
    [PoolingLayer(Pooling.FinalState)]
    public sealed partial class FinalOfBoth;

    /// <summary>The same cells without pooling.</summary>
    [Network(input: 3)]
    [LstmLayer(hidden: 7, Projection = 5, Layers = 2, Bidirectional = true)]
    public sealed partial class RowsOfBoth;

    /// <summary>The final state of one direction.</summary>
    [Network(input: 2)]
    [GruLayer(hidden: 6, Layers = 2)]
    [PoolingLayer(Pooling.FinalState)]
    [DenseLayer(outputs: 3)]
    public sealed partial class FinalOfOne;

    /// <summary>Recurrent layers of several kinds, sizes and directions.</summary>
    [Network(input: 3)]
    [LstmLayer(hidden: 5, Layers = 2, Name = "encoder.lstm")]
    [GruLayer(hidden: 4, Bidirectional = true)]
    [RnnLayer(hidden: 3)]
    [PoolingLayer(Pooling.Mean)]
    public sealed partial class Mixed;
}
