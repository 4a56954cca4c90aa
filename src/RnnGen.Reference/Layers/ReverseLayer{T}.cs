using System;
using System.Collections.Generic;
using System.Numerics;

namespace RnnGen.Reference;

/// <summary>
/// A layer that reads a sequence from its end (ONNX's <c>reverse</c>, Keras's <c>go_backwards</c>): the outputs of a row stand at that row, and the state is that after
/// the first row.
/// </summary>
/// <typeparam name="T">The arithmetic.</typeparam>
public sealed class ReverseLayer<T> : Layer<T>
    where T : IFloatingPointIeee754<T>
{
    private readonly Layer<T> _layer;

    /// <summary>Creates a layer.</summary>
    /// <param name="layer">What reads the turned sequence.</param>
    public ReverseLayer(Layer<T> layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        _layer = layer;
    }

    /// <inheritdoc/>
    public override int InputSize => _layer.InputSize;

    /// <inheritdoc/>
    public override int OutputSize => _layer.OutputSize;

    /// <inheritdoc/>
    public override int StateSize => _layer.StateSize;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<T>> Parameters => _layer.Parameters;

    internal override bool IsCausal => false;

    internal override IReadOnlyList<Range> Hidden => _layer.Hidden;

    /// <inheritdoc/>
    public override (T[] Outputs, LayerPullback<T> Pullback) Forward(T[] inputs, T[] state)
    {
        CheckRows(inputs, state);
        (T[] outputs, LayerPullback<T> pullback) = _layer.Forward(Turned(inputs, InputSize), state);
        return (
            Turned(outputs, OutputSize),
            (outputGradients, stateGradients) => Turned(pullback(Turned(outputGradients, OutputSize), stateGradients), InputSize));
    }
}
