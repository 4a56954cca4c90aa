using RnnGen;
using TextGeneration;

namespace TextClassification;

/// <summary>Reads a text character by character, in both directions, and says how much it is of each class.</summary>
[Network]
[EmbeddingLayer(vocabulary: Characters.Count, size: 32)]
[LstmLayer(hidden: 64, Bidirectional = true)]
[PoolingLayer(Pooling.Max)]
[DenseLayer(outputs: Classes.MaxCount)]
internal sealed partial class CharacterModel;
