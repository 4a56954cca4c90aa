namespace RnnGen.Benchmarks.Cells;

/// <summary>80 MB of parameters, half of them embeddings.</summary>
[Network]
[EmbeddingLayer(vocabulary: 40_000, size: 256)]
[LstmLayer(hidden: 512, Layers = 2, Bidirectional = true)]
[DenseLayer(outputs: 1000)]
internal sealed partial class LargeTagger;
