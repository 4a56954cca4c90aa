using System.ComponentModel;

namespace RnnGen.Cells;

/// <summary>
/// One emitted cell as the library's kernels and drivers see it: its sizes, constants to the JIT, and its step. Emitted code implements it on a type of its own, so that
/// every cell gets code compiled for its sizes.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ICellArithmetic
{
    /// <summary>Floats that a step takes.</summary>
    static abstract int InputSize { get; }

    /// <summary>Hidden units.</summary>
    static abstract int HiddenSize { get; }

    /// <summary>Floats that a step gives: the hidden units, or their projection.</summary>
    static abstract int OutputSize { get; }

    /// <summary>Hidden units with padding: a multiple of 8.</summary>
    static abstract int PaddedHidden { get; }

    /// <summary>Outputs with padding: a multiple of 8.</summary>
    static abstract int PaddedOutput { get; }

    /// <summary>Gates, each with a panel of weights in every block.</summary>
    static abstract int Gates { get; }

    /// <summary>Rows of a panel: the bias, the inputs, the recurrent bias where there is one, the recurrent weights.</summary>
    static abstract int PanelRows { get; }

    /// <summary>The first row of recurrent weights of a panel.</summary>
    static abstract int FirstRecurrentRow { get; }

    /// <summary>Terms of a recurrent sum: the outputs, or 0 where the recurrence is element by element.</summary>
    static abstract int RecurrentTerms { get; }

    /// <summary>Whether the state has a cell state c besides h.</summary>
    static abstract bool HasCellState { get; }

    /// <summary>Whether the last gate's recurrent sum stays apart from its input sum, and has a bias of its own: a GRU that resets after the product.</summary>
    static virtual bool HasRecurrentBias => false;

    /// <summary>Whether a step needs a row of sums to work in.</summary>
    static virtual bool NeedsRow => false;

    /// <summary>Floats of a row of sums, with what stands behind the gates.</summary>
    static abstract int RowFloats { get; }

    /// <summary>Whether the input sums of many steps are computed ahead in one product; else each step computes its own.</summary>
    static abstract bool SumsInputsAhead { get; }

    /// <summary>Whether every other step of one stream reads the weights backwards, so that it starts with what is still in the cache.</summary>
    static virtual bool TurnsRound => true;

    /// <summary>Whether many streams share one matrix product; else they go one by one through the kernels of one stream.</summary>
    static virtual bool BatchesByProduct => true;

    /// <summary>Whether threads divide the units of a step of one stream among them: the cell is so large that it pays.</summary>
    static virtual bool SharesSteps => false;

    /// <summary>Rows of sums that a call keeps on the stack.</summary>
    static abstract int StackRows { get; }

    /// <summary>Rows of sums that a workspace has at least, so that few streams still fill a product's tiles.</summary>
    static abstract int WorkspaceRows { get; }

    /// <summary>One step of one stream.</summary>
    /// <typeparam name="TTape">Whether the gates are kept in the row.</typeparam>
    /// <param name="x">[InputSize]; null where the row has the input sums.</param>
    /// <param name="parameters">The cell's parameters.</param>
    /// <param name="h">[PaddedOutput]</param>
    /// <param name="c">[PaddedHidden], replaced.</param>
    /// <param name="hNew">[PaddedOutput]; may be <paramref name="h"/>.</param>
    /// <param name="row">[RowFloats]</param>
    static abstract void Step<TTape>(ref float x, ref float parameters, ref float h, ref float c, ref float hNew, ref float row)
        where TTape : struct, ISwitch;

    /// <summary>A share of one step of one stream; all threads have met when it returns. Only of a cell that <see cref="SharesSteps"/>.</summary>
    /// <param name="step">The step, and the share.</param>
    static virtual void StepShare(SharedStep step) => throw new System.NotSupportedException();

    /// <summary>One step of the first of some streams, a few at a time; of none, where that would not be faster.</summary>
    /// <param name="streams">Streams.</param>
    /// <param name="x">[streams, InputSize]</param>
    /// <param name="y">[streams, OutputSize], where there is no padding: the new h once more; or null.</param>
    /// <param name="parameters">The cell's parameters.</param>
    /// <param name="states">[streams], read and replaced.</param>
    /// <returns>The streams whose step is done: the others go one by one.</returns>
    static virtual int StepStreams(int streams, ref float x, ref float y, ref float parameters, ref float states) => 0;

    /// <summary>One step of some streams: all sums in products, the rest stream by stream.</summary>
    /// <typeparam name="TTape">Whether the gates are kept in the rows.</typeparam>
    /// <param name="streams">Streams.</param>
    /// <param name="x">[streams, InputSize]; null where the rows have the input sums.</param>
    /// <param name="parameters">The cell's parameters.</param>
    /// <param name="states">Where the states of the streams are.</param>
    /// <param name="rows">[streams, RowFloats]</param>
    static abstract void StepRows<TTape>(int streams, ref float x, ref float parameters, StateRows states, ref float rows)
        where TTape : struct, ISwitch;
}

/// <summary>What an emitted cell has besides where it is trained.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ICellTraining : ICellArithmetic
{
    /// <summary>Whether biases are trained.</summary>
    static virtual bool HasBias => true;

    /// <summary>Gates that are multiplied with h; those behind them are multiplied with what the reset gate leaves of it.</summary>
    static abstract int FirstGates { get; }

    /// <summary>Where, in a row of sums, what the gates behind <see cref="FirstGates"/> are multiplied with stands.</summary>
    static virtual int ResetOffset => 0;

    /// <summary>Where, in a row of sums, what is projected stands.</summary>
    static virtual int CellOutputOffset => 0;

    /// <summary>Where the projection stands in the parameters.</summary>
    static virtual int ProjectionOffset => 0;

    /// <summary>Whether a normalised c has gradients of its own.</summary>
    static virtual bool NormalizesCell => false;

    /// <summary>Whether a step of a stream adds to gradients of parameters itself, besides the products of many: those of peepholes and gains, and of diagonals.</summary>
    static virtual bool SumsGradientsOfStreams => false;

    /// <summary>Where h stands in a row of operands (1 for the bias, x, 1 for the recurrent bias where there is one, h): on a cache line.</summary>
    static abstract int HiddenOperand { get; }

    /// <summary>Floats of a row of operands.</summary>
    static abstract int OperandFloats { get; }

    /// <summary>Floats of a row of gradients of the sums.</summary>
    static abstract int GradientFloats { get; }

    /// <summary>Rows of gradients of the sums that are computed before they are multiplied with what was summed.</summary>
    static abstract int ChunkRows { get; }

    /// <summary>The backward pass of one step of some streams: from dh and dc to the gradients of the sums, and to dh and dc of the step before.</summary>
    /// <param name="step">The step.</param>
    static abstract void StepGradients(BackwardStep step);
}

/// <summary>A yes or no that the JIT knows.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ISwitch
{
    /// <summary>Yes or no.</summary>
    static abstract bool IsOn { get; }
}

/// <summary>Yes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct On : ISwitch
{
    /// <inheritdoc/>
    public static bool IsOn => true;
}

/// <summary>No.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Off : ISwitch
{
    /// <inheritdoc/>
    public static bool IsOn => false;
}
