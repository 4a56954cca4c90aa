namespace RnnGen.Tests.Cells;

/// <summary>Cells whose recurrence is element by element, named after the papers that they are the cells of (<c>docs/diagonal.md</c>).</summary>
internal static partial class DiagonalCells
{
    /// <summary>Li et al. 2018.</summary>
    [RnnCell(input: 3, hidden: 21, Activation = RnnActivation.Relu, Recurrence = Recurrence.Diagonal)]
    public sealed partial class IndRnn;

    /// <summary>Danieli et al. 2025: z's weights with the other sign.</summary>
    [GruCell(input: 3, hidden: 21, Variant = GruVariant.ResetBefore, Recurrence = Recurrence.Diagonal)]
    public sealed partial class ParaGru;

    /// <summary>The same: r's weights with the other sign.</summary>
    [GruCell(input: 3, hidden: 21, Variant = GruVariant.ComplementReset, Recurrence = Recurrence.Diagonal)]
    public sealed partial class ParaGruOfComplements;

    /// <summary>Danieli et al. 2025: the forget gate is 1 - i, i with the other sign.</summary>
    [LstmCell(input: 3, hidden: 21, CoupledGates = true, Peephole = true, Recurrence = Recurrence.Diagonal)]
    public sealed partial class ParaLstm;
}
