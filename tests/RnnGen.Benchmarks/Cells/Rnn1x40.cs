namespace RnnGen.Benchmarks.Cells;

[RnnCell(input: 1, hidden: 40)]
internal sealed partial class Rnn1x40;
