using System;
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
        new TorchModule(torch, (layer, direction, width) => ReferenceCell.Create(torch, layer, direction, width), AssertStoredAs).Check();
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
