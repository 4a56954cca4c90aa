using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace RnnGen.Benchmarks.Latency;

/// <summary>Latencies as plain text.</summary>
internal static class LatencyText
{
    /// <summary>Prints what stands above the columns.</summary>
    /// <param name="output">Where to.</param>
    public static void PrintHeader(TextWriter output)
    {
        output.WriteLine($"""
            Single steps, back to back: ns from the end of one to the end of the next, the clock included (the contestant "nothing" shows it).
            gc_pressure: {GcPressure.Description}.
            gen0, gen1, gen2, pause: the collections meanwhile, and the milliseconds in all for which they stopped every managed thread.

            {"cell",-14} {"contestant",-11} {"condition",-11} {"steps",9} {"p50",9} {"p99",9} {"p99.9",11} {"p99.99",11} {"max",12} {"gen0",6} {"gen1",5} {"gen2",5} {"pause",9}
            """);
    }

    /// <summary>Prints a row.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="row">The row.</param>
    public static void PrintRow(TextWriter output, LatencyRow row)
    {
        (LatencyHistogram times, GcCounts gc) = (row.Times, row.Collections);
        output.WriteLine($"{row.Shape,-14} {row.Contestant,-11} {row.Condition,-11} {row.Steps,9:N0} {times.Median,9:N0} {times.P99,9:N0} {times.P999,11:N0} {times.P9999,11:N0} "
            + $"{times.Maximum,12:N0} {gc.Gen0,6} {gc.Gen1,5} {gc.Gen2,5} {gc.Pause.TotalMilliseconds,9:N1}");
    }

    /// <summary>Prints the histograms of a cell beside each other.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="rows">Its rows.</param>
    public static void PrintHistograms(TextWriter output, IReadOnlyList<LatencyRow> rows)
    {
        const int columnWidth = 21;
        const int countWidth = 10;
        int[] used = [.. Enumerable.Range(0, LatencyBuckets.Ends.Count).Where(bucket => rows.Any(row => row.Times.Counts[bucket] > 0))];
        output.WriteLine();
        output.WriteLine($"{rows[0].Shape} under GC pressure: steps by their time; a bar has one # for each digit of the count");
        string heads = string.Concat(rows.Select(static row => $"{row.Contestant,countWidth + 1}".PadRight(columnWidth)));
        output.WriteLine($"{"from",9} {"to",9} {heads}");
        for (int bucket = used[0]; bucket <= used[^1]; bucket++)
        {
            string cells = string.Concat(rows.Select(row =>
            {
                long count = row.Times.Counts[bucket];
                string bar = count == 0 ? "" : new string('#', (int)Math.Log10(count) + 1);
                return $"{count,countWidth:N0} {bar}".PadRight(columnWidth);
            }));
            output.WriteLine($"{Time(LatencyBuckets.Start(bucket)),9} {Time(LatencyBuckets.Ends[bucket]),9} {cells.TrimEnd()}");
        }

        output.WriteLine();
    }

    private static string Time(long nanoseconds) => nanoseconds switch
    {
        long.MaxValue => "any",
        >= 1_000_000_000 => $"{nanoseconds / 1_000_000_000} s",
        >= 1_000_000 => $"{nanoseconds / 1_000_000} ms",
        >= 1_000 => $"{nanoseconds / 1_000} us",
        _ => $"{nanoseconds} ns",
    };
}
