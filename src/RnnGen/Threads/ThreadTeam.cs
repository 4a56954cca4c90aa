using System;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace RnnGen.Threads;

/// <summary>
/// The caller's thread and some workers, for one piece of work at a time: what a workspace, a tape or a trainer made for several threads has. Nothing is allocated past the
/// first call of each size.
/// </summary>
internal sealed unsafe class ThreadTeam : IDisposable
{
    private readonly Worker[] _workers;
    private readonly Turnstile _round = new();
    private readonly Turnstile _end = new();
    private delegate*<void*, TeamPart, void> _do;
    private void* _work;
    private int _parts;
    private int _arrived;
    private int _running;
    private Exception? _failure;
    private int _isDisposed;

    private ThreadTeam(int threads)
    {
        _workers = new Worker[threads - 1];
        WorkerPool.Join();
    }

    /// <summary>A workspace that nobody disposed of has its threads no longer than it lives.</summary>
    ~ThreadTeam() => Dispose();

    /// <summary>A team, or null for one thread.</summary>
    /// <param name="threads">The most threads, the caller's among them.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is less than one.</exception>
    /// <exception cref="PlatformNotSupportedException">There are to be several, and the platform has no threads.</exception>
    public static ThreadTeam? Create(int threads) => Create(threads, WorkerPool.HasThreads, nameof(threads));

    /// <summary>The same, on a platform that has threads, or has none.</summary>
    public static ThreadTeam? Create(int threads, bool hasThreads, string argument)
    {
        WorkerPool.Check(threads, hasThreads, argument);
        return threads == 1 ? null : new ThreadTeam(threads);
    }

    /// <summary>Does work on as many threads as there are for it, and returns when all of it is done.</summary>
    /// <typeparam name="TWork">The work.</typeparam>
    /// <param name="team">The team; null for the caller alone.</param>
    /// <param name="work">The work.</param>
    /// <param name="most">The most parts.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TWork>(ThreadTeam? team, ref TWork work, int most)
        where TWork : struct, ITeamWork, allows ref struct
    {
        if (team is null || most < 2)
        {
            work.Do(default);
        }
        else
        {
            // Through a pointer, since threads share nothing by reference. It is to the caller's stack, which stays where it is until all threads are done; the collector
            // knows the references in it as those of the caller.
#pragma warning disable CS8500 // The address of a managed type.
            team.Run(&Do, Unsafe.AsPointer(ref work), most);
#pragma warning restore CS8500
        }

        static void Do(void* work, TeamPart part) => Unsafe.AsRef<TWork>(work).Do(part);
    }

    /// <summary>Ends the team. May be called again.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            WorkerPool.Leave();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>What a worker does.</summary>
    /// <param name="part">The number of its part.</param>
    internal void DoPart(int part)
    {
        TryDo(part);
        if (Interlocked.Decrement(ref _running) == 0)
        {
            _end.Advance();
        }
    }

    /// <summary>Waits until every part has come here.</summary>
    internal void Meet()
    {
        // Looked at before the failure: a part that fails later goes on to the next round, too.
        int round = _round.Value;
        ThrowIfOtherFailed();
        if (Interlocked.Increment(ref _arrived) == _parts)
        {
            Volatile.Write(ref _arrived, 0);
            _round.Advance();
        }
        else
        {
            _round.WaitWhile(round);
            ThrowIfOtherFailed();
        }
    }

    private void Run(delegate*<void*, TeamPart, void> action, void* work, int most)
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        Span<Worker> workers = _workers.AsSpan(0, Math.Min(most - 1, _workers.Length));
        workers = workers[..WorkerPool.Take(workers)];
        _do = action;
        _work = work;
        _parts = workers.Length + 1;
        _arrived = 0;
        _failure = null;
        _running = workers.Length;
        int end = _end.Value;
        for (int worker = 0; worker < workers.Length; worker++)
        {
            workers[worker].Post(this, worker + 1);
        }

        TryDo(0);
        if (workers.Length > 0)
        {
            _end.WaitWhile(end);
            WorkerPool.Return(workers);
        }

        _work = null;
        if (_failure is { } failure)
        {
            _failure = null;
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    private void ThrowIfOtherFailed()
    {
        if (Volatile.Read(ref _failure) is not null)
        {
            throw new OtherPartFailedException();
        }
    }

    private void TryDo(int part)
    {
        try
        {
            _do(_work, new TeamPart(this, part, _parts));
        }
        catch (OtherPartFailedException)
        {
            // That one's exception is thrown where the work was asked for.
        }
        catch (Exception failure)
        {
            // Nobody waits for a part that has failed.
            Interlocked.CompareExchange(ref _failure, failure, null);
            _round.Advance();
        }
    }

    private sealed class OtherPartFailedException : Exception;
}
