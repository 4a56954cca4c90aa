using System;
using System.Runtime.CompilerServices;
using RnnGen.Threads;
using Xunit;
using static RnnGen.Tests.Cells.TestCells;

namespace RnnGen.Tests.Threads;

/// <summary>The threads of the process end with the last workspace that has some. Not beside other tests, which have workspaces, too.</summary>
[Collection(Alone)]
public sealed class PoolLifetimeTests
{
    private const string Alone = "alone";

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
        for (int round = 0; round < 3; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    /// <summary>Runs when no other test does.</summary>
    [CollectionDefinition(Alone, DisableParallelization = true)]
    public sealed class AloneDefinition;
}
