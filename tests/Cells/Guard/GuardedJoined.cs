namespace RnnGen.GuardRun;

/// <summary>Networks of several inputs, whose spans are called one by one.</summary>
internal static partial class GuardedJoined
{
    [Network]
    [EmbeddingLayer(GuardedNetworks.Vocabulary, size: 6, Name = "words")]
    [EmbeddingBagLayer(GuardedNetworks.Vocabulary, size: 5, BagMode.Sum, Name = "chars", SparseRows = true)]
    [InputLayer(size: 3, Name = "shape")]
    [EmbeddingBagLayer(GuardedNetworks.Vocabulary, size: 17, Name = "tags", PaddingIndex = 2, SparseRows = true)]
    [GruLayer(hidden: 10)]
    [DenseLayer(outputs: 6)]
    [DenseLayer(GuardedNetworks.Vocabulary, TieTo = "words")]
    public sealed partial class Tagger;

    [Network]
    [EmbeddingLayer(GuardedNetworks.Vocabulary, size: 6, SparseRows = true)]
    [LstmLayer(hidden: 10, Bidirectional = true)]
    [PoolingLayer(Pooling.FinalState)]
    [DenseLayer(outputs: 5)]
    public sealed partial class WordShape;

    [Network]
    [NetworkLayer(typeof(WordShape), maxSteps: 2, Name = "tags")]
    [InputLayer(size: 3, Name = "shape")]
    [NetworkLayer(typeof(WordShape), maxSteps: 3, Name = "chars")]
    [GruLayer(hidden: 10)]
    public sealed partial class Nested;

    [Network]
    [EmbeddingBagLayer(GuardedNetworks.Vocabulary, size: 9, Name = "chars")]
    public sealed partial class Bag;
}
