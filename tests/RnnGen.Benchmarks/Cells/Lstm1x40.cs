namespace RnnGen.Benchmarks.Cells;

[LstmCell(input: 1, hidden: 40)]
internal sealed partial class Lstm1x40;
