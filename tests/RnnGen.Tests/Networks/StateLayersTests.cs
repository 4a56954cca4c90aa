using System;
using System.Linq;
using RnnGen.Tests.Cells;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>h and c of many streams as PyTorch has them, by the names of layers: in code that knows nothing of the network.</summary>
public sealed class StateLayersTests
{
    private const int Streams = 3;

    [Fact]
    public void Layers_are_described()
    {
        Assert.Equal(
            [new StateLayer("encoder.lstm", 2, 1, 5, 5), new StateLayer("gru", 1, 2, 4, 0), new StateLayer("rnn", 1, 1, 3, 0)],
            TestNetworks.Mixed.State.Layers.ToArray());
        Assert.Equal([new StateLayer("lstm", 2, 2, 5, 7)], TestNetworks.FinalOfBoth.State.Layers.ToArray());
        Assert.Equal([new StateLayer("", 1, 1, 19, 19)], LayersOf<TestCells.Lstm3x19.State>());
        Assert.Equal([new StateLayer("", 1, 1, 8, 0)], LayersOf<TestCells.Gru1x8.State>());
        Assert.Equal(0, TestNetworks.OnlyDense.State.Layers.Length);
        Assert.Equal("", TestNetworks.Bare.State.Layers[0].Name);
    }

    /// <summary>[layers * directions, streams, size]: layer by layer, of each the forward direction first.</summary>
    [Fact]
    public void The_order_is_that_of_PyTorch()
    {
        var states = new TestNetworks.FinalOfBoth.State[Streams];
        float[] hidden = [.. Enumerable.Range(1, 4 * Streams * 5).Select(static value => (float)value)];
        float[] cell = [.. Enumerable.Range(1, 4 * Streams * 7).Select(static value => -(float)value)];
        TestNetworks.FinalOfBoth.State.SetHidden(states, hidden);
        TestNetworks.FinalOfBoth.State.SetCell(states, cell, "lstm");
        for (int stream = 0; stream < Streams; stream++)
        {
            Bits.AssertEqual(hidden.AsSpan(((0 * Streams) + stream) * 5, 5), states[stream].LstmL0.Hidden, "h of l0");
            Bits.AssertEqual(hidden.AsSpan(((1 * Streams) + stream) * 5, 5), states[stream].LstmL0Reverse.Hidden, "h of l0_reverse");
            Bits.AssertEqual(hidden.AsSpan(((2 * Streams) + stream) * 5, 5), states[stream].LstmL1.Hidden, "h of l1");
            Bits.AssertEqual(hidden.AsSpan(((3 * Streams) + stream) * 5, 5), states[stream].LstmL1Reverse.Hidden, "h of l1_reverse");
            Bits.AssertEqual(cell.AsSpan(((1 * Streams) + stream) * 7, 7), states[stream].LstmL0Reverse.Cell, "c of l0_reverse");
            Bits.AssertEqual(cell.AsSpan(((2 * Streams) + stream) * 7, 7), states[stream].LstmL1.Cell, "c of l1");
        }

        float[] back = new float[cell.Length];
        TestNetworks.FinalOfBoth.State.GetCell(states, back);
        Bits.AssertEqual(cell, back, "c");
    }

    [Fact]
    public void Every_layer_goes_out_and_in_by_its_name()
    {
        RoundTrip<TestNetworks.Mixed.State>();
        RoundTrip<TestNetworks.FinalOfBoth.State>();
        RoundTrip<TestNetworks.Tokens.State>();
        RoundTrip<TestNetworks.Bare.State>();
        RoundTrip<TestCells.Lstm3x19.State>();
        RoundTrip<TestCells.Gru3x19.State>();
        RoundTrip<TestCells.Rnn3x19.State>();
    }

    [Fact]
    public void Wrong_arguments_are_named_and_nothing_is_changed()
    {
        var states = new TestNetworks.Mixed.State[Streams];
        AssertRefused("layer", "'encoder.lstm', 'gru', 'rnn'", () => TestNetworks.Mixed.State.GetHidden(states, new float[9]));
        AssertRefused("layer", "'lstm'", () => TestNetworks.Mixed.State.SetHidden(states, new float[9], "lstm"));
        AssertRefused("layer", "no cell state", () => TestNetworks.Mixed.State.GetCell(states, new float[24], "gru"));
        AssertRefused("layer", "no cell state", () => SetCell<TestCells.Gru1x8.State>(new float[8]));
        AssertRefused("destination", "size 23; it needs 24", () => TestNetworks.Mixed.State.GetHidden(states, new float[23], "gru"));
        AssertRefused("source", "size 31; it needs 30", () => TestNetworks.Mixed.State.SetCell(states, new float[31], "encoder.lstm"));
        AssertRefused("layer", "No layer is recurrent", () => TestNetworks.OnlyDense.State.GetHidden([default], []));
        Assert.All(states, static state => Assert.Equal(default, state));
        TestNetworks.Mixed.State.GetHidden([], [], "gru");

        static void AssertRefused(string argument, string text, Action call)
        {
            var error = Assert.Throws<ArgumentException>(call);
            Assert.Equal(argument, error.ParamName);
            Assert.Contains(text, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        var states = new TestNetworks.Mixed.State[Streams];
        var other = new TestNetworks.FinalOfBoth.State[Streams];
        float[] values = new float[2 * Streams * 4], hidden = new float[4 * Streams * 5];
        byte[] bytes = new byte[TestNetworks.Mixed.State.ByteCount];
        int equal = 0;
        Assert.Equal(0, Allocation.Of(100, () =>
        {
            TestNetworks.Mixed.State.GetHidden(states, values, "gru");
            TestNetworks.Mixed.State.SetHidden(states, values, "gru");
            TestNetworks.FinalOfBoth.State.GetHidden(other, hidden);
            states[0].Write(bytes);
            states[1] = TestNetworks.Mixed.State.Read(bytes);
            equal += states[0] == states[1] && states[0].Equals(states[1]) && states[0].GetHashCode() == states[1].GetHashCode() ? 1 : 0;
        }));
        Assert.True(equal > 0);
    }

    private static StateLayer[] LayersOf<TState>()
        where TState : struct, IState<TState> => TState.Layers.ToArray();

    private static void SetCell<TState>(float[] cell)
        where TState : struct, IState<TState> => TState.SetCell(new TState[1], cell);

    private static void RoundTrip<TState>()
        where TState : struct, IState<TState>
    {
        var states = new TState[Streams];
        int seed = 0;
        foreach (StateLayer layer in TState.Layers)
        {
            float[] hidden = Noise.Create(seed: ++seed, layer.HiddenFloats(Streams)), cell = Noise.Create(seed: ++seed, layer.CellFloats(Streams));
            TState.SetHidden(states, hidden, layer.Name);
            if (layer.HasCell)
            {
                TState.SetCell(states, cell, layer.Name);
                TState.GetCell(states, cell, layer.Name);
            }

            float[] read = new float[hidden.Length];
            TState.GetHidden(states, read, layer.Name);
            Bits.AssertEqual(hidden, read, layer.Name);
            Bits.AssertEqual(Noise.Create(seed, cell.Length), cell, layer.Name);
        }

        // What was set is all there is in the bytes.
        byte[] bytes = new byte[TState.ByteCount];
        foreach (TState state in states)
        {
            state.Write(bytes);
            Assert.Equal(state, TState.Read(bytes));
            Assert.NotEqual(default, state);
        }
    }
}
