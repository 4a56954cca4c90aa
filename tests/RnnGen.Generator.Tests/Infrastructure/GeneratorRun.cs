using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using RnnGen.Generator.Diagnostics;
using Xunit;

namespace RnnGen.Generator.Tests.Infrastructure;

/// <summary>
/// Runs the generator over source text as strictly as a user could: nullable on, checked arithmetic, highest warning level, documentation
/// warnings, and a culture whose minus sign is U+2212. Anything above a hidden diagnostic fails.
/// </summary>
internal static class GeneratorRun
{
    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(path) is "netstandard.dll")
            .Append(typeof(LstmCellAttribute).Assembly.Location)
            .Select(static path => (MetadataReference)MetadataReference.CreateFromFile(path)),
    ];

    private static readonly CSharpCompilationOptions Options = new(
        OutputKind.DynamicallyLinkedLibrary,
        optimizationLevel: OptimizationLevel.Release,
        checkOverflow: true,
        allowUnsafe: false,
        warningLevel: 9999,
        nullableContextOptions: NullableContextOptions.Enable);

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp13, DocumentationMode.Diagnose);

    public static CSharpCompilation Compile(params string[] sources) =>
        CSharpCompilation.Create(
            "Declarations",
            sources.Select((source, index) => CSharpSyntaxTree.ParseText(source, ParseOptions, path: $"Source{index}.cs", encoding: System.Text.Encoding.UTF8)),
            References,
            Options);

    public static CSharpGeneratorDriver Driver() =>
        CSharpGeneratorDriver.Create(
            [new RnnGenerator().AsSourceGenerator()],
            parseOptions: ParseOptions,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>Emits all cells of the sources; fails on any diagnostic of the generator or of the resulting compilation.</summary>
    public static (GeneratorDriverRunResult Result, Compilation Output) Emit(params string[] sources)
    {
        CultureInfo previous = CultureInfo.CurrentCulture;
        var hostile = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        hostile.NumberFormat.NegativeSign = "\u2212";
        hostile.NumberFormat.NumberGroupSeparator = "'";
        CultureInfo.CurrentCulture = hostile;
        try
        {
            GeneratorDriver driver = Driver().RunGeneratorsAndUpdateCompilation(Compile(sources), out Compilation output, out var diagnostics);
            Assert.Empty(diagnostics);
            GeneratorDriverRunResult result = driver.GetRunResult();
            Assert.All(result.Results, static generator => Assert.Null(generator.Exception));
            Diagnostic[] visible = [.. output.GetDiagnostics().Where(static diagnostic => diagnostic.Severity > DiagnosticSeverity.Hidden)];
            Assert.True(visible.Length == 0, string.Join('\n', visible.Take(20).Select(static diagnostic => Describe(diagnostic))));
            return (result, output);
        }
        finally
        {
            CultureInfo.CurrentCulture = previous;
        }
    }

    /// <summary>Emits, compiles and loads the cells; the context unloads when it is collected.</summary>
    public static System.Reflection.Assembly Load(params string[] sources) => LoadRewritten(static text => text, sources);

    /// <summary>As <see cref="Load"/>, with the emitted text rewritten before it is compiled (to force a path that this machine would not take).</summary>
    public static System.Reflection.Assembly LoadRewritten(Func<string, string> rewrite, params string[] sources)
    {
        (GeneratorDriverRunResult result, Compilation output) = Emit(sources);
        foreach (SyntaxTree tree in result.GeneratedTrees)
        {
            string text = tree.GetText().ToString();
            string rewritten = rewrite(text);
            output = output.ReplaceSyntaxTree(tree, tree.WithChangedText(Microsoft.CodeAnalysis.Text.SourceText.From(rewritten, System.Text.Encoding.UTF8)));
        }

        using var image = new MemoryStream();
        var emitted = output.Emit(image);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics.Take(20)));
        image.Position = 0;
        return new AssemblyLoadContext("Declarations", isCollectible: true).LoadFromStream(image);
    }

    /// <summary>Runs the analyzer; the diagnostics of RnnGen, in the order of the source.</summary>
    public static async System.Threading.Tasks.Task<IReadOnlyList<Diagnostic>> Analyze(string source)
    {
        CompilationWithAnalyzers analysis = Compile(source).WithAnalyzers([new CellDeclarationAnalyzer()]);
        var diagnostics = await analysis.GetAnalyzerDiagnosticsAsync();
        return [.. diagnostics.OrderBy(static diagnostic => diagnostic.Location.SourceSpan.Start).ThenBy(static diagnostic => diagnostic.Id, StringComparer.Ordinal)];
    }

    private static string Describe(Diagnostic diagnostic)
    {
        var tree = diagnostic.Location.SourceTree;
        string line = tree is null ? "" : tree.GetText().Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line].ToString().Trim();
        return $"{diagnostic}\n    {line}";
    }
}
