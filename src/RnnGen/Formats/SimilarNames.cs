using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Formats;

/// <summary>
/// Which of a source's tensors somebody may have meant. Names are compared by what they share at their start and end (a wrong prefix as well
/// as a slip of the keyboard leave most of a name in place), which takes time linear in the names whatever a source holds.
/// </summary>
internal static class SimilarNames
{
    private const int MaxShown = 4;

    /// <summary>A phrase that names the tensors most like the wanted one.</summary>
    /// <param name="wanted">The name that is missing.</param>
    /// <param name="source">What has the tensors, in words.</param>
    /// <param name="names">The names that are there.</param>
    public static string Describe(string wanted, string source, IReadOnlyCollection<string> names)
    {
        if (names.Count == 0)
        {
            return $"{source} has no tensors";
        }

        var shown = names
            .OrderByDescending(name => SharedLength(wanted, name))
            .ThenBy(static name => name, StringComparer.Ordinal)
            .Take(MaxShown)
            .Select(static name => $"'{MessageText.Printable(name)}'");
        string count = names.Count > MaxShown ? $", and {names.Count - MaxShown} more" : "";
        return $"{source} has {string.Join(", ", shown)}{count}";
    }

    private static int SharedLength(ReadOnlySpan<char> wanted, ReadOnlySpan<char> name)
    {
        int start = wanted.CommonPrefixLength(name);
        int limit = Math.Min(wanted.Length, name.Length) - start;
        int end = 0;
        while (end < limit && wanted[^(end + 1)] == name[^(end + 1)])
        {
            end++;
        }

        return start + end;
    }
}
