using System;
using System.Collections.Generic;
using RnnGen.Formats;
using RnnGen.Tests.Cells;
using Xunit;

namespace RnnGen.Tests.Formats;

/// <summary>Files that list their cells and layers fill models that have other names for them.</summary>
public sealed partial class LoadByPlaceTests
{
    private static readonly TensorModule[] OfSeparate = [new("table.", ""), new("rnn_a.", "_l0"), new("rnn_b.", "_l0"), new("out.", "")];

    [Network]
    [EmbeddingLayer(vocabulary: 7, size: 5, Name = "table")]
    [LstmLayer(hidden: 5, Name = "rnn_a")]
    [LstmLayer(hidden: 5, Name = "rnn_b")]
    [DenseLayer(outputs: 3, Name = "out")]
    internal sealed partial class Separate;

    [Network]
    [EmbeddingLayer(vocabulary: 7, size: 5)]
    [LstmLayer(hidden: 5, Layers = 2)]
    [DenseLayer(outputs: 3)]
    internal sealed partial class StackedUnderOtherNames;

    [Network(input: 3)]
    [LstmLayer(hidden: 5, Bidirectional = true)]
    internal sealed partial class BothWays;

    [Network(input: 3)]
    [LstmLayer(hidden: 5, Bidirectional = true, Name = "other")]
    internal sealed partial class BothWaysUnderAnotherName;

    // The second layer takes as many floats as the first: shapes do not tell the two networks apart.
    [Network(input: 5)]
    [LstmLayer(hidden: 5, Name = "one")]
    [LstmLayer(hidden: 5, Name = "two")]
    internal sealed partial class OneAfterTheOther;

    [Network(input: 5)]
    [LstmLayer(hidden: 5, Bidirectional = true)]
    internal sealed partial class BothWaysOfTheSameShapes;

    [LstmCell(3, 5)]
    internal sealed partial class Cell;

    public static TheoryData<bool> SourcesWithAndWithoutParts => [false, true];

    [Theory]
    [MemberData(nameof(SourcesWithAndWithoutParts))]
    public void Two_layers_of_a_file_are_two_stacked_cells_of_any_name(bool hasParts)
    {
        var saved = new Separate();
        TensorStore store = Saved(saved);
        var loaded = new StackedUnderOtherNames();
        loaded.Load(Source(store, hasParts, OfSeparate), mode: LoadMode.WholeFile);
        Bits.AssertEqual(saved.Parameters, loaded.Parameters, "parameters");

        // Into parameters that are not zeros, too.
        loaded.Initialize(8);
        loaded.Load(Source(store, hasParts, OfSeparate));
        Bits.AssertEqual(saved.Parameters, loaded.Parameters, "parameters");

        // And back.
        var back = new Separate();
        back.Load(Source(Saved(loaded), hasParts, [new("embedding.", ""), new("lstm.", "_l0"), new("lstm.", "_l1"), new("linear.", "")]));
        Bits.AssertEqual(saved.Parameters, back.Parameters, "parameters");
    }

    [Fact]
    public void Names_win_against_places()
    {
        var saved = new Separate();
        TensorStore store = Saved(saved);
        var loaded = new Separate();
        loaded.Load(Source(store, hasParts: true, [OfSeparate[0], OfSeparate[2], OfSeparate[1], OfSeparate[3]]));
        Bits.AssertEqual(saved.Parameters, loaded.Parameters, "parameters");

        loaded.Load(Source(store, hasParts: true, []));
        Bits.AssertEqual(saved.Parameters, loaded.Parameters, "parameters");
    }

    [Fact]
    public void A_cell_is_the_only_one_of_a_file()
    {
        var saved = new Cell();
        saved.Initialize(4);
        var store = new TensorStore();
        saved.Save(store, "capture.lstm");
        var loaded = new Cell();
        loaded.Load(Source(store, hasParts: true, new TensorModule("capture.lstm.", "_l0")), mode: LoadMode.WholeFile);
        Bits.AssertEqual(saved.Parameters, loaded.Parameters, "parameters");
    }

    [Fact]
    public void Both_directions_are_read_forward_first()
    {
        var saved = new BothWays();
        saved.Initialize(4);
        var store = new TensorStore();
        saved.Save(store);
        var loaded = new BothWaysUnderAnotherName();
        loaded.Load(Source(store, hasParts: true, new("lstm.", "_l0"), new("lstm.", "_l0_reverse")));
        Bits.AssertEqual(saved.Parameters, loaded.Parameters, "parameters");
    }

    [Fact]
    public void Weights_of_one_direction_are_not_read_for_the_other()
    {
        var both = new BothWaysOfTheSameShapes();
        both.Initialize(4);
        var store = new TensorStore();
        both.Save(store);
        TensorFormatException refused = Assert.Throws<TensorFormatException>(
            () => new OneAfterTheOther().Load(Source(store, hasParts: true, new("lstm.", "_l0"), new("lstm.", "_l0_reverse"))));
        Assert.Equal("one.weight_ih_l0", refused.Tensor);
        Assert.EndsWith(
            "by its place 'lstm.weight_ih_l0_reverse' would be for the declared layer 'two' (cell l0), but the directions of the two differ", refused.Message, StringComparison.Ordinal);

        var after = new OneAfterTheOther();
        after.Initialize(4);
        store = new TensorStore();
        after.Save(store);
        refused = Assert.Throws<TensorFormatException>(
            () => new BothWaysOfTheSameShapes().Load(Source(store, hasParts: true, new("one.", "_l0"), new("two.", "_l0"))));
        Assert.Contains("'two.weight_ih_l0' would be for the declared layer 'lstm' (cell l0_reverse)", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(SourcesWithAndWithoutParts))]
    public void What_is_wrong_is_named_as_in_the_file_with_what_it_is_for(bool hasParts)
    {
        TensorStore store = Saved(new Separate());
        TensorStore wrong = Changed(store, "rnn_b.weight_hh_l0", [2], [1, 2]);
        var network = new StackedUnderOtherNames();
        network.Initialize(3);
        float[] before = network.Parameters.ToArray();

        TensorFormatException refused = Assert.Throws<TensorFormatException>(() => network.Load(Source(wrong, hasParts, OfSeparate)));

        Assert.Equal(("rnn_b.weight_hh_l0", "shape"), (refused.Tensor, refused.Field));
        Assert.EndsWith(
            "shape: found [2], wanted [20, 5]; by its place it is for the declared layer 'lstm' (cell l1)", refused.Message, StringComparison.Ordinal);
        Bits.AssertEqual(before, network.Parameters, "parameters");

        refused = Assert.Throws<TensorFormatException>(() => network.Load(Source(Changed(store, "out.weight", null, []), hasParts, OfSeparate)));
        Assert.Equal("out.weight", refused.Tensor);
        Assert.EndsWith("; by its place it is for the declared layer 'linear'", refused.Message, StringComparison.Ordinal);
        Bits.AssertEqual(before, network.Parameters, "parameters");
    }

    [Fact]
    public void A_tensor_of_a_module_that_nothing_reads_is_refused()
    {
        TensorStore store = Saved(new Separate());
        store.Write("rnn_b.weight_hr_l0", [1], [1]);
        var network = new StackedUnderOtherNames();
        TensorFormatException refused = Assert.Throws<TensorFormatException>(() => network.Load(Source(store, hasParts: true, OfSeparate)));
        Assert.Equal("rnn_b.weight_hr_l0", refused.Tensor);
        Assert.Contains(
            "nothing reads it: the declaration lacks a projection (by its place the module is for the declared layer 'lstm' (cell l1))", refused.Message, StringComparison.Ordinal);
        Assert.All(network.Parameters.ToArray(), static value => Assert.Equal(0, value));
        network.Load(Source(store, hasParts: true, OfSeparate), mode: LoadMode.DeclaredOnly);

        store = Saved(new Separate());
        store.Write("elsewhere.scale", [1], [1]);
        network.Load(Source(store, hasParts: true, OfSeparate));
        refused = Assert.Throws<TensorFormatException>(() => network.Load(Source(store, hasParts: true, OfSeparate), mode: LoadMode.WholeFile));
        Assert.Equal("elsewhere.scale", refused.Tensor);
    }

    [Fact]
    public void Where_the_numbers_differ_they_are_said()
    {
        TensorStore store = Saved(new Separate());
        TensorFormatException refused = Assert.Throws<TensorFormatException>(
            () => new StackedUnderOtherNames().Load(Source(store, hasParts: true, OfSeparate[..3])));
        Assert.Equal("embedding.weight", refused.Tensor);
        Assert.Contains("missing; ", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("; cells and layers with tensors: 3 in the file, 4 declared", refused.Message, StringComparison.Ordinal);

        refused = Assert.Throws<TensorFormatException>(() => new Cell().Load(Source(store, hasParts: true, OfSeparate)));
        Assert.EndsWith("; cells and layers with tensors: 4 in the file, 1 declared", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_prefix_leaves_the_modules_below_it()
    {
        var saved = new Separate();
        saved.Initialize(4);
        var store = new TensorStore();
        saved.Save(store, "model.decoder");
        new Cell().Save(store, "model.encoder");
        TensorModule[] modules =
        [
            new("model.encoder.", "_l0"), .. Array.ConvertAll(OfSeparate, static module => module with { Prefix = "model.decoder." + module.Prefix }),
        ];
        var loaded = new StackedUnderOtherNames();
        loaded.Load(Source(store, hasParts: true, modules), "model.decoder");
        Bits.AssertEqual(saved.Parameters, loaded.Parameters, "parameters");
        new Cell().Load(Source(store, hasParts: true, modules), "model.encoder");

        TensorFormatException refused = Assert.Throws<TensorFormatException>(() => loaded.Load(Source(store, hasParts: true, modules), "model"));
        Assert.EndsWith("; cells and layers with tensors: 5 in the file, 4 declared", refused.Message, StringComparison.Ordinal);
    }

    private static TensorStore Saved(Separate network)
    {
        network.Initialize(7);
        var store = new TensorStore();
        network.Save(store);
        return store;
    }

    private static TensorStore Saved(StackedUnderOtherNames network)
    {
        var store = new TensorStore();
        network.Save(store);
        return store;
    }

    /// <summary>The same tensors with another one in the place of one, or without it.</summary>
    private static TensorStore Changed(TensorStore store, string changed, int[]? shape, float[] values)
    {
        var copy = new TensorStore();
        foreach (string name in store.Names)
        {
            if (name != changed)
            {
                copy.Write(name, store.Shape(name), store.Values(name));
            }
            else if (shape is not null)
            {
                copy.Write(name, shape, values);
            }
        }

        return copy;
    }

    private static ITensorSource Source(TensorStore store, bool hasParts, params TensorModule[] modules) =>
        hasParts ? new PartsWithModules(store, modules) : new Listed(store, modules);

    private class Listed(TensorStore store, TensorModule[] modules) : ITensorSource
    {
        public string Name => "test";

        public IReadOnlyCollection<string>? Names => store.Names;

        public IReadOnlyList<TensorModule>? Modules => modules;

        public bool Contains(string name) => store.Contains(name);

        public void Read(string name, ReadOnlySpan<int> shape, Span<float> destination) => store.Read(name, shape, destination);
    }

    private sealed class PartsWithModules(TensorStore store, TensorModule[] modules) : Listed(store, modules), ITensorParts
    {
        private readonly TensorStore _store = store;

        public void Check(string name, ReadOnlySpan<int> shape) => ((ITensorParts)_store).Check(name, shape);

        public void ReadPart(string name, long start, Span<float> destination) => ((ITensorParts)_store).ReadPart(name, start, destination);
    }
}
