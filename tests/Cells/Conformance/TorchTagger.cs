namespace RnnGen.Conformance.Tests;

/// <summary>The tagger of <c>crf.py</c>.</summary>
[Network]
[EmbeddingLayer(vocabulary: 11, size: 6)]
[LstmLayer(hidden: 7, Bidirectional = true)]
[DenseLayer(outputs: 5)]
[CrfLayer]
internal sealed partial class TorchTagger;
