using System;
using System.Collections.Immutable;
using System.Linq;

namespace RnnGen.Formats;

/// <summary>
/// Which of a file's tensors somebody may have meant. Names are compared by what they share at their start and end (a wrong prefix as well
/// as a slip of the keyboard leave most of a name in place), which takes time linear in the names whatever a file holds.
/// </summary>
internal static class SimilarNames
{
    private const int MaxShown = 4;

    /// <summary>A phrase that names the tensors most like the wanted one.</summary>
    public static string Describe(string wanted, ImmutableArray<TensorInfo> tensors)
    {
        if (tensors.IsEmpty)
        {
            return "the file has no tensors";
        }

        var shown = tensors
            .OrderByDescending(tensor => SharedLength(wanted, tensor.Name))
            .ThenBy(tensor => tensor.Name, StringComparer.Ordinal)
            .Take(MaxShown)
            .Select(tensor => $"'{MessageText.Printable(tensor.Name)}'");
        string count = tensors.Length > MaxShown ? $", and {tensors.Length - MaxShown} more" : "";
        return $"the file has {string.Join(", ", shown)}{count}";
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
