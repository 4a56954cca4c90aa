namespace RnnGen.FirstCallProbe;

/// <summary>The cells under probe: every strategy of the planner, every accuracy, and every equation.</summary>
internal static partial class Cells
{
    [LstmCell(input: 1, hidden: 8)]
    public sealed partial class Lstm1x8;

    [LstmCell(input: 1, hidden: 16)]
    public sealed partial class Lstm1x16;

    [LstmCell(input: 3, hidden: 19)]
    public sealed partial class Lstm3x19;

    [LstmCell(input: 1, hidden: 40)]
    public sealed partial class Lstm1x40;

    [LstmCell(input: 16, hidden: 64)]
    public sealed partial class Lstm16x64;

    [LstmCell(input: 5, hidden: 21, Accuracy = Accuracy.Precise)]
    public sealed partial class Lstm5x21Precise;

    [LstmCell(input: 7, hidden: 45, Accuracy = Accuracy.Fast)]
    public sealed partial class Lstm7x45Fast;

    [LstmCell(input: 100, hidden: 256)]
    public sealed partial class Lstm100x256;

    [GruCell(input: 1, hidden: 8)]
    public sealed partial class Gru1x8;

    [GruCell(input: 3, hidden: 19, Variant = GruVariant.ResetBefore)]
    public sealed partial class Gru3x19ResetBefore;

    [GruCell(input: 9, hidden: 48, Variant = GruVariant.ComplementReset)]
    public sealed partial class Gru9x48ComplementReset;

    [GruCell(input: 16, hidden: 64)]
    public sealed partial class Gru16x64;

    [RnnCell(input: 3, hidden: 19)]
    public sealed partial class Rnn3x19;

    [RnnCell(1, 8)]
    public sealed partial class Rnn1x8;

    [RnnCell(input: 16, hidden: 64, Activation = RnnActivation.Relu)]
    public sealed partial class Rnn16x64Relu;
}
