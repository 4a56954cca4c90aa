using RnnGen;

namespace SentimentAnalysis;

/// <summary>Reads a review word by word, in both directions, and says how much it is of each class. A word comes in as itself and as a pair with the word before it.</summary>
[Network]
[EmbeddingLayer(Words, size: 32, Name = "words", SparseRows = true)]
[EmbeddingBagLayer(PairPlaces, size: 24, BagMode.Mean, Name = "pairs", SparseRows = true)]
[GruLayer(hidden: 24, Bidirectional = true)]
[PoolingLayer(Pooling.Mean)]
[DenseLayer(outputs: 2)]
internal sealed partial class SentimentModel
{
    /// <summary>Words that are known by themselves, at most, and one for all others.</summary>
    public const int Words = 1 << 14;

    /// <summary>Places that pairs of words are hashed to.</summary>
    public const int PairPlaces = 1 << 17;
}
