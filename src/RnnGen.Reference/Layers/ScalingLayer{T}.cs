using System;
using System.Linq;
using System.Numerics;

namespace RnnGen.Reference;

/// <summary>Multiplies every number with a factor that is known: what dropout with a given mask is.</summary>
/// <typeparam name="T">The arithmetic.</typeparam>
public sealed class ScalingLayer<T> : Layer<T>
    where T : IFloatingPointIeee754<T>
{
    private readonly Func<int, int, T> _factor;

    /// <summary>Creates a layer.</summary>
    /// <param name="size">Numbers a row.</param>
    /// <param name="factor">The factor of a row's number.</param>
    public ScalingLayer(int size, Func<int, int, T> factor)
    {
        ArgumentNullException.ThrowIfNull(factor);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        InputSize = size;
        _factor = factor;
    }

    /// <inheritdoc/>
    public override int InputSize { get; }

    /// <inheritdoc/>
    public override int OutputSize => InputSize;

    /// <inheritdoc/>
    public override (T[] Outputs, LayerPullback<T> Pullback) Forward(T[] inputs, T[] state)
    {
        CheckRows(inputs, state);
        return (Scale(inputs), (outputGradients, _) => Scale(outputGradients));
    }

    private T[] Scale(T[] rows) => [.. rows.Select((value, index) => value * _factor(index / InputSize, index % InputSize))];
}
