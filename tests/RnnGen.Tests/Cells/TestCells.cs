namespace RnnGen.Tests.Cells;

/// <summary>The cells under test: one for every strategy of the planner.</summary>
internal static partial class TestCells
{
    /// <summary>A straight line over one tail block.</summary>
    [LstmCell(input: 1, hidden: 8)]
    public sealed partial class Lstm1x8;

    /// <summary>One full block: no recurrent sum is split.</summary>
    [LstmCell(input: 2, hidden: 16)]
    public sealed partial class Lstm2x16;

    /// <summary>Odd sizes, padded, with a full block and a tail block, inputs read in the kernel.</summary>
    [LstmCell(input: 3, hidden: 19)]
    public sealed partial class Lstm3x19;

    /// <summary>Inputs as wide as the hidden state: such a cell can feed itself.</summary>
    [LstmCell(hidden: 4)]
    public sealed partial class Lstm4x4;

    /// <summary>Padded to a full block, input sums computed first.</summary>
    [LstmCell(hidden: 13)]
    public sealed partial class Lstm13x13;

    /// <summary>Streams in one product, over full blocks and a tail block.</summary>
    [LstmCell(input: 1, hidden: 40)]
    public sealed partial class Lstm1x40;

    /// <summary>Full blocks, input sums computed first.</summary>
    [LstmCell(input: 16, hidden: 64)]
    public sealed partial class Lstm16x64;

    /// <summary>A cell of some size.</summary>
    [LstmCell(input: 100, hidden: 256)]
    public sealed partial class Lstm100x256;
}
