using System.Runtime.CompilerServices;
using RnnGen.Threads;

namespace RnnGen.TestSupport;

/// <summary>More threads than processors, and parts of work as small as those of tests: then every division is really made.</summary>
internal static class ManyThreads
{
    /// <summary>A number of threads to compare with one: each in its turn.</summary>
    /// <param name="seed">The number of the turn.</param>
    public static int Count(int seed) => new[] { 2, 3, 5, 8 }[(int)((uint)seed % 4)];

    [ModuleInitializer]
    internal static void Prepare()
    {
        WorkerPool.MostWorkers = 7;
        WorkerPool.LeastMultiplyAdds = 1;
    }
}
