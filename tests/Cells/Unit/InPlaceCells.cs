namespace RnnGen.Tests.Memory;

/// <summary>Cells that give as many floats as they take, one for every way in which a cell computes its steps; and some that do not.</summary>
internal static partial class InPlaceCells
{
    /// <summary>Inputs read in the kernel.</summary>
    [LstmCell(hidden: 4)]
    public sealed partial class SmallLstm;

    /// <summary>h goes from step to step through the outputs.</summary>
    [LstmCell(hidden: 16)]
    public sealed partial class Lstm;

    /// <summary>Streams in one product, padded.</summary>
    [LstmCell(hidden: 37)]
    public sealed partial class WideLstm;

    [LstmCell(input: 5, hidden: 12, Projection = 5, Peephole = true)]
    public sealed partial class ProjectedLstm;

    [LstmCell(hidden: 24, LayerNorm = true)]
    public sealed partial class NormalizedLstm;

    [GruCell(hidden: 8)]
    public sealed partial class Gru;

    [GruCell(hidden: 40, Variant = GruVariant.ResetBefore)]
    public sealed partial class WideGru;

    [GruCell(hidden: 3, Variant = GruVariant.ComplementReset)]
    public sealed partial class SmallGru;

    [RnnCell(hidden: 8)]
    public sealed partial class Elman;

    [RnnCell(hidden: 33)]
    public sealed partial class WideElman;

    [LstmCell(input: 3, hidden: 9)]
    public sealed partial class OtherSizes;
}
