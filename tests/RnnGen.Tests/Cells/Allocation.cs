using System;

namespace RnnGen.Tests.Cells;

/// <summary>Counts what calls allocate.</summary>
internal static class Allocation
{
    /// <summary>
    /// Bytes that the calls allocate: the least of a few attempts. A collection that another test's thread brings about takes away what is left of
    /// this thread's allocation buffer (up to 8 KB), and the runtime counts that as allocated; a call that allocates does so in every attempt.
    /// </summary>
    public static long Of(int times, Action action)
    {
        const int attempts = 5;
        action();
        long least = long.MaxValue;
        for (int attempt = 0; attempt < attempts && least > 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < times; i++)
            {
                action();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
