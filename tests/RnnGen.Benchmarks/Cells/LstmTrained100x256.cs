namespace RnnGen.Benchmarks.Cells;

/// <summary>A layer of <see cref="Lstm100x256"/>, as a trainer takes it.</summary>
[Network(input: 100)]
[LstmLayer(hidden: 256)]
internal sealed partial class LstmTrained100x256;
