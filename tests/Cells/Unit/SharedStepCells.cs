namespace RnnGen.Tests.Cells;

/// <summary>Cells so large that threads divide the units of a step among them: one for every way in which a step is put together.</summary>
internal static partial class SharedStepCells
{
    /// <summary>Inputs and outputs of one width: may be in place.</summary>
    [LstmCell(hidden: 200)]
    public sealed partial class Lstm200x200;

    /// <summary>So few inputs that each step sums its own.</summary>
    [LstmCell(input: 3, hidden: 190, Peephole = true)]
    public sealed partial class Lstm3x190;

    [LstmCell(input: 1, hidden: 248)]
    public sealed partial class Lstm1x248;

    /// <summary>As many weights as a large cell, but so few units that a workspace has no rows of sums: its steps are not divided.</summary>
    [LstmCell(input: 1100, hidden: 32)]
    public sealed partial class Lstm1100x32;

    /// <summary>A second meeting before the projection, sums over all units before the gates.</summary>
    [LstmCell(input: 40, hidden: 264, Projection = 120, LayerNorm = true)]
    public sealed partial class Lstm40x264;

    [GruCell(input: 70, hidden: 250)]
    public sealed partial class Gru70x250;

    [GruCell(input: 30, hidden: 240, LayerNorm = true)]
    public sealed partial class Gru30x240;

    /// <summary>What the reset gate leaves of h is needed whole.</summary>
    [GruCell(input: 70, hidden: 250, Variant = GruVariant.ResetBefore)]
    public sealed partial class GruResetBefore70x250;

    [GruCell(input: 20, hidden: 230, Variant = GruVariant.ResetBefore, LayerNorm = true)]
    public sealed partial class GruResetBefore20x230;

    [RnnCell(input: 64, hidden: 400)]
    public sealed partial class Rnn64x400;
}
