namespace RnnGen.BitProbe;

/// <summary>The networks under probe: every kind of layer, sums along inputs and side by side, padding and none.</summary>
internal static partial class Networks
{
    [Network]
    [EmbeddingLayer(vocabulary: 10, size: 6)]
    [LstmLayer(hidden: 24, Layers = 2, Dropout = 0.25)]
    [DenseLayer(outputs: 10, Activation = DenseActivation.LogSoftmax)]
    public sealed partial class Tokens;

    [Network(input: 5)]
    [DenseLayer(outputs: 13, Activation = DenseActivation.Tanh)]
    [GruLayer(hidden: 19, Bidirectional = true)]
    [PoolingLayer(Pooling.Mean)]
    [DenseLayer(outputs: 33, Activation = DenseActivation.Sigmoid)]
    [DenseLayer(outputs: 3, Activation = DenseActivation.Softmax)]
    public sealed partial class Classifier;

    /// <summary>Several inputs side by side, one of them sparse.</summary>
    [Network]
    [EmbeddingLayer(vocabulary: 10, size: 19, Name = "words", SparseRows = true, Dropout = 0.3)]
    [EmbeddingBagLayer(vocabulary: 10, size: 21, BagMode.Sum, Name = "chars", SparseRows = true, Dropout = 0.3, VariationalDropout = true)]
    [EmbeddingBagLayer(vocabulary: 10, size: 13, Name = "tags", PaddingIndex = 3)]
    [InputLayer(size: 5, Name = "shape")]
    [DropoutLayer(0.2)]
    [LstmLayer(hidden: 24, RecurrentDropout = 0.3)]
    [DropoutLayer(0.4, Variational = true)]
    [DenseLayer(outputs: 9)]
    [CrfLayer]
    public sealed partial class SeveralInputs;

    /// <summary>The sequence of ids of a step.</summary>
    [Network]
    [EmbeddingLayer(vocabulary: 10, size: 7, SparseRows = true)]
    [LstmLayer(hidden: 21, Bidirectional = true)]
    [PoolingLayer(Pooling.FinalState)]
    public sealed partial class WordShape;

    /// <summary>A network inside another.</summary>
    [Network]
    [EmbeddingLayer(vocabulary: 10, size: 3, Name = "words")]
    [NetworkLayer(typeof(WordShape), maxSteps: 5, Name = "shape")]
    [InputLayer(size: 2, Name = "case")]
    [GruLayer(hidden: 19)]
    public sealed partial class Outer;

    [Network(input: 1)]
    [LstmLayer(hidden: 16)]
    [DenseLayer(outputs: 1)]
    public sealed partial class Amplifier;

    [Network(input: 5)]
    [LstmLayer(hidden: 40, Layers = 2, Reverse = true)]
    [PoolingLayer(Pooling.FinalState)]
    public sealed partial class FromTheEnd;

    [Network(input: 3)]
    [RnnLayer(hidden: 21)]
    [PoolingLayer(Pooling.Max)]
    [DenseLayer(outputs: 40, Activation = DenseActivation.Relu)]
    public sealed partial class Largest;

    /// <summary>A chain of labels, two whole vectors of the widest and a piece of one.</summary>
    [Network]
    [EmbeddingLayer(vocabulary: 10, size: 6)]
    [GruLayer(hidden: 12, Bidirectional = true)]
    [DenseLayer(outputs: 37)]
    [CrfLayer]
    public sealed partial class Tagger;

    [Network(input: 3)]
    [LstmLayer(hidden: 5)]
    [CrfLayer]
    public sealed partial class SmallTagger;

    /// <summary>One weight for the embedding and the output, in panels of sixteen; what the cells take added to what they give.</summary>
    [Network]
    [EmbeddingLayer(vocabulary: 10, size: 21)]
    [LstmLayer(hidden: 21, Layers = 2, Dropout = 0.25, Residual = true)]
    [DenseLayer(outputs: 10, TieTo = "embedding")]
    public sealed partial class Tied;

    [Network(input: 20)]
    [GruLayer(hidden: 10, Bidirectional = true, Residual = true)]
    [RnnLayer(hidden: 20, Residual = true)]
    public sealed partial class Residual;
}
