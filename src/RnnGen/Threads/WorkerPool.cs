using System;
using System.Collections.Generic;
using System.Threading;

namespace RnnGen.Threads;

/// <summary>
/// The threads of the process that help those which call: one fewer than there are processors, started when there is work for them, ended with the last team. A team takes
/// what is idle, and does with fewer, or alone, where others have them: so several teams at once do not start more threads than there are processors.
/// </summary>
internal static class WorkerPool
{
    private static readonly Lock Gate = new();
    private static readonly Stack<Worker> Idle = [];
    private static int _workers;
    private static int _teams;

    /// <summary>Processors that the process may use.</summary>
    public static int Processors { get; } = Environment.ProcessorCount;

    /// <summary>The most workers. Tests set it, to have more threads than processors.</summary>
    public static int MostWorkers { get; set; } = Processors - 1;

    /// <summary>
    /// Multiply-adds for which a part pays: about 5 us of a core. A worker that still looks for work starts within one, one that sleeps within 20 or so. Tests set it, to
    /// divide less.
    /// </summary>
    public static int LeastMultiplyAdds { get; set; } = 200_000;

    /// <summary>Workers that were started and have not ended.</summary>
    public static int Workers
    {
        get
        {
            lock (Gate)
            {
                return _workers;
            }
        }
    }

    /// <summary>Whether the platform lets a process start threads. Browsers and WASI do not.</summary>
    public static bool HasThreads => !OperatingSystem.IsBrowser() && !OperatingSystem.IsWasi();

    /// <summary>Checks that so many threads can be had.</summary>
    /// <param name="threads">Threads, the caller's among them.</param>
    /// <param name="hasThreads">Whether the platform lets a process start threads.</param>
    /// <param name="argument">The name of the argument that asks for them.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is less than one.</exception>
    /// <exception cref="PlatformNotSupportedException">They cannot be had.</exception>
    public static void Check(int threads, bool hasThreads, string argument)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1, argument);
        if (threads > 1 && !hasThreads)
        {
            throw new PlatformNotSupportedException(
                $"'{argument}' is {threads}, but this platform (WebAssembly) has no threads: it must be 1. The result is the same, bit by bit.");
        }
    }

    /// <summary>A team more that may ask for workers.</summary>
    public static void Join()
    {
        lock (Gate)
        {
            _teams++;
        }
    }

    /// <summary>A team less, which has no workers. With the last one all workers end.</summary>
    public static void Leave()
    {
        lock (Gate)
        {
            _teams--;
        }

        EndUnused();
    }

    /// <summary>Takes workers that are idle, or new ones.</summary>
    /// <param name="workers">Filled from the start.</param>
    /// <returns>How many there were.</returns>
    public static int Take(Span<Worker> workers)
    {
        int count = 0;
        lock (Gate)
        {
            while (count < workers.Length && Idle.TryPop(out Worker? worker))
            {
                workers[count++] = worker;
            }

            try
            {
                while (count < workers.Length && _workers < MostWorkers)
                {
                    workers[count++] = new Worker(_workers + 1);
                    _workers++;
                }
            }
            catch
            {
                // The system starts no more threads: those that are there wait for the next call.
                PushAll(workers[..(count - 1)]);
                throw;
            }
        }

        return count;
    }

    /// <summary>Gives workers back that have no work any more.</summary>
    /// <param name="workers">The workers.</param>
    public static void Return(ReadOnlySpan<Worker> workers)
    {
        bool isUsed;
        lock (Gate)
        {
            PushAll(workers);
            isUsed = _teams > 0;
        }

        if (!isUsed)
        {
            // The last team was disposed of while it worked.
            EndUnused();
        }
    }

    /// <summary>Ends the workers where there is no team.</summary>
    private static void EndUnused()
    {
        Worker[] last;
        lock (Gate)
        {
            if (_teams > 0)
            {
                return;
            }

            last = [.. Idle];
            Idle.Clear();
            _workers -= last.Length;
        }

        foreach (Worker worker in last)
        {
            worker.Stop();
        }
    }

    private static void PushAll(ReadOnlySpan<Worker> workers)
    {
        foreach (Worker worker in workers)
        {
            Idle.Push(worker);
        }
    }
}
