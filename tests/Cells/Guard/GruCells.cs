namespace RnnGen.GuardRun;

/// <summary>GRUs of every size from 1 to 70 and some beyond, the options in turn.</summary>
internal static partial class GruCells
{
    [GruCell(input: 1, hidden: 1, Recurrence = Recurrence.Diagonal, Variant = GruVariant.ResetAfter)]
    public sealed partial class Gru1x1;

    [GruCell(input: 2, hidden: 2, Variant = GruVariant.ResetBefore, Bias = false)]
    public sealed partial class Gru2x2;

    [GruCell(input: 3, hidden: 3, Recurrence = Recurrence.Diagonal, LayerNorm = true, Variant = GruVariant.ComplementReset, Clip = 3)]
    public sealed partial class Gru3x3;

    [GruCell(input: 4, hidden: 4, Variant = GruVariant.ResetAfter, GateActivation = RnnActivation.HardSigmoid, Accuracy = Accuracy.Precise)]
    public sealed partial class Gru4x4;

    [GruCell(input: 5, hidden: 5, Variant = GruVariant.ResetBefore, CandidateActivation = RnnActivation.Softplus, Clip = 2, Accuracy = Accuracy.Precise)]
    public sealed partial class Gru5x5;

    [GruCell(input: 7, hidden: 6, Variant = GruVariant.ComplementReset, Accuracy = Accuracy.Precise)]
    public sealed partial class Gru7x6;

    [GruCell(input: 8, hidden: 7, Variant = GruVariant.ResetAfter, Bias = false, Accuracy = Accuracy.Fast)]
    public sealed partial class Gru8x7;

    [GruCell(input: 9, hidden: 8, Recurrence = Recurrence.Diagonal, Variant = GruVariant.ResetBefore, Clip = 3, Accuracy = Accuracy.Fast)]
    public sealed partial class Gru9x8;

    [GruCell(input: 16, hidden: 9, Variant = GruVariant.ComplementReset, GateActivation = RnnActivation.HardSigmoid, Accuracy = Accuracy.Fast)]
    public sealed partial class Gru16x9;

    [GruCell(input: 17, hidden: 10, LayerNorm = true, Variant = GruVariant.ResetAfter, CandidateActivation = RnnActivation.Softplus, Clip = 2)]
    public sealed partial class Gru17x10;

    [GruCell(input: 11, hidden: 11, Variant = GruVariant.ResetBefore)]
    public sealed partial class Gru11x11;

    [GruCell(input: 1, hidden: 12, Variant = GruVariant.ComplementReset, Bias = false)]
    public sealed partial class Gru1x12;

    [GruCell(input: 2, hidden: 13, Variant = GruVariant.ResetAfter, Clip = 3, Accuracy = Accuracy.Precise)]
    public sealed partial class Gru2x13;

    [GruCell(input: 3, hidden: 14, Variant = GruVariant.ResetBefore, GateActivation = RnnActivation.HardSigmoid, Accuracy = Accuracy.Precise)]
    public sealed partial class Gru3x14;

    [GruCell(input: 4, hidden: 15, Recurrence = Recurrence.Diagonal, Variant = GruVariant.ComplementReset, CandidateActivation = RnnActivation.Softplus, Clip = 2, Accuracy = Accuracy.Precise)]
    public sealed partial class Gru4x15;

    [GruCell(input: 5, hidden: 16, Variant = GruVariant.ResetAfter, Accuracy = Accuracy.Fast)]
    public sealed partial class Gru5x16;

    [GruCell(input: 7, hidden: 17, Recurrence = Recurrence.Diagonal, LayerNorm = true, Variant = GruVariant.ResetBefore, Bias = false, Accuracy = Accuracy.Fast)]
    public sealed partial class Gru7x17;

    [GruCell(input: 8, hidden: 18, Variant = GruVariant.ComplementReset, Clip = 3, Accuracy = Accuracy.Fast)]
    public sealed partial class Gru8x18;

    [GruCell(input: 9, hidden: 19, Variant = GruVariant.ResetAfter, GateActivation = RnnActivation.HardSigmoid)]
    public sealed partial class Gru9x19;

    [GruCell(input: 16, hidden: 20, Variant = GruVariant.ResetBefore, CandidateActivation = RnnActivation.Softplus, Clip = 2)]
    public sealed partial class Gru16x20;

    [GruCell(input: 17, hidden: 21, Variant = GruVariant.ComplementReset)]
    public sealed partial class Gru17x21;

    [GruCell(input: 22, hidden: 22, Recurrence = Recurrence.Diagonal, Variant = GruVariant.ResetAfter, Bias = false, Accuracy = Accuracy.Precise)]
    public sealed partial class Gru22x22;

    [GruCell(input: 1, hidden: 23, Variant = GruVariant.ResetBefore, Clip = 3, Accuracy = Accuracy.Precise)]
    public sealed partial class Gru1x23;

    [GruCell(input: 2, hidden: 24, LayerNorm = true, Variant = GruVariant.ComplementReset, GateActivation = RnnActivation.HardSigmoid, Accuracy = Accuracy.Precise)]
    public sealed partial class Gru2x24;

    [GruCell(input: 3, hidden: 25, Variant = GruVariant.ResetAfter, CandidateActivation = RnnActivation.Softplus, Clip = 2, Accuracy = Accuracy.Fast)]
    public sealed partial class Gru3x25;

    [GruCell(input: 4, hidden: 26, Variant = GruVariant.ResetBefore, Accuracy = Accuracy.Fast)]
    public sealed partial class Gru4x26;

    [GruCell(input: 5, hidden: 27, Variant = GruVariant.ComplementReset, Bias = false, Accuracy = Accuracy.Fast)]
    public sealed partial class Gru5x27;

    [GruCell(input: 7, hidden: 28, Variant = GruVariant.ResetAfter, Clip = 3)]
    public sealed partial class Gru7x28;

    [GruCell(input: 8, hidden: 29, Recurrence = Recurrence.Diagonal, Variant = GruVariant.ResetBefore, GateActivation = RnnActivation.HardSigmoid)]
    public sealed partial class Gru8x29;

    [GruCell(input: 9, hidden: 30, Variant = GruVariant.ComplementReset, CandidateActivation = RnnActivation.Softplus, Clip = 2)]
    public sealed partial class Gru9x30;

    [GruCell(input: 16, hidden: 31, Recurrence = Recurrence.Diagonal, LayerNorm = true, Variant = GruVariant.ResetAfter, Accuracy = Accuracy.Precise)]
    public sealed partial class Gru16x31;

    [GruCell(input: 17, hidden: 32, Variant = GruVariant.ResetBefore, Bias = false, Accuracy = Accuracy.Precise)]
    public sealed partial class Gru17x32;

    [GruCell(input: 33, hidden: 33, Variant = GruVariant.ComplementReset, Clip = 3, Accuracy = Accuracy.Precise)]
    public sealed partial class Gru33x33;

    [GruCell(input: 1, hidden: 34, Variant = GruVariant.ResetAfter, GateActivation = RnnActivation.HardSigmoid, Accuracy = Accuracy.Fast)]
    public sealed partial class Gru1x34;

    [GruCell(input: 2, hidden: 35, Variant = GruVariant.ResetBefore, CandidateActivation = RnnActivation.Softplus, Clip = 2, Accuracy = Accuracy.Fast)]
    public sealed partial class Gru2x35;

    [GruCell(input: 3, hidden: 36, Recurrence = Recurrence.Diagonal, Variant = GruVariant.ComplementReset, Accuracy = Accuracy.Fast)]
    public sealed partial class Gru3x36;

    [GruCell(input: 4, hidden: 37, Variant = GruVariant.ResetAfter, Bias = false)]
    public sealed partial class Gru4x37;

    [GruCell(input: 5, hidden: 38, LayerNorm = true, Variant = GruVariant.ResetBefore, Clip = 3)]
    public sealed partial class Gru5x38;

    [GruCell(input: 7, hidden: 39, Variant = GruVariant.ComplementReset, GateActivation = RnnActivation.HardSigmoid)]
    public sealed partial class Gru7x39;

    [GruCell(input: 8, hidden: 40, Variant = GruVariant.ResetAfter, CandidateActivation = RnnActivation.Softplus, Clip = 2, Accuracy = Accuracy.Precise)]
    public sealed partial class Gru8x40;

    [GruCell(input: 9, hidden: 41, Variant = GruVariant.ResetBefore, Accuracy = Accuracy.Precise)]
    public sealed partial class Gru9x41;

    [GruCell(input: 16, hidden: 42, Variant = GruVariant.ComplementReset, Bias = false, Accuracy = Accuracy.Precise)]
    public sealed partial class Gru16x42;

    [GruCell(input: 17, hidden: 43, Recurrence = Recurrence.Diagonal, Variant = GruVariant.ResetAfter, Clip = 3, Accuracy = Accuracy.Fast)]
    public sealed partial class Gru17x43;

    [GruCell(input: 44, hidden: 44, Variant = GruVariant.ResetBefore, GateActivation = RnnActivation.HardSigmoid, Accuracy = Accuracy.Fast)]
    public sealed partial class Gru44x44;

    [GruCell(input: 1, hidden: 45, Recurrence = Recurrence.Diagonal, LayerNorm = true, Variant = GruVariant.ComplementReset, CandidateActivation = RnnActivation.Softplus, Clip = 2, Accuracy = Accuracy.Fast)]
    public sealed partial class Gru1x45;

    [GruCell(input: 2, hidden: 46, Variant = GruVariant.ResetAfter)]
    public sealed partial class Gru2x46;

    [GruCell(input: 3, hidden: 47, Variant = GruVariant.ResetBefore, Bias = false)]
    public sealed partial class Gru3x47;

    [GruCell(input: 4, hidden: 48, Variant = GruVariant.ComplementReset, Clip = 3)]
    public sealed partial class Gru4x48;

    [GruCell(input: 5, hidden: 49, Variant = GruVariant.ResetAfter, GateActivation = RnnActivation.HardSigmoid, Accuracy = Accuracy.Precise)]
    public sealed partial class Gru5x49;

    [GruCell(input: 7, hidden: 50, Recurrence = Recurrence.Diagonal, Variant = GruVariant.ResetBefore, CandidateActivation = RnnActivation.Softplus, Clip = 2, Accuracy = Accuracy.Precise)]
    public sealed partial class Gru7x50;

    [GruCell(input: 8, hidden: 51, Variant = GruVariant.ComplementReset, Accuracy = Accuracy.Precise)]
    public sealed partial class Gru8x51;

    [GruCell(input: 9, hidden: 52, LayerNorm = true, Variant = GruVariant.ResetAfter, Bias = false, Accuracy = Accuracy.Fast)]
    public sealed partial class Gru9x52;

    [GruCell(input: 16, hidden: 53, Variant = GruVariant.ResetBefore, Clip = 3, Accuracy = Accuracy.Fast)]
    public sealed partial class Gru16x53;

    [GruCell(input: 17, hidden: 54, Variant = GruVariant.ComplementReset, GateActivation = RnnActivation.HardSigmoid, Accuracy = Accuracy.Fast)]
    public sealed partial class Gru17x54;

    [GruCell(input: 55, hidden: 55, Variant = GruVariant.ResetAfter, CandidateActivation = RnnActivation.Softplus, Clip = 2)]
    public sealed partial class Gru55x55;

    [GruCell(input: 1, hidden: 56, Variant = GruVariant.ResetBefore)]
    public sealed partial class Gru1x56;

    [GruCell(input: 2, hidden: 57, Recurrence = Recurrence.Diagonal, Variant = GruVariant.ComplementReset, Bias = false)]
    public sealed partial class Gru2x57;

    [GruCell(input: 3, hidden: 58, Variant = GruVariant.ResetAfter, Clip = 3, Accuracy = Accuracy.Precise)]
    public sealed partial class Gru3x58;

    [GruCell(input: 4, hidden: 59, Recurrence = Recurrence.Diagonal, LayerNorm = true, Variant = GruVariant.ResetBefore, GateActivation = RnnActivation.HardSigmoid, Accuracy = Accuracy.Precise)]
    public sealed partial class Gru4x59;

    [GruCell(input: 5, hidden: 60, Variant = GruVariant.ComplementReset, CandidateActivation = RnnActivation.Softplus, Clip = 2, Accuracy = Accuracy.Precise)]
    public sealed partial class Gru5x60;

    [GruCell(input: 7, hidden: 61, Variant = GruVariant.ResetAfter, Accuracy = Accuracy.Fast)]
    public sealed partial class Gru7x61;

    [GruCell(input: 8, hidden: 62, Variant = GruVariant.ResetBefore, Bias = false, Accuracy = Accuracy.Fast)]
    public sealed partial class Gru8x62;

    [GruCell(input: 9, hidden: 63, Variant = GruVariant.ComplementReset, Clip = 3, Accuracy = Accuracy.Fast)]
    public sealed partial class Gru9x63;

    [GruCell(input: 16, hidden: 64, Recurrence = Recurrence.Diagonal, Variant = GruVariant.ResetAfter, GateActivation = RnnActivation.HardSigmoid)]
    public sealed partial class Gru16x64;

    [GruCell(input: 17, hidden: 65, Variant = GruVariant.ResetBefore, CandidateActivation = RnnActivation.Softplus, Clip = 2)]
    public sealed partial class Gru17x65;

    [GruCell(input: 66, hidden: 66, LayerNorm = true, Variant = GruVariant.ComplementReset)]
    public sealed partial class Gru66x66;

    [GruCell(input: 1, hidden: 67, Variant = GruVariant.ResetAfter, Bias = false, Accuracy = Accuracy.Precise)]
    public sealed partial class Gru1x67;

    [GruCell(input: 2, hidden: 68, Variant = GruVariant.ResetBefore, Clip = 3, Accuracy = Accuracy.Precise)]
    public sealed partial class Gru2x68;

    [GruCell(input: 3, hidden: 69, Variant = GruVariant.ComplementReset, GateActivation = RnnActivation.HardSigmoid, Accuracy = Accuracy.Precise)]
    public sealed partial class Gru3x69;

    [GruCell(input: 4, hidden: 70, Variant = GruVariant.ResetAfter, CandidateActivation = RnnActivation.Softplus, Clip = 2, Accuracy = Accuracy.Fast)]
    public sealed partial class Gru4x70;

    [GruCell(input: 5, hidden: 96, Variant = GruVariant.ResetBefore, Accuracy = Accuracy.Fast)]
    public sealed partial class Gru5x96;

    [GruCell(input: 7, hidden: 100, Variant = GruVariant.ComplementReset, Bias = false, Accuracy = Accuracy.Fast)]
    public sealed partial class Gru7x100;

    [GruCell(input: 8, hidden: 128, Variant = GruVariant.ResetAfter, Clip = 3)]
    public sealed partial class Gru8x128;

    [GruCell(input: 9, hidden: 177, Variant = GruVariant.ResetBefore, GateActivation = RnnActivation.HardSigmoid)]
    public sealed partial class Gru9x177;
}
