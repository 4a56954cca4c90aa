using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Shared;

/// <summary>How often which class was taken for which: rows are what is right, columns what was found.</summary>
public static class ConfusionTable
{
    private const int MaxName = 12;
    private const string Corner = "right \\ found";

    /// <summary>The table.</summary>
    /// <param name="names">The classes, in the order of rows and columns.</param>
    /// <param name="answers">What is right and what was found.</param>
    public static string Of(IReadOnlyList<string> names, IEnumerable<(string Right, string Found)> answers)
    {
        var counts = answers.CountBy(static answer => answer).ToDictionary();
        int width = Math.Max(names.Max(static name => Short(name).Length), 6) + 2;
        var text = new StringBuilder(Corner.PadRight(MaxName + 3));
        foreach (string found in names)
        {
            text.Append(Short(found).PadLeft(width));
        }

        foreach (string right in names)
        {
            text.AppendLine().Append(("  " + Short(right)).PadRight(MaxName + 3));
            foreach (string found in names)
            {
                text.Append(counts.GetValueOrDefault((right, found)).ToString("N0", CultureInfo.InvariantCulture).PadLeft(width));
            }
        }

        return text.ToString();
    }

    private static string Short(string name) => name.Length <= MaxName ? name : name[..MaxName];
}
