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

    /// <summary>A pass of the backward pass.</summary>
    /// <typeparam name="TCell">The cell.</typeparam>
    /// <typeparam name="TPass">The pass.</typeparam>
    /// <param name="at">Where the numbers of the step are.</param>
    [MethodImpl(Inline)]
    public static void Apply<TCell, TPass>(ref GradientPlaces at)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IGradientPass
    {
        if (TCell.PaddedHidden >= PanelProduct.Lanes && VectorWidth.Is512Used)
        {
            AllUnits<TCell, TPass, F512, F256>(ref at);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            AllUnits<TCell, TPass, F256, F256>(ref at);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            AllUnits<TCell, TPass, F128, F128>(ref at);
        }
        else
        {
            AllUnits<TCell, TPass, F32, F32>(ref at);
        }
    }

    [MethodImpl(Kernel)]
    private static void AllUnits<TCell, TPass, TTape, V, TTail>(ref float h, ref float c, ref float hNew, ref float parameters, ref float row)
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
    private static void AllUnits<TCell, TPass, V, TTail>(ref GradientPlaces at)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IGradientPass
        where V : struct, IVector<V>
        where TTail : struct, IVector<TTail>
    {
        for (int unit = 0; unit < CellSizes<TCell>.FullUnits; unit += V.Count)
        {
            TPass.Apply<V>(ref at, unit, PanelProduct.Lanes);
        }

        if (CellSizes<TCell>.TailLanes > 0)
        {
            Tail<TCell, TPass, TTail>(ref at);
        }
    }

    [MethodImpl(Kernel)]
    private static void Tail<TCell, TPass, V>(ref GradientPlaces at)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IGradientPass
        where V : struct, IVector<V>
    {
        for (int lane = 0; lane < PanelProduct.TailLanes; lane += V.Count)
        {
            TPass.Apply<V>(ref at, CellSizes<TCell>.FullUnits + lane, PanelProduct.TailLanes);
        }
    }
}
