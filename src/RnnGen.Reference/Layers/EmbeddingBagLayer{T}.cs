using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace RnnGen.Reference;

/// <summary>
/// Of a bag of tokens the sum or mean of their rows of a table: PyTorch's <c>nn.EmbeddingBag</c>. A bag is a row of as many numbers as the longest has, and one more: how
/// many ids there are, then the ids; what stands behind them is not read.
/// </summary>
/// <typeparam name="T">The arithmetic; token ids are numbers of it.</typeparam>
public sealed class EmbeddingBagLayer<T> : Layer<T>
    where T : IFloatingPointIeee754<T>
{
    private readonly Parameter<T> _weight;
    private readonly BagMode _mode;
    private readonly int _paddingIndex;

    /// <summary>Creates a table of zeros.</summary>
    /// <param name="vocabulary">Tokens.</param>
    /// <param name="size">Numbers a token.</param>
    /// <param name="mode">What becomes of the rows of a bag.</param>
    /// <param name="longest">The most ids of a bag.</param>
    /// <param name="paddingIndex">The token that is not there (PyTorch's <c>padding_idx</c>), or -1 for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1, or the token is not in the vocabulary.</exception>
    public EmbeddingBagLayer(int vocabulary, int size, BagMode mode, int longest, int paddingIndex)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabulary, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(longest);
        ArgumentOutOfRangeException.ThrowIfLessThan(paddingIndex, -1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(paddingIndex, vocabulary);
        InputSize = 1 + longest;
        OutputSize = size;
        _mode = mode;
        _paddingIndex = paddingIndex;
        int length = checked(vocabulary * size);
        _weight = new Parameter<T>("weight", new T[length], new T[length]);
    }

    /// <inheritdoc/>
    public override int InputSize { get; }

    /// <inheritdoc/>
    public override int OutputSize { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<T>> Parameters => [_weight];

    /// <inheritdoc/>
    public override (T[] Outputs, LayerPullback<T> Pullback) Forward(T[] inputs, T[] state)
    {
        int rows = CheckRows(inputs, state);
        int[][] bags = [.. Enumerable.Range(0, rows).Select(row => BagOf(inputs.AsSpan(row * InputSize, InputSize)))];
        T[] outputs = new T[rows * OutputSize];
        for (int row = 0; row < rows; row++)
        {
            foreach (int id in bags[row])
            {
                for (int i = 0; i < OutputSize; i++)
                {
                    outputs[(row * OutputSize) + i] += _weight.Values[(id * OutputSize) + i];
                }
            }

            for (int i = 0; i < OutputSize; i++)
            {
                outputs[(row * OutputSize) + i] /= Divisor(bags[row]);
            }
        }

        return (outputs, (outputGradients, _) =>
        {
            for (int row = 0; row < rows; row++)
            {
                foreach (int id in bags[row])
                {
                    for (int i = 0; i < OutputSize; i++)
                    {
                        _weight.Gradients[(id * OutputSize) + i] += outputGradients[(row * OutputSize) + i] / Divisor(bags[row]);
                    }
                }
            }

            return new T[inputs.Length];
        }
        );
    }

    // Without padding.
    private int[] BagOf(ReadOnlySpan<T> row)
    {
        int count = int.CreateChecked(row[0]);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, row.Length - 1);
        return [.. row.Slice(1, count).ToArray().Select(int.CreateChecked).Where(id => id != _paddingIndex)];
    }

    private T Divisor(int[] bag) => T.CreateChecked(_mode == BagMode.Mean ? Math.Max(1, bag.Length) : 1);
}
