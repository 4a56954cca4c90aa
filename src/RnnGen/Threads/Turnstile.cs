using System.Diagnostics;
using System.Threading;

namespace RnnGen.Threads;

/// <summary>A number that only grows: threads wait until it has. They look at it for a short time, since most often it grows soon, and then sleep.</summary>
internal sealed class Turnstile
{
    // Waking a thread that sleeps takes 5 to 50 us.
    private static readonly long SpinTicks = WorkerPool.Processors > 1 ? Stopwatch.Frequency * 50 / 1_000_000 : 0;

    private int _value;
    private int _sleepers;

    /// <summary>The number.</summary>
    public int Value => Volatile.Read(ref _value);

    /// <summary>Adds one, and wakes who sleeps.</summary>
    public void Advance()
    {
        // Either this sees that somebody sleeps, or who is about to sleep sees the new number: both write before they read.
        Interlocked.Increment(ref _value);
        if (Volatile.Read(ref _sleepers) > 0)
        {
            lock (this)
            {
                Monitor.PulseAll(this);
            }
        }
    }

    /// <summary>Waits until the number is another one.</summary>
    /// <param name="value">The number that it was.</param>
    public void WaitWhile(int value)
    {
        // A meeting of threads that have as much to do is over before this is.
        for (int look = 0; look < 2000; look++)
        {
            if (Value != value)
            {
                return;
            }
        }

        long start = 0;
        while (Value == value)
        {
            // The clock is asked every so often: it takes as long as 20 looks.
            for (int look = 0; look < 64; look++)
            {
                if (Value != value)
                {
                    return;
                }

                Thread.SpinWait(1);
            }

            long now = Stopwatch.GetTimestamp();
            start = start == 0 ? now : start;
            if (now - start >= SpinTicks)
            {
                Sleep(value);
                return;
            }
        }
    }

    private void Sleep(int value)
    {
        lock (this)
        {
            Interlocked.Increment(ref _sleepers);
            while (Value == value)
            {
                Monitor.Wait(this);
            }

            Interlocked.Decrement(ref _sleepers);
        }
    }
}
