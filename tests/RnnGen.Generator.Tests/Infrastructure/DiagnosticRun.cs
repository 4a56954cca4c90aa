using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using RnnGen.Generator.Diagnostics;

namespace RnnGen.Generator.Tests.Infrastructure;

/// <summary>
/// What a user sees of a declaration: the generator runs, then the compiler and all analyzers of RnnGen look at the result. What the project file says may
/// stand as elements in comments on lines of their own: <c>LangVersion</c>, and properties that are visible to the compiler.
/// </summary>
internal sealed partial class DiagnosticRun
{
    private const string Start = "[|";
    private const string End = "|]";

    /// <summary>The property of a project that has the model files of <see cref="ModelFiles"/>.</summary>
    public const string Models = nameof(Models);

    private DiagnosticRun(IReadOnlyList<Diagnostic> diagnostics, IReadOnlyList<GeneratedSourceResult> emitted)
    {
        Diagnostics = diagnostics;
        Emitted = emitted;
    }

    /// <summary>All that is above hidden and not suppressed, of the compiler, the generator and the analyzers (their crashes, too).</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    /// <summary>Those of RnnGen.</summary>
    public IEnumerable<Diagnostic> Own => Diagnostics.Where(static diagnostic => diagnostic.Id.StartsWith("RNN", StringComparison.Ordinal));

    public IReadOnlyList<GeneratedSourceResult> Emitted { get; }

    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } = [new CellDeclarationAnalyzer(), new InstructionSetAnalyzer()];

    public static ImmutableArray<DiagnosticDescriptor> Descriptors { get; } = [.. Analyzers.SelectMany(static analyzer => analyzer.SupportedDiagnostics)];

    /// <summary>
    /// Whether the compiler speaks, too, where an error of RnnGen is: what is emitted does not depend on the members of the user's type, so that members of one
    /// name stand side by side.
    /// </summary>
    public static bool IsSaidByTheCompilerToo(string id) => id == DiagnosticDescriptors.NameTaken.Id;

    /// <summary>Takes the marks out of a source.</summary>
    public static (string Source, TextSpan Span) Unmark(string marked)
    {
        int start = marked.IndexOf(Start, StringComparison.Ordinal);
        string source = marked.Remove(start, Start.Length);
        int end = source.IndexOf(End, StringComparison.Ordinal);
        return (source.Remove(end, End.Length), TextSpan.FromBounds(start, end));
    }

    /// <summary>Runs it all.</summary>
    /// <param name="source">One file.</param>
    /// <param name="properties">What the project file says; by default what the source's comments say.</param>
    /// <param name="compiles">Whether the compiler looks at the result, too, which takes most of the time.</param>
    public static async Task<DiagnosticRun> Of(string source, IReadOnlyDictionary<string, string>? properties = null, bool compiles = true) =>
        await Of([source], properties, compiles);

    /// <inheritdoc cref="Of(string, IReadOnlyDictionary{string, string}?, bool)"/>
    public static async Task<DiagnosticRun> Of(string[] sources, IReadOnlyDictionary<string, string>? properties = null, bool compiles = true)
    {
        properties ??= Properties(sources[0]);
        ProjectSettings settings = Settings(properties);
        CSharpParseOptions options = settings.ParseOptions;
        CSharpCompilation compilation = GeneratorRun.Compile(settings, sources);
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            compilation = compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(tree.GetText(), options, "/project/" + tree.FilePath));
        }

        ImmutableArray<AdditionalText> models = properties.ContainsKey(Models) ? ModelFiles.All : [];
        AdditionalText[] files = [.. properties.TryGetValue(nameof(OtherGenerator), out string? other) ? (AdditionalText[])[OtherGenerator.File(other)] : [], .. models];
        GeneratorDriver driver = CSharpGeneratorDriver
            .Create([new RnnGenerator().AsSourceGenerator(), new OtherGenerator().AsSourceGenerator()], files, options)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out ImmutableArray<Diagnostic> generatorDiagnostics);
        CompilationWithAnalyzers analysis = output.WithAnalyzers(Analyzers, new AnalyzerOptions(models, new ConfigOptions(properties)));
        ImmutableArray<Diagnostic> diagnostics = compiles ? await analysis.GetAllDiagnosticsAsync() : await analysis.GetAnalyzerDiagnosticsAsync();
        return new DiagnosticRun(
            [
                .. generatorDiagnostics.Concat(diagnostics)
                    .Where(static diagnostic => diagnostic.Severity > DiagnosticSeverity.Hidden && !diagnostic.IsSuppressed)
                    .OrderBy(static diagnostic => diagnostic.Location.SourceSpan.Start)
                    .ThenBy(static diagnostic => diagnostic.Id, StringComparer.Ordinal),
            ],
            driver.GetRunResult().Results[0].GeneratedSources);
    }

    /// <summary>What the project file says to the compiler.</summary>
    public static ProjectSettings Settings(IReadOnlyDictionary<string, string> properties)
    {
        LanguageVersion version = properties.TryGetValue("LangVersion", out string? text) && LanguageVersionFacts.TryParse(text, out LanguageVersion parsed)
            ? parsed
            : LanguageVersion.CSharp13;
        return new ProjectSettings
        {
            LanguageVersion = version.MapSpecifiedToEffectiveVersion(),
            Nullable = version < LanguageVersion.CSharp8 ? NullableContextOptions.Disable : NullableContextOptions.Enable,
            AdditionalFiles = properties.ContainsKey(Models) ? ModelFiles.All : [],
        };
    }

    /// <summary>The elements in the comments of a source.</summary>
    public static IReadOnlyDictionary<string, string> Properties(string source) => source.Split('\n')
        .Where(static line => line.StartsWith("//", StringComparison.Ordinal))
        .SelectMany(static line => Element().Matches(line))
        .ToDictionary(static match => match.Groups[1].Value, static match => match.Groups[2].Value);

    public override string ToString() => Diagnostics.Count == 0 ? "no diagnostics" : string.Join('\n', Diagnostics);

    [GeneratedRegex(@"<(\w+)>(.*?)</\1>")]
    public static partial Regex Element();

    /// <summary>Properties that <c>CompilerVisibleProperty</c> makes visible.</summary>
    private sealed class ConfigOptions(IReadOnlyDictionary<string, string> properties) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new PropertyOptions(properties);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

        private sealed class PropertyOptions(IReadOnlyDictionary<string, string> properties) : AnalyzerConfigOptions
        {
            private const string Prefix = "build_property.";

            public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
            {
                value = null;
                return key.StartsWith(Prefix, StringComparison.Ordinal) && properties.TryGetValue(key[Prefix.Length..], out value);
            }
        }
    }
}
