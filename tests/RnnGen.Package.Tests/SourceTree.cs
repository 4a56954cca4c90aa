using System;
using System.IO;
using RnnGen.TestSupport;

namespace RnnGen.Package.Tests;

/// <summary>
/// What the packages are made of (this tree's working copy, committed or not), in a directory of its own: as from a fresh clone, with one commit that is
/// the same in every copy.
/// </summary>
internal sealed class SourceTree
{
    private static readonly string[] Parts = ["src", "generator", "LICENSE", "global.json", ".editorconfig", ".gitignore", ".gitattributes", "Directory.*"];

    private static readonly (string Name, string? Value)[] Identity =
    [
        ("GIT_AUTHOR_NAME", "test"), ("GIT_AUTHOR_EMAIL", "test@example.org"), ("GIT_AUTHOR_DATE", "2026-01-01T00:00:00Z"),
        ("GIT_COMMITTER_NAME", "test"), ("GIT_COMMITTER_EMAIL", "test@example.org"), ("GIT_COMMITTER_DATE", "2026-01-01T00:00:00Z"),
        ("GIT_CONFIG_GLOBAL", OperatingSystem.IsWindows() ? "NUL" : "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1"),
    ];

    /// <summary>Copies this tree.</summary>
    /// <param name="directory">Where to; it is created.</param>
    public SourceTree(string directory)
    {
        Root = directory;
        string repository = FindRepository();
        string files = Git(repository, ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", .. Parts]);
        foreach (string file in files.Split('\0', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string source = Path.Combine(repository, file);
            if (File.Exists(source))
            {
                string target = Path.Combine(directory, file);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(source, target);
            }
        }

        Git(directory, ["init", "-q"]);
        Git(directory, ["add", "-A"]);
        Git(directory, ["commit", "-q", "-m", "test"]);
        Commit = Git(directory, ["rev-parse", "HEAD"]).Trim();
    }

    /// <summary>Its directory.</summary>
    public string Root { get; }

    /// <summary>The commit's id.</summary>
    public string Commit { get; }

    /// <summary>Says where the repository is published.</summary>
    public void AddRemote(string url) => Git(Root, ["remote", "add", "origin", url]);

    /// <summary>The directory of a package's project.</summary>
    public string Project(string id) => Path.Combine(Root, "src", id);

    private static string Git(string directory, ReadOnlySpan<string> arguments) => ChildProcess.Run(directory, "git", Identity, arguments);

    private static string FindRepository()
    {
        string? directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "RnnGen.sln")))
        {
            directory = Path.GetDirectoryName(directory);
        }

        return directory ?? throw new InvalidOperationException($"No RnnGen.sln above {AppContext.BaseDirectory}.");
    }
}
