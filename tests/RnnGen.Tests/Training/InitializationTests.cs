using System;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Tests.Networks;
using RnnGen.Training;
using Xunit;

namespace RnnGen.Tests.Training;

/// <summary>First parameters, by what they are defined by.</summary>
public sealed class InitializationTests
{
    [Theory]
    [InlineData(12, 12, 1)]
    [InlineData(24, 7, 3)]
    [InlineData(8, 30, 2)]
    public void Orthogonal_matrices_are(int rows, int columns, int gates)
    {
        var tensors = new TensorStore();
        tensors.Write("w", [gates * rows, columns], new float[gates * rows * columns]);
        Initialization.Orthogonal(tensors, "w", seed: 1, gates, gain: 2);
        float[] values = tensors.Values("w").ToArray();
        int vectors = Math.Min(rows, columns);
        for (int gate = 0; gate < gates; gate++)
        {
            for (int a = 0; a < vectors; a++)
            {
                for (int b = 0; b <= a; b++)
                {
                    double product = rows <= columns
                        ? Enumerable.Range(0, columns).Sum(k => (double)At(gate, a, k) * At(gate, b, k))
                        : Enumerable.Range(0, rows).Sum(k => (double)At(gate, k, a) * At(gate, k, b));
                    Assert.Equal(a == b ? 4 : 0, product, 2e-6);
                }
            }
        }

        Assert.NotEqual(At(0, 0, 0), gates > 1 ? At(1, 0, 0) : 0);

        float At(int gate, int row, int column) => values[(((gate * rows) + row) * columns) + column];
    }

    [Fact]
    public void Bounds_are_those_of_the_shape()
    {
        var tensors = new TensorStore();
        tensors.Write("w", [4 * 50, 30], new float[4 * 50 * 30]);
        Initialization.Xavier(tensors, "w", seed: 1, gates: 4);
        float bound = (float)Math.Sqrt(6.0 / 80);
        Assert.InRange(tensors.Values("w").ToArray().Max(), 0.98f * bound, bound);
        Assert.InRange(tensors.Values("w").ToArray().Min(), -bound, -0.98f * bound);
        Initialization.Uniform(tensors, "w", 0.5f, seed: 2);
        Assert.InRange(tensors.Values("w").ToArray().Max(), 0.49f, 0.5f);
        Assert.Throws<ArgumentException>(() => Initialization.Xavier(tensors, "w", 1, gates: 3));
        Assert.Throws<TensorFormatException>(() => Initialization.Uniform(tensors, "x", 1, 1));
    }

    [Fact]
    public void Biases_of_an_LSTM_reach_the_network()
    {
        var network = new TestNetworks.Tokens();
        network.Initialize(1);
        var tensors = new TensorStore();
        network.Save(tensors);
        Initialization.ForgetBias(tensors, "lstm.", "_l0", 1.5f);
        Initialization.Chrono(tensors, "lstm.", "_l1", longest: 100, seed: 3);
        network.Load(tensors);
        var saved = new TensorStore();
        network.Save(saved);
        float[] first = saved.Values("lstm.bias_ih_l0").ToArray(), second = saved.Values("lstm.bias_ih_l1").ToArray();
        Assert.All(first[9..18], static value => Assert.Equal(1.5f, value));
        Assert.NotEqual(1.5f, first[0]);
        Assert.All(second[9..18], static value => Assert.InRange(value, 0, (float)Math.Log(99)));
        Assert.Equal(second[9..18].Select(static value => -value), second[..9]);
        Assert.All(second[18..], static value => Assert.Equal(0, value));
        Assert.Throws<ArgumentOutOfRangeException>(() => Initialization.Chrono(tensors, "lstm.", "_l1", 2, 3));
    }

    /// <summary>Of a GRU it is the update gate that keeps: bias z, the second.</summary>
    [Fact]
    public void Chrono_biases_of_a_GRU_are_those_of_its_update_gate()
    {
        var tensors = new TensorStore();
        tensors.Write("gru.bias_ih_l0", [12], Enumerable.Repeat(7f, 12).ToArray());
        tensors.Write("gru.bias_hh_l0", [12], Enumerable.Repeat(7f, 12).ToArray());
        Initialization.Chrono(tensors, "gru.", "_l0", longest: 50, seed: 3, gates: 3);
        float[] bias = tensors.Values("gru.bias_ih_l0").ToArray();
        Assert.All(bias[4..8], static value => Assert.InRange(value, 0.001f, (float)Math.Log(49)));
        Assert.All([.. bias[..4], .. bias[8..], .. tensors.Values("gru.bias_hh_l0")], static value => Assert.Equal(0, value));
        Assert.Equal("gates", Assert.Throws<ArgumentOutOfRangeException>(() => Initialization.Chrono(tensors, "gru.", "_l0", 50, 3, gates: 2)).ParamName);
        Assert.Equal("longest", Assert.Throws<ArgumentOutOfRangeException>(() => Initialization.Chrono(tensors, "gru.", "_l0", double.NaN, 3)).ParamName);
        Assert.Throws<TensorFormatException>(() => Initialization.Chrono(tensors, "lstm.", "_l0", 50, 3));
    }
}
