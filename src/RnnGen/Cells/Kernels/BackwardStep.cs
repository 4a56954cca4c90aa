using System.ComponentModel;
using System.Runtime.CompilerServices;
using RnnGen.Memory;
using RnnGen.Numerics;

namespace RnnGen.Cells;

/// <summary>One step of all streams in a backward pass: what a cell's emitted <c>StepGradients</c> is put together from.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct BackwardStep
{
    private const MethodImplOptions Kernel = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    private readonly CellTape _tape;
    private readonly CellGradients _gradients;
    private readonly AlignedBuffer _parameters;
    private readonly int _row;
    private readonly int _place;
    private readonly int _streams;

    /// <summary>One step.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="gradients">The gradients of the parameters.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="row">The step's row of the first stream on the tape.</param>
    /// <param name="place">Its row among the gradients of sums.</param>
    /// <param name="streams">Streams.</param>
    internal BackwardStep(CellTape tape, CellGradients gradients, AlignedBuffer parameters, int row, int place, int streams)
    {
        _tape = tape;
        _gradients = gradients;
        _parameters = parameters;
        _row = row;
        _place = place;
        _streams = streams;
    }

    /// <summary>Streams.</summary>
    public int Streams => _streams;

    /// <summary>A pass over the hidden units of all streams.</summary>
    /// <typeparam name="TCell">The cell.</typeparam>
    /// <typeparam name="TPass">The pass.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public void Apply<TCell, TPass>()
        where TCell : struct, ICellTraining
        where TPass : struct, IGradientPass => RowPasses.Apply<TCell, TPass>(in this);

    /// <summary>Where the numbers of one stream are.</summary>
    /// <typeparam name="TCell">The cell.</typeparam>
    /// <param name="stream">The stream.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public GradientPlaces PlacesOf<TCell>(int stream)
        where TCell : struct, ICellTraining
    {
        int row = _row + stream;
        int place = (_place + stream) * TCell.GradientFloats;
        ref float h = ref Unsafe.Add(ref _tape.Operands.First, (row * TCell.OperandFloats) + TCell.HiddenOperand);
        var at = new GradientPlaces
        {
            Row = ref Unsafe.Add(ref _tape.Sums.First, row * TCell.RowFloats),
            DSums = ref Unsafe.Add(ref _tape.SumGradients.First, place),
            DResetSums = ref Unsafe.Add(ref _tape.SumGradients.First, place + (TCell.FirstGates * TCell.PaddedHidden)),
            H = ref h,
            HNew = ref Unsafe.Add(ref h, _streams * TCell.OperandFloats),
            Dh = ref Unsafe.Add(ref _tape.HiddenGradients.First, stream * TCell.PaddedOutput),
            Parameters = ref _parameters.First,
            DParameters = ref _gradients.Buffer.First,
        };
        at.DOutput = ref at.Dh;
        if (TCell.HasCellState)
        {
            at.C = ref Unsafe.Add(ref _tape.Cells.First, row * TCell.PaddedHidden);
            at.CNew = ref Unsafe.Add(ref at.C, _streams * TCell.PaddedHidden);
            at.Dc = ref Unsafe.Add(ref _tape.CellGradients.First, stream * TCell.PaddedHidden);
        }

        if (TCell.HasRecurrentBias)
        {
            at.DInputSums = ref Unsafe.Add(ref _tape.InputSumGradients.First, place);
        }

        if (TCell.FirstGates < TCell.Gates)
        {
            at.DReset = ref Unsafe.Add(ref _tape.ResetGradients.First, stream * TCell.PaddedHidden);
        }

        if (TCell.NormalizesCell)
        {
            at.DNormalized = ref Unsafe.Add(ref _tape.NormGradients.First, stream * TCell.PaddedHidden);
        }

        if (TCell.OutputSize != TCell.HiddenSize)
        {
            at.DOutput = ref Unsafe.Add(ref _tape.OutputGradients.First, stream * TCell.PaddedHidden);
        }

        return at;
    }

    /// <summary>dh: the gradients of the sums of the gates that h is multiplied with, times their recurrent weights, added.</summary>
    /// <typeparam name="TCell">The cell.</typeparam>
    [MethodImpl(Kernel)]
    public void AddHiddenGradients<TCell>()
        where TCell : struct, ICellTraining =>
        PanelProduct.AddHiddenGradients(
            ref Unsafe.Add(ref _tape.SumGradients.First, _place * TCell.GradientFloats), TCell.GradientFloats, _streams, TCell.FirstGates * TCell.PaddedHidden,
            ref _tape.RecurrentWeights.First, TCell.PaddedOutput, ref _tape.HiddenGradients.First);

    /// <summary>The gradients of what the reset gate leaves of h: those of the sums of the gates behind it, times their recurrent weights, added.</summary>
    /// <typeparam name="TCell">The cell.</typeparam>
    [MethodImpl(Kernel)]
    public void AddResetGradients<TCell>()
        where TCell : struct, ICellTraining
    {
        int offset = TCell.FirstGates * TCell.PaddedHidden;
        PanelProduct.AddHiddenGradients(
            ref Unsafe.Add(ref _tape.SumGradients.First, (_place * TCell.GradientFloats) + offset), TCell.GradientFloats, _streams,
            CellSizes<TCell>.GateFloats - offset,
            ref Unsafe.Add(ref _tape.RecurrentWeights.First, TCell.PaddedOutput * offset), TCell.PaddedHidden, ref _tape.ResetGradients.First);
    }

    /// <summary>
    /// The gradients of what is projected to h: dh times the projection. dh itself is kept for the projection's gradients, and what flows through the gates starts at
    /// zero.
    /// </summary>
    /// <typeparam name="TCell">The cell.</typeparam>
    [MethodImpl(Kernel)]
    public void Project<TCell>()
        where TCell : struct, ICellTraining
    {
        _tape.HiddenGradients.Span[..(_streams * TCell.PaddedOutput)].CopyTo(_tape.ProjectedGradients.Span[(_place * TCell.PaddedOutput)..]);
        if (CellSizes<TCell>.FullBlocks > 0)
        {
            PanelProduct.Sums(
                ref _tape.HiddenGradients.First, TCell.PaddedOutput, _streams, TCell.PaddedOutput,
                ref _tape.Projection.First, TCell.PaddedOutput * PanelProduct.Lanes, CellSizes<TCell>.FullBlocks, PanelProduct.Lanes,
                ref _tape.OutputGradients.First, TCell.PaddedHidden);
        }

        if (CellSizes<TCell>.TailLanes > 0)
        {
            int first = CellSizes<TCell>.FullUnits;
            PanelProduct.Sums(
                ref _tape.HiddenGradients.First, TCell.PaddedOutput, _streams, TCell.PaddedOutput,
                ref Unsafe.Add(ref _tape.Projection.First, first * TCell.PaddedOutput), 0, 1, PanelProduct.TailLanes,
                ref Unsafe.Add(ref _tape.OutputGradients.First, first), TCell.PaddedHidden);
        }

        _tape.HiddenGradients.Span.Clear();
    }
}
