using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Cells;

namespace RnnGen.Networks;

/// <summary>One direction of a recurrent layer, over packed rows of many streams.</summary>
internal interface IDirection
{
    /// <summary>Goes through the segments of a batch.</summary>
    /// <param name="pass">What is between the layers.</param>
    /// <param name="cell">The cell's place among those of the network.</param>
    /// <param name="x">[rows, InputSize]</param>
    /// <param name="y">[rows, OutputSize]</param>
    static abstract void Run(ref NetworkPass pass, int cell, scoped ReadOnlySpan<float> x, scoped Span<float> y);
}

/// <summary>A recurrent layer over packed rows of many streams, in one direction, from the start or the end, or both.</summary>
internal static class RecurrentRows
{
    /// <summary>Computes the rows that the layer gives.</summary>
    /// <typeparam name="TLayer">The layer.</typeparam>
    /// <typeparam name="TCell">Its cell.</typeparam>
    /// <typeparam name="TDirection">What one direction does.</typeparam>
    /// <param name="pass">What is between the layers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TLayer, TCell, TDirection>(ref NetworkPass pass)
        where TLayer : struct, IRecurrentLayer
        where TCell : struct, ICellArithmetic
        where TDirection : struct, IDirection
    {
        if (TLayer.IsReverse)
        {
            Span<float> rows = ResidualRows.Take<TLayer>(ref pass, TCell.OutputSize);
            Span<float> turnedRows = HalfOf<TLayer, TCell>(pass.Memory!);
            RunTurned<TLayer, TCell, TDirection>(ref pass, TLayer.Cell, turnedRows);
            pass.Batch.Reverse(turnedRows, TCell.OutputSize, 0, TCell.OutputSize, rows, TCell.OutputSize, 0);
            pass.X = rows;
            return;
        }

        if (!TLayer.IsBidirectional)
        {
            Span<float> y = ResidualRows.Take<TLayer>(ref pass, TCell.OutputSize);
            TDirection.Run(ref pass, TLayer.Cell, pass.X, y);
            pass.X = y;
            return;
        }

        // Forward, and from the end of every sequence, side by side.
        Span<float> both = ResidualRows.Take<TLayer>(ref pass, 2 * TCell.OutputSize);
        Span<float> half = HalfOf<TLayer, TCell>(pass.Memory!);
        TDirection.Run(ref pass, TLayer.Cell, pass.X, half);
        StridedRows.CopyTo(half, TCell.OutputSize, ref MemoryMarshal.GetReference(both), 2 * TCell.OutputSize);
        RunTurned<TLayer, TCell, TDirection>(ref pass, TLayer.Cell + 1, half);
        pass.Batch.Reverse(half, TCell.OutputSize, 0, TCell.OutputSize, both, 2 * TCell.OutputSize, TCell.OutputSize);
        pass.X = both;
    }

    /// <summary>One direction, from the end of every sequence; so are the rows that it gives.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunTurned<TLayer, TCell, TDirection>(ref NetworkPass pass, int cell, Span<float> y)
        where TLayer : struct, IRecurrentLayer
        where TCell : struct, ICellArithmetic
        where TDirection : struct, IDirection
    {
        Span<float> turned = TurnedOf<TLayer, TCell>(pass.Memory!);
        pass.Batch.Reverse(pass.X, TCell.InputSize, 0, TCell.InputSize, turned, TCell.InputSize, 0);
        TDirection.Run(ref pass, cell, turned, y);
    }

    /// <summary>The rows that one direction gives: one of two, or one from the end.</summary>
    public static Span<float> HalfOf<TLayer, TCell>(NetworkMemory memory)
        where TLayer : struct, IRecurrentLayer
        where TCell : struct, ICellArithmetic => memory.Halves[TLayer.Index].Span[..(memory.Batch.Rows * TCell.OutputSize)];

    /// <summary>The rows that the layer takes, from the end.</summary>
    public static Span<float> TurnedOf<TLayer, TCell>(NetworkMemory memory)
        where TLayer : struct, IRecurrentLayer
        where TCell : struct, ICellArithmetic => memory.Turned[TLayer.Index].Span[..(memory.Batch.Rows * TCell.InputSize)];
}
