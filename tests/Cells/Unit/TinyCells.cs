namespace RnnGen.Tests.Cells;

/// <summary>Cells of up to 16 units: many streams of those go a few at a time.</summary>
internal static partial class TinyCells
{
    [LstmCell(input: 2, hidden: 1, Training = false, Accuracy = Accuracy.Precise)]
    public sealed partial class Lstm1;

    [GruCell(input: 3, hidden: 1, Training = false, Accuracy = Accuracy.Precise)]
    public sealed partial class Gru1;

    [RnnCell(input: 4, hidden: 1, Training = false)]
    public sealed partial class Rnn1;

    [LstmCell(input: 3, hidden: 2, Training = false, Accuracy = Accuracy.Fast)]
    public sealed partial class Lstm2;

    [GruCell(input: 4, hidden: 2, Training = false, Accuracy = Accuracy.Fast)]
    public sealed partial class Gru2;

    [RnnCell(input: 1, hidden: 2, Training = false)]
    public sealed partial class Rnn2;

    [LstmCell(input: 4, hidden: 3, Training = false, CoupledGates = true)]
    public sealed partial class Lstm3;

    [GruCell(input: 1, hidden: 3, Training = false, Bias = false)]
    public sealed partial class Gru3;

    [RnnCell(input: 2, hidden: 3, Training = false)]
    public sealed partial class Rnn3;

    [LstmCell(input: 1, hidden: 4, Training = false, Bias = false)]
    public sealed partial class Lstm4;

    [GruCell(input: 2, hidden: 4, Training = false)]
    public sealed partial class Gru4;

    [RnnCell(input: 3, hidden: 4, Training = false)]
    public sealed partial class Rnn4;

    [LstmCell(input: 2, hidden: 5, Training = false, Clip = 2)]
    public sealed partial class Lstm5;

    [GruCell(input: 3, hidden: 5, Training = false, Accuracy = Accuracy.Precise)]
    public sealed partial class Gru5;

    [RnnCell(input: 4, hidden: 5, Training = false)]
    public sealed partial class Rnn5;

    [LstmCell(input: 3, hidden: 6, Training = false)]
    public sealed partial class Lstm6;

    [GruCell(input: 4, hidden: 6, Training = false, Accuracy = Accuracy.Fast)]
    public sealed partial class Gru6;

    [RnnCell(input: 1, hidden: 6, Training = false)]
    public sealed partial class Rnn6;

    [LstmCell(input: 4, hidden: 7, Training = false, Accuracy = Accuracy.Precise)]
    public sealed partial class Lstm7;

    [GruCell(input: 1, hidden: 7, Training = false, Bias = false)]
    public sealed partial class Gru7;

    [RnnCell(input: 2, hidden: 7, Training = false)]
    public sealed partial class Rnn7;

    [LstmCell(input: 1, hidden: 8, Training = false)]
    public sealed partial class Lstm8;

    [GruCell(input: 2, hidden: 8, Training = false)]
    public sealed partial class Gru8;

    [RnnCell(input: 3, hidden: 8, Training = false)]
    public sealed partial class Rnn8;

    [LstmCell(input: 2, hidden: 9, Training = false, CoupledGates = true)]
    public sealed partial class Lstm9;

    [GruCell(input: 3, hidden: 9, Training = false, Accuracy = Accuracy.Precise)]
    public sealed partial class Gru9;

    [RnnCell(input: 4, hidden: 9, Training = false)]
    public sealed partial class Rnn9;

    [LstmCell(input: 3, hidden: 10, Training = false, Bias = false)]
    public sealed partial class Lstm10;

    [GruCell(input: 4, hidden: 10, Training = false, Accuracy = Accuracy.Fast)]
    public sealed partial class Gru10;

    [RnnCell(input: 1, hidden: 10, Training = false)]
    public sealed partial class Rnn10;

    [LstmCell(input: 4, hidden: 11, Training = false, Clip = 2)]
    public sealed partial class Lstm11;

    [GruCell(input: 1, hidden: 11, Training = false, Bias = false)]
    public sealed partial class Gru11;

    [RnnCell(input: 2, hidden: 11, Training = false)]
    public sealed partial class Rnn11;

    [LstmCell(input: 1, hidden: 12, Training = false)]
    public sealed partial class Lstm12;

    [GruCell(input: 2, hidden: 12, Training = false)]
    public sealed partial class Gru12;

    [RnnCell(input: 3, hidden: 12, Training = false)]
    public sealed partial class Rnn12;

    [LstmCell(input: 2, hidden: 13, Training = false, Accuracy = Accuracy.Precise)]
    public sealed partial class Lstm13;

    [GruCell(input: 3, hidden: 13, Training = false, Accuracy = Accuracy.Precise)]
    public sealed partial class Gru13;

    [RnnCell(input: 4, hidden: 13, Training = false)]
    public sealed partial class Rnn13;

    [LstmCell(input: 3, hidden: 14, Training = false, Accuracy = Accuracy.Fast)]
    public sealed partial class Lstm14;

    [GruCell(input: 4, hidden: 14, Training = false, Accuracy = Accuracy.Fast)]
    public sealed partial class Gru14;

    [RnnCell(input: 1, hidden: 14, Training = false)]
    public sealed partial class Rnn14;

    [LstmCell(input: 4, hidden: 15, Training = false, CoupledGates = true)]
    public sealed partial class Lstm15;

    [GruCell(input: 1, hidden: 15, Training = false, Bias = false)]
    public sealed partial class Gru15;

    [RnnCell(input: 2, hidden: 15, Training = false)]
    public sealed partial class Rnn15;

    [LstmCell(input: 1, hidden: 16, Training = false)]
    public sealed partial class Lstm16;

    [GruCell(input: 2, hidden: 16, Training = false)]
    public sealed partial class Gru16;

    [RnnCell(input: 3, hidden: 16, Training = false)]
    public sealed partial class Rnn16;

    [LstmCell(input: 1, hidden: 8, Training = false)]
    public sealed partial class Lstm1x8;

    [GruCell(input: 1, hidden: 8, Training = false)]
    public sealed partial class Gru1x8;

    [LstmCell(input: 8, hidden: 8, Training = false)]
    public sealed partial class LstmSquare8;

    [GruCell(input: 8, hidden: 8, Training = false)]
    public sealed partial class GruSquare8;

    [RnnCell(input: 8, hidden: 8, Training = false)]
    public sealed partial class RnnSquare8;

    [GruCell(input: 2, hidden: 8, Training = false, Variant = GruVariant.ResetBefore)]
    public sealed partial class Gru8ResetBefore;

    [GruCell(input: 3, hidden: 8, Training = false, Variant = GruVariant.ComplementReset)]
    public sealed partial class Gru8ComplementReset;

    [LstmCell(input: 2, hidden: 8, Training = false, Peephole = true)]
    public sealed partial class Lstm8Peephole;

    [LstmCell(input: 2, hidden: 8, Training = false, Projection = 5)]
    public sealed partial class Lstm8Projected;

    [GruCell(input: 2, hidden: 8, Training = false, LayerNorm = true)]
    public sealed partial class Gru8Normalized;

    [RnnCell(input: 2, hidden: 8, Training = false, Recurrence = Recurrence.Diagonal)]
    public sealed partial class Rnn8Diagonal;

    [LstmCell(input: 1, hidden: 16, Training = false)]
    public sealed partial class Lstm1x16;

    [GruCell(input: 1, hidden: 16, Training = false)]
    public sealed partial class Gru1x16;

    [LstmCell(input: 16, hidden: 16, Training = false)]
    public sealed partial class LstmSquare16;

    [GruCell(input: 16, hidden: 16, Training = false)]
    public sealed partial class GruSquare16;

    [RnnCell(input: 16, hidden: 16, Training = false)]
    public sealed partial class RnnSquare16;

    [GruCell(input: 2, hidden: 16, Training = false, Variant = GruVariant.ResetBefore)]
    public sealed partial class Gru16ResetBefore;

    [GruCell(input: 3, hidden: 16, Training = false, Variant = GruVariant.ComplementReset)]
    public sealed partial class Gru16ComplementReset;

    [LstmCell(input: 2, hidden: 16, Training = false, Peephole = true)]
    public sealed partial class Lstm16Peephole;

    [LstmCell(input: 2, hidden: 16, Training = false, Projection = 5)]
    public sealed partial class Lstm16Projected;

    [GruCell(input: 2, hidden: 16, Training = false, LayerNorm = true)]
    public sealed partial class Gru16Normalized;

    [RnnCell(input: 2, hidden: 16, Training = false, Recurrence = Recurrence.Diagonal)]
    public sealed partial class Rnn16Diagonal;

    [LstmCell(input: 20, hidden: 8, Training = false)]
    public sealed partial class Lstm20x8;

    [GruCell(input: 20, hidden: 16, Training = false)]
    public sealed partial class Gru20x16;
}
