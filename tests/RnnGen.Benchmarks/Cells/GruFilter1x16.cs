namespace RnnGen.Benchmarks.Cells;

/// <inheritdoc cref="LstmFilter1x16"/>
[Network(input: 1)]
[GruLayer(hidden: 16)]
[DenseLayer(outputs: 1)]
internal sealed partial class GruFilter1x16;
