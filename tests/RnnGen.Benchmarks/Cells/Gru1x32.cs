namespace RnnGen.Benchmarks.Cells;

[GruCell(input: 1, hidden: 32)]
internal sealed partial class Gru1x32;
