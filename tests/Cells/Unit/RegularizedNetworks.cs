namespace RnnGen.Tests.Networks;

/// <summary>Networks that drop everything that can be dropped.</summary>
internal static partial class RegularizedNetworks
{
    /// <summary>Several inputs.</summary>
    [Network]
    [EmbeddingLayer(vocabulary: 11, size: 5, Name = "words", Dropout = 0.3)]
    [EmbeddingBagLayer(vocabulary: 13, size: 4, Name = "chars", Dropout = 0.2, VariationalDropout = true)]
    [InputLayer(size: 3, Name = "shape", Dropout = 0.25)]
    [DropoutLayer(0.3, Variational = true)]
    [LstmLayer(hidden: 9, Layers = 2, Bidirectional = true, Dropout = 0.4, VariationalDropout = true, RecurrentDropout = 0.3)]
    [DropoutLayer(0.3)]
    [DenseLayer(outputs: 4)]
    public sealed partial class Tagger;

    /// <summary>Tokens alone, padding among them.</summary>
    [Network]
    [EmbeddingLayer(vocabulary: 11, size: 5, PaddingIndex = 2, Dropout = 0.3)]
    [GruLayer(hidden: 6, RecurrentDropout = 0.3)]
    [PoolingLayer(Pooling.Mean)]
    [DropoutLayer(0.5)]
    [DenseLayer(outputs: 3)]
    public sealed partial class Classifier;

    /// <summary>Two inputs of tokens.</summary>
    [Network]
    [EmbeddingLayer(vocabulary: 11, size: 5, Name = "words", PaddingIndex = 2, SparseRows = true)]
    [EmbeddingLayer(vocabulary: 7, size: 4, Name = "shapes")]
    [EmbeddingBagLayer(vocabulary: 13, size: 4, Name = "chars")]
    [GruLayer(hidden: 6)]
    [DenseLayer(outputs: 3)]
    public sealed partial class Words;

    /// <summary>Three tokens.</summary>
    [Network]
    [EmbeddingLayer(vocabulary: 3, size: 2)]
    [DenseLayer(outputs: 2)]
    public sealed partial class Three;

    /// <summary>Tokens alone, nothing dropped.</summary>
    [Network]
    [EmbeddingLayer(vocabulary: 11, size: 5, PaddingIndex = 2, SparseRows = true)]
    [GruLayer(hidden: 6)]
    [DenseLayer(outputs: 3)]
    public sealed partial class Tokens;

    /// <summary>The same with dense gradients.</summary>
    [Network]
    [EmbeddingLayer(vocabulary: 11, size: 5, PaddingIndex = 2)]
    [GruLayer(hidden: 6)]
    [DenseLayer(outputs: 3)]
    public sealed partial class DenseTokens;
}
