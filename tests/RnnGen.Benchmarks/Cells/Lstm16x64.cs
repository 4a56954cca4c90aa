namespace RnnGen.Benchmarks.Cells;

[LstmCell(input: 16, hidden: 64)]
internal sealed partial class Lstm16x64;
