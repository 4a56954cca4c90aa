namespace RnnGen.BitProbe;

/// <summary>The cells under probe: sizes below, at and above vector boundaries, sums short and long, every accuracy.</summary>
internal static partial class Cells
{
    [LstmCell(input: 1, hidden: 1)]
    public sealed partial class Lstm1x1;

    [LstmCell(input: 1, hidden: 3)]
    public sealed partial class Lstm1x3;

    [LstmCell(input: 1, hidden: 8)]
    public sealed partial class Lstm1x8;

    [LstmCell(input: 1, hidden: 16)]
    public sealed partial class Lstm1x16;

    [LstmCell(input: 1, hidden: 17)]
    public sealed partial class Lstm1x17;

    [LstmCell(input: 1, hidden: 24)]
    public sealed partial class Lstm1x24;

    [LstmCell(input: 1, hidden: 32)]
    public sealed partial class Lstm1x32;

    [LstmCell(input: 1, hidden: 40)]
    public sealed partial class Lstm1x40;

    [LstmCell(input: 3, hidden: 5)]
    public sealed partial class Lstm3x5;

    [LstmCell(input: 7, hidden: 13)]
    public sealed partial class Lstm7x13;

    [LstmCell(input: 7, hidden: 13, Accuracy = Accuracy.Precise)]
    public sealed partial class Lstm7x13Precise;

    [LstmCell(input: 7, hidden: 13, Accuracy = Accuracy.Fast)]
    public sealed partial class Lstm7x13Fast;

    [LstmCell(input: 16, hidden: 64)]
    public sealed partial class Lstm16x64;

    [LstmCell(input: 17, hidden: 31)]
    public sealed partial class Lstm17x31;

    [LstmCell(input: 100, hidden: 256)]
    public sealed partial class Lstm100x256;

    [GruCell(input: 1, hidden: 8)]
    public sealed partial class Gru1x8;

    [GruCell(input: 1, hidden: 17)]
    public sealed partial class Gru1x17;

    [GruCell(input: 1, hidden: 40)]
    public sealed partial class Gru1x40;

    [GruCell(input: 16, hidden: 64)]
    public sealed partial class Gru16x64;

    [GruCell(input: 7, hidden: 13, Accuracy = Accuracy.Precise)]
    public sealed partial class Gru7x13Precise;

    [GruCell(input: 1, hidden: 16, Variant = GruVariant.ResetBefore)]
    public sealed partial class Gru1x16Before;

    [GruCell(input: 9, hidden: 77, Variant = GruVariant.ResetBefore)]
    public sealed partial class Gru9x77Before;

    [GruCell(input: 3, hidden: 5, Variant = GruVariant.ComplementReset)]
    public sealed partial class Gru3x5Complement;

    [GruCell(input: 9, hidden: 48, Variant = GruVariant.ComplementReset)]
    public sealed partial class Gru9x48Complement;

    [RnnCell(input: 1, hidden: 8)]
    public sealed partial class Rnn1x8;

    [RnnCell(input: 3, hidden: 40)]
    public sealed partial class Rnn3x40;

    [RnnCell(input: 7, hidden: 77, Activation = RnnActivation.Relu)]
    public sealed partial class Rnn7x77Relu;

    [RnnCell(input: 16, hidden: 128)]
    public sealed partial class Rnn16x128;
}
