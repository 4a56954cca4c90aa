namespace RnnGen.Conformance.Tests;

/// <summary>The character model inside a word model of the benchmarks' <c>torch-nested</c>.</summary>
[Network]
[EmbeddingLayer(vocabulary: 11, size: 4, Name = "words")]
[NetworkLayer(typeof(TorchWordShape), maxSteps: 8, Name = "shape")]
[LstmLayer(hidden: 7, Bidirectional = true)]
[DenseLayer(outputs: 4)]
internal sealed partial class TorchNested;

/// <summary>Its submodule.</summary>
[Network]
[EmbeddingLayer(vocabulary: 17, size: 5)]
[LstmLayer(hidden: 6, Bidirectional = true)]
[PoolingLayer(Pooling.FinalState)]
internal sealed partial class TorchWordShape;
