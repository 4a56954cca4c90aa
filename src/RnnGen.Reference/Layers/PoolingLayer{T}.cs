using System;
using System.Linq;
using System.Numerics;

namespace RnnGen.Reference;

/// <summary>
/// Pools over time: of all rows since the state was fresh it gives one. The state is the number of those rows, then the last of them, their sum, or the largest
/// of each number; of no rows the output is zeros.
/// </summary>
/// <typeparam name="T">The arithmetic.</typeparam>
public sealed class PoolingLayer<T> : Layer<T>
    where T : IFloatingPointIeee754<T>
{
    private readonly PoolingKind _kind;

    /// <summary>Creates a layer.</summary>
    /// <param name="size">Numbers a row.</param>
    /// <param name="kind">How.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is less than 1.</exception>
    public PoolingLayer(int size, PoolingKind kind)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        InputSize = size;
        _kind = kind;
    }

    /// <inheritdoc/>
    public override int InputSize { get; }

    /// <inheritdoc/>
    public override int OutputSize => InputSize;

    /// <inheritdoc/>
    public override int StateSize => 1 + InputSize;

    internal override bool IsPooled => true;

    /// <inheritdoc/>
    public override (T[] Outputs, LayerPullback<T> Pullback) Forward(T[] inputs, T[] state)
    {
        int rows = CheckRows(inputs, state);

        // The row that each number is from; -1 where it was there before.
        int[] winners = [.. Enumerable.Repeat(-1, InputSize)];
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < InputSize; i++)
            {
                T value = inputs[(row * InputSize) + i];
                bool isFirst = T.IsZero(state[0]);
                if (_kind == PoolingKind.Mean)
                {
                    state[1 + i] += value;
                }
                else if (isFirst || _kind == PoolingKind.LastStep || value > state[1 + i])
                {
                    state[1 + i] = value;
                    winners[i] = row;
                }
            }

            state[0] += T.One;
        }

        T count = state[0];
        T divisor = _kind == PoolingKind.Mean ? count : T.One;
        T[] outputs = T.IsZero(count) ? new T[InputSize] : [.. state.Skip(1).Select(value => value / divisor)];
        return (outputs, (outputGradients, stateGradients) =>
        {
            T[] inputGradients = new T[inputs.Length];
            stateGradients[0] = T.Zero;
            for (int i = 0; i < InputSize; i++)
            {
                T gradient = stateGradients[1 + i] + (T.IsZero(count) ? T.Zero : outputGradients[i] / divisor);
                for (int row = 0; row < rows; row++)
                {
                    if (_kind == PoolingKind.Mean || row == winners[i])
                    {
                        inputGradients[(row * InputSize) + i] = gradient;
                    }
                }

                stateGradients[1 + i] = _kind == PoolingKind.Mean || winners[i] < 0 ? gradient : T.Zero;
            }

            return inputGradients;
        }
        );
    }
}
