namespace RnnGen.Benchmarks.Cells;

[RnnCell(input: 100, hidden: 256)]
internal sealed partial class Rnn100x256;
