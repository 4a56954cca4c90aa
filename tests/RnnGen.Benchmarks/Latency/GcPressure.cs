using System;
using System.Threading;

namespace RnnGen.Benchmarks.Latency;

/// <summary>
/// Another thread of the same process that allocates and asks for collections, about a thousand times a second, until it is disposed of: of generation 0
/// each time, 1 every tenth time, 2 every hundredth. The collector may do more than it is asked for.
/// </summary>
internal sealed class GcPressure : IDisposable
{
    /// <summary>What it does, for reports.</summary>
    public const string Description =
        "another thread allocates 1 MB a millisecond, keeps 24 MB in small arrays alive, and asks for collections: gen 0, each 10th time gen 1, each 100th gen 2";

    private const int BytesAnArray = 1024;
    private const int ArraysARound = 1024;

    // Alive all the time: what a full collection has to go through.
    private const int OldArrays = 16 * 1024;

    // One of 8 arrays lives for 64 rounds: long enough to become old, and garbage then.
    private const int OneKeptOf = 8;
    private const int RoundsKept = 64;

    private const int RoundsBetweenGen1 = 10;
    private const int RoundsBetweenGen2 = 100;

    private readonly Thread _thread;
    private readonly ManualResetEventSlim _started = new();
    private volatile bool _stop;

    /// <summary>Starts it; returns when it has collected for the first time.</summary>
    public GcPressure()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "GC pressure" };
        _thread.Start();
        _started.Wait();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop = true;
        _thread.Join();
        _started.Dispose();
    }

    private void Run()
    {
        byte[][] old = NewArrays(OldArrays);
        var kept = new byte[RoundsKept][][];
        GC.Collect();
        _started.Set();
        for (int round = 1; !_stop; round++)
        {
            byte[][] arrays = NewArrays(ArraysARound);
            kept[round % RoundsKept] = arrays[..(ArraysARound / OneKeptOf)];
            GC.Collect(round % RoundsBetweenGen2 == 0 ? 2 : round % RoundsBetweenGen1 == 0 ? 1 : 0);
            Thread.Sleep(1);
        }

        GC.KeepAlive(old);
    }

    private static byte[][] NewArrays(int count)
    {
        var arrays = new byte[count][];
        for (int i = 0; i < count; i++)
        {
            arrays[i] = new byte[BytesAnArray];
        }

        return arrays;
    }
}
