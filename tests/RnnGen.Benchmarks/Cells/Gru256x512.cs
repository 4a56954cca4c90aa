namespace RnnGen.Benchmarks.Cells;

[GruCell(input: 256, hidden: 512)]
internal sealed partial class Gru256x512;
