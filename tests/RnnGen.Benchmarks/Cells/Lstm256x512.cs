namespace RnnGen.Benchmarks.Cells;

[LstmCell(input: 256, hidden: 512)]
internal sealed partial class Lstm256x512;
