using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Cells;
using RnnGen.Formats;
using RnnGen.Networks;
using RnnGen.Tests.Cells;
using RnnGen.Tests.Networks;
using RnnGen.TestSupport;
using Xunit;

namespace RnnGen.Tests.Formats;

/// <summary>No value changes without a word on its way between a file and a model.</summary>
public sealed class ValueTests : IDisposable
{
    /// <summary>The edges of float: every bit of each must come back.</summary>
    private static readonly float[] Edges =
    [
        -0f, 0f, float.Epsilon, -float.Epsilon, 1e-40f, -1.1754942e-38f, 1.17549435e-38f, float.MaxValue, float.MinValue, 3.4e38f, float.PositiveInfinity,
        float.NegativeInfinity, 1f, -1f, 0.1f, MathF.PI,
    ];

    private readonly TemporaryFolder _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(PanelLayoutTests.Seeds), MemberType = typeof(PanelLayoutTests))]
    public void Save_and_load_keep_every_bit_of_every_cell(int seed)
    {
        var layout = PanelLayoutCase.Random(seed);
        Dictionary<string, float[]> tensors = layout.DistinctNumbers();
        if (layout.HasBias)
        {
            // What each parameter is, is in the first; the flat span of a cell adds the second, whose sum with it must be it.
            tensors["bias_hh_l0"].AsSpan().Fill(-0f);
        }

        foreach ((string name, float[] values) in tensors)
        {
            if (name != "bias_hh_l0")
            {
                Fill(values, seed);
            }
        }

        if (layout.HasBias && layout.RecurrentBiasGate >= 0)
        {
            Fill(tensors["bias_hh_l0"].AsSpan(layout.RecurrentBiasGate * layout.Hidden, layout.Hidden), seed);
        }

        float[] parameters = layout.Flat(tensors);
        AssertComesBack(parameters, layout.Layout.Save, layout.Layout.Load, $"{layout}");
    }

    [Fact]
    public void Save_and_load_keep_every_bit_of_networks()
    {
        var tokens = new TestNetworks.Tokens();
        var classifier = new TestNetworks.Classifier();
        tokens.Initialize(1);
        classifier.Initialize(1);
        for (int shift = 0; shift < Edges.Length; shift++)
        {
            FillNonZero(tokens.Parameters, shift);
            FillNonZero(classifier.Parameters, shift);
            string path = _directory["network"];
            float[] expected = tokens.Parameters.ToArray();
            tokens.Save(path);
            var loadedTokens = new TestNetworks.Tokens();
            loadedTokens.Load(path, mode: LoadMode.WholeFile);
            Bits.AssertEqual(expected, loadedTokens.Parameters, "tokens");
            Assert.True(loadedTokens.HasNonFiniteParameters);

            classifier.Save(path);
            classifier.Load(path);
            var loadedClassifier = new TestNetworks.Classifier();
            loadedClassifier.Load(path);
            Bits.AssertEqual(classifier.Parameters, loadedClassifier.Parameters, "classifier");
            tokens.Initialize(1);
            classifier.Initialize(1);
        }
    }

    [Theory]
    [InlineData(1e300)]
    [InlineData(-1e300)]
    [InlineData(double.MaxValue)]
    [InlineData(3.4028235677973366e38)]
    public void A_number_that_no_float_holds_is_refused_and_named(double value)
    {
        foreach (string name in new[] { "embedding.weight", "lstm.weight_ih_l0", "lstm.weight_hh_l1", "lstm.bias_ih_l0", "lstm.bias_hh_l1", "linear.weight", "linear.bias" })
        {
            var source = new TestNetworks.Tokens();
            source.Initialize(2);
            var store = new TensorStore();
            source.Save(store);
            int element = store.Values(name).Length - 2;
            var writer = new SafetensorsWriter();
            foreach (string other in store.Names)
            {
                double[] values = [.. store.Values(other).ToArray().Select(static value => (double)value)];
                if (other == name)
                {
                    values[element] = value;
                }

                writer.WriteDoubles(other, store.Shape(other), values);
            }

            string path = _directory["f64"];
            writer.Save(path);
            float[] before = source.Parameters.ToArray();
            TensorFormatException exception = Assert.Throws<TensorFormatException>(() => source.Load(path));
            Assert.Equal(name, exception.Tensor);
            Assert.Contains($"element {element}", exception.Message, StringComparison.Ordinal);
            Assert.Contains("more than a float holds", exception.Message, StringComparison.Ordinal);
            Bits.AssertEqual(before, source.Parameters, name);

            using var file = SafetensorsFile.Open(path);
            Assert.Equal(value, file.ReadDoubles(name)[element]);
            Assert.Throws<TensorFormatException>(() => file.Read(name));
        }
    }

    /// <summary>At every place of a vector, and in the rest behind the last one.</summary>
    [Fact]
    public void Doubles_become_the_nearest_floats_at_every_place()
    {
        double[] fine =
        [
            1e-50, -1e-320, double.NaN, double.PositiveInfinity, double.NegativeInfinity, float.MaxValue, 3.4028235677973362e38, -3.4028235677973362e38, 0.1, -0d,
            1e-45, 1 + (1d / (1 << 24)), float.Epsilon / 2.0,
        ];
        for (int length = 0; length < 70; length++)
        {
            double[] values = [.. Enumerable.Range(0, length).Select(index => fine[(index + length) % fine.Length])];
            byte[] stored = new byte[(length * sizeof(double)) + 1];
            Buffer.BlockCopy(values, 0, stored, 1, length * sizeof(double));
            float[] floats = new float[length];
            Assert.Equal(-1, ElementDecoder.ToSingles(stored.AsSpan(1), ElementType.F64, floats));
            Bits.AssertEqual([.. values.Select(static value => (float)value)], floats, $"{length}");
            for (int index = 0; index < length; index++)
            {
                BitConverter.TryWriteBytes(stored.AsSpan(1 + (index * sizeof(double))), -4e38);
                Assert.Equal(index, ElementDecoder.ToSingles(stored.AsSpan(1), ElementType.F64, floats));
                BitConverter.TryWriteBytes(stored.AsSpan(1 + (index * sizeof(double))), values[index]);
            }
        }
    }

    [Fact]
    public void Short_floats_are_the_same_at_every_place_of_a_vector()
    {
        byte[] stored = new byte[1 + (2 << 16)];
        for (int pattern = 0; pattern < 1 << 16; pattern++)
        {
            BitConverter.TryWriteBytes(stored.AsSpan(1 + (2 * pattern)), (ushort)pattern);
        }

        foreach (ElementType type in new[] { ElementType.F16, ElementType.BF16 })
        {
            // One at a time there are no vectors.
            float[] singly = new float[1 << 16];
            for (int pattern = 0; pattern < singly.Length; pattern++)
            {
                ElementDecoder.ToSingles(stored.AsSpan(1 + (2 * pattern)), type, singly.AsSpan(pattern, 1));
                float expected = type == ElementType.BF16 ? BitConverter.Int32BitsToSingle(pattern << 16) : (float)BitConverter.UInt16BitsToHalf((ushort)pattern);
                Assert.True(expected.Equals(singly[pattern]) && float.IsNegative(expected) == float.IsNegative(singly[pattern]));
            }

            for (int start = 0; start < 33; start++)
            {
                float[] together = new float[singly.Length - start];
                ElementDecoder.ToSingles(stored.AsSpan(1 + (2 * start)), type, together);
                Bits.AssertEqual(singly.AsSpan(start), together, $"{type} from {start}");
            }
        }
    }

    [Fact]
    public void Biases_whose_sum_no_float_holds_are_refused()
    {
        var cell = new TestCells.Lstm3x19();
        cell.Initialize(1);
        var store = new TensorStore();
        cell.Save(store);
        store.Values("bias_ih_l0")[7] = 3e38f;
        store.Values("bias_hh_l0")[7] = 3e38f;
        float[] before = cell.Parameters.ToArray();
        TensorFormatException exception = Assert.Throws<TensorFormatException>(() => cell.Load(store));
        Assert.Equal("bias_ih_l0", exception.Tensor);
        Assert.Contains("element 7", exception.Message, StringComparison.Ordinal);
        Bits.AssertEqual(before, cell.Parameters, "parameters");

        // Infinities that are there load as they are, and where the two are against each other the sum is what it is in PyTorch.
        store.Values("bias_hh_l0")[7] = float.NegativeInfinity;
        store.Values("bias_ih_l0")[8] = float.PositiveInfinity;
        store.Values("bias_hh_l0")[8] = float.NegativeInfinity;
        cell.Load(store);
        Assert.True(cell.HasNonFiniteParameters);
        cell.Save(store = new TensorStore());
        Assert.Equal(float.NegativeInfinity, store.Values("bias_ih_l0")[7]);
        Assert.True(float.IsNaN(store.Values("bias_ih_l0")[8]));
    }

    [Fact]
    public void Gradients_are_saved_bit_by_bit()
    {
        var gradients = new TestCells.Lstm3x19.Gradients();
        var cell = new TestCells.Lstm3x19();
        cell.Initialize(1);
        cell.Parameters.CopyTo(gradients.Values);
        FillNonZero(gradients.Values, 0);
        var saved = new TensorStore();
        gradients.Save(saved);
        FillNonZero(cell.Parameters, 0);
        var parameters = new TensorStore();
        cell.Save(parameters);
        foreach (string name in saved.Names)
        {
            Bits.AssertEqual(parameters.Values(name == "bias_hh_l0" ? "bias_ih_l0" : name), saved.Values(name), name);
        }
    }

    [Fact]
    public void A_dense_layers_edges_come_back_with_every_number_of_outputs()
    {
        foreach ((int inputs, int outputs) in new[] { (1, 1), (3, 4), (17, 5), (5, 16), (65, 33), (130, 24) })
        {
            var layout = new DenseLayout(inputs, outputs);
            float[] parameters = new float[layout.Length];
            layout.Initialize(1, parameters);
            FillNonZero(parameters, inputs);
            AssertComesBack(
                parameters, (sink, prefix, values) => layout.Save(sink, prefix, values),
                (source, prefix, values, mode) => ModelReader.Load(
                    source, prefix, mode, [new DeclaredModule("", "weight", "")], values, rest: [],
                    (reader, loaded, _) => layout.Load(reader, reader.Module(0), loaded)),
                $"{inputs} {outputs}");
        }
    }

    private delegate void Saver(ITensorSink sink, string prefix, ReadOnlySpan<float> parameters);

    private delegate void Loader(ITensorSource source, string prefix, Span<float> parameters, LoadMode mode);

    private void AssertComesBack(float[] parameters, Saver save, Loader load, string what)
    {
        var writer = new SafetensorsWriter();
        var store = new TensorStore();
        var unlisted = new MemoryTensors();
        save(writer, "x.", parameters);
        save(store, "x.", parameters);
        save(unlisted, "x.", parameters);
        string path = _directory["values"];
        writer.Save(path);
        using var file = SafetensorsFile.Open(path);
        foreach (ITensorSource source in new ITensorSource[] { file, store, unlisted })
        {
            float[] loaded = new float[parameters.Length];
            load(source, "x.", loaded, LoadMode.Module);
            Bits.AssertEqual(parameters, loaded, what);
            loaded.AsSpan().Fill(1);
            load(source, "x.", loaded, LoadMode.Module);
            Bits.AssertEqual(parameters, loaded, what);
        }
    }

    private static void Fill(Span<float> values, int shift)
    {
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = Edges[(index + shift) % Edges.Length];
        }
    }

    /// <summary>Every parameter, and no padding, which is zeros.</summary>
    private static void FillNonZero(Span<float> values, int shift)
    {
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = values[index] == 0 ? 0 : Edges[(index + shift) % Edges.Length];
        }
    }
}
