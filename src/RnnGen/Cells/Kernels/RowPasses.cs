using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RnnGen.Numerics;

namespace RnnGen.Cells;

/// <summary>Passes over all hidden units of one step of one stream whose sums are in a row: forward, and backward.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RowPasses
{
    private const MethodImplOptions Kernel = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>Says that a pass writes the new h.</summary>
    internal const int ToState = -1;

    /// <summary>A pass whose sums are in a row.</summary>
    /// <typeparam name="TCell">The cell.</typeparam>
    /// <typeparam name="TPass">The pass.</typeparam>
    /// <typeparam name="TTape">Whether what the backward pass needs is kept in the row.</typeparam>
    /// <param name="h">The old h.</param>
    /// <param name="c">c, replaced.</param>
    /// <param name="hNew">The new h; may be <paramref name="h"/>.</param>
    /// <param name="parameters">The cell's parameters.</param>
    /// <param name="row">The row of sums.</param>
    [MethodImpl(Inline)]
    public static void Apply<TCell, TPass, TTape>(ref float h, ref float c, ref float hNew, ref float parameters, ref float row)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
    {
        if (TCell.PaddedHidden >= PanelProduct.Lanes && VectorWidth.Is512Used)
        {
            AllUnits<TCell, TPass, TTape, F512, F256>(ref h, ref c, ref hNew, ref parameters, ref row);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            AllUnits<TCell, TPass, TTape, F256, F256>(ref h, ref c, ref hNew, ref parameters, ref row);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            AllUnits<TCell, TPass, TTape, F128, F128>(ref h, ref c, ref hNew, ref parameters, ref row);
        }
        else
        {
            AllUnits<TCell, TPass, TTape, F32, F32>(ref h, ref c, ref hNew, ref parameters, ref row);
        }
    }

    /// <summary>The same for many streams.</summary>
    /// <typeparam name="TCell">The cell.</typeparam>
    /// <typeparam name="TPass">The pass.</typeparam>
    /// <typeparam name="TTape">Whether what the backward pass needs is kept in the rows.</typeparam>
    /// <param name="streams">Streams.</param>
    /// <param name="states">Where their states are.</param>
    /// <param name="output">Where, in a row, the pass writes; or <see cref="ToState"/> for the new h.</param>
    /// <param name="parameters">The cell's parameters.</param>
    /// <param name="rows">[streams, RowFloats]</param>
    [MethodImpl(Inline)]
    internal static void Apply<TCell, TPass, TTape>(int streams, in StateRows states, int output, ref float parameters, ref float rows)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
    {
        if (TCell.PaddedHidden >= PanelProduct.Lanes && VectorWidth.Is512Used)
        {
            AllUnits<TCell, TPass, TTape, F512, F256>(streams, in states, output, ref parameters, ref rows);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            AllUnits<TCell, TPass, TTape, F256, F256>(streams, in states, output, ref parameters, ref rows);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            AllUnits<TCell, TPass, TTape, F128, F128>(streams, in states, output, ref parameters, ref rows);
        }
        else
        {
            AllUnits<TCell, TPass, TTape, F32, F32>(streams, in states, output, ref parameters, ref rows);
        }
    }

    /// <summary>A pass of the backward pass, stream by stream.</summary>
    /// <typeparam name="TCell">The cell.</typeparam>
    /// <typeparam name="TPass">The pass.</typeparam>
    /// <param name="step">The step.</param>
    [MethodImpl(Inline)]
    internal static void Apply<TCell, TPass>(in BackwardStep step)
        where TCell : struct, ICellTraining
        where TPass : struct, IGradientPass
    {
        if (TCell.PaddedHidden >= PanelProduct.Lanes && VectorWidth.Is512Used)
        {
            AllUnits<TCell, TPass, F512, F256>(in step);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            AllUnits<TCell, TPass, F256, F256>(in step);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            AllUnits<TCell, TPass, F128, F128>(in step);
        }
        else
        {
            AllUnits<TCell, TPass, F32, F32>(in step);
        }
    }

    [MethodImpl(Kernel)]
    private static void AllUnits<TCell, TPass, TTape, V, TTail>(ref float h, ref float c, ref float hNew, ref float parameters, ref float row)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where V : struct, IVector<V>
        where TTail : struct, IVector<TTail> =>
        OneRow<TCell, TPass, TTape, V, TTail>(ref h, ref c, ref hNew, ref parameters, ref row);

    [MethodImpl(Kernel)]
    private static void AllUnits<TCell, TPass, TTape, V, TTail>(int streams, in StateRows states, int output, ref float parameters, ref float rows)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where V : struct, IVector<V>
        where TTail : struct, IVector<TTail>
    {
        for (int stream = 0; stream < streams; stream++)
        {
            ref float row = ref Unsafe.Add(ref rows, stream * TCell.RowFloats);
            ref float target = ref output == ToState ? ref states.HNew(stream) : ref Unsafe.Add(ref row, output);
            OneRow<TCell, TPass, TTape, V, TTail>(ref states.H(stream), ref states.C(stream), ref target, ref parameters, ref row);
        }
    }

    /// <summary>Full blocks, then the tail block.</summary>
    [MethodImpl(Inline)]
    private static void OneRow<TCell, TPass, TTape, V, TTail>(ref float h, ref float c, ref float hNew, ref float parameters, ref float row)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where V : struct, IVector<V>
        where TTail : struct, IVector<TTail>
    {
        for (int block = 0; block < CellSizes<TCell>.FullUnits; block += PanelProduct.Lanes)
        {
            for (int lane = 0; lane < PanelProduct.Lanes; lane += V.Count)
            {
                Some<TCell, TPass, TTape, V>(ref h, ref c, ref hNew, ref parameters, ref row, block + lane, (block * TCell.Gates) + lane, PanelProduct.Lanes);
            }
        }

        if (CellSizes<TCell>.TailLanes > 0)
        {
            Tail<TCell, TPass, TTape, TTail>(ref h, ref c, ref hNew, ref parameters, ref row);
        }
    }

    /// <summary>A pass of the tail block. (A method of its own: the JIT's inliner has a budget for each.)</summary>
    [MethodImpl(Kernel)]
    internal static void Tail<TCell, TPass, TTape, V>(ref float h, ref float c, ref float hNew, ref float parameters, ref float row)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where V : struct, IVector<V>
    {
        for (int lane = 0; lane < PanelProduct.TailLanes; lane += V.Count)
        {
            Some<TCell, TPass, TTape, V>(
                ref h, ref c, ref hNew, ref parameters, ref row, CellSizes<TCell>.FullUnits + lane, (CellSizes<TCell>.FullUnits * TCell.Gates) + lane,
                PanelProduct.TailLanes);
        }
    }

    [MethodImpl(Inline)]
    private static void Some<TCell, TPass, TTape, V>(
        ref float h, ref float c, ref float hNew, ref float parameters, ref float row, int unit, int place, int lanes)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where V : struct, IVector<V>
    {
        int first = place + (TPass.FirstGate * lanes);
        V sum0 = V.Load(ref row, first);
        V sum1 = TPass.Gates > 1 ? V.Load(ref row, first + lanes) : default;
        V sum2 = TPass.Gates > 2 ? V.Load(ref row, first + (2 * lanes)) : default;
        V sum3 = TPass.Gates > 3 ? V.Load(ref row, first + (3 * lanes))
            : TCell.HasRecurrentBias && TPass.Gates == 3 ? V.Load(ref row, CellSizes<TCell>.GateFloats + unit)
            : default;
        TPass.Apply<V, TTape>(sum0, sum1, sum2, sum3, ref h, ref c, ref hNew, ref parameters, ref row, unit, place, lanes);
    }

    [MethodImpl(Kernel)]
    private static void AllUnits<TCell, TPass, V, TTail>(in BackwardStep step)
        where TCell : struct, ICellTraining
        where TPass : struct, IGradientPass
        where V : struct, IVector<V>
        where TTail : struct, IVector<TTail>
    {
        // The places are of this method's own, so that they stay in registers, and those that the pass does not read are not computed.
        for (int stream = 0; stream < step.Streams; stream++)
        {
            GradientPlaces at = step.PlacesOf<TCell>(stream);
            for (int unit = 0; unit < CellSizes<TCell>.FullUnits; unit += V.Count)
            {
                TPass.Apply<V>(ref at, unit, PanelProduct.Lanes);
            }
        }

        if (CellSizes<TCell>.TailLanes > 0)
        {
            Tail<TCell, TPass, TTail>(in step);
        }
    }

    [MethodImpl(Kernel)]
    private static void Tail<TCell, TPass, V>(in BackwardStep step)
        where TCell : struct, ICellTraining
        where TPass : struct, IGradientPass
        where V : struct, IVector<V>
    {
        for (int stream = 0; stream < step.Streams; stream++)
        {
            GradientPlaces at = step.PlacesOf<TCell>(stream);
            for (int lane = 0; lane < PanelProduct.TailLanes; lane += V.Count)
            {
                TPass.Apply<V>(ref at, CellSizes<TCell>.FullUnits + lane, PanelProduct.TailLanes);
            }
        }
    }
}
