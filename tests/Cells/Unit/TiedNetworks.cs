namespace RnnGen.Tests.Networks;

/// <summary>Networks with one weight for an embedding and an output, and what they are compared with.</summary>
internal static partial class TiedNetworks
{
    /// <summary>A language model, whose table lies in panels: 37 tokens are two of sixteen and a narrow one.</summary>
    [Network]
    [EmbeddingLayer(vocabulary: 37, size: 9, Name = "words")]
    [LstmLayer(hidden: 9, Layers = 2, Residual = true)]
    [DenseLayer(outputs: 37, TieTo = "words")]
    public sealed partial class Tied;

    /// <summary>The same with two weights.</summary>
    [Network]
    [EmbeddingLayer(vocabulary: 37, size: 9, Name = "words")]
    [LstmLayer(hidden: 9, Layers = 2, Residual = true)]
    [DenseLayer(outputs: 37)]
    public sealed partial class Untied;

    /// <summary>Few tokens: sums go along the inputs.</summary>
    [Network]
    [EmbeddingLayer(vocabulary: 3, size: 20, PaddingIndex = 1)]
    [GruLayer(hidden: 20)]
    [DenseLayer(outputs: 3, TieTo = "embedding")]
    public sealed partial class FewTokens;

    /// <inheritdoc cref="FewTokens"/>
    [Network]
    [EmbeddingLayer(vocabulary: 3, size: 20, PaddingIndex = 1)]
    [GruLayer(hidden: 20)]
    [DenseLayer(outputs: 3)]
    public sealed partial class FewUntied;

    /// <summary>One of several inputs is tied.</summary>
    [Network]
    [InputLayer(size: 2, Name = "shape")]
    [EmbeddingLayer(vocabulary: 37, size: 9, Name = "words")]
    [LstmLayer(hidden: 9, Bidirectional = true)]
    [DenseLayer(outputs: 9)]
    [DenseLayer(outputs: 37, TieTo = "words")]
    public sealed partial class Joined;

    /// <inheritdoc cref="Joined"/>
    [Network]
    [InputLayer(size: 2, Name = "shape")]
    [EmbeddingLayer(vocabulary: 37, size: 9, Name = "words")]
    [LstmLayer(hidden: 9, Bidirectional = true)]
    [DenseLayer(outputs: 9)]
    [DenseLayer(outputs: 37)]
    public sealed partial class JoinedUntied;
}
