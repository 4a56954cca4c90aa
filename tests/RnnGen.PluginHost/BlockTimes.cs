using System;
using System.Diagnostics;

namespace RnnGen.PluginHost;

/// <summary>Times every block of many, back to back: as <c>block_timer.c</c> does, with the same samples.</summary>
internal static class BlockTimes
{
    private const int WarmUp = 1000;

    private static readonly double NanosecondsPerTick = 1e9 / Stopwatch.Frequency;

    /// <summary>Computes samples in place.</summary>
    /// <param name="samples">The samples.</param>
    public delegate void Processor(Span<float> samples);

    /// <summary>Computes blocks on this thread.</summary>
    /// <param name="process">What computes one.</param>
    /// <param name="block">Samples of a block.</param>
    /// <param name="nanoseconds">For the time of each: from the end of the one before to its own end, so that nothing between them is lost.</param>
    /// <param name="allocatedBytes">The bytes that are allocated so far.</param>
    /// <returns>The bytes that were allocated for them.</returns>
    public static long Measure(Processor process, int block, Span<long> nanoseconds, Func<long> allocatedBytes)
    {
        Span<float> samples = stackalloc float[block];
        uint noise = 1;
        long before = 0, allocated = 0;
        for (int i = -WarmUp; i < nanoseconds.Length; i++)
        {
            foreach (ref float sample in samples)
            {
                noise = (noise * 1_664_525) + 1_013_904_223;
                sample = (int)noise * (1 / 4_294_967_296f);
            }

            if (i == 0)
            {
                allocated = allocatedBytes();
                before = Stopwatch.GetTimestamp();
            }

            process(samples);
            if (i >= 0)
            {
                long end = Stopwatch.GetTimestamp();
                nanoseconds[i] = (long)((end - before) * NanosecondsPerTick);
                before = end;
            }
        }

        return allocatedBytes() - allocated;
    }
}
