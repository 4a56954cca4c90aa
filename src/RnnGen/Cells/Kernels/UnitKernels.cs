using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RnnGen.Numerics;

namespace RnnGen.Cells;

/// <summary>
/// The step of one stream: the sums of some hidden units in registers from the first term to the last, then their pass, still in registers. Every sum is
/// (bias + inputs, ascending) + (recurrent terms from zero, ascending); in a tail block even and odd recurrent terms are summed apart.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class UnitKernels
{
    /// <summary>Inputs up to which a unit's input sum is computed after its recurrent one, in one register.</summary>
    private const int MaxInputInRegister = 4;

    private const MethodImplOptions Kernel = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>The sums of a pass's gates, then the pass.</summary>
    /// <typeparam name="TCell">The cell.</typeparam>
    /// <typeparam name="TPass">The pass.</typeparam>
    /// <typeparam name="TTape">Whether what the backward pass needs is kept in the row.</typeparam>
    /// <param name="x">[InputSize]; null where the row has the input sums.</param>
    /// <param name="parameters">The cell's parameters.</param>
    /// <param name="operand">What the recurrent weights are multiplied with: h, or what a reset gate leaves of it.</param>
    /// <param name="h">The old h.</param>
    /// <param name="c">c, replaced.</param>
    /// <param name="hNew">The new h; may be <paramref name="operand"/>.</param>
    /// <param name="row">A row of sums; null where there are none and none are kept.</param>
    [MethodImpl(Inline)]
    public static void Step<TCell, TPass, TTape>(
        ref float x, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
    {
        // Of one block two vectors of 256 bits a gate have twice the chains of one of 512.
        if (TCell.PaddedHidden >= 2 * PanelProduct.Lanes && VectorWidth.Is512Used)
        {
            StepUnits<TCell, TPass, TTape, F512>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            StepUnits<TCell, TPass, TTape, F256>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            StepUnits<TCell, TPass, TTape, F128>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row);
        }
        else
        {
            StepUnits<TCell, TPass, TTape, F32>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row);
        }
    }

    /// <summary>Vectors of a gate that one call computes, so that eight sums (six of three gates) are in flight.</summary>
    private static int MaxVectors<TPass>()
        where TPass : struct, IUnitPass => TPass.Gates >= 3 ? 2 : 8 / TPass.Gates;

    [SkipLocalsInit]
    [MethodImpl(Kernel)]
    private static void StepUnits<TCell, TPass, TTape, V>(
        ref float x, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where V : struct, IVector<V>
    {
        if (TCell.PaddedHidden == 2 * V.Count && TCell.PaddedHidden >= PanelProduct.Lanes && TCell.InputSize <= MaxInputInRegister)
        {
            Some<TCell, TPass, TTape, V, Rows2>(ref x, ref row, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, 0);
            return;
        }

        if (TCell.PaddedHidden == V.Count && TCell.PaddedHidden == PanelProduct.TailLanes && TCell.InputSize <= MaxInputInRegister)
        {
            Tail<TCell, TPass, TTape, V>(ref x, ref row, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, 0);
            return;
        }

        // All of the operand is read for every unit: where it is the new h's place, that goes to a row of its own first.
        if (!Unsafe.AreSame(ref operand, ref hNew))
        {
            Walk<TCell, TPass, TTape, V>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row);
        }
        else if (TCell.PaddedHidden <= Row64.Count)
        {
            Unsafe.SkipInit(out Row64 place);
            ref float apart = ref Unsafe.As<Row64, float>(ref place);
            Walk<TCell, TPass, TTape, V>(ref x, ref parameters, ref operand, ref h, ref c, ref apart, ref row);
            CopyUnits<V>(ref apart, ref hNew, TCell.PaddedHidden);
        }
        else if (TCell.PaddedHidden <= Row1024.Count)
        {
            WalkApart<TCell, TPass, TTape, V, Row1024>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row);
        }
        else
        {
            WalkApart<TCell, TPass, TTape, V, Row16384>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row);
        }
    }

    [SkipLocalsInit]
    [MethodImpl(Kernel)]
    private static void WalkApart<TCell, TPass, TTape, V, TRow>(
        ref float x, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where V : struct, IVector<V>
        where TRow : struct
    {
        Unsafe.SkipInit(out TRow place);
        ref float apart = ref Unsafe.As<TRow, float>(ref place);
        Walk<TCell, TPass, TTape, V>(ref x, ref parameters, ref operand, ref h, ref c, ref apart, ref row);
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
    [MethodImpl(Inline)]
    private static void Walk<TCell, TPass, TTape, V>(
        ref float x, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where V : struct, IVector<V>
    {
        bool isBackwards = TCell.TurnsRound && Traversal.Turn();
        int full = CellSizes<TCell>.FullUnits;
        int eights = MaxVectors<TPass>() < 8 ? 0 : full / (8 * V.Count);
        if (eights > 0)
        {
            WalkSome<TCell, TPass, TTape, V, Rows8>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, 0, eights, isBackwards);
        }

        int afterEights = eights * 8 * V.Count;
        int fours = MaxVectors<TPass>() < 4 ? 0 : (full - afterEights) / (4 * V.Count);
        if (fours > 0)
        {
            WalkSome<TCell, TPass, TTape, V, Rows4>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, afterEights, fours, isBackwards);
        }

        int afterFours = afterEights + (fours * 4 * V.Count);
        int twos = (full - afterFours) / (2 * V.Count);
        if (twos > 0)
        {
            WalkSome<TCell, TPass, TTape, V, Rows2>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, afterFours, twos, isBackwards);
        }

        int afterTwos = afterFours + (twos * 2 * V.Count);
        if (afterTwos < full)
        {
            // One block is left, one vector of 512 bits: two of 256 have more chains.
            WalkSome<TCell, TPass, TTape, F256, Rows2>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, afterTwos, 1, isBackwards: false);
        }

        if (CellSizes<TCell>.TailLanes > 0)
        {
            if (V.Count > PanelProduct.TailLanes)
            {
                WalkTail<TCell, TPass, TTape, F256>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row);
            }
            else
            {
                WalkTail<TCell, TPass, TTape, V>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row);
            }
        }
    }

    [SkipLocalsInit]
    [MethodImpl(Kernel)]
    private static void WalkSome<TCell, TPass, TTape, V, TVectors>(
        ref float x, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row, int first, int calls, bool isBackwards)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where V : struct, IVector<V>
        where TVectors : struct, IRows
    {
        Unsafe.SkipInit(out Row512 inputs);
        for (int call = 0; call < calls; call++)
        {
            int unit = first + (TVectors.Count * V.Count * (TCell.TurnsRound ? Traversal.Place(call, calls, isBackwards) : call));
            if (TCell.InputSize <= MaxInputInRegister)
            {
                Some<TCell, TPass, TTape, V, TVectors>(ref x, ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, unit);
            }
            else if (Unsafe.IsNullRef(ref x))
            {
                ref float sums = ref Unsafe.Add(ref row, Units.Place(unit, TCell.Gates) + (TPass.FirstGate * PanelProduct.Lanes));
                Some<TCell, TPass, TTape, V, TVectors>(ref x, ref sums, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, unit);
            }
            else
            {
                ref float sums = ref Unsafe.As<Row512, float>(ref inputs);
                InputSums<TCell, TPass, V, TVectors>(ref x, ref parameters, ref sums, unit);
                Some<TCell, TPass, TTape, V, TVectors>(ref x, ref sums, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, unit);
            }
        }
    }

    [SkipLocalsInit]
    [MethodImpl(Kernel)]
    private static void WalkTail<TCell, TPass, TTape, V>(
        ref float x, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where V : struct, IVector<V>
    {
        Unsafe.SkipInit(out Row512 inputs);
        for (int lane = 0; lane < PanelProduct.TailLanes; lane += V.Count)
        {
            if (TCell.InputSize <= MaxInputInRegister)
            {
                Tail<TCell, TPass, TTape, V>(ref x, ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, lane);
            }
            else if (Unsafe.IsNullRef(ref x))
            {
                ref float sums = ref Unsafe.Add(ref row, (CellSizes<TCell>.FullUnits * TCell.Gates) + (TPass.FirstGate * PanelProduct.TailLanes) + lane);
                Tail<TCell, TPass, TTape, V>(ref x, ref sums, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, lane);
            }
            else
            {
                ref float sums = ref Unsafe.As<Row512, float>(ref inputs);
                TailInputSums<TCell, TPass, V>(ref x, ref parameters, ref sums, lane);
                Tail<TCell, TPass, TTape, V>(ref x, ref sums, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, lane);
            }
        }
    }

    // The sums of a call stand in four columns of two: of three or four gates a column is a gate, with two vectors; of fewer gates the columns that are
    // left hold more vectors.

    [MethodImpl(Inline)]
    private static int Columns<TPass, TVectors>()
        where TPass : struct, IUnitPass
        where TVectors : struct, IRows => TPass.Gates * TVectors.Count / 2;

    /// <summary>Where the weights of a sum are, from the first gate's panel of the call's first unit.</summary>
    [MethodImpl(Inline)]
    private static int Weights<TCell, TPass, V>(int column, int second)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where V : struct, IVector<V>
    {
        int unit = ((2 * (column / TPass.Gates)) + second) * V.Count;
        return (unit / PanelProduct.Lanes * CellSizes<TCell>.BlockFloats) + (unit % PanelProduct.Lanes) + (column % TPass.Gates * CellSizes<TCell>.PanelFloats);
    }

    /// <summary>Where a sum is in a row of sums, from the first gate's of the call's first unit.</summary>
    [MethodImpl(Inline)]
    private static int Sums<TCell, TPass, V>(int column, int second)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where V : struct, IVector<V>
    {
        int unit = ((2 * (column / TPass.Gates)) + second) * V.Count;
        return (unit / PanelProduct.Lanes * TCell.Gates * PanelProduct.Lanes) + (unit % PanelProduct.Lanes) + (column % TPass.Gates * PanelProduct.Lanes);
    }

    /// <summary>The first gate's panel of a unit.</summary>
    [MethodImpl(Inline)]
    private static ref float Panel<TCell, TPass>(ref float parameters, int unit)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass =>
        ref Unsafe.Add(
            ref parameters,
            (unit / PanelProduct.Lanes * CellSizes<TCell>.BlockFloats) + (unit % PanelProduct.Lanes) + (TPass.FirstGate * CellSizes<TCell>.PanelFloats));

    /// <summary>The input sum of few inputs: the bias, then the inputs ascending.</summary>
    [MethodImpl(Inline)]
    private static V InputSum<TCell, V>(ref float x, ref float panel, int offset, int lanes)
        where TCell : struct, ICellArithmetic
        where V : struct, IVector<V>
    {
        V sum = V.MultiplyAdd(V.Create(x), V.Load(ref panel, offset + lanes), V.Load(ref panel, offset));
        if (TCell.InputSize > 1)
        {
            sum = V.MultiplyAdd(V.Create(Unsafe.Add(ref x, 1)), V.Load(ref panel, offset + (2 * lanes)), sum);
        }

        if (TCell.InputSize > 2)
        {
            sum = V.MultiplyAdd(V.Create(Unsafe.Add(ref x, 2)), V.Load(ref panel, offset + (3 * lanes)), sum);
        }

        if (TCell.InputSize > 3)
        {
            sum = V.MultiplyAdd(V.Create(Unsafe.Add(ref x, 3)), V.Load(ref panel, offset + (4 * lanes)), sum);
        }

        return sum;
    }

    /// <summary>The input sum of one of a call's sums: computed here, where inputs are few, else from where it has been put.</summary>
    [MethodImpl(Inline)]
    private static V InputSum<TCell, TPass, V>(ref float x, ref float sums, ref float panel, int column, int second)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where V : struct, IVector<V> =>
        TCell.InputSize <= MaxInputInRegister
            ? InputSum<TCell, V>(ref x, ref panel, Weights<TCell, TPass, V>(column, second), PanelProduct.Lanes)
            : V.Load(ref sums, Sums<TCell, TPass, V>(column, second));

    /// <summary>The sums of some units of full blocks, and their pass.</summary>
    [MethodImpl(Inline)]
    private static void Some<TCell, TPass, TTape, V, TVectors>(
        ref float x, ref float sums, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row, int unit)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where V : struct, IVector<V>
        where TVectors : struct, IRows
    {
        ref float panel = ref Panel<TCell, TPass>(ref parameters, unit);
        V a0 = default, a1 = default, a2 = default, a3 = default;
        V b0 = default, b1 = default, b2 = default, b3 = default;
        ref float weights = ref Unsafe.Add(ref panel, CellSizes<TCell>.FirstRecurrentRow * PanelProduct.Lanes);
        for (int k = 0; k < TCell.RecurrentTerms; k++)
        {
            V hk = V.Create(Unsafe.Add(ref operand, k));
            a0 = V.MultiplyAdd(hk, V.Load(ref weights, Weights<TCell, TPass, V>(0, 0)), a0);
            b0 = V.MultiplyAdd(hk, V.Load(ref weights, Weights<TCell, TPass, V>(0, 1)), b0);
            if (Columns<TPass, TVectors>() > 1)
            {
                a1 = V.MultiplyAdd(hk, V.Load(ref weights, Weights<TCell, TPass, V>(1, 0)), a1);
                b1 = V.MultiplyAdd(hk, V.Load(ref weights, Weights<TCell, TPass, V>(1, 1)), b1);
            }

            if (Columns<TPass, TVectors>() > 2)
            {
                a2 = V.MultiplyAdd(hk, V.Load(ref weights, Weights<TCell, TPass, V>(2, 0)), a2);
                b2 = V.MultiplyAdd(hk, V.Load(ref weights, Weights<TCell, TPass, V>(2, 1)), b2);
            }

            if (Columns<TPass, TVectors>() > 3)
            {
                a3 = V.MultiplyAdd(hk, V.Load(ref weights, Weights<TCell, TPass, V>(3, 0)), a3);
                b3 = V.MultiplyAdd(hk, V.Load(ref weights, Weights<TCell, TPass, V>(3, 1)), b3);
            }

            weights = ref Unsafe.Add(ref weights, PanelProduct.Lanes);
        }

        // The input sum first: (bias + inputs) + recurrent sum.
        if (TCell.HasRecurrentBias && TPass.Gates == 3)
        {
            int bias = (CellSizes<TCell>.FirstRecurrentRow - 1) * PanelProduct.Lanes;
            a3 = Recurrent<TCell, V>(V.Load(ref panel, bias + Weights<TCell, TPass, V>(2, 0)), a2);
            b3 = Recurrent<TCell, V>(V.Load(ref panel, bias + Weights<TCell, TPass, V>(2, 1)), b2);
            a2 = InputSum<TCell, TPass, V>(ref x, ref sums, ref panel, 2, 0);
            b2 = InputSum<TCell, TPass, V>(ref x, ref sums, ref panel, 2, 1);
        }
        else
        {
            if (Columns<TPass, TVectors>() > 2)
            {
                a2 = Recurrent<TCell, V>(InputSum<TCell, TPass, V>(ref x, ref sums, ref panel, 2, 0), a2);
                b2 = Recurrent<TCell, V>(InputSum<TCell, TPass, V>(ref x, ref sums, ref panel, 2, 1), b2);
            }

            if (Columns<TPass, TVectors>() > 3)
            {
                a3 = Recurrent<TCell, V>(InputSum<TCell, TPass, V>(ref x, ref sums, ref panel, 3, 0), a3);
                b3 = Recurrent<TCell, V>(InputSum<TCell, TPass, V>(ref x, ref sums, ref panel, 3, 1), b3);
            }
        }

        a0 = Recurrent<TCell, V>(InputSum<TCell, TPass, V>(ref x, ref sums, ref panel, 0, 0), a0);
        b0 = Recurrent<TCell, V>(InputSum<TCell, TPass, V>(ref x, ref sums, ref panel, 0, 1), b0);
        if (Columns<TPass, TVectors>() > 1)
        {
            a1 = Recurrent<TCell, V>(InputSum<TCell, TPass, V>(ref x, ref sums, ref panel, 1, 0), a1);
            b1 = Recurrent<TCell, V>(InputSum<TCell, TPass, V>(ref x, ref sums, ref panel, 1, 1), b1);
        }

        if (TPass.Gates >= 3)
        {
            Apply<TCell, TPass, TTape, V>(a0, a1, a2, a3, ref h, ref c, ref hNew, ref parameters, ref row, unit);
            Apply<TCell, TPass, TTape, V>(b0, b1, b2, b3, ref h, ref c, ref hNew, ref parameters, ref row, unit + V.Count);
        }
        else if (TPass.Gates == 2)
        {
            Apply<TCell, TPass, TTape, V>(a0, a1, default, default, ref h, ref c, ref hNew, ref parameters, ref row, unit);
            Apply<TCell, TPass, TTape, V>(b0, b1, default, default, ref h, ref c, ref hNew, ref parameters, ref row, unit + V.Count);
            if (TVectors.Count > 2)
            {
                Apply<TCell, TPass, TTape, V>(a2, a3, default, default, ref h, ref c, ref hNew, ref parameters, ref row, unit + (2 * V.Count));
                Apply<TCell, TPass, TTape, V>(b2, b3, default, default, ref h, ref c, ref hNew, ref parameters, ref row, unit + (3 * V.Count));
            }
        }
        else
        {
            Apply<TCell, TPass, TTape, V>(a0, default, default, default, ref h, ref c, ref hNew, ref parameters, ref row, unit);
            Apply<TCell, TPass, TTape, V>(b0, default, default, default, ref h, ref c, ref hNew, ref parameters, ref row, unit + V.Count);
            if (TVectors.Count > 2)
            {
                Apply<TCell, TPass, TTape, V>(a1, default, default, default, ref h, ref c, ref hNew, ref parameters, ref row, unit + (2 * V.Count));
                Apply<TCell, TPass, TTape, V>(b1, default, default, default, ref h, ref c, ref hNew, ref parameters, ref row, unit + (3 * V.Count));
            }

            if (TVectors.Count > 4)
            {
                Apply<TCell, TPass, TTape, V>(a2, default, default, default, ref h, ref c, ref hNew, ref parameters, ref row, unit + (4 * V.Count));
                Apply<TCell, TPass, TTape, V>(b2, default, default, default, ref h, ref c, ref hNew, ref parameters, ref row, unit + (5 * V.Count));
                Apply<TCell, TPass, TTape, V>(a3, default, default, default, ref h, ref c, ref hNew, ref parameters, ref row, unit + (6 * V.Count));
                Apply<TCell, TPass, TTape, V>(b3, default, default, default, ref h, ref c, ref hNew, ref parameters, ref row, unit + (7 * V.Count));
            }
        }
    }

    /// <summary>An input sum with its recurrent sum, if there is one.</summary>
    [MethodImpl(Inline)]
    private static V Recurrent<TCell, V>(V input, V recurrent)
        where TCell : struct, ICellArithmetic
        where V : struct, IVector<V> => TCell.RecurrentTerms == 0 ? input : input + recurrent;

    /// <summary>The pass of one vector of a full block.</summary>
    [MethodImpl(Inline)]
    private static void Apply<TCell, TPass, TTape, V>(
        V sum0, V sum1, V sum2, V sum3, ref float h, ref float c, ref float hNew, ref float parameters, ref float row, int unit)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where V : struct, IVector<V> =>
        TPass.Apply<V, TTape>(
            sum0, sum1, sum2, sum3, ref h, ref c, ref hNew, ref parameters, ref row, unit, Units.Place(unit, TCell.Gates), PanelProduct.Lanes);

    /// <summary>The input sums of some units of full blocks, to where <see cref="Some"/> reads them.</summary>
    [MethodImpl(Inline)]
    private static void InputSums<TCell, TPass, V, TVectors>(ref float x, ref float parameters, ref float sums, int unit)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where V : struct, IVector<V>
        where TVectors : struct, IRows
    {
        ref float weights = ref Panel<TCell, TPass>(ref parameters, unit);
        V a0 = V.Load(ref weights, Weights<TCell, TPass, V>(0, 0)), b0 = V.Load(ref weights, Weights<TCell, TPass, V>(0, 1));
        V a1 = default, b1 = default, a2 = default, b2 = default, a3 = default, b3 = default;
        if (Columns<TPass, TVectors>() > 1)
        {
            a1 = V.Load(ref weights, Weights<TCell, TPass, V>(1, 0));
            b1 = V.Load(ref weights, Weights<TCell, TPass, V>(1, 1));
        }

        if (Columns<TPass, TVectors>() > 2)
        {
            a2 = V.Load(ref weights, Weights<TCell, TPass, V>(2, 0));
            b2 = V.Load(ref weights, Weights<TCell, TPass, V>(2, 1));
        }

        if (Columns<TPass, TVectors>() > 3)
        {
            a3 = V.Load(ref weights, Weights<TCell, TPass, V>(3, 0));
            b3 = V.Load(ref weights, Weights<TCell, TPass, V>(3, 1));
        }

        for (int k = 0; k < TCell.InputSize; k++)
        {
            weights = ref Unsafe.Add(ref weights, PanelProduct.Lanes);
            V xk = V.Create(Unsafe.Add(ref x, k));
            a0 = V.MultiplyAdd(xk, V.Load(ref weights, Weights<TCell, TPass, V>(0, 0)), a0);
            b0 = V.MultiplyAdd(xk, V.Load(ref weights, Weights<TCell, TPass, V>(0, 1)), b0);
            if (Columns<TPass, TVectors>() > 1)
            {
                a1 = V.MultiplyAdd(xk, V.Load(ref weights, Weights<TCell, TPass, V>(1, 0)), a1);
                b1 = V.MultiplyAdd(xk, V.Load(ref weights, Weights<TCell, TPass, V>(1, 1)), b1);
            }

            if (Columns<TPass, TVectors>() > 2)
            {
                a2 = V.MultiplyAdd(xk, V.Load(ref weights, Weights<TCell, TPass, V>(2, 0)), a2);
                b2 = V.MultiplyAdd(xk, V.Load(ref weights, Weights<TCell, TPass, V>(2, 1)), b2);
            }

            if (Columns<TPass, TVectors>() > 3)
            {
                a3 = V.MultiplyAdd(xk, V.Load(ref weights, Weights<TCell, TPass, V>(3, 0)), a3);
                b3 = V.MultiplyAdd(xk, V.Load(ref weights, Weights<TCell, TPass, V>(3, 1)), b3);
            }
        }

        V.Store(a0, ref sums, Sums<TCell, TPass, V>(0, 0));
        V.Store(b0, ref sums, Sums<TCell, TPass, V>(0, 1));
        if (Columns<TPass, TVectors>() > 1)
        {
            V.Store(a1, ref sums, Sums<TCell, TPass, V>(1, 0));
            V.Store(b1, ref sums, Sums<TCell, TPass, V>(1, 1));
        }

        if (Columns<TPass, TVectors>() > 2)
        {
            V.Store(a2, ref sums, Sums<TCell, TPass, V>(2, 0));
            V.Store(b2, ref sums, Sums<TCell, TPass, V>(2, 1));
        }

        if (Columns<TPass, TVectors>() > 3)
        {
            V.Store(a3, ref sums, Sums<TCell, TPass, V>(3, 0));
            V.Store(b3, ref sums, Sums<TCell, TPass, V>(3, 1));
        }
    }

    /// <summary>The sums of units of the tail block, even and odd recurrent terms apart, and their pass.</summary>
    [MethodImpl(Inline)]
    private static void Tail<TCell, TPass, TTape, V>(
        ref float x, ref float sums, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row, int lane)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where V : struct, IVector<V>
    {
        const int lanes = PanelProduct.TailLanes;
        int gate = CellSizes<TCell>.TailPanelFloats;
        ref float panel = ref Unsafe.Add(ref parameters, CellSizes<TCell>.TailOffset + (TPass.FirstGate * gate) + lane);
        V a0 = default, a1 = default, a2 = default, a3 = default;
        V b0 = default, b1 = default, b2 = default, b3 = default;
        ref float weights = ref Unsafe.Add(ref panel, CellSizes<TCell>.FirstRecurrentRow * lanes);
        int k = 0;
        for (; k + 2 <= TCell.RecurrentTerms; k += 2)
        {
            V even = V.Create(Unsafe.Add(ref operand, k)), odd = V.Create(Unsafe.Add(ref operand, k + 1));
            a0 = V.MultiplyAdd(even, V.Load(ref weights), a0);
            b0 = V.MultiplyAdd(odd, V.Load(ref weights, lanes), b0);
            if (TPass.Gates > 1)
            {
                a1 = V.MultiplyAdd(even, V.Load(ref weights, gate), a1);
                b1 = V.MultiplyAdd(odd, V.Load(ref weights, gate + lanes), b1);
            }

            if (TPass.Gates > 2)
            {
                a2 = V.MultiplyAdd(even, V.Load(ref weights, 2 * gate), a2);
                b2 = V.MultiplyAdd(odd, V.Load(ref weights, (2 * gate) + lanes), b2);
            }

            if (TPass.Gates > 3)
            {
                a3 = V.MultiplyAdd(even, V.Load(ref weights, 3 * gate), a3);
                b3 = V.MultiplyAdd(odd, V.Load(ref weights, (3 * gate) + lanes), b3);
            }

            weights = ref Unsafe.Add(ref weights, 2 * lanes);
        }

        if (TCell.RecurrentTerms % 2 == 1)
        {
            V last = V.Create(Unsafe.Add(ref operand, k));
            a0 = V.MultiplyAdd(last, V.Load(ref weights), a0);
            if (TPass.Gates > 1)
            {
                a1 = V.MultiplyAdd(last, V.Load(ref weights, gate), a1);
            }

            if (TPass.Gates > 2)
            {
                a2 = V.MultiplyAdd(last, V.Load(ref weights, 2 * gate), a2);
            }

            if (TPass.Gates > 3)
            {
                a3 = V.MultiplyAdd(last, V.Load(ref weights, 3 * gate), a3);
            }
        }

        V s0 = Recurrent<TCell, V>(TailInputSum<TCell, V>(ref x, ref sums, ref panel, 0), a0 + b0);
        V s1 = default, s2 = default, s3 = default;
        if (TPass.Gates > 1)
        {
            s1 = Recurrent<TCell, V>(TailInputSum<TCell, V>(ref x, ref sums, ref panel, 1), a1 + b1);
        }

        if (TCell.HasRecurrentBias && TPass.Gates == 3)
        {
            s2 = TailInputSum<TCell, V>(ref x, ref sums, ref panel, 2);
            s3 = Recurrent<TCell, V>(V.Load(ref panel, (2 * gate) + ((CellSizes<TCell>.FirstRecurrentRow - 1) * lanes)), a2 + b2);
        }
        else if (TPass.Gates > 2)
        {
            s2 = Recurrent<TCell, V>(TailInputSum<TCell, V>(ref x, ref sums, ref panel, 2), a2 + b2);
        }

        if (TPass.Gates > 3)
        {
            s3 = Recurrent<TCell, V>(TailInputSum<TCell, V>(ref x, ref sums, ref panel, 3), a3 + b3);
        }

        int unit = CellSizes<TCell>.FullUnits + lane;
        TPass.Apply<V, TTape>(
            s0, s1, s2, s3, ref h, ref c, ref hNew, ref parameters, ref row, unit, (CellSizes<TCell>.FullUnits * TCell.Gates) + lane, lanes);
    }

    [MethodImpl(Inline)]
    private static V TailInputSum<TCell, V>(ref float x, ref float sums, ref float panel, int gate)
        where TCell : struct, ICellArithmetic
        where V : struct, IVector<V> =>
        TCell.InputSize <= MaxInputInRegister
            ? InputSum<TCell, V>(ref x, ref panel, gate * CellSizes<TCell>.TailPanelFloats, PanelProduct.TailLanes)
            : V.Load(ref sums, gate * PanelProduct.TailLanes);

    /// <summary>The input sums of units of the tail block, to where <see cref="Tail"/> reads them.</summary>
    [MethodImpl(Inline)]
    private static void TailInputSums<TCell, TPass, V>(ref float x, ref float parameters, ref float sums, int lane)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where V : struct, IVector<V>
    {
        const int lanes = PanelProduct.TailLanes;
        int gate = CellSizes<TCell>.TailPanelFloats;
        ref float weights = ref Unsafe.Add(ref parameters, CellSizes<TCell>.TailOffset + (TPass.FirstGate * gate) + lane);
        V a0 = V.Load(ref weights), a1 = default, a2 = default, a3 = default;
        if (TPass.Gates > 1)
        {
            a1 = V.Load(ref weights, gate);
        }

        if (TPass.Gates > 2)
        {
            a2 = V.Load(ref weights, 2 * gate);
        }

        if (TPass.Gates > 3)
        {
            a3 = V.Load(ref weights, 3 * gate);
        }

        for (int k = 0; k < TCell.InputSize; k++)
        {
            weights = ref Unsafe.Add(ref weights, lanes);
            V xk = V.Create(Unsafe.Add(ref x, k));
            a0 = V.MultiplyAdd(xk, V.Load(ref weights), a0);
            if (TPass.Gates > 1)
            {
                a1 = V.MultiplyAdd(xk, V.Load(ref weights, gate), a1);
            }

            if (TPass.Gates > 2)
            {
                a2 = V.MultiplyAdd(xk, V.Load(ref weights, 2 * gate), a2);
            }

            if (TPass.Gates > 3)
            {
                a3 = V.MultiplyAdd(xk, V.Load(ref weights, 3 * gate), a3);
            }
        }

        V.Store(a0, ref sums);
        if (TPass.Gates > 1)
        {
            V.Store(a1, ref sums, lanes);
        }

        if (TPass.Gates > 2)
        {
            V.Store(a2, ref sums, 2 * lanes);
        }

        if (TPass.Gates > 3)
        {
            V.Store(a3, ref sums, 3 * lanes);
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
        private const int Count = 512;
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
