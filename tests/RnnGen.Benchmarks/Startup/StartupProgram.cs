using System;
using System.IO;
using System.Linq;
using System.Reflection;

namespace RnnGen.Benchmarks.Startup;

/// <summary>A published console program whose start is measured.</summary>
/// <param name="Name">What it is, for people.</param>
/// <param name="Path">The file to start.</param>
/// <param name="Model">The file that it loads its weights from, or null.</param>
internal sealed record StartupProgram(string Name, string Path, string? Model)
{
    private static readonly string[] NotNeededToRun = [".pdb", ".dbg", ".dSYM", ".xml"];

    /// <summary>Bytes of all files that it needs: without symbols, documentation, and libraries of another system (ONNX Runtime's package brings some).</summary>
    public long BytesOnDisk => new DirectoryInfo(System.IO.Path.GetDirectoryName(Path)!).EnumerateFiles()
        .Where(static file => !NotNeededToRun.Contains(file.Extension) && !IsOfAnotherSystem(file))
        .Sum(static file => file.Length);

    private static bool IsOfAnotherSystem(FileInfo file)
    {
        if (OperatingSystem.IsWindows() || file.Extension != ".dll")
        {
            return false;
        }

        try
        {
            AssemblyName.GetAssemblyName(file.FullName);
            return false;
        }
        catch (BadImageFormatException)
        {
            return true;
        }
    }
}
