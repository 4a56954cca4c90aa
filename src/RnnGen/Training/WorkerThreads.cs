using System;
using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace RnnGen.Training;

/// <summary>
/// A few threads that share out numbered pieces of work, the caller's among them. Which thread takes which piece is left open. Threads start when there is work
/// for them.
/// </summary>
internal sealed class WorkerThreads : IDisposable
{
    private readonly int _most;
    private readonly List<Thread> _threads = [];
    private readonly SemaphoreSlim _start = new(0);
    private readonly SemaphoreSlim _done = new(0);
    private Action<int>? _work;
    private int _pieces;
    private int _next;
    private Exception? _failure;
    private volatile bool _stops;

    /// <summary>Creates them.</summary>
    /// <param name="threads">The most threads, the caller's among them.</param>
    public WorkerThreads(int threads) => _most = threads;

    /// <summary>Whether the platform lets a process start threads. Browsers and WASI do not.</summary>
    public static bool AreSupported => !OperatingSystem.IsBrowser() && !OperatingSystem.IsWasi();

    /// <summary>Checks that so many threads can be had.</summary>
    /// <param name="threads">Threads, the caller's among them.</param>
    /// <param name="areSupported">Whether the platform lets a process start threads.</param>
    /// <param name="argument">The name of the argument that asks for them.</param>
    /// <exception cref="PlatformNotSupportedException">They cannot.</exception>
    public static void Check(int threads, bool areSupported, string argument)
    {
        if (threads > 1 && !areSupported)
        {
            throw new PlatformNotSupportedException(
                $"'{argument}' is {threads}, but this platform (WebAssembly) has no threads: it must be 1. The result is the same, bit by bit.");
        }
    }

    /// <summary>Threads that were started: the caller is none of them.</summary>
    public int Started => _threads.Count;

    /// <summary>Does all pieces, and returns when they are done.</summary>
    /// <param name="pieces">How many.</param>
    /// <param name="work">Does the piece of a number.</param>
    public void Run(int pieces, Action<int> work)
    {
        ObjectDisposedException.ThrowIf(_stops, this);
        _work = work;
        _pieces = pieces;
        _next = -1;
        _failure = null;
        int helpers = Math.Max(0, Math.Min(_most, pieces) - 1);
        while (_threads.Count < helpers)
        {
            var thread = new Thread(Loop) { IsBackground = true, Name = $"RnnGen training {_threads.Count + 1}" };
            thread.Start();
            _threads.Add(thread);
        }

        if (helpers > 0)
        {
            _start.Release(helpers);
        }

        TakePieces();
        for (int helper = 0; helper < helpers; helper++)
        {
            _done.Wait();
        }

        if (_failure is not null)
        {
            ExceptionDispatchInfo.Throw(_failure);
        }
    }

    /// <summary>Ends the threads. May be called again.</summary>
    public void Dispose()
    {
        if (_stops)
        {
            return;
        }

        _stops = true;
        if (_threads.Count > 0)
        {
            _start.Release(_threads.Count);
        }

        foreach (Thread thread in _threads)
        {
            thread.Join();
        }

        _start.Dispose();
        _done.Dispose();
    }

    private void Loop()
    {
        while (true)
        {
            _start.Wait();
            if (_stops)
            {
                return;
            }

            TakePieces();
            _done.Release();
        }
    }

    private void TakePieces()
    {
        try
        {
            for (int piece = Interlocked.Increment(ref _next); piece < _pieces; piece = Interlocked.Increment(ref _next))
            {
                _work!(piece);
            }
        }
        catch (Exception failure)
        {
            // Thrown again where the work was asked for.
            Interlocked.CompareExchange(ref _failure, failure, null);
        }
    }
}
