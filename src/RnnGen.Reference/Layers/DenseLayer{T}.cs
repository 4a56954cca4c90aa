using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace RnnGen.Reference;

/// <summary>A dense layer, y = activation(W x + b): PyTorch's <c>nn.Linear</c> and what follows it.</summary>
/// <typeparam name="T">The arithmetic.</typeparam>
public sealed class DenseLayer<T> : Layer<T>
    where T : IFloatingPointIeee754<T>
{
    private readonly Parameter<T> _weight;
    private readonly Parameter<T> _bias;
    private readonly DenseActivation _activation;

    /// <summary>Creates a layer of zeros.</summary>
    /// <param name="input">Numbers a row that it takes.</param>
    /// <param name="output">Numbers a row that it gives.</param>
    /// <param name="activation">What is applied to the sums.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
    public DenseLayer(int input, int output, DenseActivation activation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(input, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(output, 1);
        InputSize = input;
        OutputSize = output;
        _activation = activation;
        _weight = new Parameter<T>("weight", new T[checked(output * input)], new T[output * input]);
        _bias = new Parameter<T>("bias", new T[output], new T[output]);
        Parameters = [_weight, _bias];
    }

    /// <summary>Creates a layer whose weight is the table of an embedding (<c>linear.weight = embedding.weight</c>): that has the parameter, and the gradients of both uses.</summary>
    /// <param name="table">The embedding: as many tokens as the layer gives numbers, and as many numbers as it takes.</param>
    /// <param name="activation">What is applied to the sums.</param>
    /// <exception cref="ArgumentNullException"><paramref name="table"/> is null.</exception>
    public DenseLayer(EmbeddingLayer<T> table, DenseActivation activation)
    {
        ArgumentNullException.ThrowIfNull(table);
        _weight = table.Parameters[0];
        InputSize = table.OutputSize;
        OutputSize = _weight.Values.Length / InputSize;
        _activation = activation;
        _bias = new Parameter<T>("bias", new T[OutputSize], new T[OutputSize]);
        Parameters = [_bias];
    }

    /// <inheritdoc/>
    public override int InputSize { get; }

    /// <inheritdoc/>
    public override int OutputSize { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <inheritdoc/>
    public override (T[] Outputs, LayerPullback<T> Pullback) Forward(T[] inputs, T[] state)
    {
        int rows = CheckRows(inputs, state);
        T[] outputs = new T[rows * OutputSize];
        for (int row = 0; row < rows; row++)
        {
            T[] sums = [.. _bias.Values];
            for (int output = 0; output < OutputSize; output++)
            {
                for (int input = 0; input < InputSize; input++)
                {
                    sums[output] += _weight.Values[(output * InputSize) + input] * inputs[(row * InputSize) + input];
                }
            }

            Activate(sums).CopyTo(outputs, row * OutputSize);
        }

        return (outputs, (outputGradients, _) => Backward(inputs, outputs, outputGradients));
    }

    private T[] Backward(T[] inputs, T[] outputs, T[] outputGradients)
    {
        T[] inputGradients = new T[inputs.Length];
        for (int row = 0; row < outputs.Length / OutputSize; row++)
        {
            T[] sumGradients = SumGradients(outputs.AsSpan(row * OutputSize, OutputSize).ToArray(), outputGradients.AsSpan(row * OutputSize, OutputSize).ToArray());
            for (int output = 0; output < OutputSize; output++)
            {
                _bias.Gradients[output] += sumGradients[output];
                for (int input = 0; input < InputSize; input++)
                {
                    _weight.Gradients[(output * InputSize) + input] += sumGradients[output] * inputs[(row * InputSize) + input];
                    inputGradients[(row * InputSize) + input] += sumGradients[output] * _weight.Values[(output * InputSize) + input];
                }
            }
        }

        return inputGradients;
    }

    private T[] Activate(T[] sums)
    {
        switch (_activation)
        {
            case DenseActivation.Relu:
                return [.. sums.Select(static sum => T.Max(sum, T.Zero))];
            case DenseActivation.Tanh:
                return [.. sums.Select(T.Tanh)];
            case DenseActivation.Sigmoid:
                return [.. sums.Select(static sum => T.One / (T.One + T.Exp(-sum)))];
            case DenseActivation.Softmax or DenseActivation.LogSoftmax:
                T largest = sums.Max()!;
                T total = T.Zero;
                foreach (T sum in sums)
                {
                    total += T.Exp(sum - largest);
                }

                return _activation == DenseActivation.Softmax
                    ? [.. sums.Select(sum => T.Exp(sum - largest) / total)]
                    : [.. sums.Select(sum => sum - largest - T.Log(total))];
            default:
                return sums;
        }
    }

    // From the outputs y of a row and their gradients dy.
    private T[] SumGradients(T[] y, T[] dy)
    {
        T mean = T.Zero;
        for (int k = 0; k < y.Length; k++)
        {
            mean += _activation == DenseActivation.Softmax ? dy[k] * y[k] : dy[k];
        }

        return
        [
            .. y.Select((value, k) => _activation switch
            {
                DenseActivation.Relu => value > T.Zero ? dy[k] : T.Zero,
                DenseActivation.Tanh => dy[k] * (T.One - (value * value)),
                DenseActivation.Sigmoid => dy[k] * value * (T.One - value),
                DenseActivation.Softmax => value * (dy[k] - mean),
                DenseActivation.LogSoftmax => dy[k] - (T.Exp(value) * mean),
                _ => dy[k],
            }),
        ];
    }
}
