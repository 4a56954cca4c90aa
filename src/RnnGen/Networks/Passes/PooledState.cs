using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnGen.Networks;

/// <summary>What pooling keeps in the state of one stream.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PooledState
{
    /// <summary>One step: takes a row, and gives what a sequence of the rows so far has.</summary>
    /// <typeparam name="TLayer">The layer.</typeparam>
    /// <param name="x">[Width]</param>
    /// <param name="state">The network's state.</param>
    /// <param name="y">[Width]; may be <paramref name="x"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Step<TLayer>(ref float x, ref float state, ref float y)
        where TLayer : struct, IPoolingLayer
    {
        Add<TLayer>(MemoryMarshal.CreateReadOnlySpan(ref x, TLayer.Width), ref state);
        Finish<TLayer>(ref state, MemoryMarshal.CreateSpan(ref y, TLayer.Width));
    }

    /// <summary>Takes a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Add<TLayer>(ReadOnlySpan<float> row, ref float state)
        where TLayer : struct, IPoolingLayer
    {
        if (TLayer.Pooling == Pooling.Mean)
        {
            MeanRows.Add(row, Sums<TLayer>(ref state), ref Count<TLayer>(ref state));
        }
        else if (TLayer.Pooling != Pooling.FinalState)
        {
            PoolingRows.Add(TLayer.Pooling, row, Floats<TLayer>(ref state), ref Count<TLayer>(ref state));
        }
    }

    /// <summary>What a sequence gives.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Finish<TLayer>(ref float state, Span<float> y)
        where TLayer : struct, IPoolingLayer
    {
        switch (TLayer.Pooling)
        {
            case Pooling.Mean:
                MeanRows.Finish(Sums<TLayer>(ref state), Count<TLayer>(ref state), y);
                break;
            case Pooling.FinalState:
                MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref state, TLayer.State), TLayer.Width).CopyTo(y);
                break;
            default:
                PoolingRows.Finish(Floats<TLayer>(ref state), Count<TLayer>(ref state), y);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static ref long Count<TLayer>(ref float state)
        where TLayer : struct, IPoolingLayer => ref Unsafe.As<float, long>(ref Unsafe.Add(ref state, TLayer.State));

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static Span<float> Floats<TLayer>(ref float state)
        where TLayer : struct, IPoolingLayer => MemoryMarshal.CreateSpan(ref Kept<TLayer>(ref state), TLayer.Width);

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static Span<double> Sums<TLayer>(ref float state)
        where TLayer : struct, IPoolingLayer => MemoryMarshal.CreateSpan(ref Unsafe.As<float, double>(ref Kept<TLayer>(ref state)), TLayer.Width);

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static ref float Kept<TLayer>(ref float state)
        where TLayer : struct, IPoolingLayer => ref Unsafe.Add(ref state, TLayer.State + PooledMemory.CountFloats);
}
