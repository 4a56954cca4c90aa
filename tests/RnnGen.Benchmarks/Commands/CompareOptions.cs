using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Benchmarks.Cases;

namespace RnnGen.Benchmarks.Commands;

/// <summary>What <c>compare</c> was asked for.</summary>
/// <param name="Tables">The tables to measure, in this order.</param>
/// <param name="Threads">The threads of ours and of each peer.</param>
/// <param name="Quick">A few short repetitions instead of a measurement.</param>
/// <param name="JsonPath">Where the rows go besides the console, or null.</param>
internal sealed record CompareOptions(IReadOnlyList<string> Tables, int Threads, bool Quick, string? JsonPath)
{
    private const string QuickSwitch = "--quick";
    private const string ThreadsOption = "--threads";
    private const string JsonOption = "--json";

    private static readonly Dictionary<string, string> Options = new() { [ThreadsOption] = "a number of threads", [JsonOption] = "a file name" };

    /// <summary>Reads the arguments after <c>compare</c>.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <exception cref="UsageException">One of them is not known, or lacks its value; or the file cannot be written.</exception>
    public static CompareOptions Parse(IReadOnlyList<string> arguments)
    {
        var parsed = CommandArguments.Parse("compare", arguments, [QuickSwitch], Options);
        if (parsed.Words.FirstOrDefault(static word => !ComparisonTables.Names.Contains(word)) is { } unknown)
        {
            throw new UsageException($"compare has no table '{unknown}'; it has {string.Join(", ", ComparisonTables.Names)}");
        }

        return new CompareOptions(
            parsed.Words.Count == 0 ? ComparisonTables.Names : [.. parsed.Words.Distinct()], ParseThreads(parsed.Value(ThreadsOption)), parsed.Has(QuickSwitch),
            parsed.OutputFile(JsonOption));
    }

    // More threads than processors take turns, and what is measured then is the scheduler.
    private static int ParseThreads(string? text)
    {
        int most = Environment.ProcessorCount;
        return text is null ? 1
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int threads) && threads > 0 && threads <= most ? threads
            : throw new UsageException($"{ThreadsOption} {text}: not a number from 1 to {most}, the processors that this process may use");
    }
}
