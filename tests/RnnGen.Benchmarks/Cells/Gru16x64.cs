namespace RnnGen.Benchmarks.Cells;

[GruCell(input: 16, hidden: 64)]
internal sealed partial class Gru16x64;
