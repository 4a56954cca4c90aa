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

    /// <summary>Vectors of a gate that one call computes, so that there are eight sums in flight (six of three gates, four of two).</summary>
    [MethodImpl(Inline)]
    private static int MaxVectors<TPass>()
        where TPass : struct, IUnitPass => TPass.Gates == 1 ? 8 : 2;

    // The JIT has a budget of inlined calls for each method, and looks into branches that will be dead: so what differs is a type or a method of its own, and no
    // condition in a kernel.

    [MethodImpl(Inline)]
    private static void StepUnits<TCell, TPass, TTape, W, V>(
        ref float x, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
    {
        if (IsOneCall<TCell, TPass, V>() && TCell.InputSize == 1)
        {
            if (TCell.PaddedHidden == PanelProduct.TailLanes)
            {
                Tail<TCell, TPass, TTape, W, V, OneInput<W>>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, 0);
            }
            else if (TCell.PaddedHidden == V.Count)
            {
                Sum<TCell, TPass, TTape, W, V, Rows1, OneInput<W>>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, 0);
            }
            else
            {
                Sum<TCell, TPass, TTape, W, V, Rows2, OneInput<W>>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, 0);
            }
        }
        else if (IsOneCallAndTail<TCell, TPass, V>() && TPass.Gates == TCell.Gates && !TCell.NeedsRow)
        {
            StepWithTail<TCell, TPass, TTape, W, V>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row);
        }
        else if (!IsOneCall<TCell, TPass, V>() && TCell.PaddedHidden < Row64.Count && TPass.Gates == TCell.Gates && !TCell.NeedsRow)
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
        Unsafe.SkipInit(out Row512 inputMemory);
        ref float inputs = ref Unsafe.As<Row512, float>(ref inputMemory);
        ref float sums = ref Unsafe.IsNullRef(ref row) ? ref Unsafe.As<Row512, float>(ref memory) : ref row;
        WalkTail<TCell, KeepSums<TCell, TPass>, TTape, W, F256>(ref x, ref parameters, ref operand, ref h, ref c, ref sums, ref sums, ref inputs);
        if (CellSizes<TCell>.FullUnits == V.Count)
        {
            WalkSome<TCell, TPass, TTape, W, V, Rows1>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref sums, ref inputs, 0, 1, false);
        }
        else
        {
            WalkSome<TCell, TPass, TTape, W, V, Rows2>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref sums, ref inputs, 0, 1, false);
        }

        RowPasses.Tail<TCell, TPass, TTape, F256>(ref h, ref c, ref hNew, ref parameters, ref sums);
    }

    /// <summary>Whether one call computes all units but those of the tail.</summary>
    [MethodImpl(Inline)]
    private static bool IsOneCallAndTail<TCell, TPass, V>()
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where V : struct, IVector<V> =>
        V.Count >= PanelProduct.TailLanes && CellSizes<TCell>.TailLanes > 0 && CellSizes<TCell>.FullUnits > 0 && CellSizes<TCell>.FullUnits <= 2 * V.Count;

    /// <summary>All sums first, then the pass: of few units in more than one call.</summary>
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

    /// <summary>Whether one call computes all units: then no new h is written before all of the old one is read.</summary>
    [MethodImpl(Inline)]
    private static bool IsOneCall<TCell, TPass, V>()
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where V : struct, IVector<V> =>
        TCell.PaddedHidden == PanelProduct.TailLanes
            ? V.Count == PanelProduct.TailLanes
            : TCell.PaddedHidden % PanelProduct.Lanes == 0 && TCell.PaddedHidden <= 2 * V.Count;

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
        Unsafe.SkipInit(out Row512 memory);
        ref float inputs = ref Unsafe.As<Row512, float>(ref memory);
        int full = CellSizes<TCell>.FullUnits;
        int eights = MaxVectors<TPass>() < 8 ? 0 : full / (8 * V.Count);
        if (eights > 0)
        {
            WalkSome<TCell, TPass, TTape, W, V, Rows8>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, ref inputs, 0, eights, isBackwards);
        }

        int afterEights = eights * 8 * V.Count;
        int twos = (full - afterEights) / (2 * V.Count);
        if (twos > 0)
        {
            WalkSome<TCell, TPass, TTape, W, V, Rows2>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, ref inputs, afterEights, twos, isBackwards);
        }

        int afterTwos = afterEights + (twos * 2 * V.Count);
        if (afterTwos < full)
        {
            WalkSome<TCell, TPass, TTape, W, V, Rows1>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, ref inputs, afterTwos, 1, isBackwards: false);
        }

        if (CellSizes<TCell>.TailLanes > 0)
        {
            if (V.Count > PanelProduct.TailLanes)
            {
                WalkTail<TCell, TPass, TTape, W, F256>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, ref inputs);
            }
            else
            {
                WalkTail<TCell, TPass, TTape, W, V>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, ref inputs);
            }
        }
    }

    [MethodImpl(Inline)]
    private static void WalkSome<TCell, TPass, TTape, W, V, TVectors>(
        ref float x, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row, ref float inputs, int first, int calls,
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
            if (TCell.InputSize == 1)
            {
                Sum<TCell, TPass, TTape, W, V, TVectors, OneInput<W>>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, unit);
            }
            else if (Unsafe.IsNullRef(ref x))
            {
                ref float sums = ref Unsafe.Add(ref row, Units.Place(unit, TCell.Gates) + (TPass.FirstGate * PanelProduct.Lanes));
                Sum<TCell, TPass, TTape, W, V, TVectors, SummedInputs>(ref sums, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, unit);
            }
            else
            {
                ref float sums = ref inputs;
                InputSums<TCell, TPass, W, V, TVectors>(ref x, ref parameters, ref sums, unit);
                Sum<TCell, TPass, TTape, W, V, TVectors, SummedInputs>(ref sums, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, unit);
            }
        }
    }

    /// <summary>The kernel of a pass's number of gates.</summary>
    [MethodImpl(Inline)]
    private static void Sum<TCell, TPass, TTape, W, V, TVectors, TInputs>(
        ref float inputs, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row, int unit)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
        where TVectors : struct, IRows
        where TInputs : struct, IInputs
    {
        if (TVectors.Count == 1)
        {
            SumOfOneVector<TCell, TPass, TTape, W, V, TInputs>(ref inputs, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, unit);
        }
        else if (TPass.Gates == 4)
        {
            FourGates<TCell, TPass, TTape, W, V, TInputs>(ref inputs, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, unit);
        }
        else if (TPass.Gates == 3 && TCell.HasRecurrentBias)
        {
            ThreeGatesAndOneApart<TCell, TPass, TTape, W, V, TInputs>(ref inputs, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, unit);
        }
        else if (TPass.Gates == 3)
        {
            ThreeGates<TCell, TPass, TTape, W, V, TInputs>(ref inputs, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, unit);
        }
        else if (TPass.Gates == 2)
        {
            TwoGates<TCell, TPass, TTape, W, V, TInputs>(ref inputs, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, unit);
        }
        else if (TVectors.Count == 8)
        {
            EightVectors<TCell, TPass, TTape, W, V, TInputs>(ref inputs, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, unit);
        }
        else
        {
            OneGate<TCell, TPass, TTape, W, V, TInputs>(ref inputs, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, unit);
        }
    }

    /// <summary>The same, of one vector.</summary>
    [MethodImpl(Inline)]
    private static void SumOfOneVector<TCell, TPass, TTape, W, V, TInputs>(
        ref float inputs, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row, int unit)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
        where TInputs : struct, IInputs
    {
        if (TPass.Gates == 4)
        {
            FourGatesOfOneVector<TCell, TPass, TTape, W, V, TInputs>(ref inputs, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, unit);
        }
        else if (TPass.Gates == 3 && TCell.HasRecurrentBias)
        {
            ThreeGatesAndOneApartOfOneVector<TCell, TPass, TTape, W, V, TInputs>(ref inputs, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, unit);
        }
        else if (TPass.Gates == 3)
        {
            ThreeGatesOfOneVector<TCell, TPass, TTape, W, V, TInputs>(ref inputs, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, unit);
        }
        else if (TPass.Gates == 2)
        {
            TwoGatesOfOneVector<TCell, TPass, TTape, W, V, TInputs>(ref inputs, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, unit);
        }
        else
        {
            OneGateOfOneVector<TCell, TPass, TTape, W, V, TInputs>(ref inputs, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, unit);
        }
    }

    /// <summary>The first gate's panel of a unit.</summary>
    [MethodImpl(Inline)]
    private static ref float Panel<TCell, TPass>(ref float parameters, int unit)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
    {
        int gate = TCell.PanelRows * PanelProduct.Lanes;
        return ref Unsafe.Add(ref parameters, (unit / PanelProduct.Lanes * TCell.Gates * gate) + (unit % PanelProduct.Lanes) + (TPass.FirstGate * gate));
    }

    /// <summary>Where the weights of a call's vector are, from its first: in this block or a later one.</summary>
    [MethodImpl(Inline)]
    private static int Weights<TCell, V>(int vector)
        where TCell : struct, ICellArithmetic
        where V : struct, IVector<V> =>
        (vector * V.Count / PanelProduct.Lanes * TCell.Gates * TCell.PanelRows * PanelProduct.Lanes) + (vector * V.Count % PanelProduct.Lanes);

    /// <summary>Where the sums of a call's vector are, from its first.</summary>
    [MethodImpl(Inline)]
    private static int Sums<TCell, V>(int vector)
        where TCell : struct, ICellArithmetic
        where V : struct, IVector<V> =>
        (vector * V.Count / PanelProduct.Lanes * TCell.Gates * PanelProduct.Lanes) + (vector * V.Count % PanelProduct.Lanes);

    /// <summary>A panel's weights from a place on.</summary>
    [MethodImpl(Inline)]
    private static ref W Elements<W>(ref float panel, int offset)
        where W : unmanaged, IWeights<W> => ref Unsafe.As<float, W>(ref Unsafe.Add(ref panel, offset));

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

    /// <summary>Four gates of two vectors: eight sums in registers, then the pass.</summary>
    [MethodImpl(Kernel)]
    private static void FourGates<TCell, TPass, TTape, W, V, TInputs>(
        ref float inputs, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row, int unit)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
        where TInputs : struct, IInputs
    {
        int gate = TCell.PanelRows * PanelProduct.Lanes;
        int w1 = Weights<TCell, V>(1), s1 = Sums<TCell, V>(1);
        ref float panel = ref Panel<TCell, TPass>(ref parameters, unit);
        V a0 = default, a1 = default, a2 = default, a3 = default;
        V b0 = default, b1 = default, b2 = default, b3 = default;
        ref W weights = ref Elements<W>(ref panel, TCell.FirstRecurrentRow * PanelProduct.Lanes);
        for (int k = 0; k < W.Elements(TCell.RecurrentTerms); k++)
        {
            for (int part = 0; part < W.Parts; part++)
            {
                V hk = W.Factor<V>(ref operand, TCell.RecurrentTerms, k, part);
                W.AddProduct(ref a0, hk, ref weights, 0, part);
                W.AddProduct(ref b0, hk, ref weights, w1, part);
                W.AddProduct(ref a1, hk, ref weights, gate, part);
                W.AddProduct(ref b1, hk, ref weights, gate + w1, part);
                W.AddProduct(ref a2, hk, ref weights, 2 * gate, part);
                W.AddProduct(ref b2, hk, ref weights, (2 * gate) + w1, part);
                W.AddProduct(ref a3, hk, ref weights, 3 * gate, part);
                W.AddProduct(ref b3, hk, ref weights, (3 * gate) + w1, part);
            }

            weights = ref Unsafe.Add(ref weights, PanelProduct.Lanes);
        }

        V x = TInputs.First<V>(ref inputs);
        a0 = TInputs.Of(x, ref inputs, ref panel, 0, 0, PanelProduct.Lanes) + a0;
        b0 = TInputs.Of(x, ref inputs, ref panel, w1, s1, PanelProduct.Lanes) + b0;
        a1 = TInputs.Of(x, ref inputs, ref panel, gate, PanelProduct.Lanes, PanelProduct.Lanes) + a1;
        b1 = TInputs.Of(x, ref inputs, ref panel, gate + w1, PanelProduct.Lanes + s1, PanelProduct.Lanes) + b1;
        a2 = TInputs.Of(x, ref inputs, ref panel, 2 * gate, 2 * PanelProduct.Lanes, PanelProduct.Lanes) + a2;
        b2 = TInputs.Of(x, ref inputs, ref panel, (2 * gate) + w1, (2 * PanelProduct.Lanes) + s1, PanelProduct.Lanes) + b2;
        a3 = TInputs.Of(x, ref inputs, ref panel, 3 * gate, 3 * PanelProduct.Lanes, PanelProduct.Lanes) + a3;
        b3 = TInputs.Of(x, ref inputs, ref panel, (3 * gate) + w1, (3 * PanelProduct.Lanes) + s1, PanelProduct.Lanes) + b3;
        Apply<TCell, TPass, TTape, V>(a0, a1, a2, a3, ref h, ref c, ref hNew, ref parameters, ref row, unit);
        Apply<TCell, TPass, TTape, V>(b0, b1, b2, b3, ref h, ref c, ref hNew, ref parameters, ref row, unit + V.Count);
    }

    /// <summary>Four gates of one vector: four sums.</summary>
    [MethodImpl(Kernel)]
    private static void FourGatesOfOneVector<TCell, TPass, TTape, W, V, TInputs>(
        ref float inputs, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row, int unit)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
        where TInputs : struct, IInputs
    {
        int gate = TCell.PanelRows * PanelProduct.Lanes;
        ref float panel = ref Panel<TCell, TPass>(ref parameters, unit);
        V a0 = default, a1 = default, a2 = default, a3 = default;
        ref W weights = ref Elements<W>(ref panel, TCell.FirstRecurrentRow * PanelProduct.Lanes);
        for (int k = 0; k < W.Elements(TCell.RecurrentTerms); k++)
        {
            for (int part = 0; part < W.Parts; part++)
            {
                V hk = W.Factor<V>(ref operand, TCell.RecurrentTerms, k, part);
                W.AddProduct(ref a0, hk, ref weights, 0, part);
                W.AddProduct(ref a1, hk, ref weights, gate, part);
                W.AddProduct(ref a2, hk, ref weights, 2 * gate, part);
                W.AddProduct(ref a3, hk, ref weights, 3 * gate, part);
            }

            weights = ref Unsafe.Add(ref weights, PanelProduct.Lanes);
        }

        V x = TInputs.First<V>(ref inputs);
        a0 = TInputs.Of(x, ref inputs, ref panel, 0, 0, PanelProduct.Lanes) + a0;
        a1 = TInputs.Of(x, ref inputs, ref panel, gate, PanelProduct.Lanes, PanelProduct.Lanes) + a1;
        a2 = TInputs.Of(x, ref inputs, ref panel, 2 * gate, 2 * PanelProduct.Lanes, PanelProduct.Lanes) + a2;
        a3 = TInputs.Of(x, ref inputs, ref panel, 3 * gate, 3 * PanelProduct.Lanes, PanelProduct.Lanes) + a3;
        Apply<TCell, TPass, TTape, V>(a0, a1, a2, a3, ref h, ref c, ref hNew, ref parameters, ref row, unit);
    }

    /// <summary>Three gates of two vectors: six sums.</summary>
    [MethodImpl(Kernel)]
    private static void ThreeGates<TCell, TPass, TTape, W, V, TInputs>(
        ref float inputs, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row, int unit)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
        where TInputs : struct, IInputs
    {
        int gate = TCell.PanelRows * PanelProduct.Lanes;
        int w1 = Weights<TCell, V>(1), s1 = Sums<TCell, V>(1);
        ref float panel = ref Panel<TCell, TPass>(ref parameters, unit);
        V a0 = default, a1 = default, a2 = default;
        V b0 = default, b1 = default, b2 = default;
        ref W weights = ref Elements<W>(ref panel, TCell.FirstRecurrentRow * PanelProduct.Lanes);
        for (int k = 0; k < W.Elements(TCell.RecurrentTerms); k++)
        {
            for (int part = 0; part < W.Parts; part++)
            {
                V hk = W.Factor<V>(ref operand, TCell.RecurrentTerms, k, part);
                W.AddProduct(ref a0, hk, ref weights, 0, part);
                W.AddProduct(ref b0, hk, ref weights, w1, part);
                W.AddProduct(ref a1, hk, ref weights, gate, part);
                W.AddProduct(ref b1, hk, ref weights, gate + w1, part);
                W.AddProduct(ref a2, hk, ref weights, 2 * gate, part);
                W.AddProduct(ref b2, hk, ref weights, (2 * gate) + w1, part);
            }

            weights = ref Unsafe.Add(ref weights, PanelProduct.Lanes);
        }

        V x = TInputs.First<V>(ref inputs);
        a0 = TInputs.Of(x, ref inputs, ref panel, 0, 0, PanelProduct.Lanes) + a0;
        b0 = TInputs.Of(x, ref inputs, ref panel, w1, s1, PanelProduct.Lanes) + b0;
        a1 = TInputs.Of(x, ref inputs, ref panel, gate, PanelProduct.Lanes, PanelProduct.Lanes) + a1;
        b1 = TInputs.Of(x, ref inputs, ref panel, gate + w1, PanelProduct.Lanes + s1, PanelProduct.Lanes) + b1;
        a2 = TInputs.Of(x, ref inputs, ref panel, 2 * gate, 2 * PanelProduct.Lanes, PanelProduct.Lanes) + a2;
        b2 = TInputs.Of(x, ref inputs, ref panel, (2 * gate) + w1, (2 * PanelProduct.Lanes) + s1, PanelProduct.Lanes) + b2;
        Apply<TCell, TPass, TTape, V>(a0, a1, a2, default, ref h, ref c, ref hNew, ref parameters, ref row, unit);
        Apply<TCell, TPass, TTape, V>(b0, b1, b2, default, ref h, ref c, ref hNew, ref parameters, ref row, unit + V.Count);
    }

    /// <summary>Three gates of one vector: three sums.</summary>
    [MethodImpl(Kernel)]
    private static void ThreeGatesOfOneVector<TCell, TPass, TTape, W, V, TInputs>(
        ref float inputs, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row, int unit)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
        where TInputs : struct, IInputs
    {
        int gate = TCell.PanelRows * PanelProduct.Lanes;
        ref float panel = ref Panel<TCell, TPass>(ref parameters, unit);
        V a0 = default, a1 = default, a2 = default;
        ref W weights = ref Elements<W>(ref panel, TCell.FirstRecurrentRow * PanelProduct.Lanes);
        for (int k = 0; k < W.Elements(TCell.RecurrentTerms); k++)
        {
            for (int part = 0; part < W.Parts; part++)
            {
                V hk = W.Factor<V>(ref operand, TCell.RecurrentTerms, k, part);
                W.AddProduct(ref a0, hk, ref weights, 0, part);
                W.AddProduct(ref a1, hk, ref weights, gate, part);
                W.AddProduct(ref a2, hk, ref weights, 2 * gate, part);
            }

            weights = ref Unsafe.Add(ref weights, PanelProduct.Lanes);
        }

        V x = TInputs.First<V>(ref inputs);
        a0 = TInputs.Of(x, ref inputs, ref panel, 0, 0, PanelProduct.Lanes) + a0;
        a1 = TInputs.Of(x, ref inputs, ref panel, gate, PanelProduct.Lanes, PanelProduct.Lanes) + a1;
        a2 = TInputs.Of(x, ref inputs, ref panel, 2 * gate, 2 * PanelProduct.Lanes, PanelProduct.Lanes) + a2;
        Apply<TCell, TPass, TTape, V>(a0, a1, a2, default, ref h, ref c, ref hNew, ref parameters, ref row, unit);
    }

    /// <summary>Three gates of two vectors, of which the last has its input sum and its recurrent sum, with a bias of its own, apart.</summary>
    [MethodImpl(Kernel)]
    private static void ThreeGatesAndOneApart<TCell, TPass, TTape, W, V, TInputs>(
        ref float inputs, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row, int unit)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
        where TInputs : struct, IInputs
    {
        int gate = TCell.PanelRows * PanelProduct.Lanes;
        int w1 = Weights<TCell, V>(1), s1 = Sums<TCell, V>(1);
        ref float panel = ref Panel<TCell, TPass>(ref parameters, unit);
        V a0 = default, a1 = default, a2 = default;
        V b0 = default, b1 = default, b2 = default;
        ref W weights = ref Elements<W>(ref panel, TCell.FirstRecurrentRow * PanelProduct.Lanes);
        for (int k = 0; k < W.Elements(TCell.RecurrentTerms); k++)
        {
            for (int part = 0; part < W.Parts; part++)
            {
                V hk = W.Factor<V>(ref operand, TCell.RecurrentTerms, k, part);
                W.AddProduct(ref a0, hk, ref weights, 0, part);
                W.AddProduct(ref b0, hk, ref weights, w1, part);
                W.AddProduct(ref a1, hk, ref weights, gate, part);
                W.AddProduct(ref b1, hk, ref weights, gate + w1, part);
                W.AddProduct(ref a2, hk, ref weights, 2 * gate, part);
                W.AddProduct(ref b2, hk, ref weights, (2 * gate) + w1, part);
            }

            weights = ref Unsafe.Add(ref weights, PanelProduct.Lanes);
        }

        int bias = (TCell.FirstRecurrentRow - 1) * PanelProduct.Lanes;
        V a3 = V.Load(ref panel, bias + 2 * gate) + a2;
        V b3 = V.Load(ref panel, bias + (2 * gate) + w1) + b2;
        V x = TInputs.First<V>(ref inputs);
        a2 = TInputs.Of(x, ref inputs, ref panel, 2 * gate, 2 * PanelProduct.Lanes, PanelProduct.Lanes);
        b2 = TInputs.Of(x, ref inputs, ref panel, (2 * gate) + w1, (2 * PanelProduct.Lanes) + s1, PanelProduct.Lanes);
        a0 = TInputs.Of(x, ref inputs, ref panel, 0, 0, PanelProduct.Lanes) + a0;
        b0 = TInputs.Of(x, ref inputs, ref panel, w1, s1, PanelProduct.Lanes) + b0;
        a1 = TInputs.Of(x, ref inputs, ref panel, gate, PanelProduct.Lanes, PanelProduct.Lanes) + a1;
        b1 = TInputs.Of(x, ref inputs, ref panel, gate + w1, PanelProduct.Lanes + s1, PanelProduct.Lanes) + b1;
        Apply<TCell, TPass, TTape, V>(a0, a1, a2, a3, ref h, ref c, ref hNew, ref parameters, ref row, unit);
        Apply<TCell, TPass, TTape, V>(b0, b1, b2, b3, ref h, ref c, ref hNew, ref parameters, ref row, unit + V.Count);
    }

    /// <summary>Three gates of one vector, of which the last has its input sum and its recurrent sum apart.</summary>
    [MethodImpl(Kernel)]
    private static void ThreeGatesAndOneApartOfOneVector<TCell, TPass, TTape, W, V, TInputs>(
        ref float inputs, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row, int unit)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
        where TInputs : struct, IInputs
    {
        int gate = TCell.PanelRows * PanelProduct.Lanes;
        ref float panel = ref Panel<TCell, TPass>(ref parameters, unit);
        V a0 = default, a1 = default, a2 = default;
        ref W weights = ref Elements<W>(ref panel, TCell.FirstRecurrentRow * PanelProduct.Lanes);
        for (int k = 0; k < W.Elements(TCell.RecurrentTerms); k++)
        {
            for (int part = 0; part < W.Parts; part++)
            {
                V hk = W.Factor<V>(ref operand, TCell.RecurrentTerms, k, part);
                W.AddProduct(ref a0, hk, ref weights, 0, part);
                W.AddProduct(ref a1, hk, ref weights, gate, part);
                W.AddProduct(ref a2, hk, ref weights, 2 * gate, part);
            }

            weights = ref Unsafe.Add(ref weights, PanelProduct.Lanes);
        }

        int bias = (TCell.FirstRecurrentRow - 1) * PanelProduct.Lanes;
        V a3 = V.Load(ref panel, bias + 2 * gate) + a2;
        V x = TInputs.First<V>(ref inputs);
        a2 = TInputs.Of(x, ref inputs, ref panel, 2 * gate, 2 * PanelProduct.Lanes, PanelProduct.Lanes);
        a0 = TInputs.Of(x, ref inputs, ref panel, 0, 0, PanelProduct.Lanes) + a0;
        a1 = TInputs.Of(x, ref inputs, ref panel, gate, PanelProduct.Lanes, PanelProduct.Lanes) + a1;
        Apply<TCell, TPass, TTape, V>(a0, a1, a2, a3, ref h, ref c, ref hNew, ref parameters, ref row, unit);
    }

    /// <summary>Two gates of two vectors: four sums.</summary>
    [MethodImpl(Kernel)]
    private static void TwoGates<TCell, TPass, TTape, W, V, TInputs>(
        ref float inputs, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row, int unit)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
        where TInputs : struct, IInputs
    {
        int gate = TCell.PanelRows * PanelProduct.Lanes;
        int w1 = Weights<TCell, V>(1), s1 = Sums<TCell, V>(1);
        ref float panel = ref Panel<TCell, TPass>(ref parameters, unit);
        V a0 = default, a1 = default;
        V b0 = default, b1 = default;
        ref W weights = ref Elements<W>(ref panel, TCell.FirstRecurrentRow * PanelProduct.Lanes);
        for (int k = 0; k < W.Elements(TCell.RecurrentTerms); k++)
        {
            for (int part = 0; part < W.Parts; part++)
            {
                V hk = W.Factor<V>(ref operand, TCell.RecurrentTerms, k, part);
                W.AddProduct(ref a0, hk, ref weights, 0, part);
                W.AddProduct(ref b0, hk, ref weights, w1, part);
                W.AddProduct(ref a1, hk, ref weights, gate, part);
                W.AddProduct(ref b1, hk, ref weights, gate + w1, part);
            }

            weights = ref Unsafe.Add(ref weights, PanelProduct.Lanes);
        }

        V x = TInputs.First<V>(ref inputs);
        a0 = TInputs.Of(x, ref inputs, ref panel, 0, 0, PanelProduct.Lanes) + a0;
        b0 = TInputs.Of(x, ref inputs, ref panel, w1, s1, PanelProduct.Lanes) + b0;
        a1 = TInputs.Of(x, ref inputs, ref panel, gate, PanelProduct.Lanes, PanelProduct.Lanes) + a1;
        b1 = TInputs.Of(x, ref inputs, ref panel, gate + w1, PanelProduct.Lanes + s1, PanelProduct.Lanes) + b1;
        Apply<TCell, TPass, TTape, V>(a0, a1, default, default, ref h, ref c, ref hNew, ref parameters, ref row, unit);
        Apply<TCell, TPass, TTape, V>(b0, b1, default, default, ref h, ref c, ref hNew, ref parameters, ref row, unit + V.Count);
    }

    /// <summary>Two gates of one vector: two sums.</summary>
    [MethodImpl(Kernel)]
    private static void TwoGatesOfOneVector<TCell, TPass, TTape, W, V, TInputs>(
        ref float inputs, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row, int unit)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
        where TInputs : struct, IInputs
    {
        int gate = TCell.PanelRows * PanelProduct.Lanes;
        ref float panel = ref Panel<TCell, TPass>(ref parameters, unit);
        V a0 = default, a1 = default;
        ref W weights = ref Elements<W>(ref panel, TCell.FirstRecurrentRow * PanelProduct.Lanes);
        for (int k = 0; k < W.Elements(TCell.RecurrentTerms); k++)
        {
            for (int part = 0; part < W.Parts; part++)
            {
                V hk = W.Factor<V>(ref operand, TCell.RecurrentTerms, k, part);
                W.AddProduct(ref a0, hk, ref weights, 0, part);
                W.AddProduct(ref a1, hk, ref weights, gate, part);
            }

            weights = ref Unsafe.Add(ref weights, PanelProduct.Lanes);
        }

        V x = TInputs.First<V>(ref inputs);
        a0 = TInputs.Of(x, ref inputs, ref panel, 0, 0, PanelProduct.Lanes) + a0;
        a1 = TInputs.Of(x, ref inputs, ref panel, gate, PanelProduct.Lanes, PanelProduct.Lanes) + a1;
        Apply<TCell, TPass, TTape, V>(a0, a1, default, default, ref h, ref c, ref hNew, ref parameters, ref row, unit);
    }

    /// <summary>One gate of eight vectors.</summary>
    [MethodImpl(Kernel)]
    private static void EightVectors<TCell, TPass, TTape, W, V, TInputs>(
        ref float inputs, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row, int unit)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
        where TInputs : struct, IInputs
    {
        int w1 = Weights<TCell, V>(1), s1 = Sums<TCell, V>(1);
        int w2 = Weights<TCell, V>(2), s2 = Sums<TCell, V>(2);
        int w3 = Weights<TCell, V>(3), s3 = Sums<TCell, V>(3);
        int w4 = Weights<TCell, V>(4), s4 = Sums<TCell, V>(4);
        int w5 = Weights<TCell, V>(5), s5 = Sums<TCell, V>(5);
        int w6 = Weights<TCell, V>(6), s6 = Sums<TCell, V>(6);
        int w7 = Weights<TCell, V>(7), s7 = Sums<TCell, V>(7);
        ref float panel = ref Panel<TCell, TPass>(ref parameters, unit);
        V a0 = default;
        V b0 = default;
        V c0 = default;
        V d0 = default;
        V e0 = default;
        V f0 = default;
        V g0 = default;
        V h0 = default;
        ref W weights = ref Elements<W>(ref panel, TCell.FirstRecurrentRow * PanelProduct.Lanes);
        for (int k = 0; k < W.Elements(TCell.RecurrentTerms); k++)
        {
            for (int part = 0; part < W.Parts; part++)
            {
                V hk = W.Factor<V>(ref operand, TCell.RecurrentTerms, k, part);
                W.AddProduct(ref a0, hk, ref weights, 0, part);
                W.AddProduct(ref b0, hk, ref weights, w1, part);
                W.AddProduct(ref c0, hk, ref weights, w2, part);
                W.AddProduct(ref d0, hk, ref weights, w3, part);
                W.AddProduct(ref e0, hk, ref weights, w4, part);
                W.AddProduct(ref f0, hk, ref weights, w5, part);
                W.AddProduct(ref g0, hk, ref weights, w6, part);
                W.AddProduct(ref h0, hk, ref weights, w7, part);
            }

            weights = ref Unsafe.Add(ref weights, PanelProduct.Lanes);
        }

        V x = TInputs.First<V>(ref inputs);
        a0 = TInputs.Of(x, ref inputs, ref panel, 0, 0, PanelProduct.Lanes) + a0;
        b0 = TInputs.Of(x, ref inputs, ref panel, w1, s1, PanelProduct.Lanes) + b0;
        c0 = TInputs.Of(x, ref inputs, ref panel, w2, s2, PanelProduct.Lanes) + c0;
        d0 = TInputs.Of(x, ref inputs, ref panel, w3, s3, PanelProduct.Lanes) + d0;
        e0 = TInputs.Of(x, ref inputs, ref panel, w4, s4, PanelProduct.Lanes) + e0;
        f0 = TInputs.Of(x, ref inputs, ref panel, w5, s5, PanelProduct.Lanes) + f0;
        g0 = TInputs.Of(x, ref inputs, ref panel, w6, s6, PanelProduct.Lanes) + g0;
        h0 = TInputs.Of(x, ref inputs, ref panel, w7, s7, PanelProduct.Lanes) + h0;
        Apply<TCell, TPass, TTape, V>(a0, default, default, default, ref h, ref c, ref hNew, ref parameters, ref row, unit);
        Apply<TCell, TPass, TTape, V>(b0, default, default, default, ref h, ref c, ref hNew, ref parameters, ref row, unit + V.Count);
        Apply<TCell, TPass, TTape, V>(c0, default, default, default, ref h, ref c, ref hNew, ref parameters, ref row, unit + (2 * V.Count));
        Apply<TCell, TPass, TTape, V>(d0, default, default, default, ref h, ref c, ref hNew, ref parameters, ref row, unit + (3 * V.Count));
        Apply<TCell, TPass, TTape, V>(e0, default, default, default, ref h, ref c, ref hNew, ref parameters, ref row, unit + (4 * V.Count));
        Apply<TCell, TPass, TTape, V>(f0, default, default, default, ref h, ref c, ref hNew, ref parameters, ref row, unit + (5 * V.Count));
        Apply<TCell, TPass, TTape, V>(g0, default, default, default, ref h, ref c, ref hNew, ref parameters, ref row, unit + (6 * V.Count));
        Apply<TCell, TPass, TTape, V>(h0, default, default, default, ref h, ref c, ref hNew, ref parameters, ref row, unit + (7 * V.Count));
    }

    /// <summary>One gate of two vectors.</summary>
    [MethodImpl(Kernel)]
    private static void OneGate<TCell, TPass, TTape, W, V, TInputs>(
        ref float inputs, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row, int unit)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
        where TInputs : struct, IInputs
    {
        int w1 = Weights<TCell, V>(1), s1 = Sums<TCell, V>(1);
        ref float panel = ref Panel<TCell, TPass>(ref parameters, unit);
        V a0 = default;
        V b0 = default;
        ref W weights = ref Elements<W>(ref panel, TCell.FirstRecurrentRow * PanelProduct.Lanes);
        for (int k = 0; k < W.Elements(TCell.RecurrentTerms); k++)
        {
            for (int part = 0; part < W.Parts; part++)
            {
                V hk = W.Factor<V>(ref operand, TCell.RecurrentTerms, k, part);
                W.AddProduct(ref a0, hk, ref weights, 0, part);
                W.AddProduct(ref b0, hk, ref weights, w1, part);
            }

            weights = ref Unsafe.Add(ref weights, PanelProduct.Lanes);
        }

        V x = TInputs.First<V>(ref inputs);
        a0 = TInputs.Of(x, ref inputs, ref panel, 0, 0, PanelProduct.Lanes) + a0;
        b0 = TInputs.Of(x, ref inputs, ref panel, w1, s1, PanelProduct.Lanes) + b0;
        Apply<TCell, TPass, TTape, V>(a0, default, default, default, ref h, ref c, ref hNew, ref parameters, ref row, unit);
        Apply<TCell, TPass, TTape, V>(b0, default, default, default, ref h, ref c, ref hNew, ref parameters, ref row, unit + V.Count);
    }

    /// <summary>One gate of one vector.</summary>
    [MethodImpl(Kernel)]
    private static void OneGateOfOneVector<TCell, TPass, TTape, W, V, TInputs>(
        ref float inputs, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row, int unit)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
        where TInputs : struct, IInputs
    {
        ref float panel = ref Panel<TCell, TPass>(ref parameters, unit);
        V a0 = default;
        ref W weights = ref Elements<W>(ref panel, TCell.FirstRecurrentRow * PanelProduct.Lanes);
        for (int k = 0; k < W.Elements(TCell.RecurrentTerms); k++)
        {
            for (int part = 0; part < W.Parts; part++)
            {
                V hk = W.Factor<V>(ref operand, TCell.RecurrentTerms, k, part);
                W.AddProduct(ref a0, hk, ref weights, 0, part);
            }

            weights = ref Unsafe.Add(ref weights, PanelProduct.Lanes);
        }

        V x = TInputs.First<V>(ref inputs);
        a0 = TInputs.Of(x, ref inputs, ref panel, 0, 0, PanelProduct.Lanes) + a0;
        Apply<TCell, TPass, TTape, V>(a0, default, default, default, ref h, ref c, ref hNew, ref parameters, ref row, unit);
    }

    /// <summary>The input sums of some units, to where <see cref="SummedInputs"/> reads them.</summary>
    [MethodImpl(Inline)]
    private static void InputSums<TCell, TPass, W, V, TVectors>(ref float x, ref float parameters, ref float sums, int unit)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
        where TVectors : struct, IRows
    {
        for (int vector = 0; vector < TVectors.Count; vector += 2)
        {
            ref float panel = ref Unsafe.Add(ref Panel<TCell, TPass>(ref parameters, unit), Weights<TCell, V>(vector));
            ref float target = ref Unsafe.Add(ref sums, Sums<TCell, V>(vector));
            if (TVectors.Count == 1)
            {
                for (int gate = 0; gate < TPass.Gates; gate++)
                {
                    InputSumsOfOneVector<TCell, W, V>(
                        ref x, ref Unsafe.Add(ref panel, gate * TCell.PanelRows * PanelProduct.Lanes), PanelProduct.Lanes,
                        ref Unsafe.Add(ref target, gate * PanelProduct.Lanes));
                }
            }
            else if (TPass.Gates == 4)
            {
                FourInputSums<TCell, W, V>(ref x, ref panel, ref target);
            }
            else
            {
                for (int gate = 0; gate < TPass.Gates; gate++)
                {
                    InputSumsOfGate<TCell, W, V>(
                        ref x, ref Unsafe.Add(ref panel, gate * TCell.PanelRows * PanelProduct.Lanes), ref Unsafe.Add(ref target, gate * PanelProduct.Lanes));
                }
            }
        }
    }

    /// <summary>The input sums of one gate of two vectors: the bias, then the inputs ascending.</summary>
    [MethodImpl(Kernel)]
    private static void InputSumsOfGate<TCell, W, V>(ref float x, ref float panel, ref float sums)
        where TCell : struct, ICellArithmetic
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
    {
        int w1 = Weights<TCell, V>(1);
        V a = V.Load(ref panel), b = V.Load(ref panel, w1);
        ref W weights = ref Elements<W>(ref panel, PanelProduct.Lanes);
        for (int k = 0; k < W.Elements(TCell.InputSize); k++)
        {
            for (int part = 0; part < W.Parts; part++)
            {
                V xk = W.Factor<V>(ref x, TCell.InputSize, k, part);
                W.AddProduct(ref a, xk, ref weights, 0, part);
                W.AddProduct(ref b, xk, ref weights, w1, part);
            }

            weights = ref Unsafe.Add(ref weights, PanelProduct.Lanes);
        }

        V.Store(a, ref sums);
        V.Store(b, ref sums, Sums<TCell, V>(1));
    }

    /// <summary>The input sums of four gates of two vectors.</summary>
    [MethodImpl(Kernel)]
    private static void FourInputSums<TCell, W, V>(ref float x, ref float panel, ref float sums)
        where TCell : struct, ICellArithmetic
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
    {
        int gate = TCell.PanelRows * PanelProduct.Lanes;
        int w1 = Weights<TCell, V>(1), s1 = Sums<TCell, V>(1);
        V a0 = V.Load(ref panel), a1 = V.Load(ref panel, gate), a2 = V.Load(ref panel, 2 * gate), a3 = V.Load(ref panel, 3 * gate);
        V b0 = V.Load(ref panel, w1), b1 = V.Load(ref panel, gate + w1), b2 = V.Load(ref panel, (2 * gate) + w1), b3 = V.Load(ref panel, (3 * gate) + w1);
        ref W weights = ref Elements<W>(ref panel, PanelProduct.Lanes);
        for (int k = 0; k < W.Elements(TCell.InputSize); k++)
        {
            for (int part = 0; part < W.Parts; part++)
            {
                V xk = W.Factor<V>(ref x, TCell.InputSize, k, part);
                W.AddProduct(ref a0, xk, ref weights, 0, part);
                W.AddProduct(ref b0, xk, ref weights, w1, part);
                W.AddProduct(ref a1, xk, ref weights, gate, part);
                W.AddProduct(ref b1, xk, ref weights, gate + w1, part);
                W.AddProduct(ref a2, xk, ref weights, 2 * gate, part);
                W.AddProduct(ref b2, xk, ref weights, (2 * gate) + w1, part);
                W.AddProduct(ref a3, xk, ref weights, 3 * gate, part);
                W.AddProduct(ref b3, xk, ref weights, (3 * gate) + w1, part);
            }

            weights = ref Unsafe.Add(ref weights, PanelProduct.Lanes);
        }

        V.Store(a0, ref sums);
        V.Store(b0, ref sums, s1);
        V.Store(a1, ref sums, PanelProduct.Lanes);
        V.Store(b1, ref sums, PanelProduct.Lanes + s1);
        V.Store(a2, ref sums, 2 * PanelProduct.Lanes);
        V.Store(b2, ref sums, (2 * PanelProduct.Lanes) + s1);
        V.Store(a3, ref sums, 3 * PanelProduct.Lanes);
        V.Store(b3, ref sums, (3 * PanelProduct.Lanes) + s1);
    }

    // The tail block: even and odd recurrent terms apart.

    [MethodImpl(Inline)]
    private static void WalkTail<TCell, TPass, TTape, W, V>(
        ref float x, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row, ref float inputs)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
    {
        for (int lane = 0; lane < PanelProduct.TailLanes; lane += V.Count)
        {
            if (TCell.InputSize == 1)
            {
                Tail<TCell, TPass, TTape, W, V, OneInput<W>>(ref x, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, lane);
            }
            else if (Unsafe.IsNullRef(ref x))
            {
                ref float sums = ref Unsafe.Add(ref row, (CellSizes<TCell>.FullUnits * TCell.Gates) + (TPass.FirstGate * PanelProduct.TailLanes) + lane);
                Tail<TCell, TPass, TTape, W, V, SummedInputs>(ref sums, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, lane);
            }
            else
            {
                ref float sums = ref inputs;
                for (int gate = 0; gate < TPass.Gates; gate++)
                {
                    InputSumsOfOneVector<TCell, W, V>(
                        ref x, ref Unsafe.Add(ref TailPanel<TCell, TPass>(ref parameters, lane), gate * TCell.PanelRows * PanelProduct.TailLanes),
                        PanelProduct.TailLanes,
                        ref Unsafe.Add(ref sums, gate * PanelProduct.TailLanes));
                }

                Tail<TCell, TPass, TTape, W, V, SummedInputs>(ref sums, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, lane);
            }
        }
    }

    /// <summary>The first gate's panel of the tail block.</summary>
    [MethodImpl(Inline)]
    private static ref float TailPanel<TCell, TPass>(ref float parameters, int lane)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass =>
        ref Unsafe.Add(
            ref parameters, (CellSizes<TCell>.FullUnits * TCell.Gates * TCell.PanelRows) + (TPass.FirstGate * TCell.PanelRows * PanelProduct.TailLanes) + lane);

    /// <summary>Pairs of an even and an odd part of a sum's terms.</summary>
    [MethodImpl(Inline)]
    private static int Pairs<TCell, W>()
        where TCell : struct, ICellArithmetic
        where W : unmanaged, IWeights<W> => W.Elements(TCell.RecurrentTerms) * W.Parts / 2;

    /// <summary>Whether an even part is left.</summary>
    [MethodImpl(Inline)]
    private static bool HasLast<TCell, W>()
        where TCell : struct, ICellArithmetic
        where W : unmanaged, IWeights<W> => W.Elements(TCell.RecurrentTerms) * W.Parts % 2 == 1;

    /// <summary>Elements from the weights of an even part to those of the odd one.</summary>
    [MethodImpl(Inline)]
    private static int OddRow<W>()
        where W : unmanaged, IWeights<W> => W.Parts == 1 ? PanelProduct.TailLanes : 0;

    [MethodImpl(Inline)]
    private static V Even<TCell, W, V>(ref float operand, int pair)
        where TCell : struct, ICellArithmetic
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V> => W.Factor<V>(ref operand, TCell.RecurrentTerms, 2 * pair / W.Parts, 0);

    [MethodImpl(Inline)]
    private static V Odd<TCell, W, V>(ref float operand, int pair)
        where TCell : struct, ICellArithmetic
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V> => W.Factor<V>(ref operand, TCell.RecurrentTerms, ((2 * pair) + 1) / W.Parts, W.Parts - 1);

    /// <summary>The kernel of a pass's number of gates.</summary>
    [MethodImpl(Inline)]
    private static void Tail<TCell, TPass, TTape, W, V, TInputs>(
        ref float inputs, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row, int lane)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
        where TInputs : struct, IInputs
    {
        if (TPass.Gates == 4)
        {
            TailOfFour<TCell, TPass, TTape, W, V, TInputs>(ref inputs, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, lane);
        }
        else if (TPass.Gates == 3 && TCell.HasRecurrentBias)
        {
            TailOfThreeAndOneApart<TCell, TPass, TTape, W, V, TInputs>(ref inputs, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, lane);
        }
        else if (TPass.Gates == 3)
        {
            TailOfThree<TCell, TPass, TTape, W, V, TInputs>(ref inputs, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, lane);
        }
        else if (TPass.Gates == 2)
        {
            TailOfTwo<TCell, TPass, TTape, W, V, TInputs>(ref inputs, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, lane);
        }
        else
        {
            TailOfOne<TCell, TPass, TTape, W, V, TInputs>(ref inputs, ref parameters, ref operand, ref h, ref c, ref hNew, ref row, lane);
        }
    }

    /// <summary>Four gates of one vector of the tail block.</summary>
    [MethodImpl(Kernel)]
    private static void TailOfFour<TCell, TPass, TTape, W, V, TInputs>(
        ref float inputs, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row, int lane)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
        where TInputs : struct, IInputs
    {
        const int lanes = PanelProduct.TailLanes;
        int gate = TCell.PanelRows * lanes, odds = OddRow<W>();
        ref float panel = ref TailPanel<TCell, TPass>(ref parameters, lane);
        V a0 = default, a1 = default, a2 = default, a3 = default;
        V b0 = default, b1 = default, b2 = default, b3 = default;
        ref W weights = ref Elements<W>(ref panel, TCell.FirstRecurrentRow * lanes);
        for (int pair = 0; pair < Pairs<TCell, W>(); pair++)
        {
            V even = Even<TCell, W, V>(ref operand, pair), odd = Odd<TCell, W, V>(ref operand, pair);
            W.AddProduct(ref a0, even, ref weights, 0, 0);
            W.AddProduct(ref b0, odd, ref weights, odds, W.Parts - 1);
            W.AddProduct(ref a1, even, ref weights, gate, 0);
            W.AddProduct(ref b1, odd, ref weights, gate + odds, W.Parts - 1);
            W.AddProduct(ref a2, even, ref weights, 2 * gate, 0);
            W.AddProduct(ref b2, odd, ref weights, (2 * gate) + odds, W.Parts - 1);
            W.AddProduct(ref a3, even, ref weights, 3 * gate, 0);
            W.AddProduct(ref b3, odd, ref weights, (3 * gate) + odds, W.Parts - 1);
            weights = ref Unsafe.Add(ref weights, 2 * lanes / W.Parts);
        }

        if (HasLast<TCell, W>())
        {
            V last = Even<TCell, W, V>(ref operand, Pairs<TCell, W>());
            W.AddProduct(ref a0, last, ref weights, 0, 0);
            W.AddProduct(ref a1, last, ref weights, gate, 0);
            W.AddProduct(ref a2, last, ref weights, 2 * gate, 0);
            W.AddProduct(ref a3, last, ref weights, 3 * gate, 0);
        }

        V x = TInputs.First<V>(ref inputs);
        a0 = TInputs.Of(x, ref inputs, ref panel, 0, 0, lanes) + (a0 + b0);
        a1 = TInputs.Of(x, ref inputs, ref panel, gate, lanes, lanes) + (a1 + b1);
        a2 = TInputs.Of(x, ref inputs, ref panel, 2 * gate, 2 * lanes, lanes) + (a2 + b2);
        a3 = TInputs.Of(x, ref inputs, ref panel, 3 * gate, 3 * lanes, lanes) + (a3 + b3);
        int units = CellSizes<TCell>.FullUnits;
        TPass.Apply<V, TTape>(
            a0, a1, a2, a3, ref h, ref c, ref hNew, ref parameters, ref row, units + lane, (units * TCell.Gates) + lane, lanes);
    }

    /// <summary>Three gates of one vector.</summary>
    [MethodImpl(Kernel)]
    private static void TailOfThree<TCell, TPass, TTape, W, V, TInputs>(
        ref float inputs, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row, int lane)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
        where TInputs : struct, IInputs
    {
        const int lanes = PanelProduct.TailLanes;
        int gate = TCell.PanelRows * lanes, odds = OddRow<W>();
        ref float panel = ref TailPanel<TCell, TPass>(ref parameters, lane);
        V a0 = default, a1 = default, a2 = default;
        V b0 = default, b1 = default, b2 = default;
        ref W weights = ref Elements<W>(ref panel, TCell.FirstRecurrentRow * lanes);
        for (int pair = 0; pair < Pairs<TCell, W>(); pair++)
        {
            V even = Even<TCell, W, V>(ref operand, pair), odd = Odd<TCell, W, V>(ref operand, pair);
            W.AddProduct(ref a0, even, ref weights, 0, 0);
            W.AddProduct(ref b0, odd, ref weights, odds, W.Parts - 1);
            W.AddProduct(ref a1, even, ref weights, gate, 0);
            W.AddProduct(ref b1, odd, ref weights, gate + odds, W.Parts - 1);
            W.AddProduct(ref a2, even, ref weights, 2 * gate, 0);
            W.AddProduct(ref b2, odd, ref weights, (2 * gate) + odds, W.Parts - 1);
            weights = ref Unsafe.Add(ref weights, 2 * lanes / W.Parts);
        }

        if (HasLast<TCell, W>())
        {
            V last = Even<TCell, W, V>(ref operand, Pairs<TCell, W>());
            W.AddProduct(ref a0, last, ref weights, 0, 0);
            W.AddProduct(ref a1, last, ref weights, gate, 0);
            W.AddProduct(ref a2, last, ref weights, 2 * gate, 0);
        }

        V x = TInputs.First<V>(ref inputs);
        a0 = TInputs.Of(x, ref inputs, ref panel, 0, 0, lanes) + (a0 + b0);
        a1 = TInputs.Of(x, ref inputs, ref panel, gate, lanes, lanes) + (a1 + b1);
        a2 = TInputs.Of(x, ref inputs, ref panel, 2 * gate, 2 * lanes, lanes) + (a2 + b2);
        int units = CellSizes<TCell>.FullUnits;
        TPass.Apply<V, TTape>(
            a0, a1, a2, default, ref h, ref c, ref hNew, ref parameters, ref row, units + lane, (units * TCell.Gates) + lane, lanes);
    }

    /// <summary>Three gates of one vector, of which the last has its input sum and its recurrent sum apart.</summary>
    [MethodImpl(Kernel)]
    private static void TailOfThreeAndOneApart<TCell, TPass, TTape, W, V, TInputs>(
        ref float inputs, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row, int lane)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
        where TInputs : struct, IInputs
    {
        const int lanes = PanelProduct.TailLanes;
        int gate = TCell.PanelRows * lanes, odds = OddRow<W>();
        ref float panel = ref TailPanel<TCell, TPass>(ref parameters, lane);
        V a0 = default, a1 = default, a2 = default;
        V b0 = default, b1 = default, b2 = default;
        ref W weights = ref Elements<W>(ref panel, TCell.FirstRecurrentRow * lanes);
        for (int pair = 0; pair < Pairs<TCell, W>(); pair++)
        {
            V even = Even<TCell, W, V>(ref operand, pair), odd = Odd<TCell, W, V>(ref operand, pair);
            W.AddProduct(ref a0, even, ref weights, 0, 0);
            W.AddProduct(ref b0, odd, ref weights, odds, W.Parts - 1);
            W.AddProduct(ref a1, even, ref weights, gate, 0);
            W.AddProduct(ref b1, odd, ref weights, gate + odds, W.Parts - 1);
            W.AddProduct(ref a2, even, ref weights, 2 * gate, 0);
            W.AddProduct(ref b2, odd, ref weights, (2 * gate) + odds, W.Parts - 1);
            weights = ref Unsafe.Add(ref weights, 2 * lanes / W.Parts);
        }

        if (HasLast<TCell, W>())
        {
            V last = Even<TCell, W, V>(ref operand, Pairs<TCell, W>());
            W.AddProduct(ref a0, last, ref weights, 0, 0);
            W.AddProduct(ref a1, last, ref weights, gate, 0);
            W.AddProduct(ref a2, last, ref weights, 2 * gate, 0);
        }

        V a3 = V.Load(ref panel, (2 * gate) + ((TCell.FirstRecurrentRow - 1) * lanes)) + (a2 + b2);
        V x = TInputs.First<V>(ref inputs);
        a2 = TInputs.Of(x, ref inputs, ref panel, 2 * gate, 2 * lanes, lanes);
        a0 = TInputs.Of(x, ref inputs, ref panel, 0, 0, lanes) + (a0 + b0);
        a1 = TInputs.Of(x, ref inputs, ref panel, gate, lanes, lanes) + (a1 + b1);
        int units = CellSizes<TCell>.FullUnits;
        TPass.Apply<V, TTape>(
            a0, a1, a2, a3, ref h, ref c, ref hNew, ref parameters, ref row, units + lane, (units * TCell.Gates) + lane, lanes);
    }

    /// <summary>Two gates of one vector.</summary>
    [MethodImpl(Kernel)]
    private static void TailOfTwo<TCell, TPass, TTape, W, V, TInputs>(
        ref float inputs, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row, int lane)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
        where TInputs : struct, IInputs
    {
        const int lanes = PanelProduct.TailLanes;
        int gate = TCell.PanelRows * lanes, odds = OddRow<W>();
        ref float panel = ref TailPanel<TCell, TPass>(ref parameters, lane);
        V a0 = default, a1 = default;
        V b0 = default, b1 = default;
        ref W weights = ref Elements<W>(ref panel, TCell.FirstRecurrentRow * lanes);
        for (int pair = 0; pair < Pairs<TCell, W>(); pair++)
        {
            V even = Even<TCell, W, V>(ref operand, pair), odd = Odd<TCell, W, V>(ref operand, pair);
            W.AddProduct(ref a0, even, ref weights, 0, 0);
            W.AddProduct(ref b0, odd, ref weights, odds, W.Parts - 1);
            W.AddProduct(ref a1, even, ref weights, gate, 0);
            W.AddProduct(ref b1, odd, ref weights, gate + odds, W.Parts - 1);
            weights = ref Unsafe.Add(ref weights, 2 * lanes / W.Parts);
        }

        if (HasLast<TCell, W>())
        {
            V last = Even<TCell, W, V>(ref operand, Pairs<TCell, W>());
            W.AddProduct(ref a0, last, ref weights, 0, 0);
            W.AddProduct(ref a1, last, ref weights, gate, 0);
        }

        V x = TInputs.First<V>(ref inputs);
        a0 = TInputs.Of(x, ref inputs, ref panel, 0, 0, lanes) + (a0 + b0);
        a1 = TInputs.Of(x, ref inputs, ref panel, gate, lanes, lanes) + (a1 + b1);
        int units = CellSizes<TCell>.FullUnits;
        TPass.Apply<V, TTape>(
            a0, a1, default, default, ref h, ref c, ref hNew, ref parameters, ref row, units + lane, (units * TCell.Gates) + lane, lanes);
    }

    /// <summary>One gate of one vector.</summary>
    [MethodImpl(Kernel)]
    private static void TailOfOne<TCell, TPass, TTape, W, V, TInputs>(
        ref float inputs, ref float parameters, ref float operand, ref float h, ref float c, ref float hNew, ref float row, int lane)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
        where TInputs : struct, IInputs
    {
        const int lanes = PanelProduct.TailLanes;
        int odds = OddRow<W>();
        ref float panel = ref TailPanel<TCell, TPass>(ref parameters, lane);
        V a0 = default;
        V b0 = default;
        ref W weights = ref Elements<W>(ref panel, TCell.FirstRecurrentRow * lanes);
        for (int pair = 0; pair < Pairs<TCell, W>(); pair++)
        {
            V even = Even<TCell, W, V>(ref operand, pair), odd = Odd<TCell, W, V>(ref operand, pair);
            W.AddProduct(ref a0, even, ref weights, 0, 0);
            W.AddProduct(ref b0, odd, ref weights, odds, W.Parts - 1);
            weights = ref Unsafe.Add(ref weights, 2 * lanes / W.Parts);
        }

        if (HasLast<TCell, W>())
        {
            V last = Even<TCell, W, V>(ref operand, Pairs<TCell, W>());
            W.AddProduct(ref a0, last, ref weights, 0, 0);
        }

        V x = TInputs.First<V>(ref inputs);
        a0 = TInputs.Of(x, ref inputs, ref panel, 0, 0, lanes) + (a0 + b0);
        int units = CellSizes<TCell>.FullUnits;
        TPass.Apply<V, TTape>(
            a0, default, default, default, ref h, ref c, ref hNew, ref parameters, ref row, units + lane, (units * TCell.Gates) + lane, lanes);
    }

    /// <summary>The input sums of one vector of one gate.</summary>
    [MethodImpl(Kernel)]
    private static void InputSumsOfOneVector<TCell, W, V>(ref float x, ref float panel, int lanes, ref float sums)
        where TCell : struct, ICellArithmetic
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
    {
        V sum = V.Load(ref panel);
        ref W weights = ref Elements<W>(ref panel, lanes);
        for (int k = 0; k < W.Elements(TCell.InputSize); k++)
        {
            for (int part = 0; part < W.Parts; part++)
            {
                W.AddProduct(ref sum, W.Factor<V>(ref x, TCell.InputSize, k, part), ref weights, 0, part);
            }

            weights = ref Unsafe.Add(ref weights, lanes);
        }

        V.Store(sum, ref sums);
    }

    /// <summary>Where a kernel has its input sums from.</summary>
    private interface IInputs
    {
        static abstract V First<V>(ref float inputs)
            where V : struct, IVector<V>;

        static abstract V Of<V>(V x, ref float inputs, ref float panel, int weights, int sums, int lanes)
            where V : struct, IVector<V>;
    }

    /// <summary>One input: its sum is the bias and one term.</summary>
    private readonly struct OneInput<W> : IInputs
        where W : unmanaged, IWeights<W>
    {
        [MethodImpl(Inline)]
        public static V First<V>(ref float inputs)
            where V : struct, IVector<V> => W.Factor<V>(ref inputs, 1, 0, 0);

        [MethodImpl(Inline)]
        public static V Of<V>(V x, ref float inputs, ref float panel, int weights, int sums, int lanes)
            where V : struct, IVector<V>
        {
            V sum = V.Load(ref panel, weights);
            W.AddProduct(ref sum, x, ref Elements<W>(ref panel, lanes), weights, 0);
            return sum;
        }
    }

    /// <summary>More: the sums are in memory.</summary>
    private readonly struct SummedInputs : IInputs
    {
        [MethodImpl(Inline)]
        public static V First<V>(ref float inputs)
            where V : struct, IVector<V> => default;

        [MethodImpl(Inline)]
        public static V Of<V>(V x, ref float inputs, ref float panel, int weights, int sums, int lanes)
            where V : struct, IVector<V> => V.Load(ref inputs, sums);
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
