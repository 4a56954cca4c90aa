using System;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Wrong calls: the exception names the argument, and nothing was changed.</summary>
public sealed class NetworkArgumentTests
{
    private readonly TestNetworks.Tokens _tokens = new();
    private readonly TestNetworks.Classifier _classifier = new();
    private readonly TestNetworks.Filter _filter = new();

    public NetworkArgumentTests()
    {
        _tokens.Initialize(1);
        _classifier.Initialize(1);
        _filter.Initialize(1);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void A_token_outside_the_vocabulary_is_named_and_changes_nothing(int token)
    {
        float[] outputs = new float[3 * TestNetworks.Tokens.OutputSize];
        var state = new TestNetworks.Tokens.State[1];
        var workspace = new TestNetworks.Tokens.Workspace(3);
        var tape = new TestNetworks.Tokens.Tape(3);
        AssertNamed("inputs", () => _tokens.Step(token, outputs.AsSpan(0, TestNetworks.Tokens.OutputSize), ref state[0]));
        AssertNamed("inputs", () => _tokens.Run([1, 2, token], outputs, ref state[0]));
        AssertNamed("inputs", () => _tokens.Run([1, 2, token], outputs, state, workspace));
        AssertNamed("inputs", () => _tokens.Forward([1, 2, token], outputs, state, tape));
        Assert.All(outputs, static value => Assert.Equal(0, value));
        Assert.All(state[0].LstmL0.Hidden.ToArray(), static value => Assert.Equal(0, value));

        // What is padding may be anything.
        _tokens.Run([1, 2, token], outputs, state, workspace, [2]);

        void AssertNamed(string argument, Action call)
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(call);
            Assert.Equal(argument, error.ParamName);
            Assert.Contains("0 to 10", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Sizes_are_named()
    {
        var state = new TestNetworks.Filter.State[1];
        var workspace = new TestNetworks.Filter.Workspace(4);
        float[] buffer = new float[8];
        AssertNamed("input", () => _filter.Step(buffer.AsSpan(0, 2), buffer.AsSpan(2, 1), ref state[0]));
        AssertNamed("output", () => _filter.Step(buffer.AsSpan(0, 1), buffer.AsSpan(2, 2), ref state[0]));
        AssertNamed("outputs", () => _filter.Run(buffer.AsSpan(0, 3), buffer.AsSpan(4, 2), ref state[0]));
        AssertNamed("outputs", () => _filter.Run(buffer.AsSpan(0, 3), buffer.AsSpan(2, 3), ref state[0]));
        AssertNamed("outputs", () => _filter.Run(buffer.AsSpan(0, 3), buffer.AsSpan(2, 3), state, workspace));
        AssertNamed("workspace", () => _filter.Run(buffer.AsSpan(0, 2), buffer.AsSpan(2, 2), new TestNetworks.Filter.State[2], workspace));
        AssertNamed("inputs", () => _filter.Step(buffer.AsSpan(0, 2), buffer.AsSpan(2, 2), state, workspace));
        Assert.Throws<ArgumentNullException>(() => _filter.Run(buffer.AsSpan(0, 2), buffer.AsSpan(2, 2), state, null!));
        Assert.Throws<ArgumentNullException>(() => _filter.Load(null!));
        Assert.Throws<ArgumentNullException>(() => _filter.Save(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TestNetworks.Filter.Workspace(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TestNetworks.Filter.Workspace(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TestNetworks.Filter.Tape(int.MaxValue, 2));
    }

    [Fact]
    public void Gradients_are_checked()
    {
        var tape = new TestNetworks.Classifier.Tape(4, 2);
        var gradients = new TestNetworks.Classifier.Gradients();
        float[] inputs = new float[4 * 2 * 3], outputs = new float[2 * 2];
        _classifier.Forward(inputs, outputs, new TestNetworks.Classifier.State[2], tape);
        AssertNamed("outputGradients", () => _classifier.Backward(new float[5], tape, gradients));
        AssertNamed("inputGradients", () => _classifier.Backward(outputs, tape, gradients, new float[5]));
        AssertNamed("stateGradients", () => _classifier.Backward(outputs, tape, gradients, default, new TestNetworks.Classifier.State[3]));
        AssertNamed("tape", () => _classifier.Forward(new float[5 * 2 * 3], outputs, new TestNetworks.Classifier.State[2], tape));
        Assert.Throws<ArgumentNullException>(() => _classifier.Backward(outputs, null!, gradients));
        Assert.Throws<ArgumentNullException>(() => _classifier.Backward(outputs, tape, null!));
        Assert.All(gradients.Values.ToArray(), static value => Assert.Equal(0, value));

        var tokens = new TestNetworks.Tokens.Tape(2);
        float[] logits = new float[2 * TestNetworks.Tokens.OutputSize];
        _tokens.Forward([1, 2], logits, new TestNetworks.Tokens.State[1], tokens);
        AssertNamed("inputGradients", () => _tokens.Backward(logits, tokens, new TestNetworks.Tokens.Gradients(), new float[2]));
    }

    [Fact]
    public void A_bidirectional_network_needs_room_for_the_whole_sequence()
    {
        var workspace = new TestNetworks.Classifier.Workspace(3, 1);
        AssertNamed("workspace", () => _classifier.Run(new float[4 * 3], new float[2], new TestNetworks.Classifier.State[1], workspace));
    }

    [Fact]
    public void No_steps_and_no_streams_are_nothing_to_do()
    {
        var workspace = new TestNetworks.Classifier.Workspace(3, 2);
        var tape = new TestNetworks.Classifier.Tape(3, 2);
        _classifier.Run([], [], [], workspace);
        _classifier.Forward([], [], [], tape);
        _classifier.Backward([], tape, new TestNetworks.Classifier.Gradients());
        var mean = new TestNetworks.MeanOfSteps();
        var state = default(TestNetworks.MeanOfSteps.State);
        float[] outputs = [1, 1, 1, 1, 1, 1];
        mean.Run([], outputs, ref state);
        Assert.All(outputs, static value => Assert.Equal(0, value));
    }

    private static void AssertNamed(string argument, Action call)
    {
        var error = Assert.ThrowsAny<ArgumentException>(call);
        Assert.Equal(argument, error.ParamName);
        Assert.Contains($"'{argument}'", error.Message, StringComparison.Ordinal);
    }
}
