namespace RnnGen.Benchmarks.Cells;

[GruCell(input: 1, hidden: 16)]
internal sealed partial class Gru1x16;
