using RnnGen;

namespace TextGeneration;

/// <summary>A larger model of characters: one that could learn the novel by heart, and is kept from it by dropout.</summary>
[Network]
[EmbeddingLayer(vocabulary: Characters.Count, size: 64)]
[LstmLayer(hidden: 256, Layers = 2, Dropout = 0.4)]
[DenseLayer(outputs: Characters.Count)]
internal sealed partial class LargeCharModel;
