using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Formats;
using RnnGen.TestSupport;
using Xunit;

namespace RnnGen.Tests.Cells;

/// <summary>Parameters between a cell and PyTorch's tensors; a load that fails leaves the cell exactly as it was.</summary>
public sealed class LoadAndSaveTests : IDisposable
{
    private const string Shape = "3x19";
    private const int Input = 3;
    private const int Hidden = 19;
    private const int Units = 4 * Hidden;

    /// <summary>The tensors of a layer in the order in which they are saved.</summary>
    private static readonly string[] Names = ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"];

    private readonly TemporaryFolder _directory = new();

    public static TheoryData<string> TensorNames => new(Names);

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(CellStreams.Shapes), MemberType = typeof(CellStreams))]
    public void A_file_brings_back_every_bit(string shape)
    {
        CellStreams cell = CellStreams.CreateRandom(shape);
        string path = Save(cell);
        CellStreams other = CellStreams.Create(shape);

        Load(other, path);

        Bits.AssertEqual(cell.Parameters, other.Parameters, "parameters");
        float[] inputs = Noise.Create(seed: 3, 20 * cell.InputSize);
        float[] expected = new float[20 * cell.HiddenSize];
        float[] outputs = new float[20 * cell.HiddenSize];
        cell.Hidden(0).Clear();
        cell.Cell(0).Clear();
        cell.Run(inputs, expected);
        other.Run(inputs, outputs);
        Bits.AssertEqual(expected, outputs, "outputs");
    }

    [Theory]
    [MemberData(nameof(CellStreams.Shapes), MemberType = typeof(CellStreams))]
    public void Saved_tensors_have_the_names_and_shapes_of_PyTorch(string shape)
    {
        CellStreams cell = CellStreams.CreateRandom(shape);
        int units = CellStreams.GatesOf(shape) * cell.HiddenSize;
        int recurrentBiases = CellStreams.HasRecurrentBias(shape) ? cell.HiddenSize : 0;
        var saved = new MemoryTensors();

        cell.Save(saved);

        Assert.Equal(Names, saved.Tensors.Keys);
        Assert.Equal([units, cell.InputSize], saved.Tensors["weight_ih_l0"].Shape);
        Assert.Equal([units, cell.HiddenSize], saved.Tensors["weight_hh_l0"].Shape);
        Assert.Equal([units], saved.Tensors["bias_ih_l0"].Shape);
        Assert.Equal([units], saved.Tensors["bias_hh_l0"].Shape);
        Assert.All(saved.Tensors["bias_hh_l0"].Values[..^recurrentBiases], value => Assert.Equal(0, value));
        Assert.Equal(cell.ParameterCount, saved.Tensors.Values.Sum(tensor => tensor.Values.Length) - units + recurrentBiases);
    }

    /// <summary>Of a GRU that resets after, the candidate's recurrent sum has a gain and a shift of its own.</summary>
    [Fact]
    public void Tensors_of_layer_normalisation_are_those_of_the_kind()
    {
        string[] common = [.. Names, "layer_norm_gates_weight_l0", "layer_norm_gates_bias_l0"];
        AssertTensors(
            new TestCells.Gru5x37Normalized(), gates: 3, hidden: 37, [.. common, "layer_norm_recurrent_weight_l0", "layer_norm_recurrent_bias_l0"]);
        AssertTensors(new TestCells.Gru5x40NormalizedBefore(), gates: 3, hidden: 40, common);
        AssertTensors(new TestCells.Rnn5x19Normalized(), gates: 1, hidden: 19, common);

        static void AssertTensors(IModel cell, int gates, int hidden, string[] names)
        {
            var saved = new MemoryTensors();
            cell.Save(saved);
            Assert.Equal(names, saved.Tensors.Keys);
            Assert.All(names[4..], name => Assert.Equal(
                [name.StartsWith("layer_norm_gates", StringComparison.Ordinal) ? gates * hidden : hidden], saved.Tensors[name].Shape));
        }
    }

    [Theory]
    [MemberData(nameof(CellStreams.Shapes), MemberType = typeof(CellStreams))]
    public void Every_parameter_has_one_place_and_padding_stays_zero(string shape)
    {
        CellStreams cell = CellStreams.Create(shape);
        int units = CellStreams.GatesOf(shape) * cell.HiddenSize;
        int recurrentBiases = CellStreams.HasRecurrentBias(shape) ? cell.HiddenSize : 0;
        var writer = new SafetensorsWriter();
        int next = 1;
        AddCounted("weight_ih_l0", cell.InputSize);
        AddCounted("weight_hh_l0", cell.HiddenSize);
        writer.Write("bias_ih_l0", [units], Count(units));
        writer.Write("bias_hh_l0", [units], [.. new float[units - recurrentBiases], .. Count(recurrentBiases)]);
        Load(cell, Write(writer));

        // 1, 2, 3, ... are there once each, and nothing else is.
        float[] parameters = cell.Parameters.ToArray();
        float[] drawn = [.. parameters.Where(value => value != 0).Order()];
        Assert.Equal([.. Enumerable.Range(1, cell.ParameterCount).Select(value => (float)value)], drawn);
        Assert.All(parameters, value => Assert.False(float.IsNegative(value)));

        cell.Initialize(seed: 3);
        Assert.All(
            parameters.Zip(cell.Parameters.ToArray()).Where(pair => pair.First == 0),
            pair => Assert.Equal(0, BitConverter.SingleToInt32Bits(pair.Second)));

        void AddCounted(string name, int columns) => writer.Write(name, [units, columns], Count(units * columns));

        float[] Count(int count)
        {
            float[] values = new float[count];
            foreach (ref float value in values.AsSpan())
            {
                value = next++;
            }

            return values;
        }
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("lstm.", "lstm.")]
    [InlineData("lstm", "lstm.")]
    [InlineData("a.b.", "a.b.")]
    [InlineData("encoder.layers.0", "encoder.layers.0.")]
    [InlineData("lstm_", "lstm_")]
    public void Prefix_may_leave_out_its_dot(string prefix, string start)
    {
        CellStreams cell = CellStreams.CreateRandom(Shape);
        var saved = new MemoryTensors();
        cell.Save(saved, prefix);
        Assert.Equal(Names.Select(name => start + name), saved.Tensors.Keys);

        CellStreams other = CellStreams.Create(Shape);
        Load(other, Write(saved.Tensors), prefix);
        Bits.AssertEqual(cell.Parameters, other.Parameters, "parameters");
    }

    [Fact]
    public void One_file_holds_several_cells()
    {
        CellStreams first = CellStreams.CreateRandom(Shape);
        CellStreams second = CellStreams.Create(Shape);
        second.Initialize(seed: 77);
        var writer = new SafetensorsWriter();
        first.Save(writer, "first");
        second.Save(writer, "second");
        string path = Write(writer);

        CellStreams loaded = CellStreams.Create(Shape);
        Load(loaded, path, "second");

        Bits.AssertEqual(second.Parameters, loaded.Parameters, "parameters");
    }

    [Fact]
    public void Names_of_a_single_cell_will_do()
    {
        CellStreams cell = CellStreams.CreateRandom(Shape);
        Dictionary<string, (int[] Shape, float[] Values)> tensors = SavedTensors(cell);
        CellStreams other = CellStreams.Create(Shape);

        string path = Write(tensors.ToDictionary(
            tensor => "cell." + tensor.Key.Replace("_l0", "", StringComparison.Ordinal), tensor => tensor.Value));
        Load(other, path, "cell");

        Bits.AssertEqual(cell.Parameters, other.Parameters, "parameters");
    }

    [Theory]
    [MemberData(nameof(CellStreams.Shapes), MemberType = typeof(CellStreams))]
    public void Bias_is_the_sum_of_two_but_where_the_recurrent_one_is_apart(string shape)
    {
        CellStreams cell = CellStreams.CreateRandom(shape);
        Dictionary<string, (int[] Shape, float[] Values)> tensors = SavedTensors(cell);
        int units = CellStreams.GatesOf(shape) * cell.HiddenSize;
        int summed = units - (CellStreams.HasRecurrentBias(shape) ? cell.HiddenSize : 0);
        float[] ih = Noise.Create(seed: 5, units);
        float[] hh = Noise.Create(seed: 6, units);
        tensors["bias_ih_l0"] = ([units], ih);
        tensors["bias_hh_l0"] = ([units], hh);

        Load(cell, Write(tensors));

        Dictionary<string, (int[] Shape, float[] Values)> saved = SavedTensors(cell);
        float[] sums = [.. ih.Zip(hh, (a, b) => a + b)];
        Bits.AssertEqual([.. sums[..summed], .. ih[summed..]], saved["bias_ih_l0"].Values, "bias");
        Bits.AssertEqual([.. new float[summed], .. hh[summed..]], saved["bias_hh_l0"].Values, "recurrent bias");
    }

    [Theory]
    [InlineData("1x8", 4 * 8 * (1 + 8 + 1))]
    [InlineData("GRU 3x19", (3 * 19 * (3 + 19 + 1)) + 19)]
    [InlineData("GRU 3x19 ResetBefore", 3 * 19 * (3 + 19 + 1))]
    [InlineData("GRU 9x48 ComplementReset", 3 * 48 * (9 + 48 + 1))]
    [InlineData("RNN 16x64 Relu", 64 * (16 + 64 + 1))]
    public void Parameters_are_counted_without_padding(string shape, int count) =>
        Assert.Equal(count, CellStreams.Create(shape).ParameterCount);

    [Theory]
    [InlineData(Shape)]
    [InlineData("GRU 3x19")]
    [InlineData("RNN 3x19")]
    public void No_bias_is_zeros(string shape)
    {
        CellStreams cell = CellStreams.CreateRandom(shape);
        Dictionary<string, (int[] Shape, float[] Values)> tensors = SavedTensors(cell);
        float[] zeros = new float[CellStreams.GatesOf(shape) * cell.HiddenSize];
        tensors.Remove("bias_ih_l0");
        tensors.Remove("bias_hh_l0");

        Load(cell, Write(tensors));

        Bits.AssertEqual(zeros, SavedTensors(cell)["bias_ih_l0"].Values, "bias");
        Bits.AssertEqual(zeros, SavedTensors(cell)["bias_hh_l0"].Values, "recurrent bias");
        Bits.AssertEqual(tensors["weight_hh_l0"].Values, SavedTensors(cell)["weight_hh_l0"].Values, "weights");
    }

    [Theory]
    [InlineData(ElementType.F64)]
    [InlineData(ElementType.F16)]
    [InlineData(ElementType.BF16)]
    public void Other_floating_point_types_are_converted(ElementType type)
    {
        // Multiples of 1/8 up to 15: exact in every type.
        CellStreams cell = CellStreams.Create(Shape);
        float[] values = [.. Enumerable.Range(0, Units * Hidden).Select(i => (i % 121 / 8f) - 7)];
        var writer = new SafetensorsWriter();
        writer.Write("weight_ih_l0", [Units, Input], values.AsSpan(0, Units * Input), type);
        writer.Write("weight_hh_l0", [Units, Hidden], values, type);
        writer.Write("bias_ih_l0", [Units], values.AsSpan(0, Units), type);
        writer.Write("bias_hh_l0", [Units], new float[Units], type);

        Load(cell, Write(writer));

        Dictionary<string, (int[] Shape, float[] Values)> loaded = SavedTensors(cell);
        Bits.AssertEqual(values.AsSpan(0, Units * Input), loaded["weight_ih_l0"].Values, "weight_ih");
        Bits.AssertEqual(values, loaded["weight_hh_l0"].Values, "weight_hh");
        Bits.AssertEqual(values.AsSpan(0, Units), loaded["bias_ih_l0"].Values, "bias");
    }

    [Theory]
    [MemberData(nameof(TensorNames))]
    public void Missing_tensor_is_named(string name)
    {
        // Of the biases both may be missing, but not one.
        CellStreams cell = CellStreams.CreateRandom(Shape);
        Dictionary<string, (int[] Shape, float[] Values)> tensors = SavedTensors(cell);
        tensors.Remove(name);

        AssertRefused(Write(tensors), name, field: null);
    }

    [Theory]
    [MemberData(nameof(TensorNames))]
    public void Wrong_shape_is_named(string name)
    {
        Dictionary<string, (int[] Shape, float[] Values)> tensors = SavedTensors(CellStreams.CreateRandom(Shape));
        (int[] shape, float[] values) = tensors[name];

        // As many elements, but transposed, or in more dimensions than wanted.
        tensors[name] = ([.. shape.Reverse(), 1], values);
        AssertRefused(Write(tensors), name, "shape");

        // A larger cell's.
        tensors[name] = ([shape[0] + 4, .. shape[1..]], new float[values.Length / shape[0] * (shape[0] + 4)]);
        AssertRefused(Write(tensors), name, "shape");
    }

    [Theory]
    [MemberData(nameof(TensorNames))]
    public void Wrong_type_is_named(string name)
    {
        var writer = new SafetensorsWriter();
        foreach ((string tensor, (int[] shape, float[] values)) in SavedTensors(CellStreams.CreateRandom(Shape)))
        {
            if (tensor == name)
            {
                writer.WriteInt64s(tensor, shape, new long[values.Length]);
            }
            else
            {
                writer.Write(tensor, shape, values);
            }
        }

        AssertRefused(Write(writer), name, "dtype");
    }

    [Theory]
    [MemberData(nameof(TensorNames))]
    public void A_source_that_fails_half_way_changes_nothing(string name)
    {
        CellStreams cell = CellStreams.CreateRandom(Shape);
        float[] parameters = cell.Parameters.ToArray();

        Assert.Throws<IOException>(() => cell.Load(new BrokenSource(name)));

        Bits.AssertEqual(parameters, cell.Parameters, "parameters");
        cell.Load(new BrokenSource("none of them"));
        Assert.Contains(1, cell.Parameters.ToArray());
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Values_that_are_not_finite_load_and_are_reported(float value)
    {
        CellStreams cell = CellStreams.CreateRandom(Shape);
        Assert.False(cell.HasNonFiniteParameters);
        foreach (string name in Names)
        {
            Dictionary<string, (int[] Shape, float[] Values)> tensors = SavedTensors(CellStreams.CreateRandom(Shape));
            tensors[name].Values[^1] = value;

            Load(cell, Write(tensors));

            Assert.True(cell.HasNonFiniteParameters, name);
            string savedName = name == "bias_hh_l0" ? "bias_ih_l0" : name;
            Assert.Equal(value, SavedTensors(cell)[savedName].Values[^1]);
        }

        Load(cell, Write(SavedTensors(CellStreams.CreateRandom(Shape))));
        Assert.False(cell.HasNonFiniteParameters);
    }

    [Fact]
    public void Null_is_named()
    {
        CellStreams cell = CellStreams.CreateRandom(Shape);
        float[] parameters = cell.Parameters.ToArray();

        Assert.Throws<ArgumentNullException>("source", () => cell.Load(null!));
        Assert.Throws<ArgumentNullException>("prefix", () => cell.Load(new BrokenSource(""), null!));
        Assert.Throws<ArgumentNullException>("sink", () => cell.Save(null!));
        Assert.Throws<ArgumentNullException>("prefix", () => cell.Save(new MemoryTensors(), null!));
        Bits.AssertEqual(parameters, cell.Parameters, "parameters");
    }

    private static Dictionary<string, (int[] Shape, float[] Values)> SavedTensors(CellStreams cell)
    {
        var saved = new MemoryTensors();
        cell.Save(saved);
        return saved.Tensors;
    }

    private static void Load(CellStreams cell, string path, string prefix = "")
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        cell.Load(file, prefix);
    }

    private static void AssertRefused(string path, string tensor, string? field)
    {
        CellStreams cell = CellStreams.CreateRandom(Shape);
        cell.Initialize(seed: 9);
        float[] parameters = cell.Parameters.ToArray();

        TensorFormatException exception = Assert.Throws<TensorFormatException>(() => Load(cell, path));

        Assert.Equal(tensor, exception.Tensor);
        Assert.Equal(field, exception.Field);
        Assert.Contains(tensor, exception.Message, StringComparison.Ordinal);
        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
        Bits.AssertEqual(parameters, cell.Parameters, "parameters");
    }

    private string Save(CellStreams cell)
    {
        var writer = new SafetensorsWriter();
        cell.Save(writer);
        return Write(writer);
    }

    private string Write(Dictionary<string, (int[] Shape, float[] Values)> tensors)
    {
        var writer = new SafetensorsWriter();
        foreach ((string name, (int[] shape, float[] values)) in tensors)
        {
            writer.Write(name, shape, values);
        }

        return Write(writer);
    }

    private string Write(SafetensorsWriter writer)
    {
        string path = _directory["cell.safetensors"];
        writer.Save(path);
        return path;
    }
}
