using System;
using System.Linq;
using Xunit;

namespace RnnGen.Conformance.Tests;

/// <summary>
/// The reference in double against PyTorch in float64, forward and backward, layer upon layer and in both directions. PyTorch's results
/// were rounded to float32 when stored, so the bound is half a unit in the last place of the stored float: everything else about the two
/// agrees to some 1e-15.
/// </summary>
public sealed class ReferenceAgainstTorchTests
{
    /// <summary>
    /// What two correct double computations in different orders may differ by, times a good margin, relative to 1 or to the result if it
    /// is larger.
    /// </summary>
    private const double DoubleTolerance = 1e-12;

    [Theory]
    [InlineData("A_lstm_1x8")]
    [InlineData("A_lstm_3x5")]
    [InlineData("A_lstm_7x13")]
    [InlineData("A_lstm_17x31")]
    [InlineData("A_lstm_100x256")]
    [InlineData("A_gru_1x8")]
    [InlineData("A_gru_3x5")]
    [InlineData("A_gru_7x13")]
    [InlineData("A_gru_17x31")]
    [InlineData("A_rnn_tanh_3x5")]
    [InlineData("A_rnn_relu_7x13")]
    [InlineData("B_lstm_L2_uni_bias_tf_3x5_T1B1")]
    [InlineData("B_lstm_L2_bi_bias_bf_7x13_T4B5")]
    [InlineData("B_gru_L2_uni_bias_tf_3x5_T12B4")]
    [InlineData("B_gru_L2_bi_bias_bf_7x13_T1B1")]
    [InlineData("B_rnn_tanh_L2_bi_bias_tf_3x5_T9B2")]
    [InlineData("B_rnn_tanh_L2_bi_bias_bf_7x13_T1B1")]
    [InlineData("B_rnn_tanh_L2_bi_nobias_tf_1x8_T6B3")]
    [InlineData("B_rnn_tanh_L2_bi_nobias_bf_3x5_T12B4")]
    [InlineData("D_gru_packed_sorted_L1_uni")]
    [InlineData("D_lstm_packed_unsorted_L2_bi")]
    public void Outputs_final_states_and_gradients_agree(string name)
    {
        using TorchCase torch = TorchCase.Open(name);
        ReferenceCell[][] cells =
        [
            .. Enumerable.Range(0, torch.Layers).Select(layer => Enumerable.Range(0, torch.Directions)
                .Select(direction => ReferenceCell.Create(torch, layer, direction, Width(torch, layer))).ToArray()),
        ];
        for (int stream = 0; stream < torch.Streams; stream++)
        {
            var pullbacks = new Pullback[torch.Layers][];
            double[] sequence = ToDouble(torch.Input(stream));
            for (int layer = 0; layer < torch.Layers; layer++)
            {
                (sequence, pullbacks[layer]) = Forward(torch, cells[layer], layer, stream, sequence);
            }

            AssertStoredAs(torch.Output(stream), sequence, $"output of stream {stream}");

            double[] gradients = ToDouble(torch.OutputGradients(stream));
            for (int layer = torch.Layers - 1; layer >= 0; layer--)
            {
                gradients = Backward(torch, pullbacks[layer], layer, stream, gradients);
            }

            AssertStoredAs(torch.InputGradients(stream), gradients, $"input gradients of stream {stream}");
        }

        for (int layer = 0; layer < torch.Layers; layer++)
        {
            for (int direction = 0; direction < torch.Directions; direction++)
            {
                AssertParameterGradients(
                    torch.ParameterGradients(layer, direction, Width(torch, layer)),
                    cells[layer][direction].TorchGradients,
                    $"layer {layer}, direction {direction}");
            }
        }
    }

    /// <summary>A layer's inputs a step.</summary>
    private static int Width(TorchCase torch, int layer) => layer == 0 ? torch.InputSize : torch.OutputSize;

    /// <summary>
    /// One layer in all its directions over a whole sequence, [step, width] to [step, direction x hidden], with its final states checked.
    /// </summary>
    private static (double[] Outputs, Pullback[] Pullbacks) Forward(
        TorchCase torch, ReferenceCell[] cells, int layer, int stream, double[] inputs)
    {
        int steps = inputs.Length / Width(torch, layer);
        double[] outputs = new double[steps * torch.OutputSize];
        var pullbacks = new Pullback[torch.Directions];
        for (int direction = 0; direction < torch.Directions; direction++)
        {
            double[][] states = [.. torch.States.Select(state => ToDouble(torch.State(state + "0", layer, direction, stream)))];
            double[] directedOutputs = new double[steps * torch.HiddenSize];

            pullbacks[direction] = cells[direction].Forward(Directed(inputs, Width(torch, layer), direction), directedOutputs, states);

            directedOutputs = Directed(directedOutputs, torch.HiddenSize, direction);
            for (int step = 0; step < steps; step++)
            {
                directedOutputs.AsSpan(step * torch.HiddenSize, torch.HiddenSize)
                    .CopyTo(outputs.AsSpan((step * torch.OutputSize) + (direction * torch.HiddenSize)));
            }

            foreach ((string state, double[] final) in torch.States.Zip(states))
            {
                AssertStoredAs(
                    torch.State(state + "n", layer, direction, stream),
                    final,
                    $"{state}n of layer {layer}, direction {direction}, stream {stream}");
            }
        }

        return (outputs, pullbacks);
    }

    /// <summary>
    /// The way back of <see cref="Forward"/>, from gradients [step, direction x hidden] to [step, width], with those of the initial states
    /// checked.
    /// </summary>
    private static double[] Backward(TorchCase torch, Pullback[] pullbacks, int layer, int stream, double[] outputGradients)
    {
        int steps = outputGradients.Length / torch.OutputSize;
        double[] inputGradients = new double[steps * Width(torch, layer)];
        for (int direction = 0; direction < torch.Directions; direction++)
        {
            double[] directedGradients = new double[steps * torch.HiddenSize];
            for (int step = 0; step < steps; step++)
            {
                outputGradients.AsSpan((step * torch.OutputSize) + (direction * torch.HiddenSize), torch.HiddenSize)
                    .CopyTo(directedGradients.AsSpan(step * torch.HiddenSize));
            }

            double[][] stateGradients =
                [.. torch.States.Select(state => ToDouble(torch.State("G" + state, layer, direction, stream)))];
            double[] directedInputGradients = new double[inputGradients.Length];

            pullbacks[direction](Directed(directedGradients, torch.HiddenSize, direction), directedInputGradients, stateGradients);

            directedInputGradients = Directed(directedInputGradients, Width(torch, layer), direction);
            for (int i = 0; i < inputGradients.Length; i++)
            {
                inputGradients[i] += directedInputGradients[i];
            }

            foreach ((string state, double[] initial) in torch.States.Zip(stateGradients))
            {
                AssertStoredAs(
                    torch.State($"grad.{state}0", layer, direction, stream),
                    initial,
                    $"gradients of {state}0 of layer {layer}, direction {direction}, stream {stream}");
            }
        }

        return inputGradients;
    }

    private static double[] ToDouble(float[] values) => Array.ConvertAll(values, value => (double)value);

    /// <summary>A sequence in the order of a direction: as it is, or its steps reversed.</summary>
    private static double[] Directed(double[] sequence, int width, int direction)
    {
        if (direction == 0)
        {
            return sequence;
        }

        double[] reversed = new double[sequence.Length];
        for (int start = 0; start < sequence.Length; start += width)
        {
            sequence.AsSpan(start, width).CopyTo(reversed.AsSpan(sequence.Length - width - start));
        }

        return reversed;
    }

    private static void AssertParameterGradients(TorchParameters<float> stored, TorchParameters<double> computed, string where)
    {
        AssertStoredAs(stored.WeightIh, computed.WeightIh, $"gradients of weight_ih of {where}");
        AssertStoredAs(stored.WeightHh, computed.WeightHh, $"gradients of weight_hh of {where}");
        if (stored is { BiasIh: { } biasIh, BiasHh: { } biasHh })
        {
            AssertStoredAs(biasIh, computed.BiasIh!, $"gradients of bias_ih of {where}");
            AssertStoredAs(biasHh, computed.BiasHh!, $"gradients of bias_hh of {where}");
        }
    }

    private static void AssertStoredAs(float[] stored, double[] computed, string what)
    {
        Assert.Equal(stored.Length, computed.Length);
        for (int i = 0; i < stored.Length; i++)
        {
            double magnitude = Math.Abs(stored[i]);
            double halfUlp = (MathF.BitIncrement((float)magnitude) - magnitude) / 2;
            double difference = Math.Abs(computed[i] - stored[i]);
            Assert.True(
                difference <= halfUlp + (DoubleTolerance * Math.Max(1, magnitude)),
                $"{what}, element {i}: {computed[i]:R} is {difference:E1} from PyTorch's {stored[i]:R}, "
                + $"whose last place is {2 * halfUlp:E1}.");
        }
    }
}
