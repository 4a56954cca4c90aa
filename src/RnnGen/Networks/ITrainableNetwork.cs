using System;

namespace RnnGen;

/// <summary>What every emitted network can do that was not declared with <c>Training = false</c>.</summary>
/// <typeparam name="TSelf">The network.</typeparam>
/// <typeparam name="TInput">What it takes: <see cref="float"/>, <see cref="int"/> for token ids, or the network\'s <c>StepInput</c> for several inputs.</typeparam>
/// <typeparam name="TState">What a stream carries.</typeparam>
/// <typeparam name="TWorkspace">Scratch memory.</typeparam>
/// <typeparam name="TTape">What its forward pass leaves for its backward pass.</typeparam>
/// <typeparam name="TGradients">The gradients of its parameters.</typeparam>
public interface ITrainableNetwork<TSelf, TInput, TState, TWorkspace, TTape, TGradients> : INetwork<TSelf, TInput, TState, TWorkspace>
    where TSelf : class, ITrainableNetwork<TSelf, TInput, TState, TWorkspace, TTape, TGradients>
    where TInput : struct
    where TState : struct, INetworkState<TState>
    where TWorkspace : class
    where TTape : class, INetworkTape
    where TGradients : class, ICellGradients
{
    /// <summary>Whether a layer is recurrent: from parameters that are all zero it would never learn.</summary>
    static virtual bool IsRecurrent => true;

    /// <summary>Creates a tape.</summary>
    /// <param name="steps">The most steps it will hold.</param>
    /// <param name="streams">The most streams it will hold.</param>
    /// <param name="threads">The most threads that divide the work among them, the caller's included; the result is the same bit by bit.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is less than one, or steps and streams are more than fit one array.</exception>
    /// <exception cref="PlatformNotSupportedException">Several threads are asked for where the platform has none.</exception>
    static abstract TTape CreateTape(int steps, int streams = 1, int threads = 1);

    /// <summary>Creates gradients of zero.</summary>
    static abstract TGradients CreateGradients();

    /// <summary>Many steps of many streams, with dropout where it was declared, that leaves on the tape what <see cref="Backward"/> needs.</summary>
    /// <param name="inputs">[step, stream, input], or [stream, step, input]</param>
    /// <param name="outputs">[step, stream, output], or [stream, step, output]; where time is pooled [stream, output]. Rows of padding become zeros.</param>
    /// <param name="states">[stream], read and replaced: by those at the end of each stream's own sequence.</param>
    /// <param name="tape">A tape of at least as many steps and streams; what was on it is lost.</param>
    /// <param name="lengths">The steps of every stream, [stream], in any order; or empty, where all have as many.</param>
    /// <param name="layout">How inputs and outputs lie in memory.</param>
    void Forward(
        ReadOnlySpan<TInput> inputs, Span<float> outputs, Span<TState> states, TTape tape, ReadOnlySpan<int> lengths = default,
        SequenceLayout layout = SequenceLayout.TimeFirst);

    /// <summary>Backpropagation through time over the whole tape. The parameters must be those of <see cref="Forward"/>.</summary>
    /// <param name="outputGradients">Of the outputs, in their layout; those of padding are not read.</param>
    /// <param name="tape">What <see cref="Forward"/> left.</param>
    /// <param name="gradients">The gradients of the parameters, added to.</param>
    /// <param name="inputGradients">Of the inputs, in their layout, added to (padding: nothing); or empty, if they are not wanted, and for token ids.</param>
    /// <param name="stateGradients">
    /// [stream], read, then replaced: on entry of the final states, on return of the initial ones; or empty, for zeros that are not wanted back.
    /// </param>
    void Backward(
        ReadOnlySpan<float> outputGradients, TTape tape, TGradients gradients, Span<float> inputGradients = default, Span<TState> stateGradients = default);
}
