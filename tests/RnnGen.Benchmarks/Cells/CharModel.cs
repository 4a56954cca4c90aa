namespace RnnGen.Benchmarks.Cells;

/// <summary>The network of <c>samples/TextGeneration</c>.</summary>
[Network]
[EmbeddingLayer(vocabulary: 96, size: 32)]
[LstmLayer(hidden: 128)]
[DenseLayer(outputs: 96)]
internal sealed partial class CharModel;
