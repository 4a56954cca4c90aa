namespace RnnGen.Benchmarks.Cells;

/// <summary>What an audio effect runs for every sample.</summary>
[Network(input: 1)]
[LstmLayer(hidden: 16)]
[DenseLayer(outputs: 1)]
internal sealed partial class LstmFilter1x16;
