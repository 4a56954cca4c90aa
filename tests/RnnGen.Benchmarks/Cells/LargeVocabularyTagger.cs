namespace RnnGen.Benchmarks.Cells;

/// <summary><see cref="NameTagger"/> with 50 times as many words, of whose rows an update changes those of its sentences.</summary>
[Network]
[EmbeddingLayer(vocabulary: 200_000, size: 50, Name = "words", SparseRows = true)]
[EmbeddingBagLayer(vocabulary: 8_192, size: 50, BagMode.Sum, Name = "parts", SparseRows = true)]
[InputLayer(size: 8, Name = "shape")]
[LstmLayer(hidden: 100, Bidirectional = true)]
[DenseLayer(outputs: 9)]
[CrfLayer]
internal sealed partial class LargeVocabularyTagger;
