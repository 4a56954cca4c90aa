namespace RnnGen.Tests.Networks;

/// <summary>Networks of several inputs a step.</summary>
internal static partial class JoinedNetworks
{
    /// <summary>All kinds of inputs, step by step.</summary>
    [Network]
    [EmbeddingLayer(vocabulary: 11, size: 5, Name = "words")]
    [EmbeddingBagLayer(vocabulary: 13, size: 4, BagMode.Sum, Name = "chars")]
    [InputLayer(size: 3, Name = "shape")]
    [EmbeddingBagLayer(vocabulary: 7, size: 6, Name = "tags", PaddingIndex = 0)]
    [InputLayer(size: 1, Name = "class")]
    [LstmLayer(hidden: 9, Layers = 2, Dropout = 0.5)]
    [DenseLayer(outputs: 4)]
    public sealed partial class Tagger;

    /// <summary>The same in both directions, with sparse gradients.</summary>
    [Network]
    [EmbeddingLayer(vocabulary: 11, size: 5, Name = "words", SparseRows = true)]
    [EmbeddingBagLayer(vocabulary: 13, size: 4, BagMode.Sum, Name = "chars", SparseRows = true)]
    [InputLayer(size: 3, Name = "shape")]
    [LstmLayer(hidden: 6, Bidirectional = true)]
    [DenseLayer(outputs: 4)]
    public sealed partial class Sparse;

    /// <summary>The same with dense gradients.</summary>
    [Network]
    [EmbeddingLayer(vocabulary: 11, size: 5, Name = "words")]
    [EmbeddingBagLayer(vocabulary: 13, size: 4, BagMode.Sum, Name = "chars")]
    [InputLayer(size: 3, Name = "shape")]
    [LstmLayer(hidden: 6, Bidirectional = true)]
    [DenseLayer(outputs: 4)]
    public sealed partial class Dense;

    /// <summary>A bag alone: <c>nn.EmbeddingBag</c>.</summary>
    [Network]
    [EmbeddingBagLayer(vocabulary: 9, size: 3)]
    public sealed partial class Mean;

    /// <summary>The same, summed, with a token that is not there.</summary>
    [Network]
    [EmbeddingBagLayer(vocabulary: 9, size: 3, BagMode.Sum, Name = "bag", PaddingIndex = 2)]
    public sealed partial class Sum;

    /// <summary>Floats alone are what <c>[Network(input: 3)]</c> says.</summary>
    [Network]
    [InputLayer(size: 3, Name = "features")]
    [GruLayer(hidden: 4)]
    public sealed partial class Floats;

    /// <inheritdoc cref="Floats"/>
    [Network(input: 3)]
    [GruLayer(hidden: 4)]
    public sealed partial class PlainFloats;

    /// <summary>A table of tokens alone, with sparse gradients.</summary>
    [Network]
    [EmbeddingLayer(vocabulary: 200_000, size: 8, SparseRows = true)]
    [GruLayer(hidden: 5)]
    [DenseLayer(outputs: 2)]
    public sealed partial class LargeVocabulary;
}
