using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace RnnGen.Reference;

/// <summary>A layer around which what it takes is added to what it gives: y = x + f(x).</summary>
/// <typeparam name="T">The arithmetic.</typeparam>
public sealed class ResidualLayer<T> : Layer<T>
    where T : IFloatingPointIeee754<T>
{
    private readonly Layer<T> _layer;

    /// <summary>Creates a layer.</summary>
    /// <param name="layer">f, which gives as many numbers as it takes, and a row for each.</param>
    /// <exception cref="ArgumentException">It does not.</exception>
    public ResidualLayer(Layer<T> layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (layer.InputSize != layer.OutputSize || layer.IsPooled)
        {
            throw new ArgumentException("The layer must give rows as wide as those that it takes, and as many.", nameof(layer));
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

    internal override bool IsCausal => _layer.IsCausal;

    internal override IReadOnlyList<Range> Recurrent => _layer.Recurrent;

    /// <inheritdoc/>
    public override (T[] Outputs, LayerPullback<T> Pullback) Forward(T[] inputs, T[] state)
    {
        (T[] outputs, LayerPullback<T> pullback) = _layer.Forward(inputs, state);
        return (
            Sum(inputs, outputs),
            (outputGradients, stateGradients) => Sum(outputGradients, pullback(outputGradients, stateGradients)));
    }

    private static T[] Sum(T[] first, T[] second) => [.. first.Zip(second, static (x, y) => x + y)];
}
