using System;
using System.IO;
using RnnGen.Formats;
using RnnGen.Tests.Cells;
using RnnGen.TestSupport;
using Xunit;

namespace RnnGen.Tests.Formats;

/// <summary>What loads refuse, in every mode: a file of another model than the declared one is never loaded without a word.</summary>
public sealed partial class StrictLoadTests : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    [LstmCell(3, 5)]
    internal sealed partial class Cell;

    [LstmCell(3, 5, Bias = false)]
    internal sealed partial class CellWithoutBias;

    [LstmCell(3, 5, Projection = 2)]
    internal sealed partial class ProjectedCell;

    [LstmCell(3, 5, Peephole = true)]
    internal sealed partial class CellWithPeepholes;

    [LstmCell(3, 5, LayerNorm = true)]
    internal sealed partial class NormalizedCell;

    [GruCell(3, 5)]
    internal sealed partial class Gru;

    [Network(input: 3)]
    [LstmLayer(hidden: 5, Layers = 2, Bidirectional = true, Name = "")]
    internal sealed partial class TwoLayersBothWays;

    [Network(input: 3)]
    [LstmLayer(hidden: 5, Layers = 2)]
    internal sealed partial class TwoLayers;

    [Network(input: 3)]
    [LstmLayer(hidden: 8, Name = "encoder.first")]
    [LstmLayer(hidden: 8, Name = "encoder.second")]
    [DenseLayer(outputs: 2)]
    internal sealed partial class Stacked;

    [Network(input: 3)]
    [LstmLayer(hidden: 8, Name = "encoder.first")]
    [LstmLayer(hidden: 8, Layers = 3, Name = "encoder.second")]
    [DenseLayer(outputs: 2)]
    internal sealed partial class StackedHigher;

    [Network]
    [EmbeddingLayer(vocabulary: 7, size: 3)]
    [GruLayer(hidden: 4, Bidirectional = true)]
    [PoolingLayer(Pooling.Max)]
    [DenseLayer(outputs: 2, Name = "head")]
    internal sealed partial class Classifier;

    [Network]
    [EmbeddingLayer(vocabulary: 7, size: 3)]
    [GruLayer(hidden: 4)]
    [PoolingLayer(Pooling.Max)]
    [DenseLayer(outputs: 2, Name = "head")]
    internal sealed partial class ClassifierOneWay;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("lstm")]
    [InlineData("a.b.lstm.")]
    [InlineData("lstm_")]
    public void A_cell_refuses_more_layers_and_directions_of_its_module(string prefix)
    {
        TensorStore store = Saved(new TwoLayersBothWays(), prefix);
        var cell = new Cell();
        cell.Initialize(3);
        float[] before = cell.Parameters.ToArray();

        TensorFormatException refused = Assert.Throws<TensorFormatException>(() => cell.Load(store, prefix));

        string start = prefix.Length == 0 || prefix[^1] is '.' or '_' ? prefix : prefix + ".";
        Assert.Equal(start + "weight_hh_l0_reverse", refused.Tensor);
        foreach (string suffix in new[] { "_l0_reverse", "_l1", "_l1_reverse" })
        {
            foreach (string tensor in new[] { "weight_ih", "weight_hh", "bias_ih", "bias_hh" })
            {
                Assert.Contains($"'{start}{tensor}{suffix}'", refused.Message, StringComparison.Ordinal);
            }
        }

        Assert.Contains("the declaration lacks the other direction", refused.Message, StringComparison.Ordinal);
        Bits.AssertEqual(before, cell.Parameters, "parameters");
        var fresh = new Cell();
        Assert.Throws<TensorFormatException>(() => fresh.Load(store, prefix));
        Assert.Throws<TensorFormatException>(() => fresh.Load(store, prefix, LoadMode.WholeFile));
        Assert.All(fresh.Parameters.ToArray(), static value => Assert.Equal(0, value));

        fresh.Load(store, prefix, LoadMode.DeclaredOnly);
        Assert.NotEqual(0, fresh.Parameters[0]);
    }

    [Fact]
    public void A_network_refuses_more_layers_of_any_module()
    {
        TensorStore store = Saved(new StackedHigher(), "model");
        var network = new Stacked();
        network.Initialize(3);
        float[] before = network.Parameters.ToArray();

        TensorFormatException refused = Assert.Throws<TensorFormatException>(() => network.Load(store, "model"));

        Assert.Equal("model.encoder.second.weight_hh_l1", refused.Tensor);
        Assert.Contains("'model.encoder.second.weight_ih_l2'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("the declaration has fewer layers", refused.Message, StringComparison.Ordinal);
        Bits.AssertEqual(before, network.Parameters, "parameters");
        network.Load(store, "model", LoadMode.DeclaredOnly);
        new StackedHigher().Load(store, "model", LoadMode.WholeFile);
    }

    [Fact]
    public void Tensors_of_other_modules_matter_to_the_whole_file_only()
    {
        TensorStore store = Saved(new Stacked(), "");
        foreach (string other in new[] { "decoder.weight_ih_l0", "encoder.first.inner.weight", "encoder.scale", "steps", "linear2.weight", "linear_weight" })
        {
            TensorStore more = Copy(store);
            more.Write(other, [1], [1]);
            new Stacked().Load(more);
            Assert.Equal(other, Assert.Throws<TensorFormatException>(() => new Stacked().Load(more, mode: LoadMode.WholeFile)).Tensor);
        }

        foreach (string own in new[] { "encoder.first.weight_hh_l1", "encoder.second.weight_hr_l0", "linear.scale", "encoder.first.weight_ih" })
        {
            TensorStore more = Copy(store);
            more.Write(own, [1], [1]);
            Assert.Equal(own, Assert.Throws<TensorFormatException>(() => new Stacked().Load(more)).Tensor);
            new Stacked().Load(more, mode: LoadMode.DeclaredOnly);
        }

        new Stacked().Load(store, mode: LoadMode.WholeFile);
    }

    [Fact]
    public void A_file_of_the_one_module_is_that_module()
    {
        var network = new TwoLayers();
        network.Initialize(3);
        var bare = new TensorStore();
        TensorStore saved = Saved(network, "");
        foreach (string name in saved.Names)
        {
            bare.Write(name["lstm.".Length..], saved.Shape(name), saved.Values(name));
        }

        var loaded = new TwoLayers();
        loaded.Load(bare, mode: LoadMode.WholeFile);
        Bits.AssertEqual(network.Parameters, loaded.Parameters, "parameters");
        bare.Write("weight_ih_l2", [1], [1]);
        Assert.Equal("weight_ih_l2", Assert.Throws<TensorFormatException>(() => loaded.Load(bare)).Tensor);
    }

    [Fact]
    public void Biases_where_none_are_declared_are_refused_in_every_mode()
    {
        TensorStore store = Saved(new Cell(), "");
        foreach (LoadMode mode in Enum.GetValues<LoadMode>())
        {
            TensorFormatException refused = Assert.Throws<TensorFormatException>(() => new CellWithoutBias().Load(store, "", mode));
            Assert.Equal("bias_ih_l0", refused.Tensor);
        }
    }

    [Fact]
    public void Options_that_are_not_declared_are_named()
    {
        // Weights of the same shapes: only what is left over tells.
        TensorFormatException refused = Assert.Throws<TensorFormatException>(() => new Cell().Load(Saved(new CellWithPeepholes(), "")));
        Assert.Equal("weight_peephole_l0", refused.Tensor);
        Assert.Contains("the declaration lacks peepholes", refused.Message, StringComparison.Ordinal);
        refused = Assert.Throws<TensorFormatException>(() => new Cell().Load(Saved(new NormalizedCell(), "")));
        Assert.Equal("layer_norm_cell_weight_l0", refused.Tensor);
        Assert.Contains("the declaration lacks layer normalisation; nor 'layer_norm_gates_weight_l0', ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_explains_a_wrong_shape_is_named()
    {
        AssertExplained(() => new Cell().Load(Saved(new ProjectedCell(), "")), "weight_hh_l0", "'weight_hr_l0' is there: the declaration lacks a projection");
        AssertExplained(
            () => new Cell().Load(Saved(new ProjectedCell(), ""), mode: LoadMode.DeclaredOnly), "weight_hh_l0", "'weight_hr_l0' is there: the declaration lacks a projection");
        AssertExplained(() => new ProjectedCell().Load(Saved(new Cell(), "")), "weight_hh_l0", "'weight_hr_l0' is missing");
        AssertExplained(
            () => new TwoLayers().Load(Saved(new TwoLayersBothWays(), "lstm")), "lstm.weight_ih_l1",
            "'lstm.weight_hh_l0_reverse' is there: the declaration lacks the other direction");
        AssertExplained(
            () => new ClassifierOneWay().Load(Saved(new Classifier(), "")), "head.weight",
            "'gru.weight_hh_l0_reverse' is there: the declaration lacks the other direction");

        // A wrong shape that nothing explains is told as it is, and what is declared explains nothing.
        TensorFormatException plain = Assert.Throws<TensorFormatException>(() => new Gru().Load(Saved(new Cell(), "")));
        Assert.EndsWith("shape: found [20, 3], wanted [15, 3]", plain.Message, StringComparison.Ordinal);
        TensorStore wrong = Saved(new TwoLayersBothWays(), "");
        var other = new TensorStore();
        foreach (string name in wrong.Names)
        {
            bool isFirst = name == "weight_ih_l0";
            other.Write(name, isFirst ? [4] : wrong.Shape(name), isFirst ? [1, 2, 3, 4] : wrong.Values(name));
        }

        plain = Assert.Throws<TensorFormatException>(() => new TwoLayersBothWays().Load(other));
        Assert.EndsWith("shape: found [4], wanted [20, 3]", plain.Message, StringComparison.Ordinal);

        static void AssertExplained(Action load, string tensor, string explanation)
        {
            TensorFormatException exception = Assert.Throws<TensorFormatException>(load);
            Assert.Equal((tensor, "shape"), (exception.Tensor, exception.Field));
            Assert.Contains(explanation, exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Files_are_as_strict_as_memory()
    {
        string path = _directory["model.safetensors"];
        new TwoLayersBothWays().Save(path, "lstm");
        new Cell().Save(_directory["cell.safetensors"], "lstm");

        Assert.Equal("lstm.weight_hh_l0_reverse", Assert.Throws<TensorFormatException>(() => new Cell().Load(path, "lstm")).Tensor);
        new Cell().Load(_directory["cell.safetensors"], "lstm", LoadMode.WholeFile);

        // What PyTorch 1.13 wrote: beside the parameters inputs, outputs and, with a prefix of their own, gradients.
        using var file = SafetensorsFile.Open(SafetensorsBytes.PyTorchPath);
        TensorFormatException refused = Assert.Throws<TensorFormatException>(() => new Cell().Load(file));
        Assert.Contains("'input'", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("'grad.", refused.Message, StringComparison.Ordinal);
        Assert.Contains("'grad.", Assert.Throws<TensorFormatException>(() => new Cell().Load(file, mode: LoadMode.WholeFile)).Message, StringComparison.Ordinal);
        new Cell().Load(file, mode: LoadMode.DeclaredOnly);
    }

    [Fact]
    public void Very_many_unread_tensors_are_counted()
    {
        TensorStore store = Saved(new Cell(), "");
        for (int index = 0; index < 1000; index++)
        {
            store.Write($"other{index:D4}", [1], [1]);
        }

        string message = Assert.Throws<TensorFormatException>(() => new Cell().Load(store)).Message;
        Assert.Contains("'other0000'", message, StringComparison.Ordinal);
        Assert.Contains(" and 967 more", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_that_cannot_list_its_tensors_loads_but_not_as_a_whole_file()
    {
        var unlisted = new MemoryTensors();
        new Cell().Save(unlisted);
        unlisted.Write("weight_ih_l1", [1], [1]);
        new Cell().Load(unlisted);
        Assert.Equal("mode", Assert.Throws<ArgumentException>(() => new Cell().Load(unlisted, "", LoadMode.WholeFile)).ParamName);
        Assert.Equal("mode", Assert.Throws<ArgumentOutOfRangeException>(() => new Cell().Load(unlisted, "", (LoadMode)3)).ParamName);
        Assert.Null(((ITensorSource)unlisted).Names);
    }

    [Fact]
    public void A_missing_tensor_of_a_store_is_reported_with_similar_names()
    {
        TensorStore store = Saved(new Cell(), "lstm");

        TensorFormatException missing = Assert.Throws<TensorFormatException>(() => new Cell().Load(store));
        Assert.Equal("weight_ih_l0", missing.Tensor);
        Assert.Contains("missing; the store has 'lstm.weight_ih_l0', ", missing.Message, StringComparison.Ordinal);
        Assert.Contains("'lstm.bias_ih_l0'", Assert.Throws<TensorFormatException>(() => store.Values("bias_ih_l0")).Message, StringComparison.Ordinal);
        Assert.EndsWith("missing; the store has no tensors", Assert.Throws<TensorFormatException>(() => new TensorStore().Shape("a")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Paths_load_and_save_on_cells_networks_and_through_their_interfaces()
    {
        string path = _directory["x.safetensors"];
        var cell = new Cell();
        cell.Initialize(4);
        cell.Save(path);
        var other = new Cell();
        other.Load(path);
        Bits.AssertEqual(cell.Parameters, other.Parameters, "cell");
        Assert.Equal(["x.safetensors"], _directory.Entries);

        var network = new Classifier();
        network.Initialize(4);
        network.Save(path, "model");
        var loaded = new Classifier();
        LoadThrough<Classifier, int, Classifier.State, Classifier.Workspace>(loaded, path, "model");
        Bits.AssertEqual(network.Parameters, loaded.Parameters, "network");

        Assert.Throws<FileNotFoundException>(() => cell.Load(_directory["none"]));
        Assert.Equal("path", Assert.Throws<ArgumentException>(() => cell.Save("")).ParamName);
        Assert.Equal("path", Assert.Throws<ArgumentException>(() => network.Load("")).ParamName);
        Assert.Equal("path", Assert.Throws<ArgumentNullException>(() => network.Save((string)null!)).ParamName);
        Assert.Equal("prefix", Assert.Throws<ArgumentNullException>(() => network.Load(path, null!)).ParamName);
        Assert.Throws<DirectoryNotFoundException>(() => cell.Save(_directory["none/x.safetensors"]));
        Bits.AssertEqual(other.Parameters, cell.Parameters, "what failed changed nothing");
    }

    private static void LoadThrough<TNetwork, TInput, TState, TWorkspace>(TNetwork network, string path, string prefix)
        where TNetwork : class, INetwork<TNetwork, TInput, TState, TWorkspace>
        where TInput : unmanaged
        where TState : struct, INetworkState<TState>
        where TWorkspace : class
    {
        network.Load(path, prefix, LoadMode.WholeFile);
        network.Save(path, prefix);
        network.Load(path, prefix);
    }

    private static TensorStore Saved<T>(T model, string prefix)
    {
        (Action<int> Initialize, Action<ITensorSink, string> Save) members = model switch
        {
            Cell cell => (cell.Initialize, cell.Save),
            ProjectedCell cell => (cell.Initialize, cell.Save),
            CellWithPeepholes cell => (cell.Initialize, cell.Save),
            NormalizedCell cell => (cell.Initialize, cell.Save),
            TwoLayersBothWays network => (network.Initialize, network.Save),
            TwoLayers network => (network.Initialize, network.Save),
            Stacked network => (network.Initialize, network.Save),
            StackedHigher network => (network.Initialize, network.Save),
            Classifier network => (network.Initialize, network.Save),
            _ => throw new ArgumentOutOfRangeException(nameof(model)),
        };
        members.Initialize(7);
        var store = new TensorStore();
        members.Save(store, prefix);
        return store;
    }

    private static TensorStore Copy(TensorStore store)
    {
        var copy = new TensorStore();
        foreach (string name in store.Names)
        {
            copy.Write(name, store.Shape(name), store.Values(name));
        }

        return copy;
    }
}
