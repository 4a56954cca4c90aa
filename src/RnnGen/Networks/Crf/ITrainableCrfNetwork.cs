using System;

namespace RnnGen;

/// <summary>
/// What an emitted network with a <see cref="CrfLayerAttribute"/> can do that was not declared with <c>Training = false</c>, besides what
/// <see cref="ITrainableNetwork{TSelf, TInput, TState, TWorkspace, TTape, TGradients}"/> says.
/// </summary>
/// <typeparam name="TState">What a stream carries.</typeparam>
/// <typeparam name="TWorkspace">Scratch memory.</typeparam>
/// <typeparam name="TTape">What its forward pass leaves for its backward pass.</typeparam>
/// <typeparam name="TGradients">The gradients of its parameters.</typeparam>
public interface ITrainableCrfNetwork<TState, TWorkspace, TTape, TGradients> : ICrfNetwork<TWorkspace>
    where TState : struct, INetworkState<TState>
    where TWorkspace : class
    where TTape : class, INetworkTape
    where TGradients : class, ICellGradients
{
    /// <summary>
    /// The negative logarithm of the probability of labels, summed over the sequences of the last <c>Forward</c>. Adds the gradients of the chain's own parameters,
    /// and leaves those of the scores on the tape, for <see cref="Backward(TTape, TGradients, Span{float}, Span{TState})"/>.
    /// </summary>
    /// <param name="targets">[step, stream], or [stream, step], as <c>Forward</c> had it; <see cref="Training.Loss.Ignored"/> is any label; padding may hold anything.</param>
    /// <param name="tape">What <c>Forward</c> left.</param>
    /// <param name="gradients">The gradients of the parameters, added to.</param>
    /// <param name="scale">What the gradients are multiplied with; the loss is not.</param>
    /// <param name="outputGradients">Takes the gradients of the scores, too, in the layout of the outputs; zeros at padding. Or empty.</param>
    /// <returns>The loss; NaN where a score or parameter is not finite.</returns>
    /// <exception cref="ArgumentException">A buffer has not the size it needs, or buffers overlap.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A target is no label, or the constraints do not allow it, or <paramref name="scale"/> is not finite; nothing was changed.
    /// </exception>
    /// <exception cref="InvalidOperationException">The last <c>Forward</c> threw, or the tape is in use.</exception>
    double Loss(ReadOnlySpan<int> targets, TTape tape, TGradients gradients, double scale = 1, Span<float> outputGradients = default);

    /// <summary>Backpropagation through time over the whole tape, from the gradients of the scores that <c>Loss</c> left on it.</summary>
    /// <param name="tape">What <c>Forward</c> and <c>Loss</c> left.</param>
    /// <param name="gradients">The gradients of the parameters, added to.</param>
    /// <param name="inputGradients">Of the inputs, in their layout, added to (padding: nothing); or empty, if they are not wanted, and for token ids.</param>
    /// <param name="stateGradients">
    /// [stream], read, then replaced: on entry of the final states, on return of the initial ones; or empty, for zeros that are not wanted back.
    /// </param>
    /// <exception cref="ArgumentException">A buffer has not the size it needs, or buffers overlap.</exception>
    /// <exception cref="InvalidOperationException"><c>Loss</c> was not the last call with the tape, or the tape is in use.</exception>
    void Backward(TTape tape, TGradients gradients, Span<float> inputGradients = default, Span<TState> stateGradients = default);
}
