namespace RnnGen.Benchmarks.Cells;

/// <summary>A tagger as <c>samples/NamedEntities</c> has one for WikiGold: words, their parts, features, a layer from both ends, a chain of labels.</summary>
[Network]
[EmbeddingLayer(vocabulary: 4_000, size: 50, Name = "words")]
[EmbeddingBagLayer(vocabulary: 8_192, size: 50, BagMode.Sum, Name = "parts")]
[InputLayer(size: 8, Name = "shape")]
[LstmLayer(hidden: 100, Bidirectional = true)]
[DenseLayer(outputs: 9)]
[CrfLayer]
internal sealed partial class NameTagger;
