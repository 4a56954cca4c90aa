using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Benchmarks.Cases;

namespace RnnGen.Benchmarks.Commands;

/// <summary>What <c>compare</c> was asked for.</summary>
/// <param name="Tables">The tables to measure, in this order.</param>
/// <param name="Quick">Three short repetitions instead of a measurement.</param>
/// <param name="JsonPath">Where the rows go besides the console, or null.</param>
internal sealed record CompareOptions(IReadOnlyList<string> Tables, bool Quick, string? JsonPath)
{
    /// <summary>Reads the arguments after <c>compare</c>.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <exception cref="UsageException">One of them is not known, or lacks its value.</exception>
    public static CompareOptions Parse(ReadOnlySpan<string> arguments)
    {
        var tables = new List<string>();
        bool quick = false;
        string? jsonPath = null;
        for (int i = 0; i < arguments.Length; i++)
        {
            string argument = arguments[i];
            switch (argument)
            {
                case "--quick":
                    quick = true;
                    break;
                case "--json":
                    jsonPath = ++i < arguments.Length ? arguments[i] : throw new UsageException("--json needs a file name");
                    break;
                case var name when ComparisonTables.Names.Contains(name):
                    if (!tables.Contains(name))
                    {
                        tables.Add(name);
                    }

                    break;
                default:
                    throw new UsageException($"compare does not know '{argument}'");
            }
        }

        // Found out before the minutes of measuring, not after.
        if (jsonPath is not null && Path.GetDirectoryName(Path.GetFullPath(jsonPath)) is { } directory && !Directory.Exists(directory))
        {
            throw new UsageException($"--json {jsonPath}: there is no folder {directory}");
        }

        return new CompareOptions(tables.Count == 0 ? ComparisonTables.Names : tables, quick, jsonPath);
    }
}
