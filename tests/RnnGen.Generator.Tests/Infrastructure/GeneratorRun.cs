using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace RnnGen.Generator.Tests.Infrastructure;

/// <summary>
/// Runs the generator over source text as strictly as a user could: nullable on, checked arithmetic, highest warning level, documentation
/// warnings, and a culture whose minus sign is U+2212. Anything above a hidden diagnostic fails, and an emitted using that is not needed.
/// </summary>
internal static class GeneratorRun
{
    /// <summary>A hidden diagnostic of the compiler, of which projects make an error (as IDE0005).</summary>
    private const string UnusedUsing = "CS8019";

    private static readonly ImmutableArray<MetadataReference> Framework =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(path) is "netstandard.dll")
            .Select(static path => (MetadataReference)MetadataReference.CreateFromFile(path)),
    ];

    private static readonly PortableExecutableReference Library = MetadataReference.CreateFromFile(typeof(LstmCellAttribute).Assembly.Location);

    private static readonly ProjectSettings Strictest = new();

    /// <summary>What a project references.</summary>
    public static IEnumerable<MetadataReference> References => [.. Framework, Library];

    public static CSharpCompilation Compile(params string[] sources) => Compile(Strictest, sources);

    public static CSharpCompilation Compile(ProjectSettings settings, params string[] sources) =>
        CSharpCompilation.Create(
            "Declarations",
            sources.Select((source, index) => CSharpSyntaxTree.ParseText(
                source.ReplaceLineEndings(settings.NewLine), settings.ParseOptions, path: $"Source{index}.cs", encoding: System.Text.Encoding.UTF8)),
            [.. Framework, Library.WithAliases(settings.LibraryAliases)],
            settings.CompilationOptions);

    public static CSharpGeneratorDriver Driver() => Driver(Strictest);

    public static CSharpGeneratorDriver Driver(ProjectSettings settings) =>
        CSharpGeneratorDriver.Create(
            [new RnnGenerator().AsSourceGenerator()],
            settings.AdditionalFiles,
            parseOptions: settings.ParseOptions,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>Emits all cells of the sources; fails on any diagnostic of the generator or of the resulting compilation.</summary>
    public static (GeneratorDriverRunResult Result, Compilation Output) Emit(params string[] sources) => Emit(Strictest, sources);

    /// <summary>As <see cref="Emit(string[])"/>, in a project with settings of its own.</summary>
    public static (GeneratorDriverRunResult Result, Compilation Output) Emit(ProjectSettings settings, params string[] sources)
    {
        (GeneratorDriverRunResult result, Compilation output) = Generate(settings, sources);
        RequireSilence(InCulture(settings, () => output.GetDiagnostics())
            .Where(diagnostic => diagnostic.Severity > DiagnosticSeverity.Hidden
                || (diagnostic.Id == UnusedUsing && diagnostic.Location.SourceTree is { } tree && result.GeneratedTrees.Contains(tree))));
        return (result, output);
    }

    /// <summary>Emits, compiles and loads the cells; the context unloads when it is collected.</summary>
    public static System.Reflection.Assembly Load(params string[] sources) => Load(Strictest, sources);

    /// <summary>Emits all cells of the sources, and compiles nothing.</summary>
    public static (GeneratorDriverRunResult Result, Compilation Output) Generate(ProjectSettings settings, params string[] sources)
    {
        (GeneratorDriver driver, Compilation output, var diagnostics) = InCulture(settings, () =>
        {
            GeneratorDriver ran = Driver(settings).RunGeneratorsAndUpdateCompilation(Compile(settings, sources), out Compilation compilation, out var found);
            return (ran, compilation, found);
        });
        Assert.Empty(diagnostics);
        GeneratorDriverRunResult result = driver.GetRunResult();
        Assert.All(result.Results, static generator => Assert.Null(generator.Exception));
        return (result, output);
    }

    /// <summary>As <see cref="Load(string[])"/>, in a project with settings of its own.</summary>
    public static System.Reflection.Assembly Load(ProjectSettings settings, params string[] sources)
    {
        (_, Compilation output) = Generate(settings, sources);
        using var image = new MemoryStream();
        var emitted = InCulture(settings, () => output.Emit(image));
        RequireSilence(emitted.Diagnostics.Where(static diagnostic => diagnostic.Severity > DiagnosticSeverity.Hidden));
        Assert.True(emitted.Success);
        image.Position = 0;
        return new AssemblyLoadContext("Declarations", isCollectible: true).LoadFromStream(image);
    }

    private static T InCulture<T>(ProjectSettings settings, Func<T> run)
    {
        CultureInfo previous = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = settings.Culture;
        try
        {
            return run();
        }
        finally
        {
            CultureInfo.CurrentCulture = previous;
        }
    }

    private static void RequireSilence(IEnumerable<Diagnostic> diagnostics)
    {
        Diagnostic[] visible = [.. diagnostics];
        Assert.True(visible.Length == 0, string.Join('\n', visible.Take(20).Select(static diagnostic => Describe(diagnostic))));
    }

    private static string Describe(Diagnostic diagnostic)
    {
        var tree = diagnostic.Location.SourceTree;
        string line = tree is null ? "" : tree.GetText().Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line].ToString().Trim();
        return $"{diagnostic}\n    {line}";
    }
}
