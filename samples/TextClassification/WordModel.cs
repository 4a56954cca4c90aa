using RnnGen;
using Shared;

namespace TextClassification;

/// <summary>Reads a text word by word, in both directions, and says how much it is of each class.</summary>
[Network]
[EmbeddingLayer(vocabulary: Words.MaxCount, size: 32)]
[GruLayer(hidden: 48, Bidirectional = true)]
[PoolingLayer(Pooling.Max)]
[DenseLayer(outputs: Classes.MaxCount)]
internal sealed partial class WordModel;
