using System;
using System.Globalization;
using System.IO;
using System.Linq;

namespace RnnGen.Package.Tests;

/// <summary>
/// The packages, packed from this tree as from a fresh clone (outputs and intermediate files in a directory of their own), and a user's
/// project that gets them from there.
/// </summary>
public sealed class PackedPackages : IDisposable
{
    private static readonly string[] Projects = ["RnnGen", "RnnGen.Reference"];

    private readonly string _root = Directory.CreateTempSubdirectory("rnngen-package-").FullName;
    private readonly Lazy<ConsumerOutput> _jitOutput;

    public PackedPackages()
    {
        foreach (string project in Projects)
        {
            string path = Path.Combine(FindRepository(), "src", project);
            ChildProcess.RunDotnet(
                _root, "pack", path, "-c", "Release", $"-p:Version={Version}", "-o", PackageDirectory,
                "--artifacts-path", Path.Combine(_root, "artifacts"));
        }

        Directory.CreateDirectory(ConsumerDirectory);
        foreach (string path in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Consumer")))
        {
            File.Copy(path, Path.Combine(ConsumerDirectory, Path.GetFileName(path)));
        }

        _jitOutput = new(BuildAndRun);
    }

    /// <summary>A version that no package ever had, so that no cache can answer for it.</summary>
    public string Version { get; } = string.Create(CultureInfo.InvariantCulture, $"0.1.0-test.{DateTime.UtcNow.Ticks}");

    /// <summary>What the user's project prints, compiled just in time.</summary>
    internal ConsumerOutput JitOutput => _jitOutput.Value;

    private string PackageDirectory => Path.Combine(_root, "packages");

    private string ConsumerDirectory => Path.Combine(_root, "consumer");

    /// <summary>The path of a package.</summary>
    /// <param name="id">Its id.</param>
    public string PackageFile(string id) => Path.Combine(PackageDirectory, $"{id}.{Version}.nupkg");

    /// <summary>Publishes the user's project with NativeAOT, and runs it.</summary>
    /// <param name="instructionSet">What processor it is for (<c>IlcInstructionSet</c>), or null for any.</param>
    internal ConsumerOutput PublishAndRun(string? instructionSet)
    {
        string output = Path.Combine(_root, "native-" + (instructionSet ?? "default"));
        ChildProcess.RunDotnet(
            ConsumerDirectory, "publish", "-c", "Release", $"-p:RnnGenVersion={Version}", "-o", output,
            "-p:PublishAot=true", $"-p:IlcInstructionSet={instructionSet}");
        string program = OperatingSystem.IsWindows() ? "Consumer.exe" : "Consumer";
        return ConsumerOutput.Parse(ChildProcess.Run(_root, Path.Combine(output, program)));
    }

    public void Dispose()
    {
        Directory.Delete(_root, recursive: true);
        string cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        foreach (string unpacked in Projects.Select(id => Path.Combine(cache, id.ToLowerInvariant(), Version)).Where(Directory.Exists))
        {
            Directory.Delete(unpacked, recursive: true);
        }
    }

    private static string FindRepository()
    {
        string? directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "RnnGen.sln")))
        {
            directory = Path.GetDirectoryName(directory);
        }

        return directory ?? throw new InvalidOperationException($"No RnnGen.sln above {AppContext.BaseDirectory}.");
    }

    private ConsumerOutput BuildAndRun()
    {
        ChildProcess.RunDotnet(ConsumerDirectory, "build", "-c", "Release", $"-p:RnnGenVersion={Version}");
        string program = Path.Combine(ConsumerDirectory, "bin", "Release", "net10.0", "Consumer.dll");
        return ConsumerOutput.Parse(ChildProcess.Run(_root, ChildProcess.Dotnet, "exec", program));
    }
}
