namespace RnnGen.Benchmarks.Cells;

[GruCell(input: 1, hidden: 8)]
internal sealed partial class Gru1x8;
