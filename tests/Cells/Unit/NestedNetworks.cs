namespace RnnGen.Tests.Networks;

/// <summary>Networks that read the sequence of ids of a step, inside others.</summary>
internal static partial class NestedNetworks
{
    /// <summary>A word of characters.</summary>
    [Network]
    [EmbeddingLayer(vocabulary: 13, size: 5, SparseRows = true)]
    [LstmLayer(hidden: 6, Bidirectional = true)]
    [PoolingLayer(Pooling.FinalState)]
    public sealed partial class WordShape;

    /// <summary>With a layer behind pooling, which has a bias.</summary>
    [Network]
    [EmbeddingLayer(vocabulary: 7, size: 4)]
    [GruLayer(hidden: 8)]
    [PoolingLayer(Pooling.Max)]
    [DenseLayer(outputs: 3, Activation = DenseActivation.Tanh)]
    public sealed partial class Suffix;

    /// <summary>Step by step; its LSTM is not that of the words, and has the same size.</summary>
    [Network]
    [EmbeddingLayer(vocabulary: 11, size: 5, Name = "words")]
    [NetworkLayer(typeof(WordShape), maxSteps: 4, Name = "shape")]
    [InputLayer(size: 2, Name = "case")]
    [NetworkLayer(typeof(Suffix), maxSteps: 3)]
    [GruLayer(hidden: 9)]
    [DenseLayer(outputs: 4)]
    public sealed partial class Tagger;

    /// <summary>In both directions, of words that are seldom cut.</summary>
    [Network]
    [EmbeddingLayer(vocabulary: 11, size: 5, Name = "words")]
    [NetworkLayer(typeof(WordShape), maxSteps: 32, Name = "shape")]
    [LstmLayer(hidden: 6, Bidirectional = true)]
    [DenseLayer(outputs: 3)]
    [CrfLayer]
    public sealed partial class Labels;

    /// <summary>Nothing else.</summary>
    [Network]
    [NetworkLayer(typeof(WordShape), maxSteps: 6, Name = "")]
    public sealed partial class Alone;

    /// <summary>What cannot be trained has the words all the same.</summary>
    [Network(Training = false)]
    [NetworkLayer(typeof(WordShape), maxSteps: 6, Name = "")]
    public sealed partial class Frozen;
}
