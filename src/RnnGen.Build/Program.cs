using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace RnnGen.Build;

/// <summary>
/// What the build starts: <c>dotnet exec RnnGen.Build.dll LIST FAULT</c>. LIST has a line a model, with tabs between the model file, the description and the
/// weights to write, the model's name in the project, and the resource's. Of the models that cannot be converted, all but the last are printed as errors of the
/// build; the last goes into FAULT, as file, code and text with tabs between them. The exit code is 0, or 1 where there is a fault.
/// </summary>
internal static class Program
{
    private const int ListFields = 5;

    public static int Main(string[] args)
    {
        if (args is not [var list, var faultFile])
        {
            Console.Error.WriteLine("usage: dotnet exec RnnGen.Build.dll LIST FAULT (started by the targets of the package RnnGen.Build)");
            return 2;
        }

        // (MSBuild reads the output so; another encoding would spoil names of files.)
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var faults = new List<ConversionFault>();
        foreach (string line in File.ReadAllLines(list))
        {
            if (line.Split('\t') is { Length: ListFields } fields && Converter.Convert(fields[0], fields[1], fields[2], fields[3], fields[4]) is { } fault)
            {
                faults.Add(fault);
            }
        }

        if (faults.Count == 0)
        {
            File.Delete(faultFile);
            return 0;
        }

        for (int index = 0; index < faults.Count - 1; index++)
        {
            Console.WriteLine($"{faults[index].File} : error {faults[index].Code}: {faults[index].Text}");
        }

        File.WriteAllText(faultFile, $"{faults[^1].File}\t{faults[^1].Code}\t{faults[^1].Text}");
        return 1;
    }
}
