namespace RnnGen.Benchmarks.Cells;

[GruCell(input: 100, hidden: 256)]
internal sealed partial class Gru100x256;
