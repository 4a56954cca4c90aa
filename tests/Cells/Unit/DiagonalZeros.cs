namespace RnnGen.Tests.Cells;

/// <summary>Diagonal cells of every kind over blocks and a tail, whose streams share products. (Of an Elman cell tanh keeps the sign of a zero.)</summary>
internal static partial class DiagonalZeros
{
    [LstmCell(input: 5, hidden: 40, Recurrence = Recurrence.Diagonal)]
    public sealed partial class Lstm5x40;

    [GruCell(input: 5, hidden: 40, Recurrence = Recurrence.Diagonal)]
    public sealed partial class Gru5x40;

    [GruCell(input: 5, hidden: 37, Variant = GruVariant.ResetBefore, Recurrence = Recurrence.Diagonal)]
    public sealed partial class Gru5x37Before;

    [RnnCell(input: 5, hidden: 40, Recurrence = Recurrence.Diagonal)]
    public sealed partial class Rnn5x40;
}
