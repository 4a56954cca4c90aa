using System;
using System.Collections.Generic;
using RnnGen.Memory;
using RnnGen.Networks;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>On the tape of a cell every segment of a batch has a row more for every stream: the state after its last step. There must be room for any lengths.</summary>
public sealed class TapeRowsTests
{
    private const int MaxSteps = 10;
    private const int MaxStreams = 7;

    /// <summary>Every multiset of lengths there is, up to ten steps and seven streams: each fits, and the worst one needs every row.</summary>
    [Fact]
    public void There_is_room_for_all_lengths_and_not_a_row_more_than_the_worst_need()
    {
        int batches = 0;
        for (int streams = 1; streams <= MaxStreams; streams++)
        {
            for (int steps = 1; steps <= MaxSteps; steps++)
            {
                var batch = new SequenceBatch(streams, steps * streams);
                long rows = NetworkArguments.TapeRows(steps, streams), worst = 0;
                foreach (int[] lengths in MultisetsOf(steps, streams))
                {
                    (long mostRows, long mostRowsWithStates) = RowsOf(batch, steps, lengths);
                    Assert.True(mostRows <= rows, $"{steps} steps of {streams} streams: lengths {string.Join(", ", lengths)} need {mostRows} rows of {rows}.");
                    Assert.True(mostRowsWithStates <= rows + streams, $"{steps} steps of {streams} streams: lengths {string.Join(", ", lengths)}.");
                    worst = Math.Max(worst, mostRows);
                    batches++;
                }

                Assert.Equal(worst, rows);
            }
        }

        Assert.Equal(75_563, batches);
    }

    /// <summary>Fewer streams and steps than a tape was made for need fewer rows.</summary>
    [Fact]
    public void Smaller_batches_fit()
    {
        for (int streams = 1; streams <= 40; streams++)
        {
            for (int steps = 1; steps <= 40; steps++)
            {
                long rows = NetworkArguments.TapeRows(steps, streams);
                Assert.True(rows <= NetworkArguments.TapeRows(steps + 1, streams));
                Assert.True(rows <= NetworkArguments.TapeRows(steps, streams + 1));
            }
        }
    }

    [Fact]
    public void What_fits_no_array_is_refused_and_nothing_overflows()
    {
        Assert.Equal(6, NetworkArguments.CheckCapacity(3, 2, 1));
        Assert.Equal(7, NetworkArguments.CheckTapeRows(3, 2, 1));
        int most = AlignedBuffer.MaxLength;
        Assert.Equal(most, NetworkArguments.CheckCapacity(most, 1, 1));
        Assert.Equal(most - 1, NetworkArguments.CheckTapeRows(most - 1, 1, 1));
        foreach ((int steps, int streams, int floatsPerRow) in new[]
        {
            (most, 2, 1), (int.MaxValue, int.MaxValue, 1), (int.MaxValue, 1, 1), (1, int.MaxValue, 1), (65536, 65536, 1), (most / 16, 1, 17), (46341, 46341, 1),
        })
        {
            Assert.Equal("steps", Assert.Throws<ArgumentOutOfRangeException>(() => NetworkArguments.CheckCapacity(steps, streams, floatsPerRow)).ParamName);
            Assert.Equal("steps", Assert.Throws<ArgumentOutOfRangeException>(() => NetworkArguments.CheckTapeRows(steps, streams, floatsPerRow)).ParamName);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => NetworkArguments.CheckTapeRows(most, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => NetworkArguments.CheckCapacity(0, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => NetworkArguments.CheckCapacity(1, 0, 1));
    }

    // The rows that a buffer needs that has one a step and stream, and those of one that keeps the states after the last steps, too.
    private static (long Rows, long RowsWithStates) RowsOf(SequenceBatch batch, int steps, int[] lengths)
    {
        int elements = steps * lengths.Length;
        batch.Arrange(elements, 1, elements, 1, isPerStep: true, lengths.Length, lengths, SequenceLayout.TimeFirst, "tape", steps);
        long end = 0, endWithStates = 0;
        if (batch.MoveNext())
        {
            foreach (SequenceSegment segment in batch.Segments)
            {
                Assert.Equal(endWithStates, segment.TapeRow);
                end = segment.TapeRow + segment.Rows;
                endWithStates = end + segment.Streams;
            }
        }

        Assert.False(batch.MoveNext(), "A tape takes all sequences in one piece.");
        return (end, endWithStates);
    }

    private static IEnumerable<int[]> MultisetsOf(int largest, int count)
    {
        int[] lengths = new int[count];
        while (true)
        {
            yield return lengths;
            int last = Array.FindLastIndex(lengths, length => length < largest);
            if (last < 0)
            {
                yield break;
            }

            Array.Fill(lengths, lengths[last] + 1, last, count - last);
        }
    }
}
