using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using RnnGen.Threads;
using Xunit;
using static RnnGen.Tests.Cells.TestCells;

namespace RnnGen.Tests.Threads;

/// <summary>The threads of workspaces, tapes and trainers: each part is done once, failures surface, and the pool goes on.</summary>
public sealed class ThreadTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(8)]
    public void Each_part_is_done_once(int threads)
    {
        using ThreadTeam? team = ThreadTeam.Create(threads);
        for (int repetition = 0; repetition < 200; repetition++)
        {
            foreach (int things in new[] { 0, 1, 2, 3, 7, 8, 100 })
            {
                int[] counts = new int[things];
                var work = new Count { Counts = counts };
                ThreadTeam.Run(team, ref work, Math.Max(1, things));
                Assert.All(counts, static count => Assert.Equal(1, count));
            }
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Parts_meet(int threads)
    {
        using ThreadTeam? team = ThreadTeam.Create(threads);
        var work = new Meetings { Done = new int[8], Errors = new int[1] };
        ThreadTeam.Run(team, ref work, threads);
        Assert.Equal(0, work.Errors[0]);
    }

    /// <summary>Whichever part throws, before or between meetings, its exception surfaces as it is, and the same team works again.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public void An_exception_surfaces_unchanged_and_the_team_goes_on(int threads)
    {
        using ThreadTeam? team = ThreadTeam.Create(threads);
        for (int repetition = 0; repetition < 20; repetition++)
        {
            for (int round = 0; round < 4; round++)
            {
                for (int part = 0; part < threads; part++)
                {
                    var failure = new InvalidTimeZoneException("thrown by a part");
                    var work = new Failing { Failure = failure, Part = part, Round = round };
                    try
                    {
                        ThreadTeam.Run(team, ref work, threads);

                        // Other tests may have the workers: then there is no such part.
                        Assert.True(part > 0);
                    }
                    catch (InvalidTimeZoneException thrown)
                    {
                        Assert.Same(failure, thrown);
                    }

                    var count = new Count { Counts = new int[threads] };
                    ThreadTeam.Run(team, ref count, threads);
                    Assert.All(count.Counts, static done => Assert.Equal(1, done));
                }
            }
        }
    }

    [Fact]
    public void Several_teams_at_once_have_no_more_workers_than_the_pool()
    {
        var failures = new List<Exception>();
        Thread[] callers = [.. Enumerable.Range(0, 6).Select(seed => new Thread(() => Call(seed)))];
        foreach (Thread caller in callers)
        {
            caller.Start();
        }

        foreach (Thread caller in callers)
        {
            caller.Join();
        }

        Assert.Empty(failures);

        void Call(int seed)
        {
            try
            {
                for (int repetition = 0; repetition < 300; repetition++)
                {
                    using ThreadTeam? team = ThreadTeam.Create(2 + (seed % 4));
                    var count = new Count { Counts = new int[50] };
                    ThreadTeam.Run(team, ref count, 50);
                    Assert.All(count.Counts, static done => Assert.Equal(1, done));
                    Assert.InRange(WorkerPool.Workers, 0, WorkerPool.MostWorkers);
                }
            }
            catch (Exception failure)
            {
                lock (failures)
                {
                    failures.Add(failure);
                }
            }
        }
    }

    [Fact]
    public void Thousands_of_workspaces_come_and_go()
    {
        var cell = new Lstm2x16();
        cell.Initialize(1);
        float[] inputs = new float[4 * 3 * Lstm2x16.InputSize], outputs = new float[4 * 3 * Lstm2x16.OutputSize];
        for (int repetition = 0; repetition < 3000; repetition++)
        {
            using var workspace = new Lstm2x16.Workspace(3, threads: 3);
            using var tape = new Lstm2x16.Tape(4, 3, threads: 2);
            if (repetition % 3 > 0)
            {
                cell.Run(inputs, outputs, new Lstm2x16.State[3], workspace);
            }

            if (repetition % 3 > 1)
            {
                cell.Forward(inputs, outputs, new Lstm2x16.State[3], tape);
            }
        }
    }

    [Fact]
    public void What_was_disposed_of_says_so()
    {
        var cell = new Lstm2x16();
        float[] inputs = new float[2 * Lstm2x16.InputSize], outputs = new float[2 * Lstm2x16.OutputSize];
        foreach (int threads in new[] { 1, 2 })
        {
            var workspace = new Lstm2x16.Workspace(2, threads);
            var tape = new Lstm2x16.Tape(1, 2, threads);
            for (int repetition = 0; repetition < 2; repetition++)
            {
                workspace.Dispose();
                tape.Dispose();
            }

            Assert.Contains("'workspace'", Assert.Throws<ObjectDisposedException>(
                () => cell.Run(inputs, outputs, new Lstm2x16.State[2], workspace)).Message, StringComparison.Ordinal);
            Assert.Contains("'tape'", Assert.Throws<ObjectDisposedException>(
                () => cell.Forward(inputs, outputs, new Lstm2x16.State[2], tape)).Message, StringComparison.Ordinal);
            Assert.Throws<ObjectDisposedException>(() => cell.Backward(outputs, tape, new Lstm2x16.Gradients()));
        }
    }

    [Fact]
    public void Wrong_numbers_of_threads_say_so()
    {
        foreach (int threads in new[] { 0, -1, int.MinValue })
        {
            Assert.Throws<ArgumentOutOfRangeException>("threads", () => new Lstm2x16.Workspace(1, threads));
            Assert.Throws<ArgumentOutOfRangeException>("threads", () => new Lstm2x16.Tape(1, 1, threads));
        }

        Assert.Contains("no threads", Assert.Throws<PlatformNotSupportedException>(
            () => ThreadTeam.Create(2, hasThreads: false, "threads")).Message, StringComparison.Ordinal);
        Assert.Null(ThreadTeam.Create(1, hasThreads: false, "threads"));
    }

    private struct Count : ITeamWork
    {
        public int[] Counts;

        public readonly void Do(TeamPart part)
        {
            for (int thing = part.First(Counts.Length); thing < part.End(Counts.Length); thing++)
            {
                Interlocked.Increment(ref Counts[thing]);
            }
        }
    }

    /// <summary>Every part counts its rounds; after a meeting all have counted as many.</summary>
    private struct Meetings : ITeamWork
    {
        public int[] Done;
        public int[] Errors;

        public readonly void Do(TeamPart part)
        {
            for (int round = 1; round <= 2000; round++)
            {
                Volatile.Write(ref Done[part.Index], round);
                part.Meet();
                for (int other = 0; other < part.Count; other++)
                {
                    if (Volatile.Read(ref Done[other]) != round)
                    {
                        Interlocked.Increment(ref Errors[0]);
                    }
                }

                part.Meet();
            }
        }
    }

    private struct Failing : ITeamWork
    {
        public Exception Failure;
        public int Part;
        public int Round;

        public readonly void Do(TeamPart part)
        {
            for (int round = 0; round < 4; round++)
            {
                if (round == Round && part.Index == Part)
                {
                    throw Failure;
                }

                part.Meet();
            }
        }
    }
}
