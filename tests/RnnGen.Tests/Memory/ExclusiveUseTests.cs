using System;
using System.Linq;
using System.Threading;
using RnnGen.Memory;
using RnnGen.Tests.Cells;
using RnnGen.Tests.Networks;
using Xunit;

namespace RnnGen.Tests.Memory;

/// <summary>A workspace or tape that two calls use at the same time: the second one throws, and neither gives wrong numbers.</summary>
public sealed class ExclusiveUseTests
{
    private const int Steps = 3;
    private const int Streams = 2;

    [Fact]
    public void A_second_use_is_refused_by_name_until_the_first_ends()
    {
        var use = default(ExclusiveUse);
        using (use.Begin("tape"))
        {
            Assert.Contains("'tape' is in use", Assert.Throws<InvalidOperationException>(() => _ = use.Begin("tape")).Message, StringComparison.Ordinal);
            Assert.Throws<InvalidOperationException>(() => _ = use.Begin("tape"));
        }

        use.Begin("tape").Dispose();
    }

    /// <summary>Streams in one product: the workspace holds their sums.</summary>
    [Fact]
    public void Cells()
    {
        var cell = new TestCells.Lstm16x64();
        var workspace = new TestCells.Lstm16x64.Workspace(Streams);
        var tape = new TestCells.Lstm16x64.Tape(Steps, Streams);
        var gradients = new TestCells.Lstm16x64.Gradients();
        var states = new TestCells.Lstm16x64.State[Streams];
        float[] inputs = new float[Steps * Streams * 16], outputs = new float[Steps * Streams * 64];
        AssertRefused(ref workspace.Use, [() => cell.Run(inputs, outputs, states, workspace), () => cell.Run(inputs.AsSpan(0, 16), outputs.AsSpan(0, 64), states.AsSpan(0, 1), workspace)]);
        AssertRefused(ref tape.Use, [() => cell.Forward(inputs, outputs, states, tape), () => cell.Backward(outputs, tape, gradients)]);
        cell.Forward(inputs, outputs, states, tape);

        // An exception ends the use as well.
        Assert.Throws<ArgumentException>(() => cell.Run(inputs, outputs.AsSpan(1), states, workspace));
        Assert.Throws<ArgumentException>(() => cell.Backward(outputs.AsSpan(1), tape, gradients));
        cell.Backward(outputs, tape, gradients);
        Assert.Throws<ArgumentException>(() => cell.Forward(inputs, outputs.AsSpan(1), states, tape));
        cell.Forward(inputs, outputs, states, tape);
    }

    /// <summary>Streams one by one: nothing is in the workspace, and a second use is refused all the same.</summary>
    [Fact]
    public void Small_cells()
    {
        var cell = new TestCells.Gru1x8();
        var workspace = new TestCells.Gru1x8.Workspace(Streams);
        var tape = new TestCells.Gru1x8.Tape(Steps, Streams);
        var states = new TestCells.Gru1x8.State[Streams];
        float[] inputs = new float[Steps * Streams], outputs = new float[Steps * Streams * 8];
        AssertRefused(ref workspace.Use, [() => cell.Run(inputs, outputs, states, workspace)]);
        AssertRefused(ref tape.Use, [() => cell.Forward(inputs, outputs, states, tape)]);
    }

    [Fact]
    public void Networks()
    {
        var network = new TestNetworks.Tokens();
        var workspace = new TestNetworks.Tokens.Workspace(Steps, Streams);
        var tape = new TestNetworks.Tokens.Tape(Steps, Streams);
        var gradients = new TestNetworks.Tokens.Gradients();
        var states = new TestNetworks.Tokens.State[Streams];
        int[] inputs = [1, 2, 3, 4, 5, 6];
        float[] outputs = new float[Steps * Streams * TestNetworks.Tokens.OutputSize];
        AssertRefused(
            ref workspace.Use,
            [
                () => network.Run(inputs, outputs, states, workspace),
                () => network.Run(inputs, outputs, states, workspace, [1, 2], SequenceLayout.BatchFirst),
                () => network.Step(inputs.AsSpan(0, Streams), outputs.AsSpan(0, Streams * TestNetworks.Tokens.OutputSize), states, workspace),
            ]);
        AssertRefused(ref tape.Use, [() => network.Forward(inputs, outputs, states, tape), () => network.Backward(outputs, tape, gradients)]);
        network.Forward(inputs, outputs, states, tape);

        // An exception ends the use as well.
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Run([1, 2, 3, 4, 5, -6], outputs, states, workspace));
        network.Run(inputs, outputs, states, workspace);
        Assert.Throws<ArgumentException>(() => network.Backward(outputs.AsSpan(1), tape, gradients));
        network.Backward(outputs, tape, gradients);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Forward(inputs, outputs, states, tape, [1, 9]));
        network.Forward(inputs, outputs, states, tape);
    }

    /// <summary>Two threads with one workspace: every call that does not throw has the right bits.</summary>
    [Fact]
    public void Two_threads_never_get_wrong_numbers()
    {
        var network = new TestNetworks.Filter();
        network.Initialize(1);
        var workspace = new TestNetworks.Filter.Workspace(8, Streams);
        float[][] inputs = [Noise.Create(1, 40 * Streams), Noise.Create(2, 40 * Streams)];
        float[][] expected = [.. inputs.Select(Expected)];
        int wrong = 0, right = 0;
        Thread[] threads = [.. Enumerable.Range(0, 2).Select(index => new Thread(() => Work(index)))];
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());
        Assert.Equal(0, wrong);
        Assert.True(right > 0);

        float[] Expected(float[] floats)
        {
            float[] outputs = new float[floats.Length];
            network.Run(floats, outputs, new TestNetworks.Filter.State[Streams], new TestNetworks.Filter.Workspace(8, Streams));
            return outputs;
        }

        void Work(int index)
        {
            float[] outputs = new float[inputs[index].Length];
            for (int call = 0; call < 1000; call++)
            {
                try
                {
                    network.Run(inputs[index], outputs, new TestNetworks.Filter.State[Streams], workspace);
                    Interlocked.Increment(ref outputs.AsSpan().SequenceEqual(expected[index]) ? ref right : ref wrong);
                }
                catch (InvalidOperationException)
                {
                    Thread.Yield();
                }
            }
        }
    }

    private static void AssertRefused(ref ExclusiveUse use, Action[] calls)
    {
        using (use.Begin("test"))
        {
            foreach (Action call in calls)
            {
                Assert.Contains("in use by another call", Assert.Throws<InvalidOperationException>(call).Message, StringComparison.Ordinal);
            }
        }

        calls[0]();
    }
}
