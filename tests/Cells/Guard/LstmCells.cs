namespace RnnGen.GuardRun;

/// <summary>LSTMs of every size from 1 to 70 and some beyond, the options in turn.</summary>
internal static partial class LstmCells
{
    [LstmCell(input: 1, hidden: 1)]
    public sealed partial class Lstm1x1;

    [LstmCell(input: 2, hidden: 2, Peephole = true, Accuracy = Accuracy.Precise)]
    public sealed partial class Lstm2x2;

    [LstmCell(input: 3, hidden: 3, Projection = 1, Accuracy = Accuracy.Fast)]
    public sealed partial class Lstm3x3;

    [LstmCell(input: 4, hidden: 4, LayerNorm = true)]
    public sealed partial class Lstm4x4;

    [LstmCell(input: 5, hidden: 5, CoupledGates = true, Accuracy = Accuracy.Precise)]
    public sealed partial class Lstm5x5;

    [LstmCell(input: 7, hidden: 6, Recurrence = Recurrence.Diagonal, Clip = 3, Accuracy = Accuracy.Fast)]
    public sealed partial class Lstm7x6;

    [LstmCell(input: 8, hidden: 7, Bias = false)]
    public sealed partial class Lstm8x7;

    [LstmCell(input: 9, hidden: 8, CoupledGates = true, Peephole = true, Accuracy = Accuracy.Precise)]
    public sealed partial class Lstm9x8;

    [LstmCell(input: 16, hidden: 9, Projection = 4, LayerNorm = true, Accuracy = Accuracy.Fast)]
    public sealed partial class Lstm16x9;

    [LstmCell(input: 17, hidden: 10, Projection = 9, Peephole = true)]
    public sealed partial class Lstm17x10;

    [LstmCell(input: 11, hidden: 11, GateActivation = RnnActivation.HardSigmoid, CellActivation = RnnActivation.Softsign, Accuracy = Accuracy.Precise)]
    public sealed partial class Lstm11x11;

    [LstmCell(input: 1, hidden: 12, Recurrence = Recurrence.Diagonal, CandidateActivation = RnnActivation.Elu, Clip = 2, Bias = false, Accuracy = Accuracy.Fast)]
    public sealed partial class Lstm1x12;

    [LstmCell(input: 2, hidden: 13, CoupledGates = true, LayerNorm = true)]
    public sealed partial class Lstm2x13;

    [LstmCell(input: 3, hidden: 14, Accuracy = Accuracy.Precise)]
    public sealed partial class Lstm3x14;

    [LstmCell(input: 4, hidden: 15, Recurrence = Recurrence.Diagonal, Peephole = true, Accuracy = Accuracy.Fast)]
    public sealed partial class Lstm4x15;

    [LstmCell(input: 5, hidden: 16, Projection = 8)]
    public sealed partial class Lstm5x16;

    [LstmCell(input: 7, hidden: 17, LayerNorm = true, Accuracy = Accuracy.Precise)]
    public sealed partial class Lstm7x17;

    [LstmCell(input: 8, hidden: 18, Recurrence = Recurrence.Diagonal, CoupledGates = true, Accuracy = Accuracy.Fast)]
    public sealed partial class Lstm8x18;

    [LstmCell(input: 9, hidden: 19, Clip = 3)]
    public sealed partial class Lstm9x19;

    [LstmCell(input: 16, hidden: 20, Bias = false, Accuracy = Accuracy.Precise)]
    public sealed partial class Lstm16x20;

    [LstmCell(input: 17, hidden: 21, Recurrence = Recurrence.Diagonal, CoupledGates = true, Peephole = true, Accuracy = Accuracy.Fast)]
    public sealed partial class Lstm17x21;

    [LstmCell(input: 22, hidden: 22, Projection = 11, LayerNorm = true)]
    public sealed partial class Lstm22x22;

    [LstmCell(input: 1, hidden: 23, Projection = 22, Peephole = true, Accuracy = Accuracy.Precise)]
    public sealed partial class Lstm1x23;

    [LstmCell(input: 2, hidden: 24, Recurrence = Recurrence.Diagonal, GateActivation = RnnActivation.HardSigmoid, CellActivation = RnnActivation.Softsign, Accuracy = Accuracy.Fast)]
    public sealed partial class Lstm2x24;

    [LstmCell(input: 3, hidden: 25, CandidateActivation = RnnActivation.Elu, Clip = 2, Bias = false)]
    public sealed partial class Lstm3x25;

    [LstmCell(input: 4, hidden: 26, CoupledGates = true, LayerNorm = true, Accuracy = Accuracy.Precise)]
    public sealed partial class Lstm4x26;

    [LstmCell(input: 5, hidden: 27, Recurrence = Recurrence.Diagonal, Accuracy = Accuracy.Fast)]
    public sealed partial class Lstm5x27;

    [LstmCell(input: 7, hidden: 28, Peephole = true)]
    public sealed partial class Lstm7x28;

    [LstmCell(input: 8, hidden: 29, Projection = 14, Accuracy = Accuracy.Precise)]
    public sealed partial class Lstm8x29;

    [LstmCell(input: 9, hidden: 30, Recurrence = Recurrence.Diagonal, LayerNorm = true, Accuracy = Accuracy.Fast)]
    public sealed partial class Lstm9x30;

    [LstmCell(input: 16, hidden: 31, CoupledGates = true)]
    public sealed partial class Lstm16x31;

    [LstmCell(input: 17, hidden: 32, Clip = 3, Accuracy = Accuracy.Precise)]
    public sealed partial class Lstm17x32;

    [LstmCell(input: 33, hidden: 33, Recurrence = Recurrence.Diagonal, Bias = false, Accuracy = Accuracy.Fast)]
    public sealed partial class Lstm33x33;

    [LstmCell(input: 1, hidden: 34, CoupledGates = true, Peephole = true)]
    public sealed partial class Lstm1x34;

    [LstmCell(input: 2, hidden: 35, Projection = 17, LayerNorm = true, Accuracy = Accuracy.Precise)]
    public sealed partial class Lstm2x35;

    [LstmCell(input: 3, hidden: 36, Projection = 35, Peephole = true, Accuracy = Accuracy.Fast)]
    public sealed partial class Lstm3x36;

    [LstmCell(input: 4, hidden: 37, GateActivation = RnnActivation.HardSigmoid, CellActivation = RnnActivation.Softsign)]
    public sealed partial class Lstm4x37;

    [LstmCell(input: 5, hidden: 38, CandidateActivation = RnnActivation.Elu, Clip = 2, Bias = false, Accuracy = Accuracy.Precise)]
    public sealed partial class Lstm5x38;

    [LstmCell(input: 7, hidden: 39, Recurrence = Recurrence.Diagonal, CoupledGates = true, LayerNorm = true, Accuracy = Accuracy.Fast)]
    public sealed partial class Lstm7x39;

    [LstmCell(input: 8, hidden: 40)]
    public sealed partial class Lstm8x40;

    [LstmCell(input: 9, hidden: 41, Peephole = true, Accuracy = Accuracy.Precise)]
    public sealed partial class Lstm9x41;

    [LstmCell(input: 16, hidden: 42, Projection = 21, Accuracy = Accuracy.Fast)]
    public sealed partial class Lstm16x42;

    [LstmCell(input: 17, hidden: 43, LayerNorm = true)]
    public sealed partial class Lstm17x43;

    [LstmCell(input: 44, hidden: 44, CoupledGates = true, Accuracy = Accuracy.Precise)]
    public sealed partial class Lstm44x44;

    [LstmCell(input: 1, hidden: 45, Recurrence = Recurrence.Diagonal, Clip = 3, Accuracy = Accuracy.Fast)]
    public sealed partial class Lstm1x45;

    [LstmCell(input: 2, hidden: 46, Bias = false)]
    public sealed partial class Lstm2x46;

    [LstmCell(input: 3, hidden: 47, CoupledGates = true, Peephole = true, Accuracy = Accuracy.Precise)]
    public sealed partial class Lstm3x47;

    [LstmCell(input: 4, hidden: 48, Projection = 24, LayerNorm = true, Accuracy = Accuracy.Fast)]
    public sealed partial class Lstm4x48;

    [LstmCell(input: 5, hidden: 49, Projection = 48, Peephole = true)]
    public sealed partial class Lstm5x49;

    [LstmCell(input: 7, hidden: 50, GateActivation = RnnActivation.HardSigmoid, CellActivation = RnnActivation.Softsign, Accuracy = Accuracy.Precise)]
    public sealed partial class Lstm7x50;

    [LstmCell(input: 8, hidden: 51, Recurrence = Recurrence.Diagonal, CandidateActivation = RnnActivation.Elu, Clip = 2, Bias = false, Accuracy = Accuracy.Fast)]
    public sealed partial class Lstm8x51;

    [LstmCell(input: 9, hidden: 52, CoupledGates = true, LayerNorm = true)]
    public sealed partial class Lstm9x52;

    [LstmCell(input: 16, hidden: 53, Accuracy = Accuracy.Precise)]
    public sealed partial class Lstm16x53;

    [LstmCell(input: 17, hidden: 54, Recurrence = Recurrence.Diagonal, Peephole = true, Accuracy = Accuracy.Fast)]
    public sealed partial class Lstm17x54;

    [LstmCell(input: 55, hidden: 55, Projection = 27)]
    public sealed partial class Lstm55x55;

    [LstmCell(input: 1, hidden: 56, LayerNorm = true, Accuracy = Accuracy.Precise)]
    public sealed partial class Lstm1x56;

    [LstmCell(input: 2, hidden: 57, Recurrence = Recurrence.Diagonal, CoupledGates = true, Accuracy = Accuracy.Fast)]
    public sealed partial class Lstm2x57;

    [LstmCell(input: 3, hidden: 58, Clip = 3)]
    public sealed partial class Lstm3x58;

    [LstmCell(input: 4, hidden: 59, Bias = false, Accuracy = Accuracy.Precise)]
    public sealed partial class Lstm4x59;

    [LstmCell(input: 5, hidden: 60, Recurrence = Recurrence.Diagonal, CoupledGates = true, Peephole = true, Accuracy = Accuracy.Fast)]
    public sealed partial class Lstm5x60;

    [LstmCell(input: 7, hidden: 61, Projection = 30, LayerNorm = true)]
    public sealed partial class Lstm7x61;

    [LstmCell(input: 8, hidden: 62, Projection = 61, Peephole = true, Accuracy = Accuracy.Precise)]
    public sealed partial class Lstm8x62;

    [LstmCell(input: 9, hidden: 63, Recurrence = Recurrence.Diagonal, GateActivation = RnnActivation.HardSigmoid, CellActivation = RnnActivation.Softsign, Accuracy = Accuracy.Fast)]
    public sealed partial class Lstm9x63;

    [LstmCell(input: 16, hidden: 64, CandidateActivation = RnnActivation.Elu, Clip = 2, Bias = false)]
    public sealed partial class Lstm16x64;

    [LstmCell(input: 17, hidden: 65, CoupledGates = true, LayerNorm = true, Accuracy = Accuracy.Precise)]
    public sealed partial class Lstm17x65;

    [LstmCell(input: 66, hidden: 66, Recurrence = Recurrence.Diagonal, Accuracy = Accuracy.Fast)]
    public sealed partial class Lstm66x66;

    [LstmCell(input: 1, hidden: 67, Peephole = true)]
    public sealed partial class Lstm1x67;

    [LstmCell(input: 2, hidden: 68, Projection = 34, Accuracy = Accuracy.Precise)]
    public sealed partial class Lstm2x68;

    [LstmCell(input: 3, hidden: 69, Recurrence = Recurrence.Diagonal, LayerNorm = true, Accuracy = Accuracy.Fast)]
    public sealed partial class Lstm3x69;

    [LstmCell(input: 4, hidden: 70, CoupledGates = true)]
    public sealed partial class Lstm4x70;

    [LstmCell(input: 5, hidden: 96, Recurrence = Recurrence.Diagonal, Clip = 3, Accuracy = Accuracy.Precise)]
    public sealed partial class Lstm5x96;

    [LstmCell(input: 7, hidden: 100, Bias = false, Accuracy = Accuracy.Fast)]
    public sealed partial class Lstm7x100;

    [LstmCell(input: 8, hidden: 128, CoupledGates = true, Peephole = true)]
    public sealed partial class Lstm8x128;

    [LstmCell(input: 9, hidden: 200, Projection = 100, LayerNorm = true, Accuracy = Accuracy.Precise)]
    public sealed partial class Lstm9x200;
}
