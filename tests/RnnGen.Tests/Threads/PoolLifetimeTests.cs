using System;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using RnnGen.Tests.Cells;
using RnnGen.Threads;
using Xunit;
using static RnnGen.Tests.Cells.TestCells;

namespace RnnGen.Tests.Threads;

/// <summary>The threads of the process end with the last workspace that has some. Not beside other tests, which have workspaces, too.</summary>
[Collection(Alone.Name)]
public sealed class PoolLifetimeTests
{
    [Fact]
    public void The_last_workspace_takes_the_threads_along()
    {
        EndAbandoned();
        Assert.Equal(0, WorkerPool.Workers);
        var workspace = new Lstm2x16.Workspace(4, threads: 3);
        var tape = new Lstm2x16.Tape(2, 4, threads: 2);
        Assert.Equal(0, WorkerPool.Workers);
        Run(workspace);
        Assert.Equal(2, WorkerPool.Workers);
        workspace.Dispose();
        Assert.Equal(2, WorkerPool.Workers);
        tape.Dispose();
        Assert.Equal(0, WorkerPool.Workers);

        // And again: the pool starts anew.
        using var other = new Lstm2x16.Workspace(4, threads: 2);
        Run(other);
        Assert.Equal(1, WorkerPool.Workers);
    }

    [Fact]
    public void Threads_of_a_workspace_that_nobody_disposed_of_end_when_it_is_collected()
    {
        Abandon();
        EndAbandoned();
        Assert.Equal(0, WorkerPool.Workers);
    }

    /// <summary>Workers reach inputs, outputs and states through references on the caller's stack: a collector that moves them must find those.</summary>
    [Fact]
    public void A_collection_may_move_what_threads_work_on()
    {
        var cell = new Lstm2x16();
        cell.Initialize(1);
        using var one = new Lstm2x16.Workspace(8);
        using var many = new Lstm2x16.Workspace(8, threads: 3);
        float[] expected = Run(one);
        bool stops = false;
        var collector = new Thread(() =>
        {
            for (int collection = 0; !Volatile.Read(ref stops); collection++)
            {
                GC.Collect(collection % 5 == 0 ? 2 : 0, GCCollectionMode.Forced, blocking: true, compacting: true);

                // Threads that a collection stopped need time to go on before the next.
                Thread.Sleep(1);
            }
        });
        collector.Start();
        for (int repetition = 0; repetition < 300; repetition++)
        {
            Bits.AssertEqual(expected, Run(many), "outputs while the collector moves them");
        }

        Volatile.Write(ref stops, true);
        collector.Join();

        float[] Run(Lstm2x16.Workspace workspace)
        {
            // Arrays among others that are garbage at once, so that they move.
            byte[][] garbage = [.. Enumerable.Range(0, 100).Select(static _ => new byte[300])];
            float[] inputs = [.. Enumerable.Range(0, 50 * 8 * Lstm2x16.InputSize).Select(static index => MathF.Sin(index))];
            float[] outputs = new float[50 * 8 * Lstm2x16.OutputSize];
            var states = new Lstm2x16.State[8];
            Array.Clear(garbage);
            cell.Run(inputs, outputs, states, workspace);
            return outputs;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Abandon()
    {
        Run(new Lstm2x16.Workspace(4, threads: 3));
        Assert.Equal(2, WorkerPool.Workers);
    }

    private static void Run(Lstm2x16.Workspace workspace)
    {
        var cell = new Lstm2x16();
        cell.Run(new float[4 * Lstm2x16.InputSize], new float[4 * Lstm2x16.OutputSize], new Lstm2x16.State[4], workspace);
    }

    private static void EndAbandoned()
    {
        // Also those of tests before this one.
        for (int round = 0; round < 100 && WorkerPool.Workers > 0; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Thread.Sleep(10);
        }
    }
}
