using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace RnnGen.Tests.Cells;

/// <summary>What a stream carries is all in its state, and nothing of it in the cell.</summary>
public sealed class StateTests
{
    [Theory]
    [MemberData(nameof(CellStreams.Shapes), MemberType = typeof(CellStreams))]
    public void Default_is_zeros_of_the_hidden_size(string shape)
    {
        CellStreams cell = CellStreams.Create(shape);

        Bits.AssertEqual(new float[cell.HiddenSize], cell.Hidden(0), "hidden");
        Bits.AssertEqual(new float[(CellStreams.StateVectorsOf(shape) - 1) * cell.HiddenSize], cell.Cell(0), "cell");
        Assert.False(cell.Hidden(0).Overlaps(cell.Cell(0)));
    }

    [Theory]
    [MemberData(nameof(CellStreams.Shapes), MemberType = typeof(CellStreams))]
    public void State_is_its_vectors_padded_to_eight_floats_and_no_more(string shape)
    {
        CellStreams cell = CellStreams.Create(shape);
        int padded = (cell.HiddenSize + 7) / 8 * 8;

        Assert.Equal(CellStreams.StateVectorsOf(shape) * padded * sizeof(float), cell.StateBytes);
    }

    [Fact]
    public void Copies_are_independent()
    {
        var cell = new TestCells.Lstm3x19();
        cell.Initialize(seed: 1);
        var state = default(TestCells.Lstm3x19.State);
        cell.Step([1, 2, 3], ref state);
        TestCells.Lstm3x19.State copy = state;
        float[] hidden = state.Hidden.ToArray();
        float[] c = state.Cell.ToArray();

        cell.Step([4, 5, 6], ref state);

        Bits.AssertEqual(hidden, copy.Hidden, "hidden state of the copy");
        Bits.AssertEqual(c, copy.Cell, "cell state of the copy");
        Assert.NotEqual(hidden, state.Hidden.ToArray());

        // The same step from the same state again.
        cell.Step([4, 5, 6], ref copy);
        Bits.AssertEqual(state.Hidden, copy.Hidden, "hidden state");
        Bits.AssertEqual(state.Cell, copy.Cell, "cell state");
    }

    [Theory]
    [MemberData(nameof(CellStreams.Shapes), MemberType = typeof(CellStreams))]
    public void Streams_do_not_touch_each_other(string shape)
    {
        const int streams = 3;
        CellStreams cell = CellStreams.CreateRandom(shape, streams);
        float[] before = cell.CopyStates();

        cell.Step(Noise.Create(seed: 1, cell.InputSize), stream: 1);

        float[] after = cell.CopyStates();
        int size = CellStreams.StateVectorsOf(shape) * cell.HiddenSize;
        Bits.AssertEqual(before.AsSpan(0, size), after.AsSpan(0, size), "first stream");
        Bits.AssertEqual(before.AsSpan(2 * size), after.AsSpan(2 * size), "last stream");
        Assert.NotEqual(before[size..(2 * size)], after[size..(2 * size)]);
    }

    [Theory]
    [MemberData(nameof(CellStreams.Shapes), MemberType = typeof(CellStreams))]
    public async Task One_cell_serves_many_threads_at_once(string shape)
    {
        const int threads = 4;
        const int streams = 5;
        const int steps = 40;
        CellStreams cell = CellStreams.CreateRandom(shape, streams);
        float[] inputs = Noise.Create(seed: 1, steps * streams * cell.InputSize);
        float[] expected = Compute(cell.Fork());
        CellStreams[] forks = [.. Enumerable.Range(0, threads).Select(_ => cell.Fork())];
        using var start = new Barrier(threads);

        float[][] results = await Task.WhenAll(forks.Select(fork => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return Compute(fork);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Assert.All(results, result => Bits.AssertEqual(expected, result, "results of a thread"));

        float[] Compute(CellStreams fork)
        {
            float[] outputs = new float[steps * streams * fork.HiddenSize];
            fork.RunStreams(inputs, outputs);
            fork.StepStreams(inputs.AsSpan(0, streams * fork.InputSize));
            for (int step = 0; step < steps; step++)
            {
                fork.Step(inputs.AsSpan(step * fork.InputSize, fork.InputSize), stream: 0);
            }

            float[] last = new float[steps * fork.HiddenSize];
            fork.Run(inputs.AsSpan(0, steps * fork.InputSize), last, stream: 1);
            return [.. outputs, .. last, .. fork.CopyStates()];
        }
    }
}
