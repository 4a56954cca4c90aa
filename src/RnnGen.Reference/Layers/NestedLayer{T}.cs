using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace RnnGen.Reference;

/// <summary>
/// A layer that pools, over a sequence of tokens of its own at each row: from characters to a word. A sequence is a row of as many numbers as the longest has, and one more:
/// how many ids there are, then the ids; what stands behind them is not read. Each starts from a state of zeros.
/// </summary>
/// <typeparam name="T">The arithmetic; token ids are numbers of it.</typeparam>
public sealed class NestedLayer<T> : Layer<T>
    where T : IFloatingPointIeee754<T>
{
    private readonly int _maxSteps;

    /// <summary>Creates a layer.</summary>
    /// <param name="inner">Takes a token a row, and gives one row of all.</param>
    /// <param name="longest">The most ids of a sequence.</param>
    /// <param name="maxSteps">The most ids that are read: the first of a longer sequence.</param>
    /// <exception cref="ArgumentException">The inner layer does not take one number a row, or does not pool.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is less than it can be.</exception>
    public NestedLayer(Layer<T> inner, int longest, int maxSteps)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentOutOfRangeException.ThrowIfNegative(longest);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxSteps, 1);
        if (inner.InputSize != 1 || !inner.IsPooled)
        {
            throw new ArgumentException("The layer must take a token a row, and give one row of all.", nameof(inner));
        }

        Inner = inner;
        InputSize = 1 + longest;
        _maxSteps = maxSteps;
    }

    /// <summary>The layer that reads the sequences.</summary>
    public Layer<T> Inner { get; }

    /// <inheritdoc/>
    public override int InputSize { get; }

    /// <inheritdoc/>
    public override int OutputSize => Inner.OutputSize;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<T>> Parameters => Inner.Parameters;

    /// <inheritdoc/>
    public override (T[] Outputs, LayerPullback<T> Pullback) Forward(T[] inputs, T[] state)
    {
        int rows = CheckRows(inputs, state);
        T[][] outputs = new T[rows][];
        var pullbacks = new LayerPullback<T>[rows];
        for (int row = 0; row < rows; row++)
        {
            (outputs[row], pullbacks[row]) = Inner.Forward(SequenceOf(inputs.AsSpan(row * InputSize, InputSize)), new T[Inner.StateSize]);
        }

        return ([.. outputs.SelectMany(static output => output)], (outputGradients, _) =>
        {
            for (int row = 0; row < rows; row++)
            {
                pullbacks[row](outputGradients.AsSpan(row * OutputSize, OutputSize).ToArray(), new T[Inner.StateSize]);
            }

            return new T[inputs.Length];
        }
        );
    }

    private T[] SequenceOf(ReadOnlySpan<T> row)
    {
        int count = int.CreateChecked(row[0]);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, row.Length - 1);
        return row.Slice(1, Math.Min(count, _maxSteps)).ToArray();
    }
}
