namespace RnnGen.Benchmarks.Cells;

[LstmCell(input: 100, hidden: 256)]
internal sealed partial class Lstm100x256;
