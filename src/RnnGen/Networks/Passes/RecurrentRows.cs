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

/// <summary>A recurrent layer over packed rows of many streams, in one direction or both.</summary>
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
        if (!TLayer.IsBidirectional)
        {
            Span<float> y = pass.Take<TLayer>(TCell.OutputSize);
            TDirection.Run(ref pass, TLayer.Cell, pass.X, y);
            pass.X = y;
            return;
        }

        // Forward, and from the end of every sequence, side by side.
        Span<float> both = pass.Take<TLayer>(2 * TCell.OutputSize);
        Span<float> half = HalfOf<TLayer, TCell>(pass.Memory!);
        Span<float> turned = TurnedOf<TLayer, TCell>(pass.Memory!);
        TDirection.Run(ref pass, TLayer.Cell, pass.X, half);
        StridedRows.CopyTo(half, TCell.OutputSize, ref MemoryMarshal.GetReference(both), 2 * TCell.OutputSize);
        pass.Batch.Reverse(pass.X, TCell.InputSize, 0, TCell.InputSize, turned, TCell.InputSize, 0);
        TDirection.Run(ref pass, TLayer.Cell + 1, turned, half);
        pass.Batch.Reverse(half, TCell.OutputSize, 0, TCell.OutputSize, both, 2 * TCell.OutputSize, TCell.OutputSize);
        pass.X = both;
    }

    /// <summary>The rows that one of two directions gives.</summary>
    public static Span<float> HalfOf<TLayer, TCell>(NetworkMemory memory)
        where TLayer : struct, IRecurrentLayer
        where TCell : struct, ICellArithmetic => memory.Halves[TLayer.Index].Span[..(memory.Batch.Rows * TCell.OutputSize)];

    /// <summary>The rows that the layer takes, from the end.</summary>
    public static Span<float> TurnedOf<TLayer, TCell>(NetworkMemory memory)
        where TLayer : struct, IRecurrentLayer
        where TCell : struct, ICellArithmetic => memory.Turned[TLayer.Index].Span[..(memory.Batch.Rows * TCell.InputSize)];
}
