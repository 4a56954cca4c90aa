using System;
using System.IO;

namespace RnnGen.Tests.Formats;

/// <summary>A directory of a test's own, gone with all that is in it at the end.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("rnngen-tests-");

    /// <summary>The names of all files and directories in it.</summary>
    public string[] Entries => Array.ConvertAll(_directory.GetFileSystemInfos(), entry => entry.Name);

    /// <summary>The full path of a file or directory in it.</summary>
    public string this[string name] => Path.Combine(_directory.FullName, name);

    /// <summary>Writes a file and gives its full path.</summary>
    public string Write(string name, ReadOnlySpan<byte> bytes)
    {
        string path = this[name];
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
