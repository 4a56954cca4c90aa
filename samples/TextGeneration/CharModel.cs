using RnnGen;

namespace TextGeneration;

/// <summary>A character language model: of every character, how much it is to be expected next.</summary>
[Network]
[EmbeddingLayer(vocabulary: Characters.Count, size: 32)]
[LstmLayer(hidden: 128)]
[DenseLayer(outputs: Characters.Count)]
internal sealed partial class CharModel;
