namespace RnnGen.Benchmarks.Cells;

[RnnCell(input: 16, hidden: 64)]
internal sealed partial class Rnn16x64;
