using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Networks;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Packed rows against what they are by definition, for lengths drawn at random.</summary>
public sealed class SequenceBatchTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Pieces_hold_every_step_of_every_sequence_once_and_no_padding(int seed)
    {
        var random = new Random(seed);
        (int steps, int streams, int[] lengths) = Draw(random);
        SequenceLayout layout = (SequenceLayout)random.Next(2);
        var batch = new SequenceBatch(streams + random.Next(3), random.Next(1, (steps * streams) + 5));
        int[] source = [.. Enumerable.Range(0, steps * streams)];
        for (int repetition = 0; repetition < 2; repetition++)
        {
            Arrange(batch, steps, streams, lengths, layout);
            var seen = new List<int>();
            float[] scattered = [.. Enumerable.Repeat(-1f, steps * streams)];
            int nextStep = 0;
            while (batch.MoveNext())
            {
                Assert.Equal(nextStep, batch.FirstStep);
                Assert.InRange(batch.Rows, 1, batch.MaxRows);
                int[] rows = new int[batch.Rows];
                batch.Copy<int>(source, 1, rows);
                Assert.Equal(rows, batch.Gather<int>(source, 1, new int[batch.Rows]).ToArray());
                seen.AddRange(rows);
                Assert.Equal(ExpectedRows(batch, lengths, layout, steps, streams), rows);
                float[] target = new float[batch.Rows];
                Array.ConvertAll(rows, static row => (float)row).CopyTo(target, 0);
                batch.Scatter(target, 1, scattered);
                nextStep = batch.Segments[^1].FirstStep + batch.Segments[^1].Steps;
            }

            batch.ClearPadding(scattered, 1);
            for (int place = 0; place < steps * streams; place++)
            {
                (int step, int stream) = layout == SequenceLayout.TimeFirst ? (place / streams, place % streams) : (place % steps, place / steps);
                bool isPadding = step >= LengthOf(lengths, stream, steps);
                Assert.Equal(isPadding ? 0f : place, scattered[place]);
                Assert.Equal(isPadding ? 0 : 1, seen.Count(row => row == place));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Turning_around_is_about_each_sequences_own_end(int seed)
    {
        var random = new Random(seed);
        (int steps, int streams, int[] lengths) = Draw(random);
        var batch = new SequenceBatch(streams, steps * streams);
        Arrange(batch, steps, streams, lengths, SequenceLayout.TimeFirst);
        batch.MoveNext();
        float[] source = [.. Enumerable.Range(0, steps * streams).Select(static index => (float)index)];
        float[] rows = new float[batch.Rows], turned = new float[batch.Rows], back = new float[batch.Rows], sum = new float[batch.Rows];
        batch.Copy<float>(source, 1, rows);
        batch.Reverse(rows, 1, 0, 1, turned, 1, 0);
        batch.Reverse(turned, 1, 0, 1, back, 1, 0);
        Assert.Equal(rows, back);
        batch.AddReversed(turned, 1, sum);
        Assert.Equal(rows, sum);
        float[] spread = new float[steps * streams];
        batch.Scatter(turned, 1, spread);
        for (int stream = 0; stream < streams; stream++)
        {
            int length = LengthOf(lengths, stream, steps);
            for (int step = 0; step < length; step++)
            {
                Assert.Equal(source[((length - 1 - step) * streams) + stream], spread[(step * streams) + stream]);
            }
        }
    }

    [Fact]
    public void Sizes_are_checked_and_named()
    {
        var batch = new SequenceBatch(2, 8);
        AssertRefused("inputs", 7, 12, 2, []);
        AssertRefused("outputs", 8, 11, 2, []);
        AssertRefused("tape", 12, 18, 3, []);
        AssertRefused("tape", 20, 30, 2, []);
        AssertRefused("lengths", 8, 24, 2, [4]);
        AssertRefused("lengths", 8, 24, 2, [4, 5]);
        AssertRefused("lengths", 8, 24, 2, [-1, 4]);
        AssertRefused("layout", 8, 24, 2, [], (SequenceLayout)2);

        void AssertRefused(string argument, int inputs, int outputs, int states, int[] lengths, SequenceLayout layout = SequenceLayout.TimeFirst)
        {
            var error = Assert.ThrowsAny<ArgumentException>(() => batch.Arrange(inputs, 2, outputs, 6, isPerStep: true, states, lengths, layout, "tape", 4));
            Assert.Equal(argument, error.ParamName);
            Assert.Contains($"'{argument}'", error.Message, StringComparison.Ordinal);
        }
    }

    private static (int Steps, int Streams, int[] Lengths) Draw(Random random)
    {
        int steps = random.Next(1, 9), streams = random.Next(1, 9);
        return (steps, streams, random.Next(4) == 0 ? [] : [.. Enumerable.Range(0, streams).Select(_ => random.Next(0, steps + 1))]);
    }

    private static void Arrange(SequenceBatch batch, int steps, int streams, int[] lengths, SequenceLayout layout) =>
        batch.Arrange(steps * streams, 1, steps * streams, 1, isPerStep: true, streams, lengths, layout, "tape", int.MaxValue);

    private static int LengthOf(int[] lengths, int stream, int steps) => lengths.Length == 0 ? steps : lengths[stream];

    // Step after step, and in a step the sequences that have it, longest first.
    private static int[] ExpectedRows(SequenceBatch batch, int[] lengths, SequenceLayout layout, int steps, int streams)
    {
        int[] order = [.. Enumerable.Range(0, streams).OrderByDescending(stream => LengthOf(lengths, stream, steps))];
        int end = batch.Segments[^1].FirstStep + batch.Segments[^1].Steps;
        return [.. Enumerable.Range(batch.FirstStep, end - batch.FirstStep).SelectMany(step => order
            .Where(stream => step < LengthOf(lengths, stream, steps))
            .Select(stream => layout == SequenceLayout.TimeFirst ? (step * streams) + stream : (stream * steps) + step))];
    }
}
