using System.Collections.Generic;
using System.Linq;
using RnnGen.Benchmarks.Cases;

namespace RnnGen.Benchmarks.Commands;

/// <summary>What <c>compare</c> was asked for.</summary>
/// <param name="Tables">The tables to measure, in this order.</param>
/// <param name="Quick">A few short repetitions instead of a measurement.</param>
/// <param name="JsonPath">Where the rows go besides the console, or null.</param>
internal sealed record CompareOptions(IReadOnlyList<string> Tables, bool Quick, string? JsonPath)
{
    private const string QuickSwitch = "--quick";
    private const string JsonOption = "--json";

    private static readonly Dictionary<string, string> Options = new() { [JsonOption] = "a file name" };

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

        return new CompareOptions(parsed.Words.Count == 0 ? ComparisonTables.Names : [.. parsed.Words.Distinct()], parsed.Has(QuickSwitch), parsed.OutputFile(JsonOption));
    }
}
