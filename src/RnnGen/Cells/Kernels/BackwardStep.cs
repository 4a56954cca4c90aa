using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Memory;
using RnnGen.Numerics;

namespace RnnGen.Cells;

/// <summary>One step of some streams, neighbours, in a backward pass: what a cell's emitted <c>StepGradients</c> is put together from.</summary>
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
    private readonly int _first;
    private readonly int _count;

    /// <summary>One step.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="gradients">The gradients of the parameters.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="row">The step's row of the first of them on the tape.</param>
    /// <param name="place">Its row among the gradients of sums.</param>
    /// <param name="streams">Streams of the batch.</param>
    /// <param name="first">The first of them in the batch.</param>
    /// <param name="count">How many they are.</param>
    internal BackwardStep(CellTape tape, CellGradients gradients, AlignedBuffer parameters, int row, int place, int streams, int first, int count)
    {
        _tape = tape;
        _gradients = gradients;
        _parameters = parameters;
        _row = row;
        _place = place;
        _streams = streams;
        _first = first;
        _count = count;
    }

    /// <summary>How many streams they are.</summary>
    public int Streams => _count;

    /// <summary>A pass over the hidden units of all of them.</summary>
    /// <typeparam name="TCell">The cell.</typeparam>
    /// <typeparam name="TPass">The pass.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public void Apply<TCell, TPass>()
        where TCell : struct, ICellTraining
        where TPass : struct, IGradientPass => RowPasses.Apply<TCell, TPass>(in this);

    /// <summary>Where the numbers of one stream are.</summary>
    /// <typeparam name="TCell">The cell.</typeparam>
    /// <param name="stream">The stream: 0 is the first of them.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public GradientPlaces PlacesOf<TCell>(int stream)
        where TCell : struct, ICellTraining
    {
        int row = _row + stream, own = _first + stream;
        int place = (_place + stream) * TCell.GradientFloats;
        ref float h = ref Unsafe.Add(ref _tape.Operands.First, (row * TCell.OperandFloats) + TCell.HiddenOperand);
        var at = new GradientPlaces
        {
            Row = ref Unsafe.Add(ref _tape.Sums.First, row * TCell.RowFloats),
            DSums = ref Unsafe.Add(ref _tape.SumGradients.First, place),
            DResetSums = ref Unsafe.Add(ref _tape.SumGradients.First, place + (TCell.FirstGates * TCell.PaddedHidden)),
            H = ref h,
            HNew = ref Unsafe.Add(ref h, _streams * TCell.OperandFloats),
            Dh = ref Unsafe.Add(ref _tape.HiddenGradients.First, own * TCell.PaddedOutput),
            Parameters = ref _parameters.First,
            DParameters = ref _gradients.Buffer.First,
        };
        at.DOutput = ref at.Dh;
        if (TCell.HasCellState)
        {
            at.C = ref Unsafe.Add(ref _tape.Cells.First, row * TCell.PaddedHidden);
            at.CNew = ref Unsafe.Add(ref at.C, _streams * TCell.PaddedHidden);
            at.Dc = ref Unsafe.Add(ref _tape.CellGradients.First, own * TCell.PaddedHidden);
        }

        if (TCell.HasRecurrentBias)
        {
            at.DInputSums = ref Unsafe.Add(ref _tape.InputSumGradients.First, place);
        }

        if (TCell.FirstGates < TCell.Gates)
        {
            at.DReset = ref Unsafe.Add(ref _tape.ResetGradients.First, own * TCell.PaddedHidden);
        }

        if (TCell.NormalizesCell)
        {
            at.DNormalized = ref Unsafe.Add(ref _tape.NormGradients.First, own * TCell.PaddedHidden);
        }

        if (TCell.OutputSize != TCell.HiddenSize)
        {
            at.DOutput = ref Unsafe.Add(ref _tape.OutputGradients.First, own * TCell.PaddedHidden);
        }

        return at;
    }

    /// <summary>dh: the gradients of the sums of the gates that h is multiplied with, times their recurrent weights, added.</summary>
    /// <typeparam name="TCell">The cell.</typeparam>
    [MethodImpl(Kernel)]
    public void AddHiddenGradients<TCell>()
        where TCell : struct, ICellTraining =>
        PanelProduct.AddHiddenGradients(
            ref Unsafe.Add(ref _tape.SumGradients.First, _place * TCell.GradientFloats), TCell.GradientFloats, _count, TCell.FirstGates * TCell.PaddedHidden,
            ref _tape.RecurrentWeights.First, TCell.PaddedOutput, ref Unsafe.Add(ref _tape.HiddenGradients.First, _first * TCell.PaddedOutput), _streams == 1);

    /// <summary>The gradients of what the reset gate leaves of h: those of the sums of the gates behind it, times their recurrent weights, added.</summary>
    /// <typeparam name="TCell">The cell.</typeparam>
    [MethodImpl(Kernel)]
    public void AddResetGradients<TCell>()
        where TCell : struct, ICellTraining
    {
        int offset = TCell.FirstGates * TCell.PaddedHidden;
        PanelProduct.AddHiddenGradients(
            ref Unsafe.Add(ref _tape.SumGradients.First, (_place * TCell.GradientFloats) + offset), TCell.GradientFloats, _count,
            CellSizes<TCell>.GateFloats - offset,
            ref Unsafe.Add(ref _tape.RecurrentWeights.First, TCell.PaddedOutput * offset), TCell.PaddedHidden,
            ref Unsafe.Add(ref _tape.ResetGradients.First, _first * TCell.PaddedHidden), _streams == 1);
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
        Span<float> dh = _tape.HiddenGradients.Span.Slice(_first * TCell.PaddedOutput, _count * TCell.PaddedOutput);
        ref float output = ref Unsafe.Add(ref _tape.OutputGradients.First, _first * TCell.PaddedHidden);
        dh.CopyTo(_tape.ProjectedGradients.Span[(_place * TCell.PaddedOutput)..]);
        if (CellSizes<TCell>.FullBlocks > 0)
        {
            PanelProduct.Sums(
                ref MemoryMarshal.GetReference(dh), TCell.PaddedOutput, _count, TCell.PaddedOutput,
                ref _tape.Projection.First, TCell.PaddedOutput * PanelProduct.Lanes, CellSizes<TCell>.FullBlocks, PanelProduct.Lanes,
                ref output, TCell.PaddedHidden);
        }

        if (CellSizes<TCell>.TailLanes > 0)
        {
            int first = CellSizes<TCell>.FullUnits;
            PanelProduct.Sums(
                ref MemoryMarshal.GetReference(dh), TCell.PaddedOutput, _count, TCell.PaddedOutput,
                ref Unsafe.Add(ref _tape.Projection.First, first * TCell.PaddedOutput), 0, 1, PanelProduct.TailLanes,
                ref Unsafe.Add(ref output, first), TCell.PaddedHidden);
        }

        dh.Clear();
    }
}
