using System;
using System.IO;
using RnnGen.TestSupport;

namespace RnnGen.Samples.Tests;

/// <summary>A copy of the built sample, for tests that spoil its files.</summary>
internal sealed class QuickstartCopy : IDisposable
{
    private static readonly string[] Programs = ["Quickstart.dll", "Quickstart.runtimeconfig.json", "Quickstart.deps.json", "RnnGen.dll", "System.CommandLine.dll"];

    private readonly TemporaryFolder _folder = new();

    public QuickstartCopy()
    {
        Directory.CreateDirectory(ModelDirectory);
        foreach (string name in Programs)
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, name), Path.Combine(Root, name));
        }

        foreach (string path in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "model")))
        {
            File.Copy(path, ModelFile(Path.GetFileName(path)));
        }
    }

    /// <summary>Where the program lies.</summary>
    public string Root => _folder.Path;

    private string ModelDirectory => Path.Combine(Root, "model");

    /// <summary>The path of a file of the model.</summary>
    public string ModelFile(string name) => Path.Combine(ModelDirectory, name);

    public void Dispose() => _folder.Dispose();
}
