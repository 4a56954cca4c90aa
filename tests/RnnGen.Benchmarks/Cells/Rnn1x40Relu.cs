namespace RnnGen.Benchmarks.Cells;

[RnnCell(input: 1, hidden: 40, Activation = RnnActivation.Relu)]
internal sealed partial class Rnn1x40Relu;
