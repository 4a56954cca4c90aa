using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Formats;

namespace Quickstart;

/// <summary>A linear layer, y = W x + b, as PyTorch's <c>nn.Linear</c>.</summary>
internal sealed class DenseLayer
{
    private readonly int _inputs;
    private readonly int _outputs;

    // W transposed, [input, output]: neighbouring outputs are neighbours in memory and share a vector.
    private readonly float[] _weights;
    private readonly float[] _bias;

    private DenseLayer(int inputs, int outputs, float[] weights, float[] bias)
    {
        _inputs = inputs;
        _outputs = outputs;
        _weights = weights;
        _bias = bias;
    }

    /// <summary>Reads <c>weight</c> [outputs, inputs] and <c>bias</c> [outputs].</summary>
    /// <param name="source">Where from.</param>
    /// <param name="prefix">What stands before the two names.</param>
    /// <param name="inputs">Floats it takes.</param>
    /// <param name="outputs">Floats it gives.</param>
    /// <exception cref="TensorFormatException">A tensor is missing or not what it should be.</exception>
    public static DenseLayer Load(ITensorSource source, string prefix, int inputs, int outputs)
    {
        float[] rows = new float[outputs * inputs];
        float[] bias = new float[outputs];
        source.Read(prefix + "weight", [outputs, inputs], rows);
        source.Read(prefix + "bias", [outputs], bias);

        float[] weights = new float[inputs * outputs];
        for (int output = 0; output < outputs; output++)
        {
            for (int input = 0; input < inputs; input++)
            {
                weights[(input * outputs) + output] = rows[(output * inputs) + input];
            }
        }

        return new DenseLayer(inputs, outputs, weights, bias);
    }

    /// <summary>Computes y = W x + b. Every output sums its terms in the order of the inputs, whatever the width of a vector.</summary>
    /// <param name="input">x: [inputs]</param>
    /// <param name="output">y: [outputs]</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // Full speed from the first character on, as the emitted code is.
    public void Apply(ReadOnlySpan<float> input, Span<float> output)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(input.Length, _inputs);
        ArgumentOutOfRangeException.ThrowIfNotEqual(output.Length, _outputs);
        _bias.CopyTo(output);
        Span<Vector<float>> outputVectors = MemoryMarshal.Cast<float, Vector<float>>(output);
        int rest = outputVectors.Length * Vector<float>.Count;
        for (int i = 0; i < input.Length; i++)
        {
            ReadOnlySpan<float> weights = _weights.AsSpan(i * _outputs, _outputs);
            ReadOnlySpan<Vector<float>> weightVectors = MemoryMarshal.Cast<float, Vector<float>>(weights);
            var x = new Vector<float>(input[i]);
            for (int v = 0; v < outputVectors.Length; v++)
            {
                outputVectors[v] = Vector.MultiplyAddEstimate(x, weightVectors[v], outputVectors[v]);
            }

            for (int o = rest; o < output.Length; o++)
            {
                output[o] = float.MultiplyAddEstimate(input[i], weights[o], output[o]);
            }
        }
    }
}
