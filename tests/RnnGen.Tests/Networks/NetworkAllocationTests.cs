using System;
using System.Linq;
using RnnGen.Tests.Cells;
using RnnGen.Training;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>No member of a network allocates, however it is used.</summary>
public sealed class NetworkAllocationTests
{
    private const int Steps = 12;
    private const int Streams = 6;

    private static readonly int[] Lengths = [3, 12, 0, 7, 7, 1];

    [Fact]
    public void A_million_steps_of_a_small_stack_allocate_nothing()
    {
        var network = new TestNetworks.Filter();
        network.Initialize(1);
        var state = default(TestNetworks.Filter.State);
        float[] input = [0.5f], output = [0f];
        Assert.Equal(0, Allocation.Of(1_000_000, () => network.Step(input, output, ref state)));
        Assert.NotEqual(0, output[0]);
    }

    [Fact]
    public void Tokens_allocate_nothing_in_any_way()
    {
        var network = new TestNetworks.Tokens();
        network.Initialize(1);
        var states = new TestNetworks.Tokens.State[Streams];
        var workspace = new TestNetworks.Tokens.Workspace(5, Streams);
        var tape = new TestNetworks.Tokens.Tape(Steps, Streams);
        var gradients = new TestNetworks.Tokens.Gradients();
        int[] tokens = [.. Enumerable.Range(0, Steps * Streams).Select(static index => index % TestNetworks.Tokens.VocabularySize)];
        float[] outputs = new float[Steps * Streams * TestNetworks.Tokens.OutputSize];
        byte[] bytes = new byte[TestNetworks.Tokens.State.ByteCount];

        Assert.Equal(0, Allocation.Of(1000, () => network.Step(tokens[0], outputs.AsSpan(0, TestNetworks.Tokens.OutputSize), ref states[0])));
        Assert.Equal(0, Allocation.Of(50, () => network.Run(tokens.AsSpan(0, Steps), outputs.AsSpan(0, Steps * TestNetworks.Tokens.OutputSize), ref states[0])));
        Assert.Equal(0, Allocation.Of(50, () => network.Run(tokens, outputs, states, workspace)));
        Assert.Equal(0, Allocation.Of(50, () => network.Run(tokens, outputs, states, workspace, Lengths, SequenceLayout.BatchFirst)));
        Assert.Equal(0, Allocation.Of(50, () => network.Step(
            tokens.AsSpan(0, Streams), outputs.AsSpan(0, Streams * TestNetworks.Tokens.OutputSize), states, workspace)));
        Assert.Equal(0, Allocation.Of(50, () =>
        {
            gradients.Clear();
            network.Forward(tokens, outputs, states, tape, Lengths);
            network.Backward(outputs, tape, gradients, default, states);
        }));
        Assert.Equal(0, Allocation.Of(50, () =>
        {
            states[0].Write(bytes);
            states[1] = TestNetworks.Tokens.State.Read(bytes);
        }));
        Assert.Equal(0, Allocation.Of(5, () => network.Initialize(2)));
    }

    [Fact]
    public void Both_directions_and_pooling_allocate_nothing()
    {
        var network = new TestNetworks.Classifier();
        network.Initialize(1);
        var states = new TestNetworks.Classifier.State[Streams];
        var workspace = new TestNetworks.Classifier.Workspace(Steps, Streams);
        var tape = new TestNetworks.Classifier.Tape(Steps, Streams);
        var gradients = new TestNetworks.Classifier.Gradients();
        float[] inputs = Noise.Create(seed: 1, Steps * Streams * TestNetworks.Classifier.InputSize);
        float[] inputGradients = new float[inputs.Length];
        float[] outputs = new float[Streams * TestNetworks.Classifier.OutputSize];

        Assert.Equal(0, Allocation.Of(50, () => network.Run(inputs, outputs, states, workspace, Lengths)));
        Assert.Equal(0, Allocation.Of(50, () =>
        {
            network.Forward(inputs, outputs, states, tape, Lengths, SequenceLayout.BatchFirst);
            network.Backward(outputs, tape, gradients, inputGradients, states);
        }));
    }

    [Fact]
    public void Dropout_of_all_kinds_allocates_nothing()
    {
        var network = new RegularizedNetworks.Tagger();
        network.Initialize(1);
        var states = new RegularizedNetworks.Tagger.State[Streams];
        var tape = new RegularizedNetworks.Tagger.Tape(Steps, Streams) { WordCounts = [new WordCounts(new int[11], 1)] };
        var gradients = new RegularizedNetworks.Tagger.Gradients();
        int[] words = [.. Enumerable.Range(0, Steps * Streams).Select(static index => index % 11)], chars = [1, 2, 3], offsets = new int[words.Length + 1];
        offsets.AsSpan(1).Fill(3);
        float[] shape = Noise.Create(seed: 1, words.Length * 3), outputs = new float[words.Length * RegularizedNetworks.Tagger.OutputSize];
        Assert.Equal(0, Allocation.Of(50, () =>
        {
            tape.DropoutSeed++;
            tape.DropoutStreams[0] = tape.DropoutSeed;
            network.Forward(words, chars, offsets, shape, outputs, states, tape, Lengths);
            network.Backward(outputs, tape, gradients);
        }));
    }
}
