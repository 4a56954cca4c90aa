using System;
using System.Linq;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Training on sequences of unequal lengths: whatever they are and however tight the tape is, the gradients are those of the sequences one by one.</summary>
public sealed class UnequalLengthTests
{
    private static readonly Func<Random, float> Floats = static random => (2 * random.NextSingle()) - 1;
    private static readonly Func<Random, int> Tokens = static random => random.Next(9);

    /// <summary>Lengths that need every row of a tape, and others.</summary>
    public static TheoryData<int[]> Lengths =>
    [
        [2, 1], [3, 2], [5, 5, 4], [9, 9, 8, 7], [1, 2, 3, 4, 5, 6], [4, 4, 4, 3, 2, 1, 0], [6, 0, 6, 5], [10, 9, 10, 8, 10, 7, 10], [0, 0, 1], [3, 3, 3],
    ];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Gradients_are_those_of_the_sequences_one_by_one(int[] lengths)
    {
        Check<UnequalLengthNetworks.Elman, float, UnequalLengthNetworks.Elman.State, UnequalLengthNetworks.Elman.Workspace, UnequalLengthNetworks.Elman.Tape, UnequalLengthNetworks.Elman.Gradients>(lengths, Floats);
        Check<UnequalLengthNetworks.SmallElman, float, UnequalLengthNetworks.SmallElman.State, UnequalLengthNetworks.SmallElman.Workspace, UnequalLengthNetworks.SmallElman.Tape, UnequalLengthNetworks.SmallElman.Gradients>(lengths, Floats);
        Check<UnequalLengthNetworks.Lstm, float, UnequalLengthNetworks.Lstm.State, UnequalLengthNetworks.Lstm.Workspace, UnequalLengthNetworks.Lstm.Tape, UnequalLengthNetworks.Lstm.Gradients>(lengths, Floats);
        Check<UnequalLengthNetworks.Gru, float, UnequalLengthNetworks.Gru.State, UnequalLengthNetworks.Gru.Workspace, UnequalLengthNetworks.Gru.Tape, UnequalLengthNetworks.Gru.Gradients>(lengths, Floats);
        Check<UnequalLengthNetworks.Mixed, float, UnequalLengthNetworks.Mixed.State, UnequalLengthNetworks.Mixed.Workspace, UnequalLengthNetworks.Mixed.Tape, UnequalLengthNetworks.Mixed.Gradients>(lengths, Floats);
        Check<UnequalLengthNetworks.BothDirections, float, UnequalLengthNetworks.BothDirections.State, UnequalLengthNetworks.BothDirections.Workspace, UnequalLengthNetworks.BothDirections.Tape, UnequalLengthNetworks.BothDirections.Gradients>(lengths, Floats);
        Check<UnequalLengthNetworks.FromTheEnd, float, UnequalLengthNetworks.FromTheEnd.State, UnequalLengthNetworks.FromTheEnd.Workspace, UnequalLengthNetworks.FromTheEnd.Tape, UnequalLengthNetworks.FromTheEnd.Gradients>(lengths, Floats);
        Check<UnequalLengthNetworks.Pooled, int, UnequalLengthNetworks.Pooled.State, UnequalLengthNetworks.Pooled.Workspace, UnequalLengthNetworks.Pooled.Tape, UnequalLengthNetworks.Pooled.Gradients>(lengths, Tokens);
        Check<UnequalLengthNetworks.Mean, float, UnequalLengthNetworks.Mean.State, UnequalLengthNetworks.Mean.Workspace, UnequalLengthNetworks.Mean.Tape, UnequalLengthNetworks.Mean.Gradients>(lengths, Floats);

        // What is dropped depends on the stream's number, so that one by one other floats are.
        Check<UnequalLengthNetworks.Dropping, int, UnequalLengthNetworks.Dropping.State, UnequalLengthNetworks.Dropping.Workspace, UnequalLengthNetworks.Dropping.Tape, UnequalLengthNetworks.Dropping.Gradients>(lengths, Tokens, drops: true);
    }

    private static void Check<TNetwork, TInput, TState, TWorkspace, TTape, TGradients>(int[] lengths, Func<Random, TInput> draw, bool drops = false)
        where TNetwork : class, ITrainableNetwork<TNetwork, TInput, TState, TWorkspace, TTape, TGradients>, new()
        where TInput : unmanaged
        where TState : struct, INetworkState<TState>
        where TWorkspace : class
        where TTape : class, INetworkTape
        where TGradients : class, ICellGradients
    {
        int steps = Math.Max(1, lengths.Max());
        var run = new UnequalLengthRun<TNetwork, TInput, TState, TWorkspace, TTape, TGradients>(steps, lengths, seed: 3, draw);
        float[] tight = run.AtOnce(steps, lengths.Length, SequenceLayout.TimeFirst);
        Assert.Equal(run.AtOnce(steps + 20, lengths.Length + 20, SequenceLayout.TimeFirst), tight);
        Assert.Equal(run.AtOnce(steps, lengths.Length, SequenceLayout.BatchFirst), tight);
        if (!drops)
        {
            float[] expected = run.OneByOne();
            float scale = expected.Max(Math.Abs);
            Assert.All(expected.Zip(tight), pair => Assert.InRange(pair.Second - pair.First, -3e-6f * scale, 3e-6f * scale));
        }
    }
}
