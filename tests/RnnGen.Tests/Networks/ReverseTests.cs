using System;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Tests.Cells;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Layers that read each sequence from its end: the reverse halves of layers in both directions, by themselves.</summary>
public sealed partial class ReverseTests
{
    private const int Steps = 6;
    private static readonly int[] Lengths = [4, 6, 0, 1];

    [Network(input: 3)]
    [LstmLayer(hidden: 7, Projection = 5, Bidirectional = true)]
    internal sealed partial class Both;

    [Network(input: 3)]
    [LstmLayer(hidden: 7, Projection = 5, Reverse = true)]
    internal sealed partial class FromEnd;

    [Network(input: 3)]
    [LstmLayer(hidden: 7, Projection = 5, Name = "lstm")]
    internal sealed partial class FromStart;

    [Network(input: 3)]
    [GruLayer(hidden: 40, Layers = 2, Reverse = true)]
    internal sealed partial class Stacked;

    [Network(input: 3)]
    [GruLayer(hidden: 40, Reverse = true, Name = "one")]
    [GruLayer(hidden: 40, Reverse = true, Name = "two")]
    internal sealed partial class OneAfterTheOther;

    [Network(input: 3)]
    [LstmLayer(hidden: 7, Projection = 5, Reverse = true)]
    [PoolingLayer(Pooling.FinalState)]
    internal sealed partial class Final;

    [Network(input: 3)]
    [LstmLayer(hidden: 7, Projection = 5, Reverse = true)]
    [PoolingLayer(Pooling.LastStep)]
    internal sealed partial class Last;

    private static int Streams => Lengths.Length;

    [Theory]
    [InlineData(SequenceLayout.TimeFirst)]
    [InlineData(SequenceLayout.BatchFirst)]
    public void Outputs_states_and_gradients_are_those_of_the_reverse_half(SequenceLayout layout)
    {
        var both = new Both();
        both.Initialize(3);
        FromEnd fromEnd = HalfOf(both);
        float[] inputs = Noise.Create(seed: 1, Steps * Streams * 3), outputs = new float[Steps * Streams * 10], half = new float[Steps * Streams * 5];
        var states = new Both.State[Streams];
        var halfStates = new FromEnd.State[Streams];
        float[] hidden = Noise.Create(seed: 4, 2 * Streams * 5), cell = Noise.Create(seed: 5, 2 * Streams * 7);
        Both.State.SetHidden(states, hidden);
        Both.State.SetCell(states, cell);
        FromEnd.State.SetHidden(halfStates, hidden.AsSpan(Streams * 5));
        FromEnd.State.SetCell(halfStates, cell.AsSpan(Streams * 7));
        Both.State[] initial = [.. states];
        FromEnd.State[] halfInitial = [.. halfStates];
        both.Run(inputs, outputs, states, new Both.Workspace(Steps, Streams), Lengths, layout);
        fromEnd.Run(inputs, half, halfStates, new FromEnd.Workspace(Steps, Streams), Lengths, layout);
        Bits.AssertEqual(SecondHalf(outputs), half, "outputs");
        AssertSameStates(states, halfStates);

        // Of the other direction nothing has gradients.
        float[] halfGradients = Noise.Create(seed: 2, half.Length), gradients = new float[outputs.Length];
        for (int row = 0; row < Steps * Streams; row++)
        {
            halfGradients.AsSpan(row * 5, 5).CopyTo(gradients.AsSpan((row * 10) + 5));
        }

        var tape = new Both.Tape(Steps, Streams);
        var halfTape = new FromEnd.Tape(Steps, Streams);
        Both.Gradients all = new();
        FromEnd.Gradients own = new();
        float[] inputGradients = new float[inputs.Length], halfInputGradients = new float[inputs.Length];
        var stateGradients = new Both.State[Streams];
        var halfStateGradients = new FromEnd.State[Streams];
        both.Forward(inputs, outputs, initial, tape, Lengths, layout);
        fromEnd.Forward(inputs, half, halfInitial, halfTape, Lengths, layout);
        Bits.AssertEqual(SecondHalf(outputs), half, "outputs of Forward");
        both.Backward(gradients, tape, all, inputGradients, stateGradients);
        fromEnd.Backward(halfGradients, halfTape, own, halfInputGradients, halfStateGradients);
        Assert.Equal(inputGradients, halfInputGradients);
        AssertSameStates(stateGradients, halfStateGradients);
        TensorStore allTensors = new(), ownTensors = new();
        all.Save(allTensors);
        own.Save(ownTensors);
        Assert.Equal(5, ownTensors.Names.Count);
        Assert.All(ownTensors.Names, name =>
        {
            Assert.EndsWith("_l0_reverse", name, StringComparison.Ordinal);
            Bits.AssertEqual(allTensors.Values(name), ownTensors.Values(name), name);
        });

        // Without gradients of the inputs the others are the same.
        FromEnd.Gradients again = new();
        fromEnd.Backward(halfGradients, halfTape, again);
        Bits.AssertEqual(own.Values, again.Values, "without those of the inputs");
    }

    [Fact]
    public void A_turned_sequence_gives_turned_outputs()
    {
        var fromStart = new FromStart();
        fromStart.Initialize(3);
        var store = new TensorStore();
        fromStart.Save(store);
        var fromEnd = new FromEnd();
        fromEnd.Load(Renamed(store, static name => name + "_reverse"));
        foreach (int length in new[] { 1, 2, 5 })
        {
            float[] inputs = Noise.Create(seed: length, length * 3), expected = new float[length * 5], outputs = new float[length * 5];
            FromStart.State state = default;
            fromStart.Run(Turned(inputs, 3), expected, ref state);
            var states = new FromEnd.State[1];
            fromEnd.Run(inputs, outputs, states, new FromEnd.Workspace(length));
            Bits.AssertEqual(Turned(expected, 5), outputs, "outputs");
            Bits.AssertEqual(state.LstmL0.Hidden, states[0].LstmL0Reverse.Hidden, "h");
            Bits.AssertEqual(state.LstmL0.Cell, states[0].LstmL0Reverse.Cell, "c");
        }
    }

    [Fact]
    public void Stacked_cells_all_read_from_the_end()
    {
        var stacked = new Stacked();
        stacked.Initialize(5);
        var store = new TensorStore();
        stacked.Save(store);
        Assert.Equal(
            ["gru.weight_ih_l0_reverse", "gru.weight_ih_l1_reverse"], store.Names.Where(static name => name.Contains("weight_ih", StringComparison.Ordinal)));
        var separate = new OneAfterTheOther();
        separate.Load(Renamed(store, static name => name.Contains("_l1", StringComparison.Ordinal)
            ? name.Replace("gru.", "two.", StringComparison.Ordinal).Replace("_l1", "_l0", StringComparison.Ordinal)
            : name.Replace("gru.", "one.", StringComparison.Ordinal)));
        float[] inputs = Noise.Create(seed: 1, Steps * Streams * 3), outputs = new float[Steps * Streams * 40], expected = new float[outputs.Length];
        var states = new Stacked.State[Streams];
        stacked.Run(inputs, outputs, states, new Stacked.Workspace(Steps, Streams), Lengths);
        separate.Run(inputs, expected, new OneAfterTheOther.State[Streams], new OneAfterTheOther.Workspace(Steps, Streams), Lengths);
        Bits.AssertEqual(expected, outputs, "outputs");

        // The final state is that at the first step.
        float[] hidden = new float[2 * Streams * 40];
        Stacked.State.GetHidden(states, hidden);
        Bits.AssertEqual(outputs.AsSpan(0, 40), hidden.AsSpan(Streams * 40, 40), "h of the upper cell");
    }

    [Fact]
    public void Pooling_takes_the_final_state_or_the_row_of_the_last_step()
    {
        var fromEnd = new FromEnd();
        fromEnd.Initialize(9);
        var store = new TensorStore();
        fromEnd.Save(store);
        var final = new Final();
        final.Load(store);
        var last = new Last();
        last.Load(store);
        float[] inputs = Noise.Create(seed: 1, Steps * Streams * 3), rows = new float[Steps * Streams * 5], ofFinal = new float[Streams * 5], ofLast = new float[Streams * 5];
        fromEnd.Run(inputs, rows, new FromEnd.State[Streams], new FromEnd.Workspace(Steps, Streams), Lengths);
        final.Run(inputs, ofFinal, new Final.State[Streams], new Final.Workspace(Steps, Streams), Lengths);
        last.Run(inputs, ofLast, new Last.State[Streams], new Last.Workspace(Steps, Streams), Lengths);
        for (int stream = 0; stream < Streams; stream++)
        {
            bool isEmpty = Lengths[stream] == 0;
            int lastRow = ((Lengths[stream] - 1) * Streams) + stream;
            Bits.AssertEqual(isEmpty ? new float[5] : rows.AsSpan(stream * 5, 5), ofFinal.AsSpan(stream * 5, 5), "final state");
            Bits.AssertEqual(isEmpty ? new float[5] : rows.AsSpan(lastRow * 5, 5), ofLast.AsSpan(stream * 5, 5), "last step");
        }
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        var network = new FromEnd();
        network.Initialize(1);
        float[] inputs = Noise.Create(seed: 1, Steps * Streams * 3), outputs = new float[Steps * Streams * 5], gradients = Noise.Create(seed: 2, outputs.Length);
        var states = new FromEnd.State[Streams];
        var workspace = new FromEnd.Workspace(Steps, Streams);
        var tape = new FromEnd.Tape(Steps, Streams);
        FromEnd.Gradients sums = new();
        Assert.Equal(0, Allocation.Of(20, () => network.Run(inputs, outputs, states, workspace, Lengths)));
        Assert.Equal(0, Allocation.Of(20, () =>
        {
            network.Forward(inputs, outputs, states, tape, Lengths);
            network.Backward(gradients, tape, sums);
        }));
    }

    [Fact]
    public void There_are_no_steps_and_no_streams()
    {
        IModel model = new FromEnd();
        Assert.False(model.IsCausal);
        Assert.DoesNotContain(typeof(FromEnd).GetMethods(), static method => method.Name == "Step");
        Assert.StartsWith("'FromEnd' has a layer that reads every sequence from its end", Assert.Throws<NotSupportedException>(model.CreateStream).Message, StringComparison.Ordinal);
        ArgumentException tooLong = Assert.Throws<ArgumentException>(
            () => new FromEnd().Run(new float[9], new float[15], new FromEnd.State[1], new FromEnd.Workspace(2)));
        Assert.Equal("workspace", tooLong.ParamName);
    }

    [Fact]
    public void A_file_of_the_other_direction_is_refused()
    {
        var store = new TensorStore();
        new FromStart().Save(store);
        TensorFormatException refused = Assert.Throws<TensorFormatException>(() => new FromEnd().Load(store));
        Assert.Equal("lstm.weight_ih_l0_reverse", refused.Tensor);

        // The state from which it starts has the names of its other tensors.
        var states = new FromEnd.State[1];
        FromEnd.State.SetHidden(states, Noise.Create(seed: 1, 5));
        var network = new FromEnd { RestState = states[0] };
        store = new TensorStore();
        network.Save(store);
        Assert.Contains("lstm.initial_h_l0_reverse", store.Names);
        var loaded = new FromEnd();
        loaded.Load(store, mode: LoadMode.WholeFile);
        Assert.Equal(states[0], loaded.RestState);
    }

    private static FromEnd HalfOf(Both both)
    {
        var store = new TensorStore();
        both.Save(store);
        var half = new FromEnd();
        half.Load(store, mode: LoadMode.DeclaredOnly);
        return half;
    }

    private static TensorStore Renamed(TensorStore store, Func<string, string> rename)
    {
        var renamed = new TensorStore();
        foreach (string name in store.Names)
        {
            renamed.Write(rename(name), store.Shape(name), store.Values(name));
        }

        return renamed;
    }

    private static float[] SecondHalf(float[] rows) => [.. Enumerable.Range(0, rows.Length / 10).SelectMany(row => rows[((row * 10) + 5)..((row + 1) * 10)])];

    private static float[] Turned(float[] rows, int width) => [.. rows.Chunk(width).Reverse().SelectMany(static row => row)];

    private static void AssertSameStates(Both.State[] both, FromEnd.State[] half)
    {
        for (int stream = 0; stream < Streams; stream++)
        {
            Bits.AssertEqual(both[stream].LstmL0Reverse.Hidden, half[stream].LstmL0Reverse.Hidden, "h");
            Bits.AssertEqual(both[stream].LstmL0Reverse.Cell, half[stream].LstmL0Reverse.Cell, "c");
        }
    }
}
