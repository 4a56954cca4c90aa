using System;
using System.Linq;
using RnnGen.Tests.Cells;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Pooling by the final state is what the states hold, forward and back, whatever the lengths.</summary>
public sealed class FinalStateTests
{
    private const int Steps = 6;
    private const int Streams = 4;

    private static readonly int[] Lengths = [3, 6, 0, 1];

    [Fact]
    public void Both_directions_side_by_side()
    {
        var network = new TestNetworks.FinalOfBoth();
        network.Initialize(1);
        float[] inputs = Noise.Create(seed: 1, Steps * Streams * 3);
        var states = new TestNetworks.FinalOfBoth.State[Streams];
        var workspace = new TestNetworks.FinalOfBoth.Workspace(Steps, Streams);
        float[] outputs = new float[Streams * 10];
        network.Run(inputs, outputs, states, workspace);

        // From states that are not zeros; a stream without steps gives the h that it has.
        network.Run(inputs, outputs, states, workspace, Lengths);
        float[] hidden = new float[4 * Streams * 5];
        TestNetworks.FinalOfBoth.State.GetHidden(states, hidden);
        for (int stream = 0; stream < Streams; stream++)
        {
            // torch.cat((h_n[-2], h_n[-1]), 1)
            Bits.AssertEqual(hidden.AsSpan(((2 * Streams) + stream) * 5, 5), outputs.AsSpan(stream * 10, 5), "forward");
            Bits.AssertEqual(hidden.AsSpan(((3 * Streams) + stream) * 5, 5), outputs.AsSpan((stream * 10) + 5, 5), "reverse");
        }

        var tapeStates = new TestNetworks.FinalOfBoth.State[Streams];
        network.Run(inputs, outputs, tapeStates, workspace);
        float[] forward = new float[outputs.Length];
        network.Forward(inputs, forward, tapeStates, new TestNetworks.FinalOfBoth.Tape(Steps, Streams), Lengths);
        Assert.Equal(states, tapeStates);
        network.Run(inputs, outputs, states, workspace, [0, 0, 0, 0]);
        Bits.AssertEqual(forward, outputs, "outputs of no steps");
    }

    /// <summary>A gradient of an output is one of h in the final state: so it is of the layer alone, without pooling.</summary>
    [Fact]
    public void Gradients_go_into_the_final_state()
    {
        var pooled = new TestNetworks.FinalOfBoth();
        var plain = new TestNetworks.RowsOfBoth();
        pooled.Initialize(2);
        plain.Initialize(2);
        Bits.AssertEqual(pooled.Parameters, plain.Parameters, "parameters");
        float[] inputs = Noise.Create(seed: 3, Steps * Streams * 3), outputGradients = Noise.Create(seed: 4, Streams * 10);
        float[] cellGradients = Noise.Create(seed: 5, 4 * Streams * 7), hiddenGradients = Noise.Create(seed: 6, 4 * Streams * 5);

        var pooledTape = new TestNetworks.FinalOfBoth.Tape(Steps, Streams);
        var pooledStates = new TestNetworks.FinalOfBoth.State[Streams];
        pooled.Forward(inputs, new float[Streams * 10], pooledStates, pooledTape, Lengths);
        TestNetworks.FinalOfBoth.State.SetHidden(pooledStates, hiddenGradients);
        TestNetworks.FinalOfBoth.State.SetCell(pooledStates, cellGradients);
        var pooledGradients = new TestNetworks.FinalOfBoth.Gradients();
        float[] pooledInputs = new float[inputs.Length];
        pooled.Backward(outputGradients, pooledTape, pooledGradients, pooledInputs, pooledStates);

        var plainTape = new TestNetworks.RowsOfBoth.Tape(Steps, Streams);
        var plainStates = new TestNetworks.RowsOfBoth.State[Streams];
        plain.Forward(inputs, new float[Steps * Streams * 10], plainStates, plainTape, Lengths);
        for (int index = 0; index < outputGradients.Length; index++)
        {
            (int stream, int direction, int unit) = (index / 10, index / 5 % 2, index % 5);
            hiddenGradients[((((2 + direction) * Streams) + stream) * 5) + unit] += outputGradients[index];
        }

        TestNetworks.RowsOfBoth.State.SetHidden(plainStates, hiddenGradients);
        TestNetworks.RowsOfBoth.State.SetCell(plainStates, cellGradients);
        var plainGradients = new TestNetworks.RowsOfBoth.Gradients();
        float[] plainInputs = new float[inputs.Length];
        plain.Backward(new float[Steps * Streams * 10], plainTape, plainGradients, plainInputs, plainStates);

        Bits.AssertEqual(plainGradients.Values, pooledGradients.Values, "parameters");
        Bits.AssertEqual(plainInputs, pooledInputs, "inputs");
        float[] expected = new float[hiddenGradients.Length], actual = new float[expected.Length];
        TestNetworks.RowsOfBoth.State.GetHidden(plainStates, expected);
        TestNetworks.FinalOfBoth.State.GetHidden(pooledStates, actual);
        Bits.AssertEqual(expected, actual, "states");
        Assert.Contains(plainGradients.Values.ToArray(), static value => value != 0);
    }

    /// <summary>Of one direction it is the last step's output, known at every step.</summary>
    [Fact]
    public void One_direction_is_known_at_every_step()
    {
        var network = new TestNetworks.FinalOfOne();
        network.Initialize(3);
        float[] inputs = Noise.Create(seed: 7, Steps * 2), output = new float[3], ran = new float[3];
        TestNetworks.FinalOfOne.State state = default, whole = default;
        for (int step = 0; step < Steps; step++)
        {
            network.Step(inputs.AsSpan(step * 2, 2), output, ref state);
        }

        network.Run(inputs, ran, ref whole);
        Bits.AssertEqual(output, ran, "Run");
        Assert.Equal(state, whole);
        network.Run([], ran, ref whole);
        Bits.AssertEqual(output, ran, "Run of no steps");
        var batch = new TestNetworks.FinalOfOne.State[1];
        network.Run(inputs, ran, batch, new TestNetworks.FinalOfOne.Workspace(2, 1));
        Bits.AssertEqual(output, ran, "batch in pieces");
        Assert.Equal(2 * 6, TestNetworks.FinalOfOne.State.Layers.ToArray().Sum(static layer => layer.HiddenFloats(1)));
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        var network = new TestNetworks.FinalOfBoth();
        network.Initialize(1);
        float[] inputs = Noise.Create(seed: 1, Steps * Streams * 3), outputs = new float[Streams * 10];
        var states = new TestNetworks.FinalOfBoth.State[Streams];
        var workspace = new TestNetworks.FinalOfBoth.Workspace(Steps, Streams);
        var tape = new TestNetworks.FinalOfBoth.Tape(Steps, Streams);
        var gradients = new TestNetworks.FinalOfBoth.Gradients();
        Assert.Equal(0, Allocation.Of(20, () =>
        {
            network.Run(inputs, outputs, states, workspace, Lengths);
            network.Forward(inputs, outputs, states, tape, Lengths);
            network.Backward(outputs, tape, gradients, default, states);
        }));
    }
}
