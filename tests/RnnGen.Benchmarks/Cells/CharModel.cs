namespace RnnGen.Benchmarks.Cells;

/// <summary>A character model with an LSTM of 128 units: what <c>samples/TextGeneration</c> had before its projection.</summary>
[Network]
[EmbeddingLayer(vocabulary: 96, size: 32)]
[LstmLayer(hidden: 128)]
[DenseLayer(outputs: 96)]
internal sealed partial class CharModel;
