using System;
using System.Linq;
using RnnGen.Networks;
using RnnGen.Tests.Cells;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>What is dropped, and when.</summary>
public sealed class DropoutTests
{
    private const int Steps = 50;
    private const int Streams = 8;
    private const int Width = 33;

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void The_share_that_was_declared_is_dropped_and_the_rest_scaled(double rate)
    {
        float[] rows = Dropped(rate, seed: 1, layer: 0, []);
        double dropped = rows.Count(static value => value == 0) / (double)rows.Length;

        // Five standard deviations of so many draws.
        Assert.InRange(dropped, rate - (5 * Math.Sqrt(rate * (1 - rate) / rows.Length)), rate + (5 * Math.Sqrt(rate * (1 - rate) / rows.Length)));
        Assert.All(rows.Where(static value => value != 0), value => Assert.Equal((float)(1 / (1 - rate)), value));
    }

    [Fact]
    public void Seeds_layers_streams_steps_and_floats_differ()
    {
        float[] rows = Dropped(0.5, seed: 1, layer: 0, []);
        Assert.Equal(rows, Dropped(0.5, seed: 1, layer: 0, []));
        foreach (float[] other in new[] { Dropped(0.5, seed: 2, layer: 0, []), Dropped(0.5, seed: 1, layer: 1, []) })
        {
            AssertUnrelated(rows, other);
        }

        // Row by row, and column by column.
        AssertUnrelated(rows[Width..], rows[..^Width]);
        AssertUnrelated(rows[(Width * Streams)..], rows[..^(Width * Streams)]);
        AssertUnrelated(rows[1..], rows[..^1]);
    }

    /// <summary>So that sharding or sorting a batch does not change what is trained.</summary>
    [Fact]
    public void What_is_dropped_does_not_depend_on_the_packing()
    {
        int[] lengths = [7, 50, 1, 20, 50, 3, 0, 12];
        float[] all = Dropped(0.3, seed: 9, layer: 2, []);
        float[] packed = Dropped(0.3, seed: 9, layer: 2, lengths);
        float[] expected = [.. Enumerable.Range(0, Steps).SelectMany(step => lengths
            .Index().Where(stream => stream.Item > step).OrderByDescending(static stream => stream.Item)
            .SelectMany(stream => all.AsSpan(((step * Streams) + stream.Index) * Width, Width).ToArray()))];
        Assert.Equal(expected, packed);
    }

    [Fact]
    public void Only_training_drops()
    {
        var network = new TestNetworks.Tokens();
        network.Initialize(1);
        int[] tokens = [1, 2, 3, 4, 5];
        float[] ran = new float[5 * TestNetworks.Tokens.OutputSize], trained = new float[ran.Length], again = new float[ran.Length];
        var state = new TestNetworks.Tokens.State[1];
        network.Run(tokens, ran, ref state[0]);
        var tape = new TestNetworks.Tokens.Tape(5) { DropoutSeed = 4 };
        network.Forward(tokens, trained, new TestNetworks.Tokens.State[1], tape);
        network.Forward(tokens, again, new TestNetworks.Tokens.State[1], tape);
        Assert.NotEqual(ran, trained);
        Bits.AssertEqual(trained, again, "the same seed");
        tape.DropoutSeed = 5;
        network.Forward(tokens, again, new TestNetworks.Tokens.State[1], tape);
        Assert.NotEqual(trained, again);
    }

    private static float[] Dropped(double rate, long seed, int layer, int[] lengths)
    {
        var batch = new SequenceBatch(Streams, Steps * Streams);
        int all = Steps * Streams;
        batch.Arrange(all, 1, all, 1, isPerStep: true, Streams, lengths, SequenceLayout.TimeFirst, "tape", Steps);
        Assert.True(batch.MoveNext());
        float[] rows = [.. Enumerable.Repeat(1f, batch.Rows * Width)];
        DropoutRows.Apply(rate, seed, layer, batch, rows, Width);
        return rows;
    }

    private static void AssertUnrelated(float[] left, float[] right)
    {
        double equal = left.Zip(right).Count(static pair => pair.First == pair.Second) / (double)left.Length;
        Assert.InRange(equal, 0.5 - (2.5 / Math.Sqrt(left.Length)), 0.5 + (2.5 / Math.Sqrt(left.Length)));
    }
}
