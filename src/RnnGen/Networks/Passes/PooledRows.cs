using System;
using System.Runtime.CompilerServices;

namespace RnnGen.Networks;

/// <summary>What pooling keeps in the states of many streams.</summary>
/// <typeparam name="TLayer">The layer.</typeparam>
internal static class PooledRows<TLayer>
    where TLayer : struct, IPoolingLayer
{
    /// <summary>Takes packed rows.</summary>
    /// <param name="pass">What is between the layers.</param>
    /// <param name="winners">Of the largest, the row that each float is from; or empty.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ref NetworkPass pass, Span<int> winners)
    {
        NetworkStates states = pass.Memory!.States;
        if (TLayer.Pooling == Pooling.Mean)
        {
            MeanRows.Add(pass.Batch, pass.X, TLayer.Width, states.PooledSums, states.PooledCounts);
        }
        else if (TLayer.Pooling != Pooling.FinalState)
        {
            PoolingRows.Add(TLayer.Pooling, pass.Batch, pass.X, TLayer.Width, states.Pooled, states.PooledCounts, winners);
        }
    }

    /// <summary>What every sequence gives.</summary>
    /// <param name="pass">What is between the layers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Finish(ref NetworkPass pass)
    {
        NetworkStates states = pass.Memory!.States;
        Span<float> y = pass.Take<TLayer>(TLayer.Width);
        switch (TLayer.Pooling)
        {
            case Pooling.Mean:
                MeanRows.Finish(states.PooledSums, states.PooledCounts, TLayer.Width, y);
                break;
            case Pooling.FinalState:
                FinalStateRows.Finish(pass.Memory.Network, states, TLayer.Cell, TLayer.Directions, y);
                break;
            default:
                PoolingRows.Finish(states.Pooled, states.PooledCounts, TLayer.Width, y);
                break;
        }

        pass.X = y;
    }

    /// <summary>From the gradients of what the sequences give to those of the rows.</summary>
    /// <param name="pass">What is between the layers.</param>
    /// <param name="rowGradients">[rows, width], written.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(ref NetworkPass pass, Span<float> rowGradients)
    {
        NetworkTape tape = pass.Tape!;
        switch (TLayer.Pooling)
        {
            case Pooling.Mean:
                MeanRows.Backward(pass.Batch, pass.DOutputs, tape.States.PooledCounts, tape.StateGradients.PooledSums, rowGradients, TLayer.Width);
                break;
            case Pooling.FinalState:
                FinalStateRows.Backward(tape.Network, pass.DOutputs, TLayer.Cell, TLayer.Directions, tape.StateGradients);
                rowGradients.Clear();
                break;
            default:
                PoolingRows.Backward(
                    TLayer.Pooling, pass.Batch, pass.DOutputs, tape.States.PooledCounts, tape.Winners[TLayer.Index], tape.StateGradients.Pooled, rowGradients,
                    TLayer.Width);
                break;
        }
    }
}
