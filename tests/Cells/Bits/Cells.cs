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

    [LstmCell(input: 5, hidden: 21, Peephole = true)]
    public sealed partial class LstmPeephole5x21;

    [LstmCell(input: 9, hidden: 40, Projection = 19)]
    public sealed partial class LstmProjected9x40;

    [LstmCell(input: 3, hidden: 17, CoupledGates = true, Bias = false)]
    public sealed partial class LstmCoupled3x17;

    [LstmCell(input: 7, hidden: 45, LayerNorm = true)]
    public sealed partial class LstmNormalized7x45;

    [LstmCell(input: 6, hidden: 24, Clip = 0.5f)]
    public sealed partial class LstmClipped6x24;

    [LstmCell(
        input: 4, hidden: 20, GateActivation = RnnActivation.HardSigmoid, CandidateActivation = RnnActivation.Softsign,
        CellActivation = RnnActivation.Elu)]
    public sealed partial class LstmActivations4x20;

    [GruCell(input: 5, hidden: 23, Clip = 2f, GateActivation = RnnActivation.Softsign, CandidateActivation = RnnActivation.ScaledTanh, CandidateAlpha = 0.8f)]
    public sealed partial class GruActivations5x23;

    [RnnCell(input: 5, hidden: 37, Activation = RnnActivation.Softplus, Clip = 3f)]
    public sealed partial class RnnSoftplus5x37;

    [LstmCell(input: 9, hidden: 43, LayerNorm = true, CoupledGates = true, Projection = 22, Clip = 1.5f, CandidateActivation = RnnActivation.LeakyRelu)]
    public sealed partial class LstmAll9x43;

    [GruCell(input: 7, hidden: 45, LayerNorm = true)]
    public sealed partial class GruNormalized7x45;

    [GruCell(input: 1, hidden: 16, LayerNorm = true, Clip = 2)]
    public sealed partial class GruNormalized1x16;

    [GruCell(input: 9, hidden: 40, Variant = GruVariant.ResetBefore, LayerNorm = true)]
    public sealed partial class GruBeforeNormalized9x40;

    [GruCell(input: 3, hidden: 21, Variant = GruVariant.ComplementReset, LayerNorm = true, Bias = false)]
    public sealed partial class GruComplementNormalized3x21;

    [RnnCell(input: 5, hidden: 37, LayerNorm = true)]
    public sealed partial class RnnNormalized5x37;

    [LstmCell(input: 1, hidden: 16, Recurrence = Recurrence.Diagonal)]
    public sealed partial class LstmDiagonal1x16;

    [LstmCell(input: 9, hidden: 77, Recurrence = Recurrence.Diagonal, Peephole = true, CoupledGates = true)]
    public sealed partial class LstmDiagonal9x77;

    [LstmCell(input: 7, hidden: 45, Recurrence = Recurrence.Diagonal, LayerNorm = true)]
    public sealed partial class LstmDiagonalNormalized7x45;

    [GruCell(input: 1, hidden: 24, Recurrence = Recurrence.Diagonal)]
    public sealed partial class GruDiagonal1x24;

    [GruCell(input: 9, hidden: 77, Recurrence = Recurrence.Diagonal)]
    public sealed partial class GruDiagonal9x77;

    [GruCell(input: 5, hidden: 40, Variant = GruVariant.ResetBefore, Recurrence = Recurrence.Diagonal)]
    public sealed partial class GruDiagonalBefore5x40;

    [GruCell(input: 5, hidden: 40, Variant = GruVariant.ComplementReset, Recurrence = Recurrence.Diagonal, LayerNorm = true)]
    public sealed partial class GruDiagonalNormalized5x40;

    [RnnCell(input: 3, hidden: 8, Recurrence = Recurrence.Diagonal)]
    public sealed partial class RnnDiagonal3x8;

    [RnnCell(input: 16, hidden: 128, Recurrence = Recurrence.Diagonal, Activation = RnnActivation.Relu)]
    public sealed partial class RnnDiagonal16x128;
}
