using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Tests.Cells;
using RnnGen.Tests.Networks;
using RnnGen.TestSupport;
using Xunit;

namespace RnnGen.Tests.Formats;

/// <summary>Loads of some layers: those and no others are replaced, wholly or not at all.</summary>
public sealed partial class LoadLayersTests : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    /// <summary>What was trained before: other outputs.</summary>
    [Network]
    [EmbeddingLayer(vocabulary: 11, size: 5, Name = "words")]
    [LstmLayer(hidden: 7, Layers = 2, Bidirectional = true)]
    [DenseLayer(outputs: 11)]
    internal sealed partial class LanguageModel;

    [Network]
    [EmbeddingLayer(vocabulary: 11, size: 5, Name = "words")]
    [LstmLayer(hidden: 7, Layers = 2, Bidirectional = true)]
    [GruLayer(hidden: 3)]
    [PoolingLayer(Pooling.Max)]
    [DenseLayer(outputs: 4, Name = "head")]
    internal sealed partial class Classifier;

    [LstmCell(5, 7)]
    internal sealed partial class Cell;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("", false)]
    [InlineData("pretrained", true)]
    public void Only_the_named_layers_are_replaced(string prefix, bool byPath)
    {
        LanguageModel source = Pretrained();
        var network = new Classifier();
        network.Initialize(2);
        TensorStore before = Saved(network), wanted = Saved(source);
        if (byPath)
        {
            string path = _directory["model.safetensors"];
            source.Save(path, prefix);
            network.Load(path, layers: ["words", "lstm"], prefix);
        }
        else
        {
            network.Load(Saved(source, prefix), layers: ["lstm", "words", "words"], prefix);
        }

        TensorStore after = Saved(network);
        Assert.Equal(before.Names.Count, after.Names.Count(static name => !name.Contains("initial", StringComparison.Ordinal)));
        int loaded = 0;
        foreach (string name in before.Names)
        {
            bool isLoaded = name.StartsWith("words.", StringComparison.Ordinal) || name.StartsWith("lstm.", StringComparison.Ordinal);
            Bits.AssertEqual((isLoaded ? wanted : before).Values(name), after.Values(name), name);
            loaded += isLoaded ? 1 : 0;
        }

        Assert.Equal(1 + (4 * 4), loaded);
        Assert.Equal(0.5f, network.RestState.LstmL1Reverse.Hidden[3]);
        Assert.Equal(0.25f, network.RestState.LstmL0.Cell[1]);
        Assert.Equal(0, network.RestState.GruL0.Hidden[0]);
    }

    [Fact]
    public void The_rest_state_of_other_layers_stays()
    {
        LanguageModel source = Pretrained();
        var network = new Classifier();
        network.Initialize(2);
        Classifier.State rest = default;
        rest.GruL0.Hidden[1] = 0.75f;
        rest.LstmL0.Hidden[0] = 9;
        network.RestState = rest;
        network.Load(Saved(source), ["words"]);
        Assert.Equal((0.75f, 9f), (network.RestState.GruL0.Hidden[1], network.RestState.LstmL0.Hidden[0]));
        network.Load(Saved(source), ["lstm"]);
        Assert.Equal((0.75f, 0f), (network.RestState.GruL0.Hidden[1], network.RestState.LstmL0.Hidden[0]));
    }

    [Fact]
    public void The_source_need_not_have_the_others_nor_the_name_of_the_only_one()
    {
        LanguageModel source = Pretrained();
        TensorStore all = Saved(source), one = new();
        one.Write("weight", all.Shape("words.weight"), all.Values("words.weight"));
        var network = new Classifier();
        network.Load(one, ["words"], mode: LoadMode.WholeFile);
        Bits.AssertEqual(all.Values("words.weight"), Saved(network).Values("words.weight"), "words");
        Assert.Throws<TensorFormatException>(() => network.Load(all, ["words"], mode: LoadMode.WholeFile));
    }

    [Fact]
    public void Nothing_is_changed_where_anything_is_wrong()
    {
        LanguageModel source = Pretrained();
        foreach (Classifier network in (Classifier[])[new(), Initialized()])
        {
            float[] before = network.Parameters.ToArray();
            TensorStore saved = Saved(source);

            // The table is read before; then something is missing, of another shape, or left over.
            Check(Without(saved, "lstm.weight_hh_l1_reverse"), "lstm.weight_hh_l1_reverse", ["words", "lstm"]);
            Check(saved, "head.weight", ["words", "head"]);
            TensorStore more = Saved(source);
            more.Write("lstm.weight_ih_l2", [1], [1]);
            Check(more, "lstm.weight_ih_l2", ["lstm"]);
            network.Load(more, ["lstm"], mode: LoadMode.DeclaredOnly);
            before.CopyTo(network.Parameters);
            network.Load(more, ["words"]);
            before.CopyTo(network.Parameters);

            void Check(TensorStore store, string tensor, string[] layers)
            {
                Assert.Equal(tensor, Assert.Throws<TensorFormatException>(() => network.Load(store, layers)).Tensor);
                Bits.AssertEqual(before, network.Parameters, "parameters");
                Assert.Equal(default, network.RestState);
            }
        }
    }

    [Fact]
    public void Names_that_are_not_there_are_named()
    {
        TensorStore store = Saved(Pretrained());
        Classifier network = Initialized();
        float[] before = network.Parameters.ToArray();
        string message = Assert.Throws<ArgumentException>("layers", () => network.Load(store, ["words", "linear"])).Message;
        Assert.StartsWith(
            "'layers' has 'linear', but the network has no layer of that name with parameters: it has 'words', 'lstm', 'gru', 'head'.", message, StringComparison.Ordinal);
        Assert.StartsWith("'layers' is empty", Assert.Throws<ArgumentException>("layers", () => network.Load(store, layers: [])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("layers", () => network.Load(store, (IReadOnlyCollection<string>)null!));
        Assert.Throws<ArgumentNullException>("source", () => network.Load((ITensorSource)null!, ["words"]));
        Bits.AssertEqual(before, network.Parameters, "parameters");
        Assert.Contains("is a cell", Assert.Throws<NotSupportedException>(() => ((IModel)new Cell()).Load(store, ["lstm"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_without_its_weight_is_not_loaded()
    {
        var source = new TiedNetworks.Tied();
        source.Initialize(1);
        var network = new TiedNetworks.Tied();
        network.Initialize(2);
        TensorStore before = Saved(network), wanted = Saved(source);
        string message = Assert.Throws<ArgumentException>("layers", () => network.Load(wanted, ["linear"])).Message;
        Assert.Contains("'linear', whose weight is that of 'words' (TieTo): name both", message, StringComparison.Ordinal);

        network.Load(wanted, ["words"]);
        Bits.AssertEqual(wanted.Values("words.weight"), Saved(network).Values("words.weight"), "words");
        Bits.AssertEqual(before.Values("linear.bias"), Saved(network).Values("linear.bias"), "bias");
        network.Load(wanted, ["words", "linear"]);
        Bits.AssertEqual(wanted.Values("linear.bias"), Saved(network).Values("linear.bias"), "bias");
        Bits.AssertEqual(before.Values("lstm.weight_ih_l0"), Saved(network).Values("lstm.weight_ih_l0"), "lstm");
    }

    /// <summary>A network inside is named as a whole, or a layer of it by itself.</summary>
    [Theory]
    [InlineData("shape", 9)]
    [InlineData("shape.lstm", 8)]
    public void The_layers_of_a_network_inside_are_named_together_or_alone(string name, int tensors)
    {
        var source = new NestedNetworks.Tagger();
        source.Initialize(1);
        var network = new NestedNetworks.Tagger();
        network.Initialize(2);
        TensorStore before = Saved(network), wanted = Saved(source);
        network.Load(wanted, [name]);
        TensorStore after = Saved(network);
        Assert.Equal(tensors, before.Names.Count(tensor => tensor.StartsWith(name, StringComparison.Ordinal)));
        foreach (string tensor in before.Names)
        {
            Bits.AssertEqual((tensor.StartsWith(name, StringComparison.Ordinal) ? wanted : before).Values(tensor), after.Values(tensor), tensor);
        }

        Assert.Throws<ArgumentException>("layers", () => network.Load(wanted, ["shap"]));
        Assert.Throws<ArgumentException>("layers", () => network.Load(wanted, [""]));
    }

    private static Classifier Initialized()
    {
        var network = new Classifier();
        network.Initialize(2);
        return network;
    }

    private static LanguageModel Pretrained()
    {
        var source = new LanguageModel();
        source.Initialize(1);
        LanguageModel.State rest = default;
        rest.LstmL1Reverse.Hidden[3] = 0.5f;
        rest.LstmL0.Cell[1] = 0.25f;
        source.RestState = rest;
        return source;
    }

    private static TensorStore Saved(IModel model, string prefix = "")
    {
        var store = new TensorStore();
        model.Save(store, prefix);
        return store;
    }

    private static TensorStore Without(TensorStore store, string left)
    {
        var rest = new TensorStore();
        foreach (string name in store.Names.Where(name => name != left))
        {
            rest.Write(name, store.Shape(name), store.Values(name));
        }

        return rest;
    }
}
