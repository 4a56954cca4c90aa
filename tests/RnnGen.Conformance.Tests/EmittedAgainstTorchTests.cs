using System;
using System.Linq;
using Xunit;

namespace RnnGen.Conformance.Tests;

/// <summary>Emitted cells against PyTorch in float64, layer upon layer and in both directions, by every entry point.</summary>
public sealed class EmittedAgainstTorchTests
{
    /// <summary>
    /// Of outputs and states after at most 12 steps from a given state: what the design allows for a single step from the same state. (The
    /// stored results are rounded to float32: 3e-8 of it.)
    /// </summary>
    private const double Tolerance = 1e-6;

    private static readonly string[] CaseNames =
    [
        "A_lstm_1x8", "A_lstm_3x5", "A_lstm_7x13", "A_lstm_17x31", "A_lstm_100x256",
        "B_lstm_L2_uni_bias_tf_3x5_T1B1", "B_lstm_L2_bi_bias_bf_7x13_T4B5",
        "A_gru_1x8", "A_gru_3x5", "A_gru_7x13", "A_gru_17x31", "B_gru_L2_uni_bias_tf_3x5_T12B4", "B_gru_L2_bi_bias_bf_7x13_T1B1",
        "A_rnn_tanh_3x5", "A_rnn_relu_7x13", "B_rnn_tanh_L2_bi_bias_tf_3x5_T9B2", "B_rnn_tanh_L2_bi_bias_bf_7x13_T1B1",
        "B_rnn_tanh_L2_bi_nobias_tf_1x8_T6B3", "B_rnn_tanh_L2_bi_nobias_bf_3x5_T12B4",
    ];

    public static TheoryData<string, WayToRun> Cases()
    {
        var cases = new TheoryData<string, WayToRun>();
        foreach (string name in CaseNames)
        {
            foreach (WayToRun way in Enum.GetValues<WayToRun>())
            {
                cases.Add(name, way);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_and_final_states_agree(string name, WayToRun way)
    {
        using TorchCase torch = TorchCase.Open(name);
        float[] sequence = new float[torch.Steps * torch.Streams * torch.InputSize];
        for (int stream = 0; stream < torch.Streams; stream++)
        {
            LayerRun.Scatter(torch.Input(stream), sequence, stream, torch.Streams, torch.InputSize);
        }

        int width = torch.InputSize;
        for (int layer = 0; layer < torch.Layers; layer++)
        {
            sequence = RunLayer(torch, way, layer, sequence, width);
            width = torch.OutputSize;
        }

        for (int stream = 0; stream < torch.Streams; stream++)
        {
            AssertClose(torch.Output(stream), LayerRun.Gather(sequence, stream, torch.Streams, width), $"output of stream {stream}");
        }
    }

    /// <summary>
    /// One layer in all its directions, [step, stream, width] to [step, stream, direction x hidden], with its final states checked.
    /// </summary>
    private static float[] RunLayer(TorchCase torch, WayToRun way, int layer, float[] inputs, int width)
    {
        float[] outputs = new float[torch.Steps * torch.Streams * torch.OutputSize];
        for (int direction = 0; direction < torch.Directions; direction++)
        {
            float[][] hidden = [.. Enumerable.Range(0, torch.Streams).Select(stream => torch.State("h0", layer, direction, stream))];
            bool hasCellState = torch.States.Contains("c");
            float[][] cell = hasCellState
                ? [.. Enumerable.Range(0, torch.Streams).Select(stream => torch.State("c0", layer, direction, stream))]
                : [];
            float[] directed = direction == 0 ? inputs : ReverseSteps(inputs, torch.Streams * width);
            float[] directedOutputs = new float[torch.Steps * torch.Streams * torch.HiddenSize];

            LayerRun.Compute(way, torch.Layer(layer, direction), torch.Kind, width, torch.HiddenSize, directed, directedOutputs, hidden, cell);

            directedOutputs = direction == 0 ? directedOutputs : ReverseSteps(directedOutputs, torch.Streams * torch.HiddenSize);
            for (int row = 0; row < torch.Steps * torch.Streams; row++)
            {
                directedOutputs.AsSpan(row * torch.HiddenSize, torch.HiddenSize)
                    .CopyTo(outputs.AsSpan((row * torch.OutputSize) + (direction * torch.HiddenSize)));
            }

            for (int stream = 0; stream < torch.Streams; stream++)
            {
                string where = $"layer {layer}, direction {direction}, stream {stream}";
                AssertClose(torch.State("hn", layer, direction, stream), hidden[stream], $"hn of {where}");
                if (hasCellState)
                {
                    AssertClose(torch.State("cn", layer, direction, stream), cell[stream], $"cn of {where}");
                }
            }
        }

        return outputs;
    }

    private static float[] ReverseSteps(float[] sequence, int width)
    {
        float[] reversed = new float[sequence.Length];
        for (int start = 0; start < sequence.Length; start += width)
        {
            sequence.AsSpan(start, width).CopyTo(reversed.AsSpan(sequence.Length - width - start));
        }

        return reversed;
    }

    private static void AssertClose(float[] expected, float[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = Math.Abs((double)expected[i] - actual[i]);
            Assert.True(difference <= Tolerance, $"{what}, element {i}: {actual[i]:R} is {difference:E1} from PyTorch's {expected[i]:R}.");
        }
    }
}
