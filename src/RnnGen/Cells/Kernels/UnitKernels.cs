using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RnnGen.Numerics;
using RnnGen.Weights;

namespace RnnGen.Cells;

/// <summary>
/// The step of one stream: the sums of some hidden units in registers from the first term to the last, then their pass, still in registers. Every sum is
/// (bias + inputs, ascending) + (recurrent terms from zero, ascending); in a tail block even and odd recurrent terms are summed apart.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class UnitKernels
{
    private const MethodImplOptions Kernel = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    // Too long to be inlined, and not said so: else the JIT would not jump to what it calls last, but call it.
    private const MethodImplOptions Jump = MethodImplOptions.AggressiveOptimization;
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>The sums of a pass's gates, then the pass.</summary>
    /// <typeparam name="TCell">The cell.</typeparam>
    /// <typeparam name="TPass">The pass.</typeparam>
    /// <typeparam name="TTape">Whether what the backward pass needs is kept in the row.</typeparam>
    /// <typeparam name="W">The format of the weights.</typeparam>
    /// <param name="x">[InputSize]; null where the row has the input sums.</param>
    /// <param name="parameters">The cell's parameters.</param>
    /// <param name="operand">What the recurrent weights are multiplied with: h, or what a reset gate leaves of it.</param>
    /// <param name="h">The old h.</param>
    /// <param name="c">c, replaced.</param>
    /// <param name="hNew">The new h; may be <paramref name="operand"/>.</param>
    /// <param name="row">A row of sums; null where there are none and none are kept.</param>
    [MethodImpl(Inline)]
    public static void Step<TCell, TPass, TTape, W>(
        ref float x, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where W : unmanaged, IWeights<W>
    {
        if (TCell.PaddedHidden >= PanelProduct.Lanes && VectorWidth.Is512Used)
        {
            StepUnits<TCell, TPass, TTape, W, F512>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            StepUnits<TCell, TPass, TTape, W, F256>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            StepUnits<TCell, TPass, TTape, W, F128>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row);
        }
        else
        {
            StepUnits<TCell, TPass, TTape, W, F32>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row);
        }
    }

    /// <summary>The sums of a pass's gates and the pass, of a share of the units.</summary>
    /// <typeparam name="TCell">The cell.</typeparam>
    /// <typeparam name="TPass">The pass.</typeparam>
    /// <typeparam name="W">The format of the weights.</typeparam>
    /// <param name="share">The share.</param>
    /// <param name="x">[InputSize]; null where the row has the input sums.</param>
    /// <param name="parameters">The cell's parameters.</param>
    /// <param name="operand">What the recurrent weights are multiplied with: h, or what a reset gate leaves of it.</param>
    /// <param name="h">The old h.</param>
    /// <param name="c">c, replaced.</param>
    /// <param name="hNew">The new h; not <paramref name="operand"/>, which other threads read.</param>
    /// <param name="row">A row of sums.</param>
    internal static void StepShare<TCell, TPass, W>(
        UnitShare share, ref float x, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where W : unmanaged, IWeights<W>
    {
        var walk = new ShareWalk<TCell, TPass, W>
        {
            Share = share,
            X = ref x,
            Parameters = ref parameters,
            Operand = ref operand,
            H = ref h,
            C = ref c,
            HNew = ref hNew,
            Row = ref row,
        };
        VectorWidth.Run(ref walk);
    }

    /// <summary>Vectors of a gate that one call computes, so that there are eight sums in flight (six of three gates), from no more than four blocks of one gate.</summary>
    [MethodImpl(Inline)]
    private static int MaxVectors<TPass, V>()
        where TPass : struct, IUnitPass
        where V : struct, IVector<V> => TPass.Gates > 2 ? 2 : TPass.Gates == 2 || V.Count == PanelProduct.Lanes ? 4 : 8;

    // The JIT has a budget of inlined calls for each method, and looks into branches that will be dead: so what differs is a type, and no condition in a kernel
    // (docs/decisions/0003-vectors-once.md).

    /// <summary>One call where that is all: then no new h is written before all of the old one is read, and <c>Step</c> calls a kernel itself.</summary>
    [MethodImpl(Inline)]
    private static void StepUnits<TCell, TPass, TTape, W, V>(
        ref float x, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
    {
        if (TCell.InputSize > 1 || !IsOneCall<TCell, TPass, V>())
        {
            StepCalls<TCell, TPass, TTape, W, V>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row);
        }
        else if (TCell.PaddedHidden == PanelProduct.TailLanes)
        {
            Call<TCell, TPass, TTape, W, V, TailBlock, Rows1, OneInput<W>>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, 0);
        }
        else if (TCell.PaddedHidden == V.Count)
        {
            Call<TCell, TPass, TTape, W, V, FullBlocks, Rows1, OneInput<W>>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, 0);
        }
        else if (TCell.PaddedHidden == 2 * V.Count)
        {
            Call<TCell, TPass, TTape, W, V, FullBlocks, Rows2, OneInput<W>>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, 0);
        }
        else if (TCell.PaddedHidden == 4 * V.Count)
        {
            Call<TCell, TPass, TTape, W, V, FullBlocks, Rows4, OneInput<W>>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, 0);
        }
        else
        {
            Call<TCell, TPass, TTape, W, V, FullBlocks, Rows8, OneInput<W>>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, 0);
        }
    }

    [MethodImpl(Jump)]
    private static void StepCalls<TCell, TPass, TTape, W, V>(
        ref float x, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
    {
        bool isWhole = TPass.Gates == TCell.Gates && !TCell.NeedsRow;
        if (isWhole && IsOneCallAndTail<TCell, V>())
        {
            StepWithTail<TCell, TPass, TTape, W, V>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row);
        }
        else if (isWhole && TCell.PaddedHidden < (TPass.Gates == 1 ? Row512.Count : Row64.Count) && !IsOneCall<TCell, TPass, V>())
        {
            StepSums<TCell, TPass, TTape, W, V>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row);
        }
        else if (IsOneCall<TCell, TPass, V>() || TCell.RecurrentTerms == 0 || !Unsafe.AreSame(ref operand, ref hNew))
        {
            Walk<TCell, TPass, TTape, W, V>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row);
        }
        else if (TCell.PaddedHidden <= Row64.Count)
        {
            // All of the operand is read for every unit: where it is the new h's place, that goes to a row of its own first.
            WalkApart<TCell, TPass, TTape, W, V, Row64>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row);
        }
        else if (TCell.PaddedHidden <= Row1024.Count)
        {
            WalkApart<TCell, TPass, TTape, W, V, Row1024>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row);
        }
        else
        {
            WalkApart<TCell, TPass, TTape, W, V, Row16384>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row);
        }
    }

    /// <summary>Of one call and a tail: the tail's sums, then all else of the call, then what is left of the tail.</summary>
    [SkipLocalsInit]
    [MethodImpl(Kernel)]
    private static void StepWithTail<TCell, TPass, TTape, W, V>(
        ref float x, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
    {
        Unsafe.SkipInit(out Row512 memory);
        ref float sums = ref Unsafe.IsNullRef(ref row) ? ref Unsafe.As<Row512, float>(ref memory) : ref row;
        WalkTail<TCell, KeepSums<TCell, TPass>, TTape, W, F256>(ref x, ref parameters, ref operand, ref h, ref c, ref sums, ref sums);
        if (CellSizes<TCell>.FullUnits == V.Count)
        {
            WalkSome<TCell, TPass, TTape, W, V, Rows1>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref sums, 0, 1, false);
        }
        else
        {
            WalkSome<TCell, TPass, TTape, W, V, Rows2>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref sums, 0, 1, false);
        }

        RowPasses.Tail<TCell, TPass, TTape, F256>(ref h, ref c, ref hNew, ref parameters, ref sums);
    }

    /// <summary>Whether one call computes all units but those of the tail.</summary>
    [MethodImpl(Inline)]
    private static bool IsOneCallAndTail<TCell, V>()
        where TCell : struct, ICellArithmetic
        where V : struct, IVector<V> =>
        V.Count >= PanelProduct.TailLanes && CellSizes<TCell>.TailLanes > 0 && CellSizes<TCell>.FullUnits > 0 && CellSizes<TCell>.FullUnits <= 2 * V.Count;

    /// <summary>All sums first, then the pass: of few units in more than one call, or of one gate, whose short pass would wait for the sums of each call.</summary>
    [SkipLocalsInit]
    [MethodImpl(Kernel)]
    private static void StepSums<TCell, TPass, TTape, W, V>(
        ref float x, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
    {
        Unsafe.SkipInit(out Row512 memory);
        ref float sums = ref Unsafe.IsNullRef(ref row) ? ref Unsafe.As<Row512, float>(ref memory) : ref row;
        Walk<TCell, KeepSums<TCell, TPass>, TTape, W, V>(ref x, ref parameters, ref operand, ref h, ref c, ref sums, ref sums);
        RowPasses.Apply<TCell, TPass, TTape>(ref h, ref c, ref hNew, ref parameters, ref sums);
    }

    /// <summary>Whether one call computes all units: they are a tail block, or as many vectors as one call takes.</summary>
    [MethodImpl(Inline)]
    private static bool IsOneCall<TCell, TPass, V>()
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where V : struct, IVector<V> =>
        TCell.PaddedHidden == PanelProduct.TailLanes
            ? V.Count == PanelProduct.TailLanes
            : TCell.PaddedHidden % PanelProduct.Lanes == 0 && TCell.PaddedHidden <= MaxVectors<TPass, V>() * V.Count
                && int.IsPow2(TCell.PaddedHidden);

    [SkipLocalsInit]
    [MethodImpl(Kernel)]
    private static void WalkApart<TCell, TPass, TTape, W, V, TRow>(
        ref float x, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
        where TRow : struct
    {
        Unsafe.SkipInit(out TRow place);
        ref float apart = ref Unsafe.As<TRow, float>(ref place);
        Walk<TCell, TPass, TTape, W, V>(ref x, ref parameters, ref operand, ref h, ref c, ref apart, ref row);
        CopyUnits<V>(ref apart, ref hNew, TCell.PaddedHidden);
    }

    /// <summary>A number of units that is a multiple of 8.</summary>
    [MethodImpl(Inline)]
    private static void CopyUnits<V>(ref float source, ref float destination, int count)
        where V : struct, IVector<V>
    {
        if (V.Count > PanelProduct.TailLanes)
        {
            Copy<F256>(ref source, ref destination, count);
        }
        else
        {
            Copy<V>(ref source, ref destination, count);
        }
    }

    [MethodImpl(Inline)]
    private static void Copy<V>(ref float source, ref float destination, int count)
        where V : struct, IVector<V>
    {
        for (int k = 0; k < count; k += V.Count)
        {
            V.Store(V.Load(ref source, k), ref destination, k);
        }
    }

    /// <summary>All units, some at a time: as many vectors at once as there are, then what is left.</summary>
    [SkipLocalsInit]
    [MethodImpl(Kernel)]
    private static void Walk<TCell, TPass, TTape, W, V>(
        ref float x, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
    {
        bool isBackwards = TCell.TurnsRound && Traversal.Turn();
        int full = CellSizes<TCell>.FullUnits;
        int eights = MaxVectors<TPass, V>() < 8 ? 0 : full / (8 * V.Count);
        if (eights > 0)
        {
            WalkSome<TCell, TPass, TTape, W, V, Rows8>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, 0, eights, isBackwards);
        }

        int afterEights = eights * 8 * V.Count;
        int fours = MaxVectors<TPass, V>() < 4 ? 0 : (full - afterEights) / (4 * V.Count);
        if (fours > 0)
        {
            WalkSome<TCell, TPass, TTape, W, V, Rows4>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, afterEights, fours, isBackwards);
        }

        int afterFours = afterEights + (fours * 4 * V.Count);
        int twos = (full - afterFours) / (2 * V.Count);
        if (twos > 0)
        {
            WalkSome<TCell, TPass, TTape, W, V, Rows2>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, afterFours, twos, isBackwards);
        }

        int afterTwos = afterFours + (twos * 2 * V.Count);
        if (afterTwos < full)
        {
            WalkSome<TCell, TPass, TTape, W, V, Rows1>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, afterTwos, 1, isBackwards: false);
        }

        if (CellSizes<TCell>.TailLanes > 0)
        {
            if (V.Count > PanelProduct.TailLanes)
            {
                WalkTail<TCell, TPass, TTape, W, F256>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row);
            }
            else
            {
                WalkTail<TCell, TPass, TTape, W, V>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row);
            }
        }
    }

    [MethodImpl(Inline)]
    private static void WalkSome<TCell, TPass, TTape, W, V, TVectors>(
        ref float x, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row, int first, int calls,
        bool isBackwards)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
        where TVectors : struct, IRows
    {
        for (int call = 0; call < calls; call++)
        {
            int unit = first + (TVectors.Count * V.Count * (TCell.TurnsRound ? Traversal.Place(call, calls, isBackwards) : call));
            Call<TCell, TPass, TTape, W, V, FullBlocks, TVectors>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, unit);
        }
    }

    [MethodImpl(Inline)]
    private static void WalkTail<TCell, TPass, TTape, W, V>(
        ref float x, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
    {
        for (int lane = 0; lane < PanelProduct.TailLanes; lane += V.Count)
        {
            Call<TCell, TPass, TTape, W, V, TailBlock, Rows1>(
                ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, CellSizes<TCell>.FullUnits + lane);
        }
    }

    /// <summary>One call: the sums of some units, and the pass.</summary>
    [MethodImpl(Inline)]
    private static void Call<TCell, TPass, TTape, W, V, TBlock, TVectors>(
        ref float x, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row, int unit)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
        where TBlock : struct, IBlock
        where TVectors : struct, IRows
    {
        if (TCell.InputSize == 1)
        {
            Call<TCell, TPass, TTape, W, V, TBlock, TVectors, OneInput<W>>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, unit);
        }
        else
        {
            Call<TCell, TPass, TTape, W, V, TBlock, TVectors, SummedInputs>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, unit);
        }
    }

    /// <summary>With sums of the pass's number of gates: a jump to the kernel, so that the JIT looks into the others once for each cell, and not at every call.</summary>
    [MethodImpl(Jump)]
    private static void Call<TCell, TPass, TTape, W, V, TBlock, TVectors, TInputs>(
        ref float x, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row, int unit)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
        where TBlock : struct, IBlock
        where TVectors : struct, IRows
        where TInputs : struct, IInputs
    {
        if (TPass.Gates == 4)
        {
            Call<TCell, TPass, TTape, W, V, TBlock, TVectors, TInputs, FourSums<V>>(
                ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, unit);
        }
        else if (TPass.Gates == 3 && TCell.HasRecurrentBias)
        {
            Call<TCell, TPass, TTape, W, V, TBlock, TVectors, TInputs, Gates<Gates<Sum<V>, Sum<V>, V>, SumsApart<V>, V>>(
                ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, unit);
        }
        else if (TPass.Gates == 3)
        {
            Call<TCell, TPass, TTape, W, V, TBlock, TVectors, TInputs, Gates<Gates<Sum<V>, Sum<V>, V>, Sum<V>, V>>(
                ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, unit);
        }
        else if (TPass.Gates == 2)
        {
            Call<TCell, TPass, TTape, W, V, TBlock, TVectors, TInputs, Gates<Sum<V>, Sum<V>, V>>(
                ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, unit);
        }
        else
        {
            Call<TCell, TPass, TTape, W, V, TBlock, TVectors, TInputs, Sum<V>>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, unit);
        }
    }

    /// <summary>Of one, two, four or eight vectors.</summary>
    [MethodImpl(Inline)]
    private static void Call<TCell, TPass, TTape, W, V, TBlock, TVectors, TInputs, S>(
        ref float x, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row, int unit)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
        where TBlock : struct, IBlock
        where TVectors : struct, IRows
        where TInputs : struct, IInputs
        where S : struct, ISums<S, V>
    {
        if (typeof(TVectors) == typeof(Rows1))
        {
            SumUnits<TCell, TPass, TTape, W, V, TBlock, TInputs, S>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, unit);
        }
        else if (typeof(TVectors) == typeof(Rows2))
        {
            SumUnits<TCell, TPass, TTape, W, V, TBlock, TInputs, Vectors<S, V>>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, unit);
        }
        else if (typeof(TVectors) == typeof(Rows4))
        {
            SumUnits<TCell, TPass, TTape, W, V, TBlock, TInputs, Vectors<Vectors<S, V>, V>>(
                ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, unit);
        }
        else
        {
            SumUnits<TCell, TPass, TTape, W, V, TBlock, TInputs, Vectors<Vectors<Vectors<S, V>, V>, V>>(
                ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, unit);
        }
    }

    /// <summary>The kernel: the recurrent sums of some units in registers, the input sums added, the pass.</summary>
    [SkipLocalsInit]
    [MethodImpl(Kernel)]
    private static void SumUnits<TCell, TPass, TTape, W, V, TBlock, TInputs, S>(
        ref float x, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row, int unit)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
        where TBlock : struct, IBlock
        where TInputs : struct, IInputs
        where S : struct, ISums<S, V>
    {
        Unsafe.SkipInit(out Row512 memory);
        ref float panel = ref Panel<TCell, TPass, TBlock>(ref parameters, unit);
        ref float inputs = ref TInputs.Sum<TCell, TPass, W, V, TBlock, S>(ref x, ref panel, ref row, ref Unsafe.As<Row512, float>(ref memory), unit);
        S sums = default;
        TBlock.AddRecurrent<TCell, W, V, S>(ref sums, ref operand, ref Elements<W>(ref panel, TCell.FirstRecurrentRow * TBlock.Lanes));
        sums.AddInputs<TCell, TBlock, TInputs>(TInputs.First<V>(ref inputs), ref inputs, ref panel, 0, 0, TCell.PanelRows * TBlock.Lanes, TBlock.Lanes);
        sums.Apply<TCell, TPass, TTape>(ref h, ref c, ref hNew, ref parameters, ref row, unit, TBlock.Lanes);
    }

    /// <summary>The input sums of some units, to where <see cref="SummedInputs"/> reads them: the bias, then the inputs ascending.</summary>
    [MethodImpl(Kernel)]
    internal static void InputSums<TCell, W, V, TBlock, S>(ref float x, ref float panel, ref float sums)
        where TCell : struct, ICellArithmetic
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
        where TBlock : struct, IBlock
        where S : struct, ISums<S, V>
    {
        S sum = default;
        sum.Load<TCell>(ref panel, 0, TCell.PanelRows * TBlock.Lanes);
        ref W weights = ref Elements<W>(ref panel, TBlock.Lanes);
        for (int k = 0; k < W.Elements(TCell.InputSize) * W.Parts; k++)
        {
            int part = W.Parts == 1 ? 0 : k % W.Parts;
            V factor = W.Factor<V>(ref x, TCell.InputSize, W.Parts == 1 ? k : k / W.Parts, part);
            sum.AddProducts<TCell, W>(factor, ref weights, 0, TCell.PanelRows * TBlock.Lanes, part);
            weights = ref Unsafe.Add(ref weights, part == W.Parts - 1 ? TBlock.Lanes : 0);
        }

        sum.Store<TCell>(ref sums, TBlock.Lanes);
    }

    /// <summary>The first gate's panel of a unit.</summary>
    [MethodImpl(Inline)]
    private static ref float Panel<TCell, TPass, TBlock>(ref float parameters, int unit)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TBlock : struct, IBlock =>
        ref Unsafe.Add(
            ref parameters,
            (unit / PanelProduct.Lanes * CellSizes<TCell>.BlockFloats) + (unit % PanelProduct.Lanes) + (TPass.FirstGate * TCell.PanelRows * TBlock.Lanes));

    /// <summary>A panel's weights from a place on.</summary>
    [MethodImpl(Inline)]
    private static ref W Elements<W>(ref float panel, int offset)
        where W : unmanaged, IWeights<W> => ref Unsafe.As<float, W>(ref Unsafe.Add(ref panel, offset));

    /// <summary>The walk over a share of the units. (Cells that are shared have full blocks.)</summary>
    private ref struct ShareWalk<TCell, TPass, W> : IWidthAction
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where W : unmanaged, IWeights<W>
    {
        public UnitShare Share;
        public ref float X;
        public ref float Parameters;
        public ref float Operand;
        public ref float H;
        public ref float C;
        public ref float HNew;
        public ref float Row;

        [MethodImpl(Kernel)]
        public readonly void Run<V, VTail>()
            where V : struct, IVector<V>
            where VTail : struct, IVector<VTail>
        {
            int first = Share.FirstBlock(TCell.PaddedHidden) * PanelProduct.Lanes;
            int end = Share.EndBlock(TCell.PaddedHidden) * PanelProduct.Lanes;
            int vectors = (end - first) / V.Count;
            int rest = MaxVectors<TPass, V>() == 2 ? vectors % 2 : vectors % 4;
            bool isBackwards = TCell.TurnsRound && Traversal.Turn();
            if (MaxVectors<TPass, V>() == 2)
            {
                WalkSome<TCell, TPass, Off, W, V, Rows2>(
                    ref X, ref Parameters, ref Operand, ref H, ref C, ref HNew, ref Row, first, vectors / 2, isBackwards);
            }
            else
            {
                WalkSome<TCell, TPass, Off, W, V, Rows4>(
                    ref X, ref Parameters, ref Operand, ref H, ref C, ref HNew, ref Row, first, vectors / 4, isBackwards);
            }

            WalkSome<TCell, TPass, Off, W, V, Rows1>(
                ref X, ref Parameters, ref Operand, ref H, ref C, ref HNew, ref Row, end - (rest * V.Count), rest, isBackwards: false);
            if (CellSizes<TCell>.TailLanes > 0 && Share.IsLast)
            {
                WalkTail<TCell, TPass, Off, W, VTail>(ref X, ref Parameters, ref Operand, ref H, ref C, ref HNew, ref Row);
            }
        }
    }

    [InlineArray(Count)]
    private struct Row64
    {
        public const int Count = 64;
        private float _element;
    }

    [InlineArray(Count)]
    private struct Row512
    {
        public const int Count = 512;
        private float _element;
    }

    [InlineArray(Count)]
    private struct Row1024
    {
        public const int Count = 1024;
        private float _element;
    }

    [InlineArray(Count)]
    private struct Row16384
    {
        private const int Count = 16384;
        private float _element;
    }
}
