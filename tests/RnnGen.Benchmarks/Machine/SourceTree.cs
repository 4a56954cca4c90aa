using System;
using System.IO;

namespace RnnGen.Benchmarks.Machine;

/// <summary>The folder that this program was built in.</summary>
internal static class SourceTree
{
    /// <summary>The file that marks it.</summary>
    public const string Solution = "RnnGen.sln";

    /// <summary>The folder above the program that has a solution, or null if the program was copied elsewhere.</summary>
    public static string? Root
    {
        get
        {
            string? folder = AppContext.BaseDirectory;
            while (folder is not null && !File.Exists(Path.Combine(folder, Solution)))
            {
                folder = Path.GetDirectoryName(folder);
            }

            return folder;
        }
    }
}
