using System;
using System.Linq;
using RnnGen.Cells;
using RnnGen.Networks;
using RnnGen.Tests.Cells;
using RnnGen.Training;
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

    /// <summary>One mask of a stream for all steps, which is none of the other kind.</summary>
    [Fact]
    public void Variational_dropout_has_one_mask_of_a_stream()
    {
        float[] rows = Dropped(0.5, seed: 1, layer: 0, [], isVariational: true);
        for (int row = Streams; row < Steps * Streams; row++)
        {
            Assert.Equal(rows.AsSpan(row % Streams * Width, Width), rows.AsSpan(row * Width, Width));
        }

        AssertUnrelated(rows[Width..(Streams * Width)], rows[..((Streams - 1) * Width)]);
        float[] others = Dropped(0.5, seed: 1, layer: 0, []);
        Assert.NotEqual(rows[..(Streams * Width)], others[..(Streams * Width)]);
    }

    /// <summary>What is dropped goes with the number of a stream, and not with its place.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_dropped_goes_with_the_number_of_a_stream(bool isVariational)
    {
        long[] numbers = [3, 1, 0, 7, long.MaxValue, 2, -1, 5];
        float[] byPlace = Dropped(0.4, seed: 3, layer: 1, [], isVariational), byNumber = Dropped(0.4, seed: 3, layer: 1, [], isVariational, numbers);
        for (int row = 0; row < Steps * Streams; row++)
        {
            long number = numbers[row % Streams];
            if (number is >= 0 and < Streams)
            {
                int place = ((row / Streams * Streams) + (int)number) * Width;
                Assert.Equal(byPlace.AsSpan(place, Width), byNumber.AsSpan(row * Width, Width));
            }
        }

        Assert.NotEqual(byNumber.AsSpan(4 * Width, Width).ToArray(), byNumber.AsSpan(6 * Width, Width).ToArray());
    }

    /// <summary>
    /// An example has the same outputs, bit by bit, whatever batch it is in and wherever in it, and the same gradients but for roundings: of words and inputs that are dropped, of rows with one mask
    /// and of those with one a step, and of recurrent weights.
    /// </summary>
    [Fact]
    public void An_example_is_the_same_in_any_batch()
    {
        var network = new RegularizedNetworks.Tagger();
        network.Initialize(1);
        const int Examples = 6;
        int[] lengths = [5, 9, 1, 9, 3, 7];
        RegularizedNetworks.Tagger.StepInput[][] inputs = [.. lengths.Select((length, example) => Enumerable.Range(0, length)
            .Select(step => new RegularizedNetworks.Tagger.StepInput((example + (3 * step)) % 11, (int[])[step % 13, example], [step, example, 1])).ToArray())];
        (float[] Outputs, float[] Gradients)[] alone = [.. Enumerable.Range(0, Examples).Select(example => Forward([example])[0])];
        foreach (int[] batch in (int[][])[[0, 1, 2, 3, 4, 5], [5, 3, 1], [2, 0], [4, 1, 5, 0, 3, 2]])
        {
            (float[] Outputs, float[] Gradients)[] together = Forward(batch);
            for (int place = 0; place < batch.Length; place++)
            {
                (float[] outputs, float[] gradients) = alone[batch[place]];
                Bits.AssertEqual(outputs, together[place].Outputs, $"example {batch[place]} in [{string.Join(", ", batch)}]");
                Assert.All(gradients.Zip(together[place].Gradients), static pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
            }
        }

        // With another number it is another.
        Assert.NotEqual(alone[1].Outputs, Forward([1], number: 3)[0].Outputs);

        (float[] Outputs, float[] Gradients)[] Forward(int[] batch, long? number = null)
        {
            int steps = batch.Max(example => lengths[example]), width = RegularizedNetworks.Tagger.OutputSize;
            var tape = new RegularizedNetworks.Tagger.Tape(steps, batch.Length)
            {
                DropoutSeed = 5,
                WordCounts = [new WordCounts([0, 1, 1, 2, 0, 1, 3, 1, 0, 1, 1], unknown: 0)],
            };
            var padded = new RegularizedNetworks.Tagger.StepInput[batch.Length * steps];
            for (int place = 0; place < batch.Length; place++)
            {
                tape.DropoutStreams[place] = number ?? batch[place];
                inputs[batch[place]].CopyTo(padded, place * steps);
            }

            float[] outputs = new float[padded.Length * width], gradients = [.. outputs.Select(static _ => 1f)], floats = new float[padded.Length * 3];
            network.Forward(
                padded, outputs, new RegularizedNetworks.Tagger.State[batch.Length], tape, [.. batch.Select(example => lengths[example])], SequenceLayout.BatchFirst);
            network.Backward(gradients, tape, new RegularizedNetworks.Tagger.Gradients(), floats);
            return [.. batch.Select((example, place) => (
                outputs.AsSpan(place * steps * width, lengths[example] * width).ToArray(), floats.AsSpan(place * steps * 3, lengths[example] * 3).ToArray()))];
        }
    }

    /// <summary>Recurrent weights are dropped once for all streams, a share of them, by the seed alone.</summary>
    [Fact]
    public void Recurrent_weights_are_dropped_by_the_seed_alone()
    {
        var layout = new PanelLayout(4, 3, 40);
        float[] first = Weights(1, [0, 1]), same = Weights(1, [7, 9]), other = Weights(2, [0, 1]);
        Assert.Equal(first, same);
        AssertUnrelated(Recurrent(first), Recurrent(other));
        float[] recurrent = Recurrent(first);
        Assert.Equal(4 * 40 * 40, recurrent.Length);
        Assert.InRange(recurrent.Count(static value => value == 0) / (double)recurrent.Length, 0.47, 0.53);
        Assert.All(recurrent, static value => Assert.True(value is 0 or 2));

        // All else is as it was.
        Assert.Equal(layout.Length - recurrent.Length, first.Count(static value => value == 1));

        float[] Weights(long seed, long[] streams)
        {
            var dropping = new Dropping(2) { Seed = seed };
            streams.CopyTo(dropping.Streams, 0);
            dropping.Record();
            float[] ones = [.. Enumerable.Repeat(1f, layout.Length)];
            new RecurrentDropout(0.5, 0, layout).Apply(dropping, ones);
            return ones;
        }

        float[] Recurrent(float[] all) => [.. Enumerable.Range(0, layout.RecurrentParts).SelectMany(part =>
        {
            (int start, int count) = layout.RecurrentPart(part);
            return all.AsSpan(start, count).ToArray();
        })];
    }

    private static float[] Dropped(double rate, long seed, int layer, int[] lengths, bool isVariational = false, long[]? numbers = null)
    {
        var batch = new SequenceBatch(Streams, Steps * Streams);
        int all = Steps * Streams;
        batch.Arrange(all, 1, all, 1, isPerStep: true, Streams, lengths, SequenceLayout.TimeFirst, "tape", Steps);
        Assert.True(batch.MoveNext());
        float[] rows = [.. Enumerable.Repeat(1f, batch.Rows * Width)];
        var dropping = new Dropping(Streams) { Seed = seed };
        numbers?.CopyTo(dropping.Streams, 0);
        dropping.Record();
        DropoutRows.Apply(rate, isVariational, dropping, Dropping.OfLayer(layer), batch, rows, Width, 0, Width);
        return rows;
    }

    private static void AssertUnrelated(float[] left, float[] right)
    {
        double equal = left.Zip(right).Count(static pair => pair.First == pair.Second) / (double)left.Length;
        Assert.InRange(equal, 0.5 - (2.5 / Math.Sqrt(left.Length)), 0.5 + (2.5 / Math.Sqrt(left.Length)));
    }
}
