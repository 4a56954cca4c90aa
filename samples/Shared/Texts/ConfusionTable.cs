using System;
using System.Collections.Generic;
using System.Linq;

namespace Shared.Texts;

/// <summary>How many texts of each class were taken for which.</summary>
public static class ConfusionTable
{
    private const int MaxName = 12;

    /// <summary>Prints it: a row for each class, a column for each answer.</summary>
    /// <param name="names">The classes.</param>
    /// <param name="classes">The right class of each text.</param>
    /// <param name="scores">Of each text and class.</param>
    public static void Print(IReadOnlyList<string> names, IReadOnlyList<int> classes, IReadOnlyList<double[]> scores)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(classes);
        int[,] counts = new int[names.Count, names.Count];
        for (int index = 0; index < classes.Count; index++)
        {
            counts[classes[index], Measures.Answer(scores[index])]++;
        }

        Console.WriteLine();
        Console.WriteLine($"  {"is, taken for",-MaxName - 2} {string.Join(' ', names.Select(static name => $"{Short(name),MaxName}"))}");
        for (int row = 0; row < names.Count; row++)
        {
            Console.WriteLine($"  {Short(names[row]),-MaxName - 2} {string.Join(' ', Enumerable.Range(0, names.Count).Select(column => $"{counts[row, column],MaxName}"))}");
        }
    }

    private static string Short(string name) => name.Length <= MaxName ? name : name[..MaxName];
}
