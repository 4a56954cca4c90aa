namespace RnnGen.Benchmarks.Cells;

[RnnCell(input: 1, hidden: 16)]
internal sealed partial class Rnn1x16;
