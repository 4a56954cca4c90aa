using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace RnnGen.Networks;

/// <summary>What is between the layers of a network while a pass goes through them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct NetworkPass
{
    /// <summary>The tokens that the first layer takes: [rows]</summary>
    internal ReadOnlySpan<int> Tokens;

    /// <summary>What the next layer takes: [rows, width]</summary>
    internal ReadOnlySpan<float> X;

    /// <summary>Rows: of steps, then of sequences.</summary>
    internal int Rows;

    /// <summary>Where the last layer writes; empty where it writes to its own rows.</summary>
    internal Span<float> Outputs;

    /// <summary>Of one stream, memory on the stack for the rows between layers.</summary>
    internal Span<float> Stack;

    /// <summary>Of one stream, its state.</summary>
    internal ref float State;

    /// <summary>The network's parameters.</summary>
    internal NetworkParameters Parameters;

    /// <summary>Of many streams, the workspace or tape.</summary>
    internal NetworkMemory? Memory;

    /// <summary>Of training, the tape.</summary>
    internal NetworkTape? Tape;

    /// <summary>Of a backward pass, the gradients of the parameters.</summary>
    internal NetworkGradients? Gradients;

    /// <summary>Of a backward pass, the gradients of what the layer gave.</summary>
    internal Span<float> DOutputs;

    /// <summary>Whether the gradients of the inputs are wanted.</summary>
    internal bool WantsInputGradients;

    /// <summary>What is found out about the layers.</summary>
    internal NetworkDescription? Description;

    /// <summary>The sequences.</summary>
    internal readonly SequenceBatch Batch => Memory!.Batch;

    /// <summary>Where a layer writes its rows.</summary>
    /// <typeparam name="TLayer">The layer.</typeparam>
    /// <param name="width">Floats of a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    internal Span<float> Take<TLayer>(int width)
        where TLayer : struct, INetworkLayer
    {
        int floats = Rows * width;
        return TLayer.IsLast && !Outputs.IsEmpty ? Outputs[..floats] : TakeOwn<TLayer>(width);
    }

    /// <summary>Rows of a layer's own, also of the last.</summary>
    /// <typeparam name="TLayer">The layer.</typeparam>
    /// <param name="width">Floats of a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    internal Span<float> TakeOwn<TLayer>(int width)
        where TLayer : struct, INetworkLayer
    {
        int floats = Rows * width;
        if (Memory is not null)
        {
            return Memory.Rows[TLayer.Index].Span[..floats];
        }

        Span<float> rows = Stack[..floats];
        Stack = Stack[floats..];
        return rows;
    }
}
