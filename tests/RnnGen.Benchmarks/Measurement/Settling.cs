using System;
using System.Threading;

namespace RnnGen.Benchmarks.Measurement;

/// <summary>
/// Waits until this process does nothing. Threads of a pool look for more work for a while before they sleep (those of ONNX Runtime for tens of milliseconds), and
/// the core on which they do is missing to whoever is timed next.
/// </summary>
internal static class Settling
{
    // Some ticks of the system's clock, which is what it counts the time of running threads by.
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(10);

    // Of one core. What else there is (the runtime's own threads) takes far less.
    private const double BusyShare = 0.2;

    // Half a second: whoever is still busy then is so on purpose.
    private const int MostWindows = 50;

    /// <summary>Waits.</summary>
    public static void Wait()
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        for (int window = 0; window < MostWindows; window++)
        {
            Thread.Sleep(Window);
            TimeSpan now = Environment.CpuUsage.TotalTime;
            if (now - before < BusyShare * Window)
            {
                return;
            }

            before = now;
        }
    }
}
