namespace RnnGen.Conformance.Tests;

/// <summary>A cell for every layer width of the cases in <c>Cases/</c>.</summary>
internal static partial class TorchCells
{
    [LstmCell(input: 1, hidden: 8)]
    public sealed partial class Lstm1x8;

    [LstmCell(input: 3, hidden: 5)]
    public sealed partial class Lstm3x5;

    [LstmCell(hidden: 5)]
    public sealed partial class Lstm5x5;

    [LstmCell(input: 7, hidden: 13)]
    public sealed partial class Lstm7x13;

    [LstmCell(input: 26, hidden: 13)]
    public sealed partial class Lstm26x13;

    [LstmCell(input: 17, hidden: 31)]
    public sealed partial class Lstm17x31;

    [LstmCell(input: 100, hidden: 256)]
    public sealed partial class Lstm100x256;

    [LstmCell(input: 5, hidden: 9)]
    public sealed partial class Lstm5x9;

    [LstmCell(input: 18, hidden: 9)]
    public sealed partial class Lstm18x9;

    [GruCell(input: 5, hidden: 9)]
    public sealed partial class Gru5x9;

    [GruCell(input: 1, hidden: 8)]
    public sealed partial class Gru1x8;

    [GruCell(input: 3, hidden: 5)]
    public sealed partial class Gru3x5;

    [GruCell(input: 5, hidden: 5)]
    public sealed partial class Gru5x5;

    [GruCell(input: 7, hidden: 13)]
    public sealed partial class Gru7x13;

    [GruCell(input: 26, hidden: 13)]
    public sealed partial class Gru26x13;

    [GruCell(input: 17, hidden: 31)]
    public sealed partial class Gru17x31;

    [GruCell(input: 100, hidden: 256)]
    public sealed partial class Gru100x256;

    [RnnCell(input: 1, hidden: 8)]
    public sealed partial class Rnn1x8;

    [RnnCell(input: 3, hidden: 5)]
    public sealed partial class Rnn3x5;

    [RnnCell(input: 5, hidden: 5)]
    public sealed partial class Rnn5x5;

    [RnnCell(input: 10, hidden: 5)]
    public sealed partial class Rnn10x5;

    [RnnCell(input: 7, hidden: 13)]
    public sealed partial class Rnn7x13;

    [RnnCell(input: 26, hidden: 13)]
    public sealed partial class Rnn26x13;

    [RnnCell(input: 16, hidden: 8)]
    public sealed partial class Rnn16x8;

    [RnnCell(input: 7, hidden: 13, Activation = RnnActivation.Relu)]
    public sealed partial class Relu7x13;
}
