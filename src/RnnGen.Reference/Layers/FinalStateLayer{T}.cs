using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace RnnGen.Reference;

/// <summary>
/// A recurrent layer that gives one row: the hidden state h of each of its directions as it is after the sequence, side by side (PyTorch's <c>h_n</c>). Of no
/// rows it gives the h of the state that it was given. Its state is that of the layer.
/// </summary>
/// <typeparam name="T">The arithmetic.</typeparam>
public sealed class FinalStateLayer<T> : Layer<T>
    where T : IFloatingPointIeee754<T>
{
    private readonly Layer<T> _layer;

    /// <summary>Creates a layer.</summary>
    /// <param name="layer">A recurrent layer, or one of both directions.</param>
    /// <exception cref="ArgumentException">The layer has no hidden state.</exception>
    public FinalStateLayer(Layer<T> layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (layer.Hidden.Count == 0)
        {
            throw new ArgumentException("Only a recurrent layer has a final state.", nameof(layer));
        }

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

    internal override IReadOnlyList<Range> Recurrent => _layer.Recurrent;

    internal override bool IsCausal => _layer.IsCausal;

    internal override bool IsPooled => true;

    /// <inheritdoc/>
    public override (T[] Outputs, LayerPullback<T> Pullback) Forward(T[] inputs, T[] state)
    {
        (T[] rows, LayerPullback<T> pullback) = _layer.Forward(inputs, state);
        T[] outputs = [.. _layer.Hidden.SelectMany(h => state[h])];
        return (outputs, (outputGradients, stateGradients) =>
        {
            int output = 0;
            foreach (Range h in _layer.Hidden)
            {
                foreach (ref T gradient in stateGradients.AsSpan(h))
                {
                    gradient += outputGradients[output++];
                }
            }

            return pullback(new T[rows.Length], stateGradients);
        }
        );
    }
}
