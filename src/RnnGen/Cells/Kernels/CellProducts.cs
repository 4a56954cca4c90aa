using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Numerics;

namespace RnnGen.Cells;

/// <summary>The sums of many steps or streams of a cell at once, in matrix products, and the passes that follow stream by stream.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CellProducts
{
    private const MethodImplOptions Kernel = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>The input sums of all gates: the bias, then the inputs ascending.</summary>
    /// <typeparam name="TCell">The cell.</typeparam>
    /// <param name="x">[count, InputSize]</param>
    /// <param name="count">Steps times streams.</param>
    /// <param name="parameters">The cell's parameters.</param>
    /// <param name="rows">[count, RowFloats]</param>
    [MethodImpl(Kernel)]
    public static void InputSums<TCell>(ref float x, int count, ref float parameters, ref float rows)
        where TCell : struct, ICellArithmetic => InputSums<TCell>(ref x, count, ref parameters, ref rows, 0, CellSizes<TCell>.FullBlocks, hasTail: true);

    /// <summary>The same of a share of the units.</summary>
    [MethodImpl(Kernel)]
    internal static void InputSums<TCell>(UnitShare share, ref float x, int count, ref float parameters, ref float rows)
        where TCell : struct, ICellArithmetic
    {
        int first = share.FirstBlock(TCell.PaddedHidden);
        InputSums<TCell>(ref x, count, ref parameters, ref rows, first, share.EndBlock(TCell.PaddedHidden) - first, share.IsLast);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static void InputSums<TCell>(ref float x, int count, ref float parameters, ref float rows, int first, int blocks, bool hasTail)
        where TCell : struct, ICellArithmetic
    {
        if (CellSizes<TCell>.FullBlocks > 0)
        {
            PanelProduct.InputSums(
                ref x, TCell.InputSize, count, TCell.InputSize,
                ref Unsafe.Add(ref parameters, first * CellSizes<TCell>.BlockFloats), CellSizes<TCell>.PanelFloats, TCell.Gates * blocks, PanelProduct.Lanes,
                ref Unsafe.Add(ref rows, first * TCell.Gates * PanelProduct.Lanes), TCell.RowFloats);
        }

        if (CellSizes<TCell>.TailLanes > 0 && hasTail)
        {
            PanelProduct.InputSums(
                ref x, TCell.InputSize, count, TCell.InputSize,
                ref Unsafe.Add(ref parameters, CellSizes<TCell>.TailOffset), CellSizes<TCell>.TailPanelFloats, TCell.Gates, PanelProduct.TailLanes,
                ref Unsafe.Add(ref rows, CellSizes<TCell>.FullUnits * TCell.Gates), TCell.RowFloats);
        }
    }

    /// <summary>All sums of one step of some streams.</summary>
    /// <typeparam name="TCell">The cell.</typeparam>
    /// <param name="streams">Streams.</param>
    /// <param name="x">[streams, InputSize]; null where the rows have the input sums.</param>
    /// <param name="parameters">The cell's parameters.</param>
    /// <param name="states">Where h is.</param>
    /// <param name="rows">[streams, RowFloats]</param>
    [MethodImpl(Kernel)]
    public static void StepSums<TCell>(int streams, ref float x, ref float parameters, StateRows states, ref float rows)
        where TCell : struct, ICellArithmetic
    {
        if (!TCell.HasRecurrentBias)
        {
            if (CellSizes<TCell>.FullBlocks > 0)
            {
                PanelProduct.StepSums(
                    ref x, TCell.InputSize, ref states.H(0), states.Stride, streams, TCell.RecurrentTerms,
                    ref parameters, CellSizes<TCell>.PanelFloats, TCell.Gates * CellSizes<TCell>.FullBlocks, PanelProduct.Lanes,
                    ref rows, TCell.RowFloats);
            }

            if (CellSizes<TCell>.TailLanes > 0)
            {
                PanelProduct.StepSums(
                    ref x, TCell.InputSize, ref states.H(0), states.Stride, streams, TCell.RecurrentTerms,
                    ref Unsafe.Add(ref parameters, CellSizes<TCell>.TailOffset), CellSizes<TCell>.TailPanelFloats, TCell.Gates, PanelProduct.TailLanes,
                    ref Unsafe.Add(ref rows, CellSizes<TCell>.FullUnits * TCell.Gates), TCell.RowFloats);
            }

            return;
        }

        if (!Unsafe.IsNullRef(ref x))
        {
            InputSums<TCell>(ref x, streams, ref parameters, ref rows);
        }

        // The last gate's recurrent sum stays apart from its input sum, and starts at a bias of its own.
        int last = TCell.Gates - 1;
        ref float apart = ref Unsafe.Add(ref rows, CellSizes<TCell>.GateFloats);
        CopyRecurrentBias<TCell>(streams, ref parameters, ref apart);
        AddRecurrentSums<TCell>(0, last, streams, ref states.H(0), states.Stride, ref parameters, ref rows);
        AddRecurrentSums<TCell>(last, 1, streams, ref states.H(0), states.Stride, ref parameters, ref apart, PanelProduct.Lanes, firstSum: last);
    }

    /// <summary>The input sums of all gates, and the recurrent sums of some, of one step of some streams.</summary>
    /// <typeparam name="TCell">The cell.</typeparam>
    /// <param name="firstGate">The first gate whose recurrent sums are added.</param>
    /// <param name="gates">Neighbouring gates.</param>
    /// <param name="streams">Streams.</param>
    /// <param name="x">[streams, InputSize]; null where the rows have the input sums.</param>
    /// <param name="parameters">The cell's parameters.</param>
    /// <param name="states">Where h is.</param>
    /// <param name="rows">[streams, RowFloats]</param>
    [MethodImpl(Kernel)]
    public static void StepSums<TCell>(
        int firstGate, int gates, int streams, ref float x, ref float parameters, StateRows states, ref float rows)
        where TCell : struct, ICellArithmetic
    {
        if (!Unsafe.IsNullRef(ref x))
        {
            InputSums<TCell>(ref x, streams, ref parameters, ref rows);
        }

        AddRecurrentSums<TCell>(firstGate, gates, streams, ref states.H(0), states.Stride, ref parameters, ref rows);
    }

    /// <summary>
    /// The recurrent sums of some gates, added to their input sums. Where there are no recurrent terms, 0 is added: -0 becomes 0, as in a step's kernel.
    /// </summary>
    /// <typeparam name="TCell">The cell.</typeparam>
    /// <param name="firstGate">The first gate.</param>
    /// <param name="gates">Neighbouring gates.</param>
    /// <param name="streams">Streams.</param>
    /// <param name="operand">What the weights are multiplied with: [streams, stride]</param>
    /// <param name="stride">Floats from one stream's operand to the next.</param>
    /// <param name="parameters">The cell's parameters.</param>
    /// <param name="rows">[streams, RowFloats]</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddRecurrentSums<TCell>(
        int firstGate, int gates, int streams, ref float operand, int stride, ref float parameters, ref float rows)
        where TCell : struct, ICellArithmetic =>
        AddRecurrentSums<TCell>(firstGate, gates, streams, ref operand, stride, ref parameters, ref rows, TCell.Gates * PanelProduct.Lanes, firstSum: 0);

    /// <summary>A pass of all streams, one after the other.</summary>
    /// <typeparam name="TCell">The cell.</typeparam>
    /// <typeparam name="TPass">The pass.</typeparam>
    /// <typeparam name="TTape">Whether what the backward pass needs is kept in the rows.</typeparam>
    /// <param name="streams">Streams.</param>
    /// <param name="states">Where their states are.</param>
    /// <param name="parameters">The cell's parameters.</param>
    /// <param name="rows">[streams, RowFloats]</param>
    [MethodImpl(Kernel)]
    public static void Apply<TCell, TPass, TTape>(int streams, StateRows states, ref float parameters, ref float rows)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch =>
        RowPasses.Apply<TCell, TPass, TTape>(streams, in states, RowPasses.ToState, ref parameters, ref rows);

    /// <summary>The same, where the pass writes to a vector in the rows.</summary>
    /// <typeparam name="TCell">The cell.</typeparam>
    /// <typeparam name="TPass">The pass.</typeparam>
    /// <typeparam name="TTape">Whether what the backward pass needs is kept in the rows.</typeparam>
    /// <param name="streams">Streams.</param>
    /// <param name="states">Where their states are.</param>
    /// <param name="output">Where the vector stands in a row.</param>
    /// <param name="parameters">The cell's parameters.</param>
    /// <param name="rows">[streams, RowFloats]</param>
    [MethodImpl(Kernel)]
    public static void ApplyInRows<TCell, TPass, TTape>(int streams, StateRows states, int output, ref float parameters, ref float rows)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch =>
        RowPasses.Apply<TCell, TPass, TTape>(streams, in states, output, ref parameters, ref rows);

    /// <summary>h' = Whr m, from zero, the terms ascending.</summary>
    /// <typeparam name="TCell">The cell.</typeparam>
    /// <param name="m">[count, stride], of which the first HiddenSize of each are read.</param>
    /// <param name="stride">Floats from one row of m to the next.</param>
    /// <param name="count">Streams.</param>
    /// <param name="projection">Whr, in panels of outputs with a row a hidden unit.</param>
    /// <param name="hNew">[count, hStride]</param>
    /// <param name="hStride">Floats from one stream's h to the next.</param>
    [MethodImpl(Kernel)]
    public static void Project<TCell>(ref float m, int stride, int count, ref float projection, ref float hNew, int hStride)
        where TCell : struct, ICellArithmetic =>
        Project<TCell>(ref m, stride, count, ref projection, ref hNew, hStride, 0, TCell.PaddedOutput / PanelProduct.Lanes, hasTail: true);

    /// <summary>The same of one stream and a share of the outputs.</summary>
    [MethodImpl(Kernel)]
    internal static void Project<TCell>(UnitShare share, ref float m, ref float projection, ref float hNew)
        where TCell : struct, ICellArithmetic
    {
        int first = share.FirstBlock(TCell.PaddedOutput);
        Project<TCell>(
            ref m, TCell.RowFloats, 1, ref projection, ref hNew, TCell.PaddedOutput, first, share.EndBlock(TCell.PaddedOutput) - first, share.IsLast);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Project<TCell>(
        ref float m, int stride, int count, ref float projection, ref float hNew, int hStride, int first, int panels, bool hasTail)
        where TCell : struct, ICellArithmetic
    {
        int full = TCell.PaddedOutput / PanelProduct.Lanes;
        if (full > 0)
        {
            PanelProduct.Sums(
                ref m, stride, count, TCell.HiddenSize, ref Unsafe.Add(ref projection, first * TCell.HiddenSize * PanelProduct.Lanes),
                TCell.HiddenSize * PanelProduct.Lanes, panels, PanelProduct.Lanes, ref Unsafe.Add(ref hNew, first * PanelProduct.Lanes), hStride);
        }

        if (TCell.PaddedOutput % PanelProduct.Lanes > 0 && hasTail)
        {
            int tail = full * PanelProduct.Lanes;
            PanelProduct.Sums(
                ref m, stride, count, TCell.HiddenSize, ref Unsafe.Add(ref projection, tail * TCell.HiddenSize), 0, 1, PanelProduct.TailLanes,
                ref Unsafe.Add(ref hNew, tail), hStride);
        }
    }

    [MethodImpl(Kernel)]
    private static void AddRecurrentSums<TCell>(
        int firstGate, int gates, int streams, ref float operand, int stride, ref float parameters, ref float rows, int blockSums, int firstSum)
        where TCell : struct, ICellArithmetic
    {
        int firstRow = TCell.FirstRecurrentRow;
        for (int block = 0; block < CellSizes<TCell>.FullBlocks; block++)
        {
            int panel = (block * CellSizes<TCell>.BlockFloats) + (firstGate * CellSizes<TCell>.PanelFloats) + (firstRow * PanelProduct.Lanes);
            PanelProduct.AddRecurrentSums(
                ref operand, stride, streams, TCell.RecurrentTerms,
                ref Unsafe.Add(ref parameters, panel), CellSizes<TCell>.PanelFloats, gates, PanelProduct.Lanes,
                ref Unsafe.Add(ref rows, (block * blockSums) + ((firstGate - firstSum) * PanelProduct.Lanes)), TCell.RowFloats);
        }

        if (CellSizes<TCell>.TailLanes > 0)
        {
            int panel = CellSizes<TCell>.TailOffset + (firstGate * CellSizes<TCell>.TailPanelFloats) + (firstRow * PanelProduct.TailLanes);
            PanelProduct.AddRecurrentSums(
                ref operand, stride, streams, TCell.RecurrentTerms,
                ref Unsafe.Add(ref parameters, panel), CellSizes<TCell>.TailPanelFloats, gates, PanelProduct.TailLanes,
                ref Unsafe.Add(ref rows, (CellSizes<TCell>.FullBlocks * blockSums) + ((firstGate - firstSum) * PanelProduct.TailLanes)), TCell.RowFloats);
        }
    }

    /// <summary>The recurrent bias of the last gate into the sums of some streams that stay apart.</summary>
    [MethodImpl(Kernel)]
    private static void CopyRecurrentBias<TCell>(int streams, ref float parameters, ref float apart)
        where TCell : struct, ICellArithmetic
    {
        int gate = TCell.Gates - 1;
        for (int stream = 0; stream < streams; stream++)
        {
            ref float sums = ref Unsafe.Add(ref apart, stream * TCell.RowFloats);
            for (int block = 0; block < CellSizes<TCell>.FullBlocks; block++)
            {
                int bias = (block * CellSizes<TCell>.BlockFloats) + (gate * CellSizes<TCell>.PanelFloats)
                    + (CellSizes<TCell>.RecurrentBiasRow * PanelProduct.Lanes);
                Copy(ref Unsafe.Add(ref parameters, bias), ref Unsafe.Add(ref sums, block * PanelProduct.Lanes), PanelProduct.Lanes);
            }

            if (CellSizes<TCell>.TailLanes > 0)
            {
                int bias = CellSizes<TCell>.TailOffset + (gate * CellSizes<TCell>.TailPanelFloats) + (CellSizes<TCell>.RecurrentBiasRow * PanelProduct.TailLanes);
                Copy(ref Unsafe.Add(ref parameters, bias), ref Unsafe.Add(ref sums, CellSizes<TCell>.FullUnits), PanelProduct.TailLanes);
            }
        }

        static void Copy(ref float source, ref float destination, int count) =>
            MemoryMarshal.CreateReadOnlySpan(ref source, count).CopyTo(MemoryMarshal.CreateSpan(ref destination, count));
    }
}
