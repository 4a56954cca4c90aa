using System;
using System.ComponentModel;
using RnnGen.Memory;
using RnnGen.Numerics;
using RnnGen.Threads;

namespace RnnGen.Cells;

/// <summary>
/// What a cell's <c>Forward</c> leaves for its <c>Backward</c>, the latter's scratch memory, and the threads of both: made once, used again and again, by one call at a
/// time. Every emitted cell has its own type of it.
/// </summary>
public abstract class CellTape : CallMemory
{
    /// <summary>Creates a tape.</summary>
    /// <param name="sizes">What each of its buffers takes.</param>
    /// <param name="steps">The most steps it will hold.</param>
    /// <param name="streams">The most streams it will hold.</param>
    /// <param name="threads">The most threads that divide the work among them, the caller's included.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="steps"/>, <paramref name="streams"/> or <paramref name="threads"/> is less than one, or steps and streams are more than fit one array together.
    /// </exception>
    /// <exception cref="PlatformNotSupportedException">Several threads are asked for where the platform has none.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected CellTape(CellTapeSizes sizes, int steps, int streams, int threads = 1)
        : this(sizes, steps, streams, CellArguments.CheckTapeSize(steps, streams, sizes.FloatsPerRow), ThreadTeam.Create(threads))
    {
    }

    /// <summary>Creates a tape for a team that another has.</summary>
    /// <param name="sizes">What each of its buffers takes.</param>
    /// <param name="steps">The most steps it will hold.</param>
    /// <param name="streams">The most streams it will hold.</param>
    /// <param name="rows">Rows, checked: steps times streams, or more, for the states between segments of a batch.</param>
    /// <param name="team">The threads.</param>
    internal CellTape(CellTapeSizes sizes, int steps, int streams, int rows, ThreadTeam? team)
        : base("tape")
    {
        Team = team;
        Steps = steps;
        Streams = streams;
        int gradientRows = Math.Max(streams, Math.Min(rows, sizes.ChunkRows));
        Operands = new AlignedBuffer((rows + streams) * sizes.OperandFloats);
        Sums = new AlignedBuffer(rows * sizes.RowFloats);
        Cells = new AlignedBuffer((rows + streams) * sizes.CellFloats);
        SumGradients = new AlignedBuffer(gradientRows * sizes.GradientFloats);
        InputSumGradients = new AlignedBuffer(gradientRows * sizes.InputGradientFloats);
        HiddenGradients = new AlignedBuffer(streams * sizes.PaddedOutput);
        CellGradients = new AlignedBuffer(streams * sizes.CellFloats);
        ResetGradients = new AlignedBuffer(streams * sizes.ResetFloats);
        NormGradients = new AlignedBuffer(streams * sizes.NormFloats);
        OutputGradients = new AlignedBuffer(streams * sizes.ProjectedFloats);
        ProjectedGradients = new AlignedBuffer(gradientRows * (sizes.ProjectedFloats == 0 ? 0 : sizes.PaddedOutput));
        Projection = new AlignedBuffer(sizes.PaddedOutput * sizes.ProjectedFloats);
        RecurrentWeights = new AlignedBuffer(sizes.RecurrentWeightFloats);
        InputWeights = new AlignedBuffer(sizes.InputWeightFloats);

        // A bias is a weight of 1.
        for (int row = 0; row < rows; row++)
        {
            Operands.Span[(row * sizes.OperandFloats) + sizes.BiasOperand] = 1f;
            Operands.Span[(row * sizes.OperandFloats) + sizes.RecurrentBiasOperand] = 1f;
        }
    }

    /// <summary>The most steps it holds.</summary>
    public int Steps { get; }

    /// <summary>The most streams it holds.</summary>
    public int Streams { get; }

    /// <summary>The steps that the last <c>Forward</c> left; 0 if it threw.</summary>
    public int RecordedSteps { get; internal set; }

    /// <summary>The streams that the last <c>Forward</c> left; 0 if it threw.</summary>
    public int RecordedStreams { get; internal set; }

    /// <summary>Whether the last <c>Forward</c> threw.</summary>
    internal bool HasFailed { get; set; }

    /// <summary>What a panel's rows are multiplied with, of every step and stream: 1 for the bias, x, 1 for the recurrent bias if there is one, h; h once more after the last step.</summary>
    internal AlignedBuffer Operands { get; }

    /// <summary>The gates of every step and stream, after their activations.</summary>
    internal AlignedBuffer Sums { get; }

    /// <summary>c before every step, and after the last.</summary>
    internal AlignedBuffer Cells { get; }

    /// <summary>The gradients of the gates' sums, of the steps where the backward pass is.</summary>
    internal AlignedBuffer SumGradients { get; }

    /// <summary>Those of the input sums, where they differ from those of the recurrent sums.</summary>
    internal AlignedBuffer InputSumGradients { get; }

    /// <summary>dh of every stream, at the step where the backward pass is.</summary>
    internal AlignedBuffer HiddenGradients { get; }

    /// <summary>dc of every stream.</summary>
    internal AlignedBuffer CellGradients { get; }

    /// <summary>Of every stream the gradients of what the reset gate leaves of h.</summary>
    internal AlignedBuffer ResetGradients { get; }

    /// <summary>Of every stream the gradients of the normalised c.</summary>
    internal AlignedBuffer NormGradients { get; }

    /// <summary>Of every stream the gradients of what is projected.</summary>
    internal AlignedBuffer OutputGradients { get; }

    /// <summary>dh of the steps where the backward pass is.</summary>
    internal AlignedBuffer ProjectedGradients { get; }

    /// <summary>The projection in transposed panels.</summary>
    internal AlignedBuffer Projection { get; }

    /// <summary>The recurrent weights in transposed panels.</summary>
    internal AlignedBuffer RecurrentWeights { get; }

    /// <summary>The input weights in transposed panels.</summary>
    internal AlignedBuffer InputWeights { get; }

    /// <summary>Which parameters the transposed weights are of.</summary>
    internal DerivedFrom WeightsOf { get; set; }

    /// <summary>Whether the input weights are among them.</summary>
    internal bool HasInputWeights { get; set; }

}

/// <summary>What the buffers of a cell's tape take, in floats.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct CellTapeSizes
{
    private CellTapeSizes(int paddedOutput) => PaddedOutput = paddedOutput;

    internal int PaddedOutput { get; }

    internal int OperandFloats { get; private init; }

    internal int BiasOperand { get; private init; }

    internal int RecurrentBiasOperand { get; private init; }

    internal int RowFloats { get; private init; }

    internal int CellFloats { get; private init; }

    internal int GradientFloats { get; private init; }

    internal int InputGradientFloats { get; private init; }

    internal int ResetFloats { get; private init; }

    internal int NormFloats { get; private init; }

    internal int ProjectedFloats { get; private init; }

    internal int RecurrentWeightFloats { get; private init; }

    internal int InputWeightFloats { get; private init; }

    internal int ChunkRows { get; private init; }

    /// <summary>The most that one buffer takes for every step and stream.</summary>
    internal int FloatsPerRow => Math.Max(Math.Max(OperandFloats, GradientFloats), RowFloats);

    /// <summary>The sizes of a cell.</summary>
    /// <typeparam name="TCell">The cell.</typeparam>
    public static CellTapeSizes Of<TCell>()
        where TCell : struct, ICellTraining
    {
        bool hasProjection = TCell.OutputSize != TCell.HiddenSize;
        int bias = TCell.HiddenOperand - TCell.FirstRecurrentRow;
        return new CellTapeSizes(TCell.PaddedOutput)
        {
            OperandFloats = TCell.OperandFloats,
            BiasOperand = bias,
            RecurrentBiasOperand = TCell.HasRecurrentBias ? bias + CellSizes<TCell>.RecurrentBiasRow : bias,
            RowFloats = TCell.RowFloats,
            CellFloats = TCell.HasCellState ? TCell.PaddedHidden : 0,
            GradientFloats = TCell.GradientFloats,
            InputGradientFloats = TCell.HasRecurrentBias ? TCell.GradientFloats : 0,
            ResetFloats = TCell.FirstGates < TCell.Gates ? TCell.PaddedHidden : 0,
            NormFloats = TCell.NormalizesCell ? TCell.PaddedHidden : 0,
            ProjectedFloats = hasProjection ? TCell.PaddedHidden : 0,
            RecurrentWeightFloats = TCell.RecurrentTerms == 0 ? 0 : CellSizes<TCell>.GateFloats * TCell.PaddedOutput,
            InputWeightFloats = CellSizes<TCell>.GateFloats * RoundUp(TCell.InputSize),
            ChunkRows = TCell.ChunkRows,
        };
    }

    private static int RoundUp(int units) => (units + PanelProduct.TailLanes - 1) / PanelProduct.TailLanes * PanelProduct.TailLanes;
}
