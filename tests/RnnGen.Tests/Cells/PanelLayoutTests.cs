using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Cells;
using RnnGen.Formats;
using RnnGen.Numerics;
using RnnGen.TestSupport;
using Xunit;

namespace RnnGen.Tests.Cells;

/// <summary>The way between PyTorch's tensors and the flat span, with every option, for shapes drawn at random.</summary>
public sealed class PanelLayoutTests : IDisposable
{
    private const int SeedCount = 80;

    /// <summary>A layout with everything that can be missing from a file.</summary>
    private static readonly PanelLayoutCase Full = new(Gates: 4, Input: 3, Hidden: 19) { OutputSize = 5, PeepholeGates = 3, HasLayerNorm = true, NormalizedVector = "cell" };

    private readonly TemporaryFolder _directory = new();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, SeedCount)];

    /// <summary>Those behind the weights and biases of every cell.</summary>
    public static TheoryData<string> OptionalTensors => [.. Full.Tensors.Skip(4).Select(static tensor => tensor.Name)];

    public void Dispose() => _directory.Dispose();

    /// <summary>The tests below are of what this finds: every option with and without every other.</summary>
    [Fact]
    public void Seeds_reach_every_pair_of_options()
    {
        bool[][] options =
        [
            .. Enumerable.Range(0, SeedCount).Select(PanelLayoutCase.Random).Select(static layout => new[]
            {
                layout.Gates == 1, layout.Gates == 3, layout.RecurrentBiasGate >= 0, layout.HasBias, layout.OutputSize != layout.Hidden,
                layout.PeepholeGates == 2, layout.PeepholeGates == 3, layout.HasLayerNorm, layout.IsElementwise, layout.NormalizedVector is not null, layout.Hidden % 8 == 0, layout.Hidden % 16 is > 0 and <= 8,
            }),
        ];
        for (int first = 0; first < options[0].Length; first++)
        {
            for (int second = 0; second < first; second++)
            {
                int combinations = options.Select(row => (row[first], row[second])).Distinct().Count();
                bool areApart = (first, second) is (1, 0) or (6, 5);
                Assert.Equal((first, second, areApart ? 3 : 4), (first, second, combinations));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_number_has_exactly_one_place_and_all_other_floats_are_zero(int seed)
    {
        var layout = PanelLayoutCase.Random(seed);
        Dictionary<string, float[]> tensors = layout.DistinctNumbers();
        float[] parameters = Garbage(layout);
        Load(layout, tensors, parameters);

        float[] sums = [.. Enumerable.Range(0, layout.HasBias ? layout.Units : 0)
            .Where(unit => unit / layout.Hidden != layout.RecurrentBiasGate)
            .Select(unit => tensors["bias_ih_l0"][unit] + tensors["bias_hh_l0"][unit])];
        float[] apart = [.. Enumerable.Range(0, layout.HasBias ? layout.Units : 0)
            .Where(unit => unit / layout.Hidden == layout.RecurrentBiasGate)
            .SelectMany(unit => new[] { tensors["bias_ih_l0"][unit], tensors["bias_hh_l0"][unit] })];
        float[] weights = [.. tensors.Where(static tensor => tensor.Key is not ("bias_ih_l0" or "bias_hh_l0")).SelectMany(static tensor => tensor.Value)];
        Assert.Equal([.. weights.Concat(sums).Concat(apart).Order()], parameters.Where(static value => value != 0).Order().ToArray());
        Assert.All(parameters, static value => Assert.False(float.IsNegative(value)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Flat_span_is_as_documented(int seed)
    {
        var layout = PanelLayoutCase.Random(seed);
        Dictionary<string, float[]> tensors = layout.DistinctNumbers();
        float[] parameters = Garbage(layout);
        Load(layout, tensors, parameters);
        Bits.AssertEqual(layout.Flat(tensors), parameters, $"{layout}");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Save_gives_back_what_was_loaded_with_the_biases_summed(int seed)
    {
        var layout = PanelLayoutCase.Random(seed);
        Dictionary<string, float[]> tensors = layout.DistinctNumbers();
        var saved = new MemoryTensors();
        layout.Layout.Save(saved, "", layout.Flat(tensors));

        for (int unit = 0; layout.HasBias && unit < layout.Units; unit++)
        {
            if (unit / layout.Hidden != layout.RecurrentBiasGate)
            {
                tensors["bias_ih_l0"][unit] += tensors["bias_hh_l0"][unit];
                tensors["bias_hh_l0"][unit] = 0;
            }
        }

        AssertSaved(layout, tensors, saved);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Both_biases_have_the_gradient_of_their_sum(int seed)
    {
        var layout = PanelLayoutCase.Random(seed);
        Dictionary<string, float[]> tensors = layout.DistinctNumbers();
        var saved = new MemoryTensors();
        layout.Layout.SaveGradients(saved, "", layout.Flat(tensors));

        // Where the recurrent bias is apart, each of the two has a gradient of its own.
        for (int unit = 0; layout.HasBias && unit < layout.Units; unit++)
        {
            if (unit / layout.Hidden != layout.RecurrentBiasGate)
            {
                tensors["bias_ih_l0"][unit] += tensors["bias_hh_l0"][unit];
                tensors["bias_hh_l0"][unit] = tensors["bias_ih_l0"][unit];
            }
        }

        AssertSaved(layout, tensors, saved);
    }

    [Theory]
    [InlineData("", "", "_l0")]
    [InlineData("", "", "")]
    [InlineData("lstm", "lstm.", "_l0")]
    [InlineData("lstm.", "lstm.", "")]
    public void Options_have_the_names_of_the_weights(string prefix, string start, string end)
    {
        Dictionary<string, float[]> tensors = Full.DistinctNumbers();
        string path = Write(Full.Tensors.Select(tensor => (start + tensor.Name[..^"_l0".Length] + end, tensor.Shape, tensors[tensor.Name])));
        float[] parameters = Garbage(Full);
        using (SafetensorsFile file = SafetensorsFile.Open(path))
        {
            Full.Layout.Load(file, prefix, parameters);
        }

        Bits.AssertEqual(Full.Flat(tensors), parameters, "parameters");
        var saved = new MemoryTensors();
        Full.Layout.Save(saved, prefix, parameters);
        Assert.Equal(Full.Tensors.Select(tensor => start + tensor.Name), saved.Tensors.Keys);
    }

    [Theory]
    [MemberData(nameof(OptionalTensors))]
    public void Missing_tensor_of_an_option_is_refused(string missing)
    {
        TensorFormatException exception = AssertRefused(Full, Full.Tensors.Where(tensor => tensor.Name != missing), missing);
        Assert.Contains("missing", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>As many numbers as there should be, but in another shape, and one too many.</summary>
    [Theory]
    [MemberData(nameof(OptionalTensors))]
    public void Misshapen_tensor_of_an_option_is_refused(string misshapen)
    {
        int[] shape = Full.Tensors.Single(tensor => tensor.Name == misshapen).Shape;
        int[] longer = [.. shape[..^1], shape[^1] + 1];
        int[] turned = shape.Length == 2 ? [shape[1], shape[0]] : [shape[0] / Full.Hidden, Full.Hidden];
        foreach (int[] wrong in new[] { longer, turned })
        {
            TensorFormatException exception = AssertRefused(
                Full, Full.Tensors.Select(tensor => tensor.Name == misshapen ? (tensor.Name, wrong) : tensor), misshapen);
            Assert.Equal("shape", exception.Field);
        }
    }

    [Theory]
    [InlineData("bias_ih_l0", "bias_ih_l0")]
    [InlineData("bias_hh_l0", "bias_hh_l0")]
    [InlineData("bias_ih_l0 bias_hh_l0", "bias_ih_l0")]
    public void Biases_of_a_cell_without_are_refused(string biases, string named)
    {
        PanelLayoutCase layout = Full with { HasBias = false };
        TensorFormatException exception = AssertRefused(
            layout, [.. layout.Tensors, .. biases.Split(' ').Select(name => (name, new[] { layout.Units }))], named);
        Assert.Contains("without biases", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>The generator is the same, so these are the numbers of every version, in the documented order.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Initialize_draws_in_the_documented_order(int seed)
    {
        var layout = PanelLayoutCase.Random(seed);
        float[] parameters = layout.Flat(layout.DistinctNumbers());
        layout.Layout.Initialize(seed, parameters);

        Bits.AssertEqual(layout.Flat(Drawn(layout, seed)), parameters, $"{layout}");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Initial_weights_are_within_bounds_gains_ones_and_shifts_zeros(int seed)
    {
        var layout = PanelLayoutCase.Random(seed);
        float[] parameters = layout.Flat(layout.DistinctNumbers());
        layout.Layout.Initialize(seed, parameters);
        var saved = new MemoryTensors();
        layout.Layout.Save(saved, "", parameters);

        float bound = 1 / MathF.Sqrt(layout.Hidden);
        foreach ((string name, (_, float[] values)) in saved.Tensors)
        {
            switch (name)
            {
                case "layer_norm_gates_weight_l0" or "layer_norm_cell_weight_l0" or "layer_norm_recurrent_weight_l0":
                    Assert.All(values, static value => Assert.Equal(1, value));
                    break;
                case "layer_norm_gates_bias_l0" or "layer_norm_cell_bias_l0" or "layer_norm_recurrent_bias_l0":
                    Assert.All(values, static value => Assert.Equal(0, value));
                    break;
                default:
                    Assert.All(values, value => Assert.InRange(value, -bound, bound));
                    break;
            }
        }
    }

    [Theory]
    [InlineData(1f)]
    [InlineData(-2.5f)]
    public void Forget_bias_changes_nothing_else(float forgetBias)
    {
        foreach (PanelLayoutCase drawn in new[] { Full, new PanelLayoutCase(4, 7, 8), new PanelLayoutCase(4, 1, 33) { PeepholeGates = 3 } })
        {
            PanelLayoutCase set = drawn with { ForgetGate = 1, ForgetBias = forgetBias };
            float[] parameters = new float[set.Layout.Length];
            set.Layout.Initialize(seed: 11, parameters);

            Dictionary<string, float[]> tensors = Drawn(drawn, seed: 11);
            tensors["bias_ih_l0"].AsSpan(drawn.Hidden, drawn.Hidden).Fill(forgetBias);
            Bits.AssertEqual(drawn.Flat(tensors), parameters, $"{set}");
        }
    }

    /// <summary>Parameters as <see cref="PanelLayout.Initialize"/> documents them, but for the forget gate's bias.</summary>
    private static Dictionary<string, float[]> Drawn(PanelLayoutCase layout, int seed)
    {
        var random = new SplitMix64((ulong)seed);
        float bound = 1 / MathF.Sqrt(layout.Hidden);
        var tensors = new Dictionary<string, float[]>(StringComparer.Ordinal);
        foreach ((string name, int[] shape) in layout.Tensors)
        {
            float[] values = new float[PanelLayoutCase.Count(shape)];
            for (int element = 0; element < values.Length; element++)
            {
                values[element] = name switch
                {
                    "bias_hh_l0" when element / layout.Hidden != layout.RecurrentBiasGate => 0,
                    "layer_norm_gates_weight_l0" or "layer_norm_cell_weight_l0" or "layer_norm_recurrent_weight_l0" => 1,
                    "layer_norm_gates_bias_l0" or "layer_norm_cell_bias_l0" or "layer_norm_recurrent_bias_l0" => 0,
                    _ => random.NextUniform(bound),
                };
            }

            tensors.Add(name, values);
        }

        return tensors;
    }

    private static void AssertSaved(PanelLayoutCase layout, Dictionary<string, float[]> expected, MemoryTensors saved)
    {
        Assert.Equal(layout.Tensors.Select(static tensor => tensor.Name), saved.Tensors.Keys);
        foreach ((string name, int[] shape) in layout.Tensors)
        {
            Assert.Equal(shape, saved.Tensors[name].Shape);
            Bits.AssertEqual(expected[name], saved.Tensors[name].Values, $"{layout}: {name}");
        }
    }

    private TensorFormatException AssertRefused(PanelLayoutCase layout, IEnumerable<(string Name, int[] Shape)> tensors, string named)
    {
        string path = Write(tensors.Select(static tensor => (tensor.Name, tensor.Shape, new float[PanelLayoutCase.Count(tensor.Shape)])));
        float[] parameters = Garbage(layout);
        using SafetensorsFile file = SafetensorsFile.Open(path);
        TensorFormatException exception = Assert.Throws<TensorFormatException>(() => layout.Layout.Load(file, "", parameters));

        Assert.Equal(named, exception.Tensor);
        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
        Bits.AssertEqual(Garbage(layout), parameters, "parameters");
        return exception;
    }

    /// <summary>What no load may leave.</summary>
    private static float[] Garbage(PanelLayoutCase layout)
    {
        float[] parameters = new float[layout.Layout.Length];
        parameters.AsSpan().Fill(-7);
        return parameters;
    }

    private void Load(PanelLayoutCase layout, Dictionary<string, float[]> tensors, float[] parameters)
    {
        using SafetensorsFile file = SafetensorsFile.Open(Write(layout.Tensors.Select(tensor => (tensor.Name, tensor.Shape, tensors[tensor.Name]))));
        layout.Layout.Load(file, "", parameters);
    }

    private string Write(IEnumerable<(string Name, int[] Shape, float[] Values)> tensors)
    {
        var writer = new SafetensorsWriter();
        foreach ((string name, int[] shape, float[] values) in tensors)
        {
            writer.Write(name, shape, values);
        }

        string path = _directory["layout.safetensors"];
        writer.Save(path);
        return path;
    }
}
