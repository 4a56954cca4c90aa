using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using RnnGen.Benchmarks.Reports;

namespace RnnGen.Benchmarks.Startup;

/// <summary>The table <c>startup</c> as plain text.</summary>
internal static class StartupText
{
    private const double Mega = 1e6;

    /// <summary>Prints it.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="result">What was found.</param>
    public static void Print(TextWriter output, StartupResult result)
    {
        double runtime = new DirectoryInfo(RuntimeEnvironment.GetRuntimeDirectory()).EnumerateFiles().Sum(static file => file.Length) / Mega;
        output.WriteLine($"""

            startup: an LSTM 1->32 loaded from a file, one step; from the start of the process to its first line, {result.Measurements[0].Samples.Count} times each.
            Times in ms, memory in use at that line (and the most before it) and files on disk in MB; all but NativeAOT need the runtime, too ({runtime:F0} MB).

            {"program",-18} {"min",8} {"median",8} {"resident",9} {"peak",9} {"files",9}
            """);
        foreach (StartupMeasurement program in result.Measurements)
        {
            output.WriteLine($"{program.Program.Name,-18} {program.Times.Minimum / Mega,8:F1} {program.Times.Median / Mega,8:F1} "
                + $"{program.ResidentBytes / Mega,9:F1} {program.PeakBytes / Mega,9:F1} {program.Program.BytesOnDisk / Mega,9:F1}");
        }

        output.WriteLine();
        foreach (ComparisonRow row in result.Rows)
        {
            output.WriteLine($"RnnGen, JIT / {row.Peer}: {row.Ratio:F3}; nothing but .NET / RnnGen, JIT: {row.PercentOfLimit:F1}%; "
                + $"managed bytes of RnnGen's main thread: {row.AllocatedBytes:N0}");
        }
    }
}
