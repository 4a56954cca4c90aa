namespace RnnGen.Benchmarks.Cells;

[LstmCell(input: 1, hidden: 32)]
internal sealed partial class Lstm1x32;
