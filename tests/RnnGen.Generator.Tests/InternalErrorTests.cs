using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnGen.Generator.Tests;

/// <summary>A fault of the generator's own in one declaration: it is said of that one, and all others are emitted.</summary>
public class InternalErrorTests
{
    private const string Sources = """
        [RnnGen.LstmCell(3, 5)] partial class Before;
        [RnnGen.GruCell(3, 5)] partial class Bad;
        [RnnGen.GruCell(3, 5)] partial class After;
        [RnnGen.Network(3), RnnGen.LstmLayer(5)] partial class BadNet;
        [RnnGen.Network(3), RnnGen.LstmLayer(5)] partial class Net;
        """;

    private static readonly string[] Others = ["Before.g.cs", "After.g.cs", "Net.g.cs"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task OneDeclarationThatFailsTakesNoOtherWithIt(bool parses)
    {
        var declarations = new FaultyDeclarations(parses);
        (GeneratorRunResult result, Compilation output) = Run(declarations);
        Assert.Null(result.Exception);
        Assert.Empty(result.Diagnostics);
        Assert.Equal(Others.Order(StringComparer.Ordinal), result.GeneratedSources.Select(static source => source.HintName).Order(StringComparer.Ordinal));

        ImmutableArray<Diagnostic> diagnostics = await output
            .WithAnalyzers([new CellDeclarationAnalyzer(declarations)]).GetAnalyzerDiagnosticsAsync();
        Assert.Equal(
            [
                "RnnGen failed on 'Bad', for which nothing is generated; other declarations are not affected. Please report it with the declaration: InvalidOperationException: It broke. Twice.",
                "RnnGen failed on 'BadNet', for which nothing is generated; other declarations are not affected. Please report it with the declaration: InvalidOperationException: It broke. Twice.",
            ],
            diagnostics.OrderBy(static diagnostic => diagnostic.Location.SourceSpan.Start).Select(static diagnostic => diagnostic.GetMessage(CultureInfo.InvariantCulture)));
        Assert.Equal(
            ["RnnGen.GruCell(3, 5)", "RnnGen.Network(3)"],
            diagnostics.OrderBy(static diagnostic => diagnostic.Location.SourceSpan.Start)
                .Select(static diagnostic => diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan)));
        Assert.All(diagnostics, static diagnostic => Assert.Equal(("RNN0026", DiagnosticSeverity.Error), (diagnostic.Id, diagnostic.Severity)));
    }

    /// <summary>A file name that the compiler does not take is seen by the generator alone.</summary>
    [Fact]
    public void AFileThatTheCompilerDoesNotTakeIsSaid()
    {
        (GeneratorRunResult result, _) = Run(new DeclarationsWithBadFileNames());
        Assert.Null(result.Exception);
        Assert.Equal(["RNN0026", "RNN0026"], result.Diagnostics.Select(static diagnostic => diagnostic.Id));
        Assert.Equal(Others.Order(StringComparer.Ordinal), result.GeneratedSources.Select(static source => source.HintName).Order(StringComparer.Ordinal));
    }

    private static (GeneratorRunResult Result, Compilation Output) Run(Declarations declarations)
    {
        CSharpCompilation compilation = GeneratorRun.Compile(Sources);
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
                [new RnnGenerator(declarations).AsSourceGenerator()], parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        return (driver.GetRunResult().Results.Single(), output);
    }

    private static bool IsBad(string name) => name.StartsWith("Bad", StringComparison.Ordinal);

    private sealed class FaultyDeclarations(bool parses) : Declarations
    {
        public override DeclarationSpec? Parse(
            INamedTypeSymbol type, AttributeData attribute, Compilation compilation, Action<Diagnostic>? report, CancellationToken cancellation) =>
            !parses && IsBad(type.Name) ? throw Fault() : base.Parse(type, attribute, compilation, report, cancellation);

        public override string Emit(DeclarationPlan plan) =>
            IsBad(plan.Type.Declaration.Name) ? throw Fault() : base.Emit(plan);

        private static InvalidOperationException Fault() => new("It broke.\r\nTwice.");
    }

    private sealed class DeclarationsWithBadFileNames : Declarations
    {
        public override DeclarationSpec? Parse(
            INamedTypeSymbol type, AttributeData attribute, Compilation compilation, Action<Diagnostic>? report, CancellationToken cancellation) =>
            base.Parse(type, attribute, compilation, report, cancellation) is { } declaration && IsBad(type.Name)
                ? declaration with { Type = declaration.Type with { HintName = "a:b?.g.cs" } }
                : base.Parse(type, attribute, compilation, report, cancellation);
    }
}
