using System;
using System.Collections.Generic;
using System.Numerics;

namespace RnnGen.Reference;

/// <summary>Of every token its row of a table: PyTorch's <c>nn.Embedding</c>.</summary>
/// <typeparam name="T">The arithmetic; token ids are numbers of it.</typeparam>
public sealed class EmbeddingLayer<T> : Layer<T>
    where T : IFloatingPointIeee754<T>
{
    private readonly Parameter<T> _weight;

    /// <summary>Creates a table of zeros.</summary>
    /// <param name="vocabulary">Tokens.</param>
    /// <param name="size">Numbers a token.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
    public EmbeddingLayer(int vocabulary, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabulary, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        OutputSize = size;
        int length = checked(vocabulary * size);
        _weight = new Parameter<T>("weight", new T[length], new T[length]);
    }

    /// <inheritdoc/>
    public override int InputSize => 1;

    /// <inheritdoc/>
    public override int OutputSize { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<T>> Parameters => [_weight];

    /// <inheritdoc/>
    public override (T[] Outputs, LayerPullback<T> Pullback) Forward(T[] inputs, T[] state)
    {
        int rows = CheckRows(inputs, state);
        T[] outputs = new T[rows * OutputSize];
        for (int row = 0; row < rows; row++)
        {
            _weight.Values.AsSpan(int.CreateChecked(inputs[row]) * OutputSize, OutputSize).CopyTo(outputs.AsSpan(row * OutputSize));
        }

        return (outputs, (outputGradients, _) =>
        {
            for (int i = 0; i < outputGradients.Length; i++)
            {
                _weight.Gradients[(int.CreateChecked(inputs[i / OutputSize]) * OutputSize) + (i % OutputSize)] += outputGradients[i];
            }

            return new T[rows];
        }
        );
    }
}
