using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace RnnGen.Benchmarks.Machine;

/// <summary>The cores that this process may run on.</summary>
internal static class CoreAffinity
{
    private const string StatusField = "Cpus_allowed_list:";

    /// <summary>Their numbers, ascending; null where the system does not tell.</summary>
    public static IReadOnlyList<int>? AllowedCores()
    {
        const string path = "/proc/self/status";
        string? line = File.Exists(path)
            ? File.ReadLines(path).FirstOrDefault(static line => line.StartsWith(StatusField, StringComparison.Ordinal))
            : null;
        return line is null ? null : ParseList(line[StatusField.Length..]);
    }

    // As in "0-3,8".
    private static List<int> ParseList(string list)
    {
        var cores = new List<int>();
        foreach (string range in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] ends = range.Split('-');
            int first = int.Parse(ends[0], CultureInfo.InvariantCulture);
            int last = int.Parse(ends[^1], CultureInfo.InvariantCulture);
            cores.AddRange(Enumerable.Range(first, last - first + 1));
        }

        return cores;
    }
}
