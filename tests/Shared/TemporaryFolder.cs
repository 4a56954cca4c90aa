using System;
using System.IO;
using System.Linq;

namespace RnnGen.TestSupport;

/// <summary>A folder of a test's own, gone with all that is in it at the end.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rnngen-tests-");

    /// <summary>Where it is.</summary>
    public string Path => _folder.FullName;

    /// <summary>The names of all files and folders in it.</summary>
    public string[] Entries => Array.ConvertAll(_folder.GetFileSystemInfos(), static entry => entry.Name);

    /// <summary>The full path of a file or folder in it.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file and gives its full path.</summary>
    public string Write(string name, ReadOnlySpan<byte> bytes)
    {
        string path = this[name];
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public void Dispose()
    {
        foreach (FileInfo file in _folder.EnumerateFiles("*", SearchOption.AllDirectories).Where(static file => file.IsReadOnly))
        {
            // Git's objects, for one: Windows does not delete such files.
            file.IsReadOnly = false;
        }

        _folder.Delete(recursive: true);
    }
}
