using System.IO;
using RnnGen.Benchmarks.Cases;
using RnnGen.Benchmarks.Limits;
using RnnGen.Benchmarks.Measurement;

namespace RnnGen.Benchmarks.Reports;

/// <summary>The rows as plain text, one by one as they are measured.</summary>
internal static class ComparisonTableText
{
    /// <summary>Prints what stands above the columns.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="threads">The threads of ours and of the peers.</param>
    public static void PrintHeader(TextWriter output, int threads)
    {
        if (threads > 1)
        {
            output.WriteLine($"""
                {threads} threads, ours and the peers'. Their limit: {threads} times the multiply-adds of one core, and each reads 1/{threads} of the weights.
                """);
        }

        output.WriteLine("""
            Times: ns a call, minimum and median over the repetitions. ratio: our minimum / the peer's. bytes: what our call allocates.
            limit: share of what the core can do at most, by its reads of the weights or by its multiply-adds (sums), whichever takes longer.
            difference: the largest between the results. Behind it, of a peer with several builds: the fastest, which was measured.

            """);
        output.WriteLine($"{"table",-8} {"cell",-14} {"accuracy",-8} {"steps",5} {"batch",5} {"peer",-13} "
            + $"{"ours min",12} {"median",12} {"peer min",12} {"median",12} {"ratio",7} {"bytes",5} {"limit",6} {"of",-5} {"difference",10}");
    }

    /// <summary>Prints a measured row.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="row">The row.</param>
    /// <param name="limit">What the limit is of.</param>
    public static void PrintRow(TextWriter output, ComparisonRow row, string limit) =>
        output.WriteLine($"{Start(row.Table, row.Shape, row.Accuracy, row.Peer)} {Time(row.Ours.Minimum),12} {Time(row.Ours.Median),12} "
            + $"{Time(row.Theirs.Minimum),12} {Time(row.Theirs.Median),12} {row.Ratio,7:F4} {row.AllocatedBytes,5} "
            + $"{row.PercentOfLimit,5:F1}% {limit,-5} {row.LargestDifference,10:0.0e0} {row.Build}".TrimEnd());

    /// <summary>Prints ours alone, where no peer loads.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="line">The line.</param>
    /// <param name="times">Our times.</param>
    /// <param name="allocatedBytes">Managed bytes that one of our calls allocates.</param>
    /// <param name="floor">The least possible time.</param>
    public static void PrintAlone(TextWriter output, ComparisonCase line, Timing times, long allocatedBytes, Floor floor) =>
        output.WriteLine($"{Start(line.Table, line.Shape, line.Accuracy, "(no peer)")} {Time(times.Minimum),12} {Time(times.Median),12} {"-",12} {"-",12} {"-",7} "
            + $"{allocatedBytes,5} {100 * floor.Nanoseconds / times.Minimum,5:F1}% {floor.Name,-5}");

    /// <summary>Prints a row whose peer gives another result, and is therefore not timed.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="line">The line.</param>
    /// <param name="peer">The peer.</param>
    /// <param name="difference">The largest difference between the results.</param>
    public static void PrintWrong(TextWriter output, ComparisonCase line, string peer, float difference) =>
        output.WriteLine($"{Start(line.Table, line.Shape, line.Accuracy, peer)} WRONG, not timed: results differ from ours by {difference:0.0e0}");

    /// <summary>Prints a row that the peer cannot compute.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="line">The line.</param>
    /// <param name="peer">The peer.</param>
    /// <param name="reason">Why not.</param>
    public static void PrintMissing(TextWriter output, ComparisonCase line, string peer, string reason) =>
        output.WriteLine($"{Start(line.Table, line.Shape, line.Accuracy, peer)} not measured: {reason}");

    private static string Start(string table, CaseShape shape, Accuracy accuracy, string peer) =>
        $"{table,-8} {shape,-14} {accuracy,-8} {shape.Steps,5} {shape.Batch,5} {peer,-13}";

    private static string Time(double nanoseconds) => nanoseconds < 1000 ? $"{nanoseconds:N1}" : $"{nanoseconds:N0}";
}
