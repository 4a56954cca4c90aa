using System;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace RnnGen.Training;

/// <summary>A few threads that share out numbered pieces of work, the caller's among them. Which thread takes which piece is left open.</summary>
internal sealed class WorkerThreads : IDisposable
{
    private readonly Thread[] _threads;
    private readonly SemaphoreSlim _start = new(0);
    private readonly SemaphoreSlim _done = new(0);
    private Action<int>? _work;
    private int _pieces;
    private int _next;
    private Exception? _failure;
    private volatile bool _stops;

    public WorkerThreads(int threads)
    {
        _threads = new Thread[threads - 1];
        for (int index = 0; index < _threads.Length; index++)
        {
            _threads[index] = new Thread(Loop) { IsBackground = true, Name = $"RnnGen training {index + 1}" };
            _threads[index].Start();
        }
    }

    /// <summary>Does all pieces, and returns when they are done.</summary>
    /// <param name="pieces">How many.</param>
    /// <param name="work">Does the piece of a number.</param>
    public void Run(int pieces, Action<int> work)
    {
        _work = work;
        _pieces = pieces;
        _next = -1;
        _failure = null;
        int helpers = Math.Max(0, Math.Min(_threads.Length, pieces - 1));
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

    /// <inheritdoc/>
    public void Dispose()
    {
        _stops = true;
        if (_threads.Length > 0)
        {
            _start.Release(_threads.Length);
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
