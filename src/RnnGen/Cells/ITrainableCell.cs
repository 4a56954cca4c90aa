using System;

namespace RnnGen;

/// <summary>What every emitted cell can do that was not declared with <c>Training = false</c>.</summary>
/// <typeparam name="TSelf">The cell.</typeparam>
/// <typeparam name="TState">The cell's state.</typeparam>
/// <typeparam name="TWorkspace">The cell's workspace for sequences of many streams.</typeparam>
/// <typeparam name="TTape">What its forward pass leaves for its backward pass.</typeparam>
/// <typeparam name="TGradients">The gradients of its parameters.</typeparam>
public interface ITrainableCell<TSelf, TState, TWorkspace, TTape, TGradients> : IRecurrentCell<TSelf, TState, TWorkspace>
    where TSelf : class, ITrainableCell<TSelf, TState, TWorkspace, TTape, TGradients>
    where TState : struct, IRecurrentState
    where TWorkspace : class
    where TTape : class
    where TGradients : class, ICellGradients
{
    /// <summary>Creates a tape.</summary>
    /// <param name="steps">The most steps it will hold.</param>
    /// <param name="streams">The most streams it will hold.</param>
    /// <param name="threads">The most threads that divide the work among them, the caller's included; the result is the same bit by bit.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is less than one, or steps and streams are more than fit one array.</exception>
    /// <exception cref="PlatformNotSupportedException">Several threads are asked for where the platform has none.</exception>
    static abstract TTape CreateTape(int steps, int streams = 1, int threads = 1);

    /// <summary>Creates gradients of zero.</summary>
    static abstract TGradients CreateGradients();

    /// <summary>Many steps of many streams, that leaves on the tape what <see cref="Backward"/> needs.</summary>
    /// <param name="inputs">[step, stream, input]</param>
    /// <param name="outputs">[step, stream, output]; must not overlap <paramref name="inputs"/>.</param>
    /// <param name="states">[stream], read and replaced.</param>
    /// <param name="tape">A tape of at least as many steps and streams; what was on it is lost.</param>
    /// <exception cref="ArgumentException">A buffer or the tape has not the size it needs, or inputs and outputs overlap.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="tape"/> is null.</exception>
    void Forward(ReadOnlySpan<float> inputs, Span<float> outputs, Span<TState> states, TTape tape);

    /// <summary>Backpropagation through time over the whole tape. The parameters must be those of <see cref="Forward"/>.</summary>
    /// <param name="outputGradients">[step, stream, output]</param>
    /// <param name="tape">What <see cref="Forward"/> left.</param>
    /// <param name="gradients">The gradients of the parameters, added to.</param>
    /// <param name="inputGradients">[step, stream, input], added to; or empty, if they are not wanted.</param>
    /// <param name="stateGradients">
    /// [stream], read, then replaced: on entry of the final states, on return of the initial ones; or empty, for zeros that are not wanted back.
    /// </param>
    /// <exception cref="ArgumentException">A buffer has not the size it needs.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="tape"/> or <paramref name="gradients"/> is null.</exception>
    void Backward(
        ReadOnlySpan<float> outputGradients, TTape tape, TGradients gradients, Span<float> inputGradients = default, Span<TState> stateGradients = default);
}
