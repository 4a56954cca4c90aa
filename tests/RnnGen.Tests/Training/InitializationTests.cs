using System;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Tests.Cells;
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
    [InlineData(1, 1, 1)]
    [InlineData(70, 70, 1)]
    [InlineData(33, 130, 1)]
    [InlineData(131, 66, 1)]
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

    /// <summary>What was h = 1 falls to u / (1 + u), not to 1 / (1 + u): z replaces in a GRU of complements, and keeps in the others.</summary>
    [Fact]
    public void A_cell_with_chrono_biases_keeps_its_state()
    {
        var complement = new TestCells.Gru9x48ComplementReset();
        InitializeChrono(sink => complement.Save(sink), source => complement.Load(source));
        TestCells.Gru9x48ComplementReset.State first = default;
        first.Hidden.Fill(1f);
        complement.Step(new float[9], ref first);
        Assert.All(first.Hidden.ToArray(), static value => Assert.InRange(value, 0.49f, 0.999f));
        var after = new TestCells.Gru3x19();
        InitializeChrono(sink => after.Save(sink), source => after.Load(source));
        TestCells.Gru3x19.State second = default;
        second.Hidden.Fill(1f);
        after.Step(new float[3], ref second);
        Assert.All(second.Hidden.ToArray(), static value => Assert.InRange(value, 0.49f, 0.999f));

        // With layer normalisation by its shift, and where each unit sees its own h alone.
        var shifted = new TestCells.Gru5x37Normalized();
        InitializeChrono(sink => shifted.Save(sink), source => shifted.Load(source));
        TestCells.Gru5x37Normalized.State third = default;
        third.Hidden.Fill(1f);
        shifted.Step(new float[5], ref third);
        Assert.All(third.Hidden.ToArray(), static value => Assert.InRange(value, 0.49f, 0.999f));
        var diagonal = new TestCells.Gru5x40Diagonal();
        InitializeChrono(sink => diagonal.Save(sink), source => diagonal.Load(source));
        TestCells.Gru5x40Diagonal.State fourth = default;
        fourth.Hidden.Fill(1f);
        diagonal.Step(new float[5], ref fourth);
        Assert.All(fourth.Hidden.ToArray(), static value => Assert.InRange(value, 0.49f, 0.999f));

        // Of an LSTM it is c that is kept: coupled gates and layer normalisation, then neither.
        var normalized = new TestCells.Lstm5x37Normalized();
        InitializeChrono(sink => normalized.Save(sink), source => normalized.Load(source));
        TestCells.Lstm5x37Normalized.State state = default;
        state.Cell.Fill(1f);
        normalized.Step(new float[5], ref state);
        Assert.All(state.Cell.ToArray(), static value => Assert.InRange(value, 0.49f, 0.999f));
        var plain = new TestCells.Lstm3x19();
        InitializeChrono(sink => plain.Save(sink), source => plain.Load(source));
        TestCells.Lstm3x19.State other = default;
        other.Cell.Fill(1f);
        plain.Step(new float[3], ref other);
        Assert.All(other.Cell.ToArray(), static value => Assert.InRange(value, 0.49f, 0.999f));
    }

    /// <summary>Three gates may be those of a GRU or of an LSTM: the network knows.</summary>
    [Fact]
    public void The_cell_decides_which_gate_has_which_bias()
    {
        var network = new MixedNetwork();
        network.Initialize(1);
        TensorStore tensors = Saved(network);
        float[] drawn = tensors.Values("coupled.bias_ih_l0").ToArray();
        foreach (string name in (string[])["complement", "gru", "coupled", "normalized", "both"])
        {
            Initialization.Chrono(tensors, name + ".", "_l0", longest: 50, seed: 3);
        }

        Initialization.Chrono(tensors, "both.", "_l0_reverse", longest: 50, seed: 3, gates: 4);
        network.Load(tensors);
        tensors = Saved(network);
        AssertGates("complement.bias_ih_l0", 0, -1, 0);
        AssertGates("gru.bias_ih_l0", 0, 1, 0);
        AssertGates("coupled.bias_ih_l0", -1, 0, 0);
        AssertGates("normalized.layer_norm_gates_bias_l0", -1, 1, 0, 0);
        AssertGates("normalized.bias_ih_l0", 0, 0, 0, 0);
        AssertGates("both.bias_ih_l0", -1, 1, 0, 0);
        AssertGates("both.bias_ih_l0_reverse", -1, 1, 0, 0);
        Assert.NotEqual(tensors.Values("both.bias_ih_l0").ToArray(), tensors.Values("both.bias_ih_l0_reverse").ToArray());

        // The weights are as they were, and so is what was not asked for.
        Assert.NotEqual(drawn, tensors.Values("coupled.bias_ih_l0").ToArray());
        TensorStore before = SavedInitial();
        foreach (string name in before.Names.Where(static name => name.Contains("weight_") || name.StartsWith("elman") || name.StartsWith("hard")))
        {
            Assert.Equal(before.Values(name).ToArray(), tensors.Values(name).ToArray());
        }

        Initialization.ForgetBias(tensors, "normalized.", "_l0", 2f);
        Initialization.ForgetBias(tensors, "hard.", "_l0", 2f);
        Assert.All(tensors.Values("normalized.layer_norm_gates_bias_l0")[8..16].ToArray(), static value => Assert.Equal(2f, value));
        Assert.All(tensors.Values("hard.bias_ih_l0")[8..16].ToArray(), static value => Assert.Equal(2f, value));

        void AssertGates(string name, params int[] signs)
        {
            float[] values = tensors.Values(name).ToArray();
            Assert.Equal(8 * signs.Length, values.Length);
            Assert.All(Enumerable.Range(0, values.Length), i => Assert.True(
                signs[i / 8] == 0 ? values[i] == 0 : values[i] * signs[i / 8] > 0 && Math.Abs(values[i]) <= Math.Log(49), $"{name}[{i}] is {values[i]}"));
        }
    }

    [Theory]
    [InlineData("complement", "ComplementReset", "forget gate")]
    [InlineData("gru", "a GRU", "forget gate")]
    [InlineData("coupled", "CoupledGates", "1 - i")]
    [InlineData("elman", "Elman", "forget gate")]
    [InlineData("unbiased", "LSTM", "no biases")]
    public void A_forget_bias_is_refused_by_a_cell_without_a_forget_gate(string layer, string kind, string reason)
    {
        TensorStore tensors = SavedInitial();
        ArgumentException refused = Assert.Throws<ArgumentException>(() => Initialization.ForgetBias(tensors, layer + ".", "_l0", 1f));
        Assert.All([layer, kind, reason], text => Assert.Contains(text, refused.Message));
        AssertUnchanged(tensors);
    }

    [Theory]
    [InlineData("elman", "Elman", 0)]
    [InlineData("hard", "sigmoid", 0)]
    [InlineData("unbiased", "no biases", 0)]
    [InlineData("coupled", "3 gates, not 4", 4)]
    [InlineData("both", "4 gates, not 3", 3)]
    public void Chrono_is_refused_by_a_cell_that_it_does_not_fit(string layer, string reason, int gates)
    {
        TensorStore tensors = SavedInitial();
        ArgumentException refused = Assert.Throws<ArgumentException>(() => Initialization.Chrono(tensors, layer + ".", "_l0", 50, 3, gates));
        Assert.Contains(layer, refused.Message);
        Assert.Contains(reason, refused.Message);
        AssertUnchanged(tensors);
    }

    /// <summary>Of tensors that no cell saved it is the caller who knows, or nobody.</summary>
    [Fact]
    public void Of_unknown_tensors_the_gates_must_be_said()
    {
        var tensors = new TensorStore();
        tensors.Write("gru.bias_ih_l0", [12], Enumerable.Repeat(7f, 12).ToArray());
        tensors.Write("gru.bias_hh_l0", [12], Enumerable.Repeat(7f, 12).ToArray());
        Assert.Contains("save the cell", Assert.Throws<ArgumentException>(() => Initialization.Chrono(tensors, "gru.", "_l0", 50, 3)).Message);
        Assert.Contains("save the cell", Assert.Throws<ArgumentException>(() => Initialization.ForgetBias(tensors, "gru.", "_l0", 1f)).Message);
        Initialization.Chrono(tensors, "gru.", "_l0", longest: 50, seed: 3, gates: 3);
        float[] bias = tensors.Values("gru.bias_ih_l0").ToArray();
        Assert.All(bias[4..8], static value => Assert.InRange(value, 0.001f, (float)Math.Log(49)));
        Assert.All([.. bias[..4], .. bias[8..], .. tensors.Values("gru.bias_hh_l0")], static value => Assert.Equal(0, value));
        Assert.Equal("gates", Assert.Throws<ArgumentOutOfRangeException>(() => Initialization.Chrono(tensors, "gru.", "_l0", 50, 3, gates: 2)).ParamName);
        Assert.Equal("longest", Assert.Throws<ArgumentOutOfRangeException>(() => Initialization.Chrono(tensors, "gru.", "_l0", double.NaN, 3)).ParamName);
        Assert.Throws<TensorFormatException>(() => Initialization.Chrono(tensors, "lstm.", "_l0", 50, 3));
    }

    /// <summary>One seed for a whole network: no tensor is a multiple of another.</summary>
    [Fact]
    public void Two_tensors_of_one_seed_are_not_proportional()
    {
        var tensors = new TensorStore();
        foreach (string name in (string[])["a", "b"])
        {
            tensors.Write(name, [16, 8], new float[128]);
        }

        Action<string>[] ways =
        [
            name => Initialization.Uniform(tensors, name, 0.5f, seed: 1),
            name => Initialization.Xavier(tensors, name, seed: 1),
            name => Initialization.Orthogonal(tensors, name, seed: 1),
        ];
        foreach (Action<string> way in ways)
        {
            way("a");
            way("b");
            float[] a = tensors.Values("a").ToArray(), b = tensors.Values("b").ToArray();
            double products = a.Zip(b, static (x, y) => (double)x * y).Sum(), squares = a.Sum(static x => (double)x * x) * b.Sum(static x => (double)x * x);
            Assert.InRange(Math.Abs(products) / Math.Sqrt(squares), 0, 0.5);
            way("a");
            Assert.Equal(a, tensors.Values("a").ToArray());
        }
    }

    [Fact]
    public void Bounds_and_gains_that_are_no_sizes_are_refused()
    {
        var tensors = new TensorStore();
        tensors.Write("w", [8, 4], Enumerable.Repeat(7f, 32).ToArray());
        foreach (double wrong in (double[])[double.NaN, -1, double.PositiveInfinity, 1e300])
        {
            Assert.Equal("bound", Assert.Throws<ArgumentOutOfRangeException>(() => Initialization.Uniform(tensors, "w", (float)wrong, 1)).ParamName);
            Assert.Equal("gain", Assert.Throws<ArgumentOutOfRangeException>(() => Initialization.Xavier(tensors, "w", 1, gain: wrong)).ParamName);
            Assert.Equal("gain", Assert.Throws<ArgumentOutOfRangeException>(() => Initialization.Orthogonal(tensors, "w", 1, gain: wrong)).ParamName);
        }

        TensorStore network = SavedInitial();
        Assert.Equal("value", Assert.Throws<ArgumentOutOfRangeException>(() => Initialization.ForgetBias(network, "both.", "_l0", float.NaN)).ParamName);
        AssertUnchanged(network);
        Assert.All(tensors.Values("w").ToArray(), static value => Assert.Equal(7f, value));
    }

    // Parameters of zero but for the biases.
    private static void InitializeChrono(Action<ITensorSink> save, Action<ITensorSource> load)
    {
        var tensors = new TensorStore();
        save(tensors);
        Initialization.Chrono(tensors, "", "_l0", longest: 1000, seed: 1);
        load(tensors);
    }

    private static TensorStore SavedInitial()
    {
        var network = new MixedNetwork();
        network.Initialize(1);
        return Saved(network);
    }

    private static TensorStore Saved(MixedNetwork network)
    {
        var tensors = new TensorStore();
        network.Save(tensors);
        return tensors;
    }

    private static void AssertUnchanged(TensorStore tensors)
    {
        TensorStore before = SavedInitial();
        Assert.All(before.Names, name => Assert.Equal(before.Values(name).ToArray(), tensors.Values(name).ToArray()));
    }
}
