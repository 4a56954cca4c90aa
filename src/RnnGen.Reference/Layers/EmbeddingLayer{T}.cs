using System;
using System.Collections.Generic;
using System.Numerics;

namespace RnnGen.Reference;

/// <summary>Of every token its row of a table: PyTorch's <c>nn.Embedding</c>.</summary>
/// <typeparam name="T">The arithmetic; token ids are numbers of it.</typeparam>
public sealed class EmbeddingLayer<T> : Layer<T>
    where T : IFloatingPointIeee754<T>
{
    private const int NoPadding = -1;

    private readonly Parameter<T> _weight;
    private readonly int _paddingIndex;

    /// <summary>Creates a table of zeros.</summary>
    /// <param name="vocabulary">Tokens.</param>
    /// <param name="size">Numbers a token.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
    public EmbeddingLayer(int vocabulary, int size)
        : this(vocabulary, size, NoPadding)
    {
    }

    /// <summary>Creates a table of zeros of which a row has no gradients.</summary>
    /// <param name="vocabulary">Tokens.</param>
    /// <param name="size">Numbers a token.</param>
    /// <param name="paddingIndex">The token of that row (PyTorch's <c>padding_idx</c>), or -1 for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1, or the token is not in the vocabulary.</exception>
    public EmbeddingLayer(int vocabulary, int size, int paddingIndex)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabulary, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(paddingIndex, NoPadding);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(paddingIndex, vocabulary);
        _paddingIndex = paddingIndex;
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
                int token = int.CreateChecked(inputs[i / OutputSize]);
                if (token != _paddingIndex)
                {
                    _weight.Gradients[(token * OutputSize) + (i % OutputSize)] += outputGradients[i];
                }
            }

            return new T[rows];
        }
        );
    }
}
