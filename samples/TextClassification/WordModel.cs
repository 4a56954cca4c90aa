using RnnGen;

namespace TextClassification;

/// <summary>
/// Reads a text word by word, in both directions, and says how much it is of each class. A word comes in as itself, as the runs of characters that it is made of, and
/// as a pair with the word before it.
/// </summary>
[Network]
[EmbeddingLayer(Words, size: 32, Name = "words", SparseRows = true)]
[EmbeddingBagLayer(RunPlaces, size: 32, BagMode.Mean, Name = "runs", SparseRows = true)]
[EmbeddingBagLayer(PairPlaces, size: 24, BagMode.Mean, Name = "pairs", SparseRows = true)]
[GruLayer(hidden: 40, Bidirectional = true)]
[PoolingLayer(Pooling.Max)]
[DenseLayer(outputs: Classes.MaxCount)]
internal sealed partial class WordModel
{
    /// <summary>Words that are known by themselves, at most, and one for all others.</summary>
    public const int Words = 1 << 14;

    /// <summary>Places that runs of characters are hashed to.</summary>
    public const int RunPlaces = 1 << 15;

    /// <summary>Places that pairs of words are hashed to.</summary>
    public const int PairPlaces = 1 << 17;
}
