using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace RnnGen.Reference;

/// <summary>Layers one after the other. Its state is that of every layer, one after the other.</summary>
/// <typeparam name="T">The arithmetic.</typeparam>
public sealed class Network<T> : Layer<T>
    where T : IFloatingPointIeee754<T>
{
    /// <summary>Creates a network.</summary>
    /// <param name="layers">At least one, from the first to the last.</param>
    /// <exception cref="ArgumentException">There is none, or a layer does not take what the one before gives.</exception>
    public Network(IReadOnlyList<Layer<T>> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (layers.Count == 0)
        {
            throw new ArgumentException("A network has at least one layer.", nameof(layers));
        }

        for (int index = 1; index < layers.Count; index++)
        {
            if (layers[index].InputSize != layers[index - 1].OutputSize)
            {
                throw new ArgumentException(
                    $"Layer {index} takes {layers[index].InputSize}, but the one before gives {layers[index - 1].OutputSize}.", nameof(layers));
            }
        }

        Layers = layers;
    }

    /// <summary>The layers.</summary>
    public IReadOnlyList<Layer<T>> Layers { get; }

    /// <inheritdoc/>
    public override int InputSize => Layers[0].InputSize;

    /// <inheritdoc/>
    public override int OutputSize => Layers[^1].OutputSize;

    /// <inheritdoc/>
    public override int StateSize => Layers.Sum(static layer => layer.StateSize);

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<T>> Parameters => [.. Layers.SelectMany(static layer => layer.Parameters)];

    internal override IReadOnlyList<Range> Recurrent =>
    [
        .. Layers.SelectMany((layer, index) =>
        {
            int start = Layers.Take(index).Sum(static before => before.StateSize);
            return layer.Recurrent.Select(range => (start + range.Start.Value)..(start + range.End.Value));
        }),
    ];

    internal override bool IsCausal => Layers.All(static layer => layer.IsCausal);

    internal override bool IsPooled => Layers.Any(static layer => layer.IsPooled);

    /// <inheritdoc/>
    public override (T[] Outputs, LayerPullback<T> Pullback) Forward(T[] inputs, T[] state)
    {
        CheckRows(inputs, state);
        var pullbacks = new LayerPullback<T>[Layers.Count];
        T[] rows = inputs;
        int offset = 0;
        for (int index = 0; index < Layers.Count; index++)
        {
            T[] own = state.AsSpan(offset, Layers[index].StateSize).ToArray();
            (rows, pullbacks[index]) = Layers[index].Forward(rows, own);
            own.CopyTo(state, offset);
            offset += own.Length;
        }

        return (rows, (outputGradients, stateGradients) =>
        {
            T[] gradients = outputGradients;
            int end = stateGradients.Length;
            for (int index = Layers.Count - 1; index >= 0; index--)
            {
                int start = end - Layers[index].StateSize;
                T[] own = stateGradients[start..end];
                gradients = pullbacks[index](gradients, own);
                own.CopyTo(stateGradients, start);
                end = start;
            }

            return gradients;
        }
        );
    }
}
