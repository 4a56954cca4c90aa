namespace RnnGen.Benchmarks.Cells;

[LstmCell(input: 1, hidden: 8)]
internal sealed partial class Lstm1x8;
