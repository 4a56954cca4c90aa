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

    /// <summary>A straight line over one tail block.</summary>
    [GruCell(input: 1, hidden: 8)]
    public sealed partial class Gru1x8;

    /// <summary>Odd sizes, padded, with a full block and a tail block.</summary>
    [GruCell(input: 3, hidden: 19)]
    public sealed partial class Gru3x19;

    /// <summary>A candidate's product apart from that of the gates, over a full block and a tail block.</summary>
    [GruCell(input: 3, hidden: 19, Variant = GruVariant.ResetBefore)]
    public sealed partial class Gru3x19ResetBefore;

    /// <summary>Such a cell can feed itself.</summary>
    [GruCell(hidden: 13)]
    public sealed partial class Gru13x13;

    /// <summary>Such a cell can feed itself, and has two products a step.</summary>
    [GruCell(hidden: 4, Variant = GruVariant.ResetBefore)]
    public sealed partial class Gru4x4ResetBefore;

    /// <summary>Streams in one product, over full blocks and a tail block.</summary>
    [GruCell(input: 1, hidden: 40)]
    public sealed partial class Gru1x40;

    /// <summary>Streams in two products, over full blocks.</summary>
    [GruCell(input: 9, hidden: 48, Variant = GruVariant.ComplementReset)]
    public sealed partial class Gru9x48ComplementReset;

    /// <summary>Full blocks, input sums computed first.</summary>
    [GruCell(input: 16, hidden: 64)]
    public sealed partial class Gru16x64;

    /// <summary>One panel in all.</summary>
    [RnnCell(input: 1, hidden: 8)]
    public sealed partial class Rnn1x8;

    /// <summary>Odd sizes, padded, with a full block and a tail block.</summary>
    [RnnCell(input: 3, hidden: 19)]
    public sealed partial class Rnn3x19;

    /// <summary>Such a cell can feed itself.</summary>
    [RnnCell(hidden: 13)]
    public sealed partial class Rnn13x13;

    /// <summary>Full blocks, input sums computed first.</summary>
    [RnnCell(input: 16, hidden: 64)]
    public sealed partial class Rnn16x64;

    /// <summary>States without a bound.</summary>
    [RnnCell(input: 16, hidden: 64, Activation = RnnActivation.Relu)]
    public sealed partial class Rnn16x64Relu;

    /// <summary>Gates that look at the cell state, over a full block and a tail block.</summary>
    [LstmCell(input: 3, hidden: 19, Peephole = true, Bias = false)]
    public sealed partial class Lstm3x19Peephole;

    /// <summary>h narrower than c, streams in one product.</summary>
    [LstmCell(input: 5, hidden: 40, Projection = 11)]
    public sealed partial class Lstm5x40Projected;

    /// <summary>Sums over all hidden units within a step.</summary>
    [LstmCell(input: 5, hidden: 37, LayerNorm = true, CoupledGates = true)]
    public sealed partial class Lstm5x37Normalized;

    /// <summary>A recurrent sum that is normalised by itself.</summary>
    [GruCell(input: 5, hidden: 37, LayerNorm = true)]
    public sealed partial class Gru5x37Normalized;

    /// <summary>Normalised sums before and behind the reset gate.</summary>
    [GruCell(input: 5, hidden: 40, Variant = GruVariant.ResetBefore, LayerNorm = true)]
    public sealed partial class Gru5x40NormalizedBefore;

    /// <summary>One normalised sum.</summary>
    [RnnCell(input: 5, hidden: 19, LayerNorm = true)]
    public sealed partial class Rnn5x19Normalized;

    /// <summary>No product with h: each unit sees its own, over a full block and a tail block.</summary>
    [LstmCell(input: 3, hidden: 19, Recurrence = Recurrence.Diagonal, Peephole = true)]
    public sealed partial class Lstm3x19Diagonal;

    /// <summary>The candidate's recurrent sum apart.</summary>
    [GruCell(input: 5, hidden: 40, Recurrence = Recurrence.Diagonal)]
    public sealed partial class Gru5x40Diagonal;

    /// <summary>Two passes, both with terms that are normalised with the rest.</summary>
    [GruCell(input: 5, hidden: 37, Variant = GruVariant.ResetBefore, Recurrence = Recurrence.Diagonal, LayerNorm = true)]
    public sealed partial class Gru5x37DiagonalBefore;

    /// <summary>Full blocks, input sums computed first.</summary>
    [RnnCell(input: 16, hidden: 64, Recurrence = Recurrence.Diagonal)]
    public sealed partial class Rnn16x64Diagonal;

    /// <summary>No backward pass.</summary>
    [LstmCell(input: 2, hidden: 3, Training = false)]
    public sealed partial class Lstm2x3Untrained;
}
