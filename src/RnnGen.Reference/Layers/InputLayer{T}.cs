using System;
using System.Linq;
using System.Numerics;

namespace RnnGen.Reference;

/// <summary>Gives what it takes: numbers beside what other parts of a <see cref="ConcatenationLayer{T}"/> give.</summary>
/// <typeparam name="T">The arithmetic.</typeparam>
public sealed class InputLayer<T> : Layer<T>
    where T : IFloatingPointIeee754<T>
{
    /// <summary>Creates a layer.</summary>
    /// <param name="size">Numbers a row.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public InputLayer(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        InputSize = size;
    }

    /// <inheritdoc/>
    public override int InputSize { get; }

    /// <inheritdoc/>
    public override int OutputSize => InputSize;

    /// <inheritdoc/>
    public override (T[] Outputs, LayerPullback<T> Pullback) Forward(T[] inputs, T[] state)
    {
        CheckRows(inputs, state);
        return ([.. inputs], static (outputGradients, _) => [.. outputGradients]);
    }
}
