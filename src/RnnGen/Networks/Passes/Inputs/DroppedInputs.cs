using System;
using System.Runtime.CompilerServices;

namespace RnnGen.Networks;

/// <summary>Drops some floats of what each of several inputs gives, or of its gradients, in joined rows.</summary>
internal ref struct DroppedInputs : ITrainingInputVisitor
{
    /// <summary>Whence the random numbers are.</summary>
    public NetworkTape Tape;

    /// <summary>[rows, width]</summary>
    public Span<float> Rows;

    /// <summary>Floats of a joined row.</summary>
    public int Width;

    /// <inheritdoc/>
    public readonly void Tokens<TInput>()
        where TInput : struct, ITokenInput => Drop<TInput>();

    /// <inheritdoc/>
    public readonly void Bags<TInput>()
        where TInput : struct, IBagInput => Drop<TInput>();

    /// <inheritdoc/>
    public readonly void Floats<TInput>()
        where TInput : struct, IFloatInput => Drop<TInput>();

    /// <inheritdoc/>
    public readonly void Nested<TInput, TNested>()
        where TInput : struct, INestedInput
        where TNested : struct, INetworkTraining => Drop<TInput>();

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private readonly void Drop<TInput>()
        where TInput : struct, IInputLayer =>
        DropoutRows.Apply<TInput>(Tape.Dropping, Dropping.OfInput(TInput.Number), Tape.Batch, Rows, Width, TInput.Column, TInput.Outputs);
}
