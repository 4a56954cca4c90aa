using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using RnnGen.TestSupport;

namespace RnnGen.Package.Tests;

/// <summary>
/// The packages, packed in two copies of this tree in different directories, and a user's project outside of it that gets them from a local folder.
/// </summary>
public sealed partial class PackedPackages : IDisposable
{
    /// <summary>Where the sources are published: <c>RepositoryUrl</c> of Directory.Build.props.</summary>
    public const string Repository = "https://github.com/rnngen/rnngen";

    /// <summary>The packages.</summary>
    public static readonly string[] Ids = ["RnnGen", "RnnGen.Reference", "RnnGen.Build"];

    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<ConsumerOutput> _jitOutput;

    public PackedPackages()
    {
        Sources = new SourceTree(_folder["sources"]);
        Copy = new SourceTree(Path.Combine(_folder.Path, "elsewhere", "a copy"));
        Sources.AddRemote(Repository);
        Copy.AddRemote(Repository);
        // At once: each mostly waits for the compiler to start.
        Task<string> copy = Task.Run(() => Pack(Copy, Ids[0]));
        PackOutput = string.Concat(Ids.Select(id => Pack(Sources, id)));
        CopyPackOutput = copy.GetAwaiter().GetResult();
        CreateConsumer();
        _jitOutput = new(BuildAndRun);
    }

    /// <summary>A version that no package ever had, so that no cache can answer for it.</summary>
    public string Version { get; } = string.Create(CultureInfo.InvariantCulture, $"0.1.0-test.{DateTime.UtcNow.Ticks}");

    /// <summary>What packing printed.</summary>
    public string PackOutput { get; }

    /// <summary>What packing in the other directory printed.</summary>
    public string CopyPackOutput { get; }

    /// <summary>What the packages were packed from.</summary>
    internal SourceTree Sources { get; }

    /// <summary>The same in another directory, where <c>RnnGen</c> was packed again.</summary>
    internal SourceTree Copy { get; }

    /// <summary>What the user's project prints, compiled just in time.</summary>
    internal ConsumerOutput JitOutput => _jitOutput.Value;

    private string ConsumerDirectory => _folder["consumer"];

    public void Dispose() => _folder.Dispose();

    /// <summary>Reads a package.</summary>
    /// <param name="id">Its id.</param>
    internal Package Read(string id) => Read(Sources, id);

    /// <summary>Reads a package of a copy of the sources.</summary>
    internal Package Read(SourceTree tree, string id) => new(id, Path.Combine(Feed(tree), $"{id}.{Version}.nupkg"));

    /// <summary>Packs a project of a copy of the sources, as the README says.</summary>
    /// <returns>What it printed.</returns>
    internal string Pack(SourceTree tree, string id) =>
        ChildProcess.RunDotnet(tree.Root, "pack", tree.Project(id), "-c", "Release", $"-p:Version={Version}");

    /// <summary>Builds the user's project, which must fail.</summary>
    /// <returns>What the build printed.</returns>
    internal string BuildBroken(string constant) =>
        ChildProcess.FailDotnet(ConsumerDirectory, "build", [.. ConsumerSettings(), $"-p:ExtraConstants={constant}"]);

    /// <summary>Fixes a file of a new project that uses the package, as the editor would, by <c>dotnet format</c>.</summary>
    /// <param name="id">The diagnostic to fix.</param>
    /// <param name="source">The file.</param>
    /// <returns>The file afterwards.</returns>
    internal string ApplyCodeFixes(string id, string source)
    {
        string directory = Directory.CreateDirectory(_folder["to be fixed"]).FullName;
        foreach (string name in new[] { "Consumer.csproj", "nuget.config" })
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Consumer", name), Path.Combine(directory, name));
        }

        string file = Path.Combine(directory, "Declarations.cs");
        File.WriteAllText(file, source);

        // (format has no -p: MSBuild reads the environment, too.)
        ChildProcess.RunDotnet(directory, "restore", ConsumerArguments());
        ChildProcess.Run(directory, ChildProcess.Dotnet, ConsumerProperties(), ["format", "analyzers", "--no-restore", "--diagnostics", id, "--severity", "info"]);
        return File.ReadAllText(file);
    }

    /// <summary>Makes an empty project of a user's that can get the packages.</summary>
    /// <param name="name">Its directory's name.</param>
    internal UserProject CreateProject(string name)
    {
        string directory = Directory.CreateDirectory(_folder[$"{name} {Guid.NewGuid():N}"]).FullName;
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Consumer", "nuget.config"), Path.Combine(directory, "nuget.config"));
        return new UserProject(directory, ConsumerArguments());
    }

    /// <summary>Runs one target of the user's project.</summary>
    /// <param name="target">The target.</param>
    /// <param name="arguments">Besides the project's own settings.</param>
    /// <returns>What it printed.</returns>
    internal string RunTarget(string target, params string[] arguments)
    {
        // The project is restored, so that the package's targets are there.
        _ = JitOutput;
        return ChildProcess.RunDotnet(ConsumerDirectory, "msbuild", [$"-t:{target}", "-p:Configuration=Release", .. ConsumerArguments(), .. arguments]);
    }

    /// <summary>Publishes the user's project with NativeAOT, and runs it.</summary>
    /// <param name="instructionSet">What processor it is for (<c>IlcInstructionSet</c>), or null for any.</param>
    internal NativeRun PublishAndRun(string? instructionSet)
    {
        string output = _folder["native-" + (instructionSet ?? "default")];
        string publishOutput = ChildProcess.RunDotnet(
            ConsumerDirectory, "publish", [.. ConsumerSettings(), "-o", output, "-p:PublishAot=true", $"-p:IlcInstructionSet={instructionSet}"]);
        string program = Path.Combine(output, OperatingSystem.IsWindows() ? "Consumer.exe" : "Consumer");
        string seen = Directory.EnumerateFiles(
                Path.Combine(ConsumerDirectory, "obj"), "Consumer.GeneratedMSBuildEditorConfig.editorconfig", SearchOption.AllDirectories)
            .MaxBy(File.GetLastWriteTimeUtc)!;
        return new NativeRun(
            ConsumerOutput.Parse(ChildProcess.Run(_folder.Path, program, [], [])),
            File.ReadAllLines(seen),
            new FileInfo(program).Length,
            publishOutput);
    }

    private static string Feed(SourceTree tree) => Path.Combine(tree.Root, "artifacts", "packages");

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    private void CreateConsumer()
    {
        Directory.CreateDirectory(ConsumerDirectory);
        foreach (string path in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Consumer")))
        {
            File.Copy(path, Path.Combine(ConsumerDirectory, Path.GetFileName(path)));
        }

        // The code on the packages' pages is code of this user's, too.
        foreach (string id in Ids)
        {
            string page = File.ReadAllText(Path.Combine(Sources.Project(id), "README.md"));
            foreach (Match block in CodeBlock().Matches(page))
            {
                File.WriteAllText(Path.Combine(ConsumerDirectory, $"{id}.README.{block.Index}.cs"), block.Groups[1].Value);
            }
        }
    }

    /// <summary>The packages under test, in a cache of their own; what the machine has of others (NativeAOT's compiler) is only read.</summary>
    private (string Name, string? Value)[] ConsumerProperties()
    {
        string machine = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return
        [
            ("RnnGenVersion", Version), ("RestorePackagesPath", _folder["cache"]),
            .. Directory.Exists(machine) ? [("RestoreFallbackFolders", machine)] : Array.Empty<(string, string?)>(),
        ];
    }

    private string[] ConsumerArguments() => [.. ConsumerProperties().Select(static property => $"-p:{property.Name}={property.Value}")];

    private string[] ConsumerSettings() => ["-c", "Release", .. ConsumerArguments()];

    private ConsumerOutput BuildAndRun()
    {
        ChildProcess.RunDotnet(ConsumerDirectory, "build", ConsumerSettings());
        string program = Path.Combine(ConsumerDirectory, "bin", "Release", "net10.0", "Consumer.dll");
        return ConsumerOutput.Parse(ChildProcess.Run(_folder.Path, ChildProcess.Dotnet, [], ["exec", program]));
    }
}
