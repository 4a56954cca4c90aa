using System.Runtime.CompilerServices;
using RnnGen.Numerics;

namespace RnnGen.Cells;

/// <summary>What follows from the sizes of a cell: constants to the JIT, as those are.</summary>
/// <typeparam name="TCell">The cell.</typeparam>
internal static class CellSizes<TCell>
    where TCell : struct, ICellArithmetic
{
    /// <summary>Blocks of 16 units.</summary>
    public static int FullBlocks
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        get => TCell.PaddedHidden / PanelProduct.Lanes;
    }

    /// <summary>Units in full blocks.</summary>
    public static int FullUnits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        get => FullBlocks * PanelProduct.Lanes;
    }

    /// <summary>Units of the tail block: 0 or 8.</summary>
    public static int TailLanes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        get => TCell.PaddedHidden % PanelProduct.Lanes;
    }

    /// <summary>The row of a panel that has the recurrent bias.</summary>
    public static int RecurrentBiasRow
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        get => 1 + TCell.InputSize;
    }

    /// <summary>Floats from one gate's panel of a full block to the next.</summary>
    public static int PanelFloats
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        get => TCell.PanelRows * PanelProduct.Lanes;
    }

    /// <summary>Floats from one gate's panel of the tail block to the next.</summary>
    public static int TailPanelFloats
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        get => TCell.PanelRows * PanelProduct.TailLanes;
    }

    /// <summary>Floats from one full block to the next.</summary>
    public static int BlockFloats
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        get => TCell.Gates * PanelFloats;
    }

    /// <summary>Where the tail block starts in the parameters.</summary>
    public static int TailOffset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        get => FullBlocks * BlockFloats;
    }

    /// <summary>Floats of the gates in a row of sums.</summary>
    public static int GateFloats
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        get => TCell.Gates * TCell.PaddedHidden;
    }

    /// <summary>Multiply-adds of a step of one stream.</summary>
    public static int MultiplyAdds
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        get => TCell.Gates * TCell.HiddenSize * (TCell.InputSize + TCell.RecurrentTerms);
    }

    /// <summary>Floats of a state: h, and c behind it.</summary>
    public static int StateFloats
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        get => TCell.PaddedOutput + (TCell.HasCellState ? TCell.PaddedHidden : 0);
    }
}
