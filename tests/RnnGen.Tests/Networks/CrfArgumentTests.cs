using System;
using System.Linq;
using Xunit;
using static RnnGen.Training.Loss;

namespace RnnGen.Tests.Networks;

/// <summary>What the chain of labels of a network does not take: the exception names it, and nothing was changed.</summary>
public sealed class CrfArgumentTests : IDisposable
{
    private const int Labels = 5;

    private static readonly CrfConstraints Bio = CrfConstraints.FromBio("O", "B-a", "I-a", "B-b", "I-b");

    private readonly CrfNetworks.Tagger _network = new() { Constraints = Bio };
    private readonly CrfNetworks.Tagger.Workspace _workspace = new(4, 2);
    private readonly CrfNetworks.Tagger.Tape _tape = new(4, 2);
    private readonly CrfNetworks.Tagger.Gradients _gradients = new();

    public CrfArgumentTests() => _network.Initialize(1);

    public void Dispose()
    {
        _workspace.Dispose();
        _tape.Dispose();
    }

    [Fact]
    public void Constraints_are_of_as_many_labels()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(static () => new CrfNetworks.ThreeLabels { Constraints = Bio });
        Assert.Equal("'constraints' are for 5 labels; the network has 3. (Parameter 'constraints')", exception.Message);
        Assert.Null(new CrfNetworks.ThreeLabels().Constraints);
        Assert.Same(Bio, _network.Constraints);
    }

    [Fact]
    public void Sizes_are_checked()
    {
        AssertArgument("scores", () => _network.Decode(new float[7], new int[1], _workspace), "'scores' has size 7; it needs a multiple of 5: steps of 5 labels.");
        AssertArgument(
            "scores", () => _network.Decode(new float[15], new int[3], _workspace, [1, 1]), "'scores' has size 15; it needs a multiple of 10: steps of 2 streams (lengths) of 5 labels.");
        AssertArgument("labels", () => _network.Decode(new float[10], new int[3], _workspace), "'labels' has size 3; it needs 2.");
        AssertArgument("probabilities", () => _network.Marginals(new float[10], new float[9], _workspace), "'probabilities' has size 9; it needs 10.");
        AssertArgument("targets", () => _network.Loss(new float[10], new int[1], _workspace), "'targets' has size 1; it needs 2.");
        AssertArgument("workspace", () => _network.Decode(new float[25], new int[5], _workspace), "'workspace' holds 4 steps; it needs to hold 5 (scores).");
        AssertArgument("lengths", () => _network.Decode(new float[20], new int[4], _workspace, [3, 0]), "'lengths' has 3 for stream 0; it must be from 0 to the 2 steps of the scores.");
        AssertArgument("lengths", () => _network.Decode(new float[20], new int[4], _workspace, [0, -1]), "'lengths' has -1 for stream 1");
        AssertArgument("layout", () => _network.Decode(new float[20], new int[4], _workspace, [0, 1], (SequenceLayout)7), "'layout' is not defined.");
        Assert.Throws<ArgumentNullException>("workspace", () => _network.Decode(new float[5], new int[1], null!));
        Assert.Throws<ArgumentNullException>("workspace", () => _network.Loss(new float[5], new int[1], null!));
        Assert.Throws<ArgumentNullException>("workspace", () => _network.Marginals(new float[5], new float[5], null!));

        // As many steps as the longest needs, whatever the padding; and nothing at all.
        _network.Decode(new float[60], new int[12], _workspace, [4, 2]);
        _network.Decode([], [], _workspace);
        Assert.Equal(0, _network.Loss([], [], _workspace));
    }

    [Fact]
    public void A_tape_is_checked()
    {
        Forward(2);
        AssertArgument("targets", () => _network.Loss(new int[3], _tape, _gradients), "'targets' has size 3; it needs 4.");
        AssertArgument("outputGradients", () => _network.Loss(new int[4], _tape, _gradients, 1, new float[5]), "'outputGradients' has size 5; it needs 20.");
        AssertArgument("scale", () => _network.Loss(new int[4], _tape, _gradients, double.NaN), "'scale' must be finite.");
        Assert.Throws<ArgumentNullException>("tape", () => _network.Loss(new int[4], null!, _gradients));
        Assert.Throws<ArgumentNullException>("gradients", () => _network.Loss(new int[4], _tape, null!));
        float[] gradients = [.. _gradients.Values];
        AssertArgument("outputGradients", () => _network.Loss(new int[4], _tape, _gradients, 1, _gradients.Values[..20]), "'outputGradients' overlaps 'gradients'.");
        Assert.Equal(gradients, _gradients.Values.ToArray());

        // Backward goes on from Loss only, and once.
        Assert.Throws<InvalidOperationException>(() => _network.Backward(_tape, _gradients));
        _network.Loss(new int[4], _tape, _gradients);
        AssertArgument("inputGradients", () => _network.Backward(_tape, _gradients, new float[1]), "token ids have no gradients");
        AssertArgument("stateGradients", () => _network.Backward(_tape, _gradients, default, new CrfNetworks.Tagger.State[3]), "'stateGradients' has size 3; it needs 2.");
        _network.Backward(_tape, _gradients);
        Assert.Throws<InvalidOperationException>(() => _network.Backward(_tape, _gradients));
        _network.Loss(new int[4], _tape, _gradients);
        Forward(1);
        Assert.Throws<InvalidOperationException>(() => _network.Backward(_tape, _gradients));
        Assert.Throws<ArgumentOutOfRangeException>(() => _network.Forward([99, 1], new float[10], new CrfNetworks.Tagger.State[2], _tape));
        Assert.Throws<InvalidOperationException>(() => _network.Loss([0, 0], _tape, _gradients));
    }

    [Theory]
    [InlineData(new[] { 0, 5, 0, 0 }, "The targets of stream 1 have label 5 at row 1; it must be from 0 to 4, or -100.", 1)]
    [InlineData(new[] { 0, -1, 0, 0 }, "The targets of stream 1 have label -1 at row 1; it must be from 0 to 4, or -100.", 1)]
    [InlineData(new[] { 2, 0, 0, 0 }, "The targets of stream 1 begin with label 2, which the network's constraints do not allow.", 1)]
    [InlineData(new[] { 1, 4, 0, 0 }, "The targets of stream 1 have label 4 after label 1 at row 1, which the network's constraints do not allow.", 1)]
    [InlineData(new[] { 0, Ignored, 2, 3 }, null, 1)]
    [InlineData(new[] { 1, Ignored, Ignored, 4 }, null, 1)]
    public void Targets_are_labels_that_the_constraints_allow(int[] targets, string? problem, int stream)
    {
        Forward(4);
        int[] both = new int[8];
        for (int step = 0; step < 4; step++)
        {
            both[(step * 2) + stream] = targets[step];
        }

        if (problem is null)
        {
            Assert.True(_network.Loss(both, _tape, _gradients) > 0);
            return;
        }

        AssertArgument("targets", () => _network.Loss(both, _tape, _gradients), problem);
        AssertArgument("targets", () => _network.Loss(new float[8 * Labels], both, _workspace, [4, 4]), problem);
        Assert.All(_gradients.Values.ToArray(), static value => Assert.Equal(0, value));
    }

    [Fact]
    public void Targets_around_unknown_ones_must_leave_a_way()
    {
        // 0 comes only after 0; and no sequence of two labels may end.
        var network = new CrfNetworks.ThreeLabels { Constraints = MaskOf(static (from, to) => from == 3 || to == 4 || (from == to)) };
        var workspace = new CrfNetworks.ThreeLabels.Workspace(4);
        AssertArgument(
            "targets", () => network.Loss(new float[9], [1, Ignored, 2], workspace), "The targets of stream 0 can be met up to row 2 by no labels that the network's constraints allow.");
        Assert.Equal(Math.Log(3), network.Loss(new float[9], [1, Ignored, 1], workspace), 1e-6);
        var impossible = new CrfNetworks.ThreeLabels { Constraints = MaskOf(static (from, to) => from == 3 || (from == 0 && to == 4)) };
        Assert.Equal(0, impossible.Loss(new float[3], [Ignored], workspace), 1e-6);
        AssertArgument("targets", () => impossible.Loss(new float[6], [Ignored, Ignored], workspace), "can be met up to row 1 by no labels");
        AssertArgument("targets", () => impossible.Loss(new float[3], [1], workspace), "end with label 1, which the network's constraints do not allow.");
        Assert.Equal(
            "The network's constraints allow no labels for the 2 steps of stream 0.",
            Assert.Throws<InvalidOperationException>(() => impossible.Decode(new float[6], new int[2], workspace)).Message);
        Assert.Throws<InvalidOperationException>(() => impossible.Marginals(new float[6], new float[6], workspace));
    }

    [Fact]
    public void Buffers_do_not_overlap()
    {
        float[] scores = new float[20];
        AssertArgument(
            "labels", () => _network.Decode(scores.AsSpan(0, 10), System.Runtime.InteropServices.MemoryMarshal.Cast<float, int>(scores.AsSpan(8, 2)), _workspace), "'labels' overlaps 'scores'.");
        AssertArgument("probabilities", () => _network.Marginals(scores.AsSpan(0, 10), scores.AsSpan(5, 10), _workspace), "'probabilities' overlaps 'scores'.");
    }

    private void Forward(int steps) =>
        _network.Forward([.. Enumerable.Range(0, 2 * steps)], new float[2 * steps * Labels], new CrfNetworks.Tagger.State[2], _tape);

    private static CrfConstraints MaskOf(Func<int, int, bool> allows) =>
        new(3, [.. Enumerable.Range(0, 5).SelectMany(from => Enumerable.Range(0, 5).Select(to => allows(from, to)))]);

    private static void AssertArgument(string name, Action call, string message)
    {
        ArgumentException exception = Assert.ThrowsAny<ArgumentException>(call);
        Assert.Equal(name, exception.ParamName);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }
}
