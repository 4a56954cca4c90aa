using System;
using RnnGen.Formats;

namespace RnnGen.BrowserProbe;

/// <summary>An LSTM step as one would type it: loops over arrays of floats.</summary>
internal sealed class PlainLstm
{
    private readonly float[] _weightIh;
    private readonly float[] _weightHh;
    private readonly float[] _bias;
    private readonly float[] _sums;
    private readonly float[] _cell;
    private readonly int _inputSize;
    private readonly int _hiddenSize;

    /// <summary>Reads the parameters of an emitted cell.</summary>
    /// <param name="parameters">Its tensors, in PyTorch's layout.</param>
    /// <param name="inputSize">Floats in an input.</param>
    /// <param name="hiddenSize">Floats in a hidden state.</param>
    public PlainLstm(TensorStore parameters, int inputSize, int hiddenSize)
    {
        _inputSize = inputSize;
        _hiddenSize = hiddenSize;
        _weightIh = parameters.Values("weight_ih_l0").ToArray();
        _weightHh = parameters.Values("weight_hh_l0").ToArray();
        _bias = parameters.Values("bias_ih_l0").ToArray();
        _sums = new float[4 * hiddenSize];
        _cell = new float[hiddenSize];
        Hidden = new float[hiddenSize];
    }

    /// <summary>The hidden state.</summary>
    public float[] Hidden { get; }

    /// <summary>Makes a step.</summary>
    /// <param name="input">The input.</param>
    public void Step(ReadOnlySpan<float> input)
    {
        for (int row = 0; row < _sums.Length; row++)
        {
            float sum = _bias[row];
            ReadOnlySpan<float> weights = _weightIh.AsSpan(row * _inputSize, _inputSize);
            for (int k = 0; k < weights.Length; k++)
            {
                sum += weights[k] * input[k];
            }

            weights = _weightHh.AsSpan(row * _hiddenSize, _hiddenSize);
            for (int k = 0; k < weights.Length; k++)
            {
                sum += weights[k] * Hidden[k];
            }

            _sums[row] = sum;
        }

        for (int unit = 0; unit < _hiddenSize; unit++)
        {
            float i = Sigmoid(_sums[unit]);
            float f = Sigmoid(_sums[_hiddenSize + unit]);
            float g = MathF.Tanh(_sums[(2 * _hiddenSize) + unit]);
            float o = Sigmoid(_sums[(3 * _hiddenSize) + unit]);
            _cell[unit] = (f * _cell[unit]) + (i * g);
            Hidden[unit] = o * MathF.Tanh(_cell[unit]);
        }
    }

    private static float Sigmoid(float x) => 1f / (1f + MathF.Exp(-x));
}
