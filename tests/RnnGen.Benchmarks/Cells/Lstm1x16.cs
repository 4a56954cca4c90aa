namespace RnnGen.Benchmarks.Cells;

[LstmCell(input: 1, hidden: 16)]
internal sealed partial class Lstm1x16;
