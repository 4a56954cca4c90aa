using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Tests.Cells;
using RnnGen.TestSupport;
using RnnGen.Training;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>The state from which streams start: in files, in streams, in training.</summary>
public sealed partial class RestStateTests
{
    private static readonly string[] InitialNamesOfBoth =
    [
        .. from cell in new[] { "l0", "l0_reverse", "l1", "l1_reverse" } from vector in new[] { "h", "c" } select $"lstm.initial_{vector}_{cell}",
    ];

    [Network(input: 3)]
    [LstmLayer(hidden: 5, Layers = 2, Name = "a")]
    [GruLayer(hidden: 4, Name = "b")]
    internal sealed partial class Renamed;

    [Network(input: 3)]
    [LstmLayer(hidden: 5, Name = "one")]
    [LstmLayer(hidden: 5, Name = "two")]
    [GruLayer(hidden: 4, Name = "three")]
    internal sealed partial class Separate;

    [Fact]
    public void A_model_that_starts_from_zeros_has_no_tensors_of_it()
    {
        var cell = new TestCells.Lstm3x19();
        cell.Initialize(1);
        Assert.Equal(default, cell.RestState);
        var store = new TensorStore();
        cell.Save(store);
        Assert.Equal(["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"], store.Names);

        // -0 is not 0, as in parameters.
        TestCells.Lstm3x19.State rest = default;
        rest.Cell[18] = -0f;
        cell.RestState = rest;
        store = new TensorStore();
        cell.Save(store);
        Assert.Equal(["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0", "initial_c_l0"], store.Names);
        var loaded = new TestCells.Lstm3x19();
        loaded.Load(store);
        Assert.Equal(rest, loaded.RestState);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.lstm")]
    public void A_cell_keeps_it_in_files(string prefix)
    {
        var cell = new TestCells.Lstm5x40Projected();
        cell.Initialize(1);
        cell.RestState = RestOf(cell);
        var store = new TensorStore();
        cell.Save(store, prefix);
        string start = prefix.Length == 0 ? "" : prefix + ".";
        Assert.Equal([11], store.Shape(start + "initial_h_l0").ToArray());
        Assert.Equal([40], store.Shape(start + "initial_c_l0").ToArray());

        var loaded = new TestCells.Lstm5x40Projected();
        loaded.Load(store, prefix, LoadMode.WholeFile);
        Bits.AssertEqual(cell.Parameters, loaded.Parameters, "parameters");
        Assert.Equal(cell.RestState, loaded.RestState);
        Assert.NotEqual(default, loaded.RestState);

        // A file without it sets zeros.
        var plain = new TensorStore();
        new TestCells.Lstm5x40Projected().Save(plain, prefix);
        loaded.Load(plain, prefix);
        Assert.Equal(default, loaded.RestState);

        // h alone: c is zeros.
        cell.Load(Without(store, start + "initial_c_l0"), prefix);
        Assert.False(cell.RestState.Hidden.IsEmpty || cell.RestState.Cell.ContainsAnyExcept(0f));
        Bits.AssertEqual(store.Values(start + "initial_h_l0"), cell.RestState.Hidden.ToArray(), "h");
    }

    [Fact]
    public void A_cells_stream_starts_there_and_goes_back_there()
    {
        var cell = new TestCells.Gru3x19();
        cell.Initialize(1);
        TestCells.Gru3x19.State rest = default;
        Noise.Create(seed: 3, 19).CopyTo(rest.Hidden);
        cell.RestState = rest;
        float[] input = [0.5f, -1, 2], output = new float[19];
        TestCells.Gru3x19.State state = rest;
        cell.Step(input, ref state);
        IModelStream stream = ((IModel)cell).CreateStream();
        stream.Step(input, output);
        Bits.AssertEqual(state.Hidden, output, "output");
        stream.Step(input, output);
        Assert.NotEqual(state.Hidden.ToArray(), output);
        stream.Reset();
        stream.Step(input, output);
        Bits.AssertEqual(state.Hidden, output, "output");
        Assert.Equal(0, Allocation.Of(100, stream.Reset));

        // Through the interfaces, too; a stream that exists takes a new one when it is reset.
        IModel<TestCells.Gru3x19.State> model = cell;
        Assert.Equal(rest, model.RestState);
        model.RestState = default;
        stream.Reset();
        state = default;
        cell.Step(input, ref state);
        stream.Step(input, output);
        Bits.AssertEqual(state.Hidden, output, "output");
    }

    [Fact]
    public void A_network_has_that_of_each_cell()
    {
        var network = new TestNetworks.RowsOfBoth();
        network.Initialize(1);
        TestNetworks.RowsOfBoth.State[] rest = new TestNetworks.RowsOfBoth.State[1];
        TestNetworks.RowsOfBoth.State.SetHidden(rest, Noise.Create(seed: 1, 4 * 5));
        TestNetworks.RowsOfBoth.State.SetCell(rest, Noise.Create(seed: 2, 4 * 7));
        network.RestState = rest[0];
        var store = new TensorStore();
        network.Save(store);
        Assert.Equal(InitialNamesOfBoth, store.Names.Where(static name => name.Contains("initial", StringComparison.Ordinal)));
        Assert.Equal(Noise.Create(seed: 1, 4 * 5)[10..15], store.Values("lstm.initial_h_l1").ToArray());
        Assert.Equal(Noise.Create(seed: 2, 4 * 7)[7..14], store.Values("lstm.initial_c_l0_reverse").ToArray());

        var loaded = new TestNetworks.RowsOfBoth();
        loaded.Load(store, mode: LoadMode.WholeFile);
        Assert.Equal(network.RestState, loaded.RestState);

        // A final state of a network of the same cells, of which nothing is pooled.
        var final = new TestNetworks.FinalOfBoth();
        final.Load(store);
        float[] output = new float[10];
        final.Run([], output, [final.RestState], new TestNetworks.FinalOfBoth.Workspace(1));
        Assert.Equal([.. store.Values("lstm.initial_h_l1"), .. store.Values("lstm.initial_h_l1_reverse")], output);
    }

    [Fact]
    public void What_is_pooled_is_no_part_of_it()
    {
        var network = new TestNetworks.MeanOfSteps();
        network.Initialize(1);
        float[] output = new float[6], expected = new float[6];
        TestNetworks.MeanOfSteps.State used = default;
        network.Step([1, -1], output, ref used);
        network.Step([2, 1], output, ref used);
        network.RestState = used;
        Assert.NotEqual(used, network.RestState);

        TestNetworks.MeanOfSteps.State[] fresh = new TestNetworks.MeanOfSteps.State[1];
        float[] hidden = new float[6];
        TestNetworks.MeanOfSteps.State.GetHidden([used], hidden);
        TestNetworks.MeanOfSteps.State.SetHidden(fresh, hidden);
        Assert.Equal(fresh[0], network.RestState);
        network.Step([0.5f, 0.5f], expected, ref fresh[0]);
        IModelStream stream = ((IModel)network).CreateStream();
        stream.Step([0.5f, 0.5f], output);
        Assert.Equal(expected, output);

        var store = new TensorStore();
        network.Save(store);
        var loaded = new TestNetworks.MeanOfSteps { RestState = used };
        loaded.Load(store);
        Assert.Equal(network.RestState, loaded.RestState);
    }

    [Fact]
    public void What_is_wrong_changes_nothing()
    {
        var cell = new TestCells.Lstm3x19();
        cell.Initialize(1);
        var rest = default(TestCells.Lstm3x19.State);
        rest.Hidden.Fill(0.25f);
        cell.RestState = rest;
        float[] before = cell.Parameters.ToArray();
        var store = new TensorStore();
        new TestCells.Lstm3x19().Save(store);
        store.Write("initial_h_l0", [19], Noise.Create(seed: 5, 19));
        store.Write("initial_c_l0", [1, 19], Noise.Create(seed: 6, 19));
        TensorFormatException refused = Assert.Throws<TensorFormatException>(() => cell.Load(store));
        Assert.Equal(("initial_c_l0", "shape"), (refused.Tensor, refused.Field));
        Assert.EndsWith("found [1, 19], wanted [19]", refused.Message, StringComparison.Ordinal);
        Assert.Equal(rest, cell.RestState);
        Bits.AssertEqual(before, cell.Parameters, "parameters");

        // Nor what nothing reads beside what is right.
        store = Without(store, "initial_c_l0");
        store.Write("initial_h_l1", [19], new float[19]);
        refused = Assert.Throws<TensorFormatException>(() => cell.Load(store));
        Assert.Equal("initial_h_l1", refused.Tensor);
        Assert.Contains("the declaration has fewer layers", refused.Message, StringComparison.Ordinal);
        Assert.Equal(rest, cell.RestState);

        var gru = new TestCells.Gru3x19();
        var saved = new TensorStore();
        gru.Save(saved);
        saved.Write("initial_c_l0", [19], new float[19]);
        refused = Assert.Throws<TensorFormatException>(() => gru.Load(saved));
        Assert.Equal("initial_c_l0", refused.Tensor);
        Assert.Contains("only an LSTM has a state c", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_comes_by_place_as_weights_do()
    {
        var separate = new Separate();
        separate.Initialize(1);
        var states = new Separate.State[1];
        foreach (StateLayer layer in Separate.State.Layers)
        {
            Separate.State.SetHidden(states, Noise.Create(seed: layer.Name.Length, layer.HiddenFloats(1)), layer.Name);
        }

        Separate.State.SetCell(states, Noise.Create(seed: 9, 5), "two");
        separate.RestState = states[0];
        var store = new TensorStore();
        separate.Save(store);
        var loaded = new Renamed();
        loaded.Load(new Placed(store, [new("one.", "_l0"), new("two.", "_l0"), new("three.", "_l0")]), mode: LoadMode.WholeFile);
        Bits.AssertEqual(separate.Parameters, loaded.Parameters, "parameters");
        float[] hidden = new float[10], cell = new float[10], last = new float[4];
        Renamed.State.GetHidden([loaded.RestState], hidden, "a");
        Renamed.State.GetCell([loaded.RestState], cell, "a");
        Renamed.State.GetHidden([loaded.RestState], last, "b");
        Assert.Equal([.. store.Values("one.initial_h_l0"), .. store.Values("two.initial_h_l0")], hidden);
        Assert.Equal([.. new float[5], .. Noise.Create(seed: 9, 5)], cell);
        Bits.AssertEqual(store.Values("three.initial_h_l0"), last, "h of the last");
    }

    [Fact]
    public void Training_starts_sequences_there_and_keeps_it()
    {
        var network = new TestNetworks.Filter();
        network.Initialize(1);
        var rest = new TestNetworks.Filter.State[1];
        TestNetworks.Filter.State.SetHidden(rest, Noise.Create(seed: 1, 16));
        TestNetworks.Filter.State.SetCell(rest, Noise.Create(seed: 2, 16));
        network.RestState = rest[0];
        float[] inputs = Noise.Create(seed: 3, 4), expected = new float[4], output = new float[4];
        TestNetworks.Filter.State[] state = [rest[0]];
        network.Run(inputs, expected, state, new TestNetworks.Filter.Workspace(4));

        TrainingShard<float> shard = ((ITrainable<float>)network).CreateShard(4, 1);
        shard.ResetStates();
        shard.Forward(inputs, output, [4], dropoutSeed: 1, dropoutStreams: [0]);
        Bits.AssertEqual(expected, output, "training");
        output.AsSpan().Clear();
        shard.Run(inputs, output, [4]);
        Bits.AssertEqual(expected, output, "evaluation");

        using var trainer = new Trainer<float, float>(network, new Adam(network.Parameters.Length, 0.01f), SequenceLoss.SquaredError);
        trainer.Fit([new Example<float, float>(inputs, new float[4])], null, 2);
        Assert.Equal(rest[0], network.RestState);
    }

    [Fact]
    public void A_checkpoint_has_it_and_changes_nothing_where_it_is_wrong()
    {
        using var directory = new TemporaryFolder();
        string path = directory["checkpoint.safetensors"];
        var first = new TestNetworks.Filter();
        first.Initialize(1);
        var rest = new TestNetworks.Filter.State[1];
        TestNetworks.Filter.State.SetHidden(rest, Noise.Create(seed: 1, 16));
        first.RestState = rest[0];
        using (Trainer<float, float> trainer = Trainer(first, LearningRateSchedule.Constant))
        {
            trainer.Fit([new Example<float, float>(new float[4], new float[4])], null, 1);
        }

        var other = new TestNetworks.Filter();
        other.Initialize(2);
        TestNetworks.Filter.State.SetHidden(rest, Noise.Create(seed: 2, 16));
        other.RestState = rest[0];
        float[] before = other.Parameters.ToArray();
        Assert.Throws<TensorFormatException>(() => Trainer(other, LearningRateSchedule.ReduceOnPlateau(0.5, 0)));
        Assert.Equal(rest[0], other.RestState);
        Bits.AssertEqual(before, other.Parameters, "parameters");

        using Trainer<float, float> resumed = Trainer(other, LearningRateSchedule.Constant);
        Assert.Equal(first.RestState, other.RestState);
        Bits.AssertEqual(first.Parameters, other.Parameters, "parameters");

        Trainer<float, float> Trainer(TestNetworks.Filter network, LearningRateSchedule schedule) => new(
            network, new Adam(network.Parameters.Length, 0.01f), SequenceLoss.SquaredError, new TrainerOptions { CheckpointPath = path, Schedule = schedule });
    }

    private static TestCells.Lstm5x40Projected.State RestOf(TestCells.Lstm5x40Projected cell)
    {
        TestCells.Lstm5x40Projected.State state = default;
        cell.Step([1, 2, 3, 4, 5], ref state);
        return state;
    }

    private static TensorStore Without(TensorStore store, string missing)
    {
        var copy = new TensorStore();
        foreach (string name in store.Names.Where(name => name != missing))
        {
            copy.Write(name, store.Shape(name), store.Values(name));
        }

        return copy;
    }

    private sealed class Placed(TensorStore store, TensorModule[] modules) : ITensorSource
    {
        public string Name => "test";

        public IReadOnlyCollection<string>? Names => store.Names;

        public IReadOnlyList<TensorModule>? Modules => modules;

        public bool Contains(string name) => store.Contains(name);

        public void Read(string name, ReadOnlySpan<int> shape, Span<float> destination) => store.Read(name, shape, destination);
    }
}
