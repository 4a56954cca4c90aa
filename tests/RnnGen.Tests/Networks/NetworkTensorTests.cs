using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Tests.Cells;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Parameters in and out, under PyTorch's names.</summary>
public sealed class NetworkTensorTests
{
    [Fact]
    public void Names_and_shapes_are_PyTorchs()
    {
        Assert.Equal(
            [
                "encoder.gru.bias_hh_l0 [24]", "encoder.gru.bias_hh_l0_reverse [24]", "encoder.gru.bias_ih_l0 [24]", "encoder.gru.bias_ih_l0_reverse [24]",
                "encoder.gru.weight_hh_l0 [24, 8]", "encoder.gru.weight_hh_l0_reverse [24, 8]", "encoder.gru.weight_ih_l0 [24, 3]",
                "encoder.gru.weight_ih_l0_reverse [24, 3]", "head.bias [2]", "head.weight [2, 20]", "linear.bias [20]", "linear.weight [20, 16]",
            ],
            Names(Saved(new TestNetworks.Classifier().Save)));
        Assert.Equal(
            ["embedding.weight [11, 5]", "linear.bias [11]", "linear.weight [11, 9]",
                .. from layer in new[] { 0, 1 }
                   from tensor in new[] { "bias_hh_l{0} [36]", "bias_ih_l{0} [36]", "weight_hh_l{0} [36, 9]", $"weight_ih_l{{0}} [36, {(layer == 0 ? 5 : 9)}]" }
                   orderby tensor, layer
                   select "lstm." + tensor.Replace("{0}", layer == 0 ? "0" : "1", StringComparison.Ordinal)],
            Names(Saved(new TestNetworks.Tokens().Save)).OrderBy(static name => name.StartsWith("lstm", StringComparison.Ordinal)).ThenBy(Order, StringComparer.Ordinal));

        static string Order(string name) => name.Replace("_l0", "_l", StringComparison.Ordinal).Replace("_l1", "_l", StringComparison.Ordinal) + name;
    }

    [Fact]
    public void What_was_saved_is_loaded_again_with_a_prefix_too()
    {
        var network = new TestNetworks.Classifier();
        network.Initialize(5);
        foreach (string prefix in new[] { "", "model", "model." })
        {
            MemoryTensors tensors = Saved(sink => network.Save(sink, prefix));
            Assert.Equal(prefix.Length > 0, tensors.Tensors.Keys.All(static name => name.StartsWith("model.", StringComparison.Ordinal)));
            var loaded = new TestNetworks.Classifier();
            loaded.Load(tensors, prefix);
            Bits.AssertEqual(network.Parameters, loaded.Parameters, prefix);
        }
    }

    [Fact]
    public void A_file_of_the_one_module_needs_no_prefix()
    {
        var network = new TestNetworks.Bare();
        network.Initialize(5);
        MemoryTensors tensors = Saved(network.Save);
        Assert.Contains("weight_ih_l1", tensors.Tensors.Keys);
        var loaded = new TestNetworks.Bare();
        loaded.Load(tensors);
        Bits.AssertEqual(network.Parameters, loaded.Parameters, "parameters");
    }

    [Fact]
    public void A_load_that_fails_changes_nothing()
    {
        var source = new TestNetworks.Classifier();
        source.Initialize(5);
        var network = new TestNetworks.Classifier();
        network.Initialize(6);
        float[] before = network.Parameters.ToArray();
        foreach (string missing in Saved(source.Save).Tensors.Keys.Where(static name => name.Contains("weight", StringComparison.Ordinal)))
        {
            MemoryTensors tensors = Saved(source.Save);
            tensors.Tensors.Remove(missing);
            Assert.Throws<KeyNotFoundException>(() => network.Load(tensors));
            Bits.AssertEqual(before, network.Parameters, missing);
        }
    }

    [Fact]
    public void Initialize_draws_as_PyTorch_does()
    {
        var network = new TestNetworks.Tokens();
        network.Initialize(1);
        MemoryTensors tensors = Saved(network.Save);
        Assert.All(tensors.Tensors["lstm.weight_hh_l1"].Values, static value => Assert.InRange(value, -1 / 3f, 1 / 3f));
        Assert.All(tensors.Tensors["linear.bias"].Values, static value => Assert.InRange(value, -1 / 3f, 1 / 3f));
        Assert.NotEqual(tensors.Tensors["lstm.weight_hh_l0"].Values, tensors.Tensors["lstm.weight_hh_l1"].Values);
        float[] before = network.Parameters.ToArray();
        network.Initialize(2);
        Assert.NotEqual(before, network.Parameters.ToArray());
        network.Initialize(1);
        Bits.AssertEqual(before, network.Parameters, "the same seed");

        // The normal distribution: mean, variance and the share beyond two standard deviations.
        float[] drawn = new float[100_001];
        RnnGen.Networks.EmbeddingRows.Initialize(3, drawn.Length, drawn);
        Assert.InRange(drawn.Average(), -0.02, 0.02);
        Assert.InRange(drawn.Average(static value => value * value), 0.98, 1.02);
        Assert.InRange(drawn.Count(static value => Math.Abs(value) > 2) / (double)drawn.Length, 0.0430, 0.0480);
    }

    [Fact]
    public void The_flat_span_holds_every_parameter_and_the_count_is_theirs()
    {
        var network = new TestNetworks.OnlyDense();
        network.Initialize(1);
        Assert.Equal((3 * 12) + 12 + (12 * 4) + 4, TestNetworks.OnlyDense.ParameterCount);
        Assert.Equal(TestNetworks.OnlyDense.ParameterCount, network.Parameters.ToArray().Count(static value => value != 0));
        Assert.False(network.HasNonFiniteParameters);
        network.Parameters[0] = float.NaN;
        Assert.True(network.HasNonFiniteParameters);
    }

    private static MemoryTensors Saved(Action<ITensorSink> save)
    {
        var tensors = new MemoryTensors();
        save(tensors);
        return tensors;
    }

    private static MemoryTensors Saved(Action<ITensorSink, string> save) => Saved(sink => save(sink, ""));

    private static IEnumerable<string> Names(MemoryTensors tensors) =>
        tensors.Tensors.OrderBy(static tensor => tensor.Key, StringComparer.Ordinal).Select(static tensor => $"{tensor.Key} [{string.Join(", ", tensor.Value.Shape)}]");
}
