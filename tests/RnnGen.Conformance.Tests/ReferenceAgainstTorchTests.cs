using System;
using System.Linq;
using Xunit;

namespace RnnGen.Conformance.Tests;

/// <summary>
/// The reference in double against PyTorch in float64. PyTorch's results were rounded to float32 when stored, so the bound is half a unit
/// in the last place of the stored float: everything else about the two agrees to some 1e-15.
/// </summary>
public sealed class ReferenceAgainstTorchTests
{
    /// <summary>What two correct double computations in different orders may differ by, times a good margin.</summary>
    private const double DoubleTolerance = 1e-12;

    [Theory]
    [InlineData("A_lstm_1x8")]
    [InlineData("A_lstm_3x5")]
    [InlineData("A_lstm_7x13")]
    [InlineData("A_lstm_17x31")]
    [InlineData("A_lstm_100x256")]
    [InlineData("B_lstm_L2_uni_bias_tf_3x5_T1B1")]
    [InlineData("A_gru_1x8")]
    [InlineData("A_gru_3x5")]
    [InlineData("A_gru_7x13")]
    [InlineData("A_gru_17x31")]
    [InlineData("A_rnn_tanh_3x5")]
    [InlineData("A_rnn_relu_7x13")]
    [InlineData("B_lstm_L2_bi_bias_bf_7x13_T4B5")]
    [InlineData("B_gru_L2_uni_bias_tf_3x5_T12B4")]
    [InlineData("B_gru_L2_bi_bias_bf_7x13_T1B1")]
    [InlineData("B_rnn_tanh_L2_bi_bias_tf_3x5_T9B2")]
    [InlineData("B_rnn_tanh_L2_bi_bias_bf_7x13_T1B1")]
    [InlineData("B_rnn_tanh_L2_bi_nobias_tf_1x8_T6B3")]
    [InlineData("B_rnn_tanh_L2_bi_nobias_bf_3x5_T12B4")]
    public void Outputs_and_final_states_agree(string name)
    {
        using TorchCase torch = TorchCase.Open(name);
        for (int stream = 0; stream < torch.Streams; stream++)
        {
            double[] sequence = ToDouble(torch.Input(stream));
            int width = torch.InputSize;
            for (int layer = 0; layer < torch.Layers; layer++)
            {
                sequence = RunLayer(torch, layer, stream, sequence, width);
                width = torch.OutputSize;
            }

            AssertStoredAs(torch.Output(stream), sequence, $"output of stream {stream}");
        }
    }

    /// <summary>
    /// One layer in all its directions over a whole sequence, [step, width] to [step, direction x hidden], with its final states checked.
    /// </summary>
    private static double[] RunLayer(TorchCase torch, int layer, int stream, double[] inputs, int width)
    {
        double[] outputs = new double[torch.Steps * torch.OutputSize];
        for (int direction = 0; direction < torch.Directions; direction++)
        {
            bool reverse = direction == 1;
            ReferenceCell cell = ReferenceCell.Create(torch, layer, direction, width);
            double[][] states = [.. torch.States.Select(state => ToDouble(torch.State(state + "0", layer, direction, stream)))];
            double[] directed = reverse ? ReverseSteps(inputs, width) : inputs;
            double[] directedOutputs = new double[torch.Steps * torch.HiddenSize];

            cell.Run(directed, directedOutputs, states);

            directedOutputs = reverse ? ReverseSteps(directedOutputs, torch.HiddenSize) : directedOutputs;
            for (int step = 0; step < torch.Steps; step++)
            {
                directedOutputs.AsSpan(step * torch.HiddenSize, torch.HiddenSize)
                    .CopyTo(outputs.AsSpan((step * torch.OutputSize) + (direction * torch.HiddenSize)));
            }

            string where = $"layer {layer}, direction {direction}, stream {stream}";
            foreach ((string state, double[] final) in torch.States.Zip(states))
            {
                AssertStoredAs(torch.State(state + "n", layer, direction, stream), final, $"{state}n of {where}");
            }
        }

        return outputs;
    }

    private static double[] ToDouble(float[] values) => Array.ConvertAll(values, value => (double)value);

    private static double[] ReverseSteps(double[] sequence, int width)
    {
        double[] reversed = new double[sequence.Length];
        for (int start = 0; start < sequence.Length; start += width)
        {
            sequence.AsSpan(start, width).CopyTo(reversed.AsSpan(sequence.Length - width - start));
        }

        return reversed;
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
                difference <= halfUlp + DoubleTolerance,
                $"{what}, element {i}: {computed[i]:R} is {difference:E1} from PyTorch's {stored[i]:R}, whose last place is {2 * halfUlp:E1}.");
        }
    }
}
