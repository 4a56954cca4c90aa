using RnnGen;
using Shared;

namespace SentimentAnalysis;

/// <summary>Reads a review word by word, in both directions, and says how much it is of each class.</summary>
[Network]
[EmbeddingLayer(vocabulary: Words.MaxCount, size: 32)]
[GruLayer(hidden: 24, Bidirectional = true)]
[PoolingLayer(Pooling.Max)]
[DenseLayer(outputs: 2)]
internal sealed partial class SentimentModel;
