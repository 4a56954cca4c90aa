using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Shared;

/// <summary>A text, and the class it is of.</summary>
/// <param name="Label">The class.</param>
/// <param name="Text">The text.</param>
public sealed record LabelledText(string Label, string Text)
{
    private const int Fewest = 10;

    /// <summary>Reads a file of lines of <c>train</c> or <c>test</c>, a label and a text, separated by tabs.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FormatException">A line is something else, or there are too few texts, or of one label only.</exception>
    public static (LabelledText[] Training, LabelledText[] Test) Read(string path)
    {
        var training = new List<LabelledText>();
        var test = new List<LabelledText>();
        foreach ((int number, string line) in File.ReadLines(path).Index())
        {
            if (line.Split('\t') is not ["train" or "test", { Length: > 0 }, _] fields)
            {
                throw new FormatException($"{path}, line {number + 1}: is not 'train' or 'test', a label and a text, separated by tabs");
            }

            (fields[0] == "train" ? training : test).Add(new LabelledText(fields[1], fields[2]));
        }

        if (training.Count <= Fewest || test.Count == 0)
        {
            throw new FormatException($"{path}: has {training.Count} texts to learn from and {test.Count} to test; more than {Fewest} and one are needed");
        }

        HashSet<string> labels = [.. training.Select(static text => text.Label)];
        return labels.Count < 2
            ? throw new FormatException($"{path}: has only the label '{labels.Single()}' to learn from")
            : test.Find(text => !labels.Contains(text.Label)) is { } unknown
                ? throw new FormatException($"{path}: the label '{unknown.Label}' is to be tested, and never to be learnt")
                : ([.. training], [.. test]);
    }
}
