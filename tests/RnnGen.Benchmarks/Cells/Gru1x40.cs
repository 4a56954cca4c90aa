namespace RnnGen.Benchmarks.Cells;

[GruCell(input: 1, hidden: 40)]
internal sealed partial class Gru1x40;
