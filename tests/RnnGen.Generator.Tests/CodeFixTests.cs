using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using RnnGen.CodeFixes;
using RnnGen.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnGen.Generator.Tests;

/// <summary>Code fixes: the exact text that each makes, of one diagnostic and of all in a document and a solution, which then has no diagnostic left.</summary>
public class CodeFixTests
{
    internal static ImmutableArray<CodeFixProvider> Providers { get; } =
        [new MakePartialCodeFix(), new RemoveModifierCodeFix(), new RemoveArgumentCodeFix(), new SetSizeCodeFix(), new AddNetworkCodeFix()];

    [Theory]
    [InlineData(
        "[RnnGen.LstmCell(5)] class Cell { }",
        "[RnnGen.LstmCell(5)] partial class Cell { }")]
    [InlineData(
        "/// <summary>A cell.</summary>\n[RnnGen.LstmCell(5)]\n// why\npublic sealed class Cell\n{\n}\n",
        "/// <summary>A cell.</summary>\n[RnnGen.LstmCell(5)]\n// why\npublic sealed partial class Cell\n{\n}\n")]
    [InlineData(
        "// why\nclass Outer\n{\n    [RnnGen.LstmCell(5)]\n    partial class Cell;\n}\n",
        "// why\npartial class Outer\n{\n    [RnnGen.LstmCell(5)]\n    partial class Cell;\n}\n")]
    [InlineData(
        "static class Outer { [RnnGen.LstmCell(5)] internal sealed partial record Cell; }",
        "static partial class Outer { [RnnGen.LstmCell(5)] internal sealed partial record Cell; }")]
    [InlineData(
        "readonly ref struct Outer { [RnnGen.LstmCell(5)] internal partial class Cell; }",
        "readonly ref partial struct Outer { [RnnGen.LstmCell(5)] internal partial class Cell; }")]
    [InlineData(
        "record struct Outer { [RnnGen.LstmCell(5)] internal partial class Cell; }",
        "partial record struct Outer { [RnnGen.LstmCell(5)] internal partial class Cell; }")]
    [InlineData(
        "[RnnGen.LstmCell(5)] static partial class Cell { }",
        "[RnnGen.LstmCell(5)] partial class Cell { }")]
    [InlineData(
        "[RnnGen.LstmCell(5)]\n// why\nstatic internal partial class Cell { }",
        "[RnnGen.LstmCell(5)]\n// why\ninternal partial class Cell { }")]
    [InlineData(
        "[RnnGen.LstmCell(5)]\nfile sealed partial class Cell { }",
        "[RnnGen.LstmCell(5)]\nsealed partial class Cell { }")]
    [InlineData(
        "file static partial class Outer { [RnnGen.LstmCell(5)] internal partial class Cell { } }",
        "static partial class Outer { [RnnGen.LstmCell(5)] internal partial class Cell { } }")]
    [InlineData(
        "[RnnGen.LstmCell(5, GateAlpha = 1)] partial class Cell { }",
        "[RnnGen.LstmCell(5)] partial class Cell { }")]
    [InlineData(
        "[RnnGen.LstmCell(5, ForgetBias = 1, Bias = false)] partial class Cell { }",
        "[RnnGen.LstmCell(5, Bias = false)] partial class Cell { }")]
    [InlineData(
        "[RnnGen.LstmCell(\n    5,\n    ForgetBias = 1,\n    CoupledGates = true)]\npartial class Cell { }",
        "[RnnGen.LstmCell(\n    5,\n    CoupledGates = true)]\npartial class Cell { }")]
    [InlineData(
        "[RnnGen.Network(3)]\n[RnnGen.GruLayer(5, Dropout = 0.5)]\npartial class Net { }",
        "[RnnGen.Network(3)]\n[RnnGen.GruLayer(5)]\npartial class Net { }")]
    [InlineData(
        "[RnnGen.Network(3), RnnGen.LstmLayer(input: /* ? */ 4 + 5, hidden: 5)] partial class Net { }",
        "[RnnGen.Network(3), RnnGen.LstmLayer(input: /* ? */ 3, hidden: 5)] partial class Net { }")]
    [InlineData(
        "[RnnGen.Network(3), RnnGen.LstmLayer(5, Bidirectional = true), RnnGen.DenseLayer(5, 2)] partial class Net { }",
        "[RnnGen.Network(3), RnnGen.LstmLayer(5, Bidirectional = true), RnnGen.DenseLayer(10, 2)] partial class Net { }")]
    [InlineData(
        "// why\n[RnnGen.LstmLayer(3, 5)]\n[RnnGen.DenseLayer(2)]\npartial class Net { }",
        "// why\n[RnnGen.Network]\n[RnnGen.LstmLayer(3, 5)]\n[RnnGen.DenseLayer(2)]\npartial class Net { }")]
    [InlineData(
        "using RnnGen;\nclass Outer\n{\n}\npartial class Models\n{\n    [EmbeddingLayerAttribute(9, 4), LstmLayer(5)]\n    sealed partial class Net;\n}\n",
        "using RnnGen;\nclass Outer\n{\n}\npartial class Models\n{\n    [Network]\n    [EmbeddingLayerAttribute(9, 4), LstmLayer(5)]\n    sealed partial class Net;\n}\n")]
    [InlineData(
        "using Dense = RnnGen.DenseLayerAttribute;\r\n[Dense(inputs: 3, outputs: 2)]\r\npartial class Net { }",
        "using Dense = RnnGen.DenseLayerAttribute;\r\n[global::RnnGen.Network]\r\n[Dense(inputs: 3, outputs: 2)]\r\npartial class Net { }")]
    public async Task OneDiagnosticIsFixed(string before, string after)
    {
        Document document = Documents(before).Single();
        Diagnostic diagnostic = Assert.Single(await Diagnostics(document));
        CodeFixProvider provider = Assert.Single(Providers, provider => provider.FixableDiagnosticIds.Contains(diagnostic.Id));
        CodeAction action = Assert.Single(await Actions(provider, document, diagnostic));
        Assert.NotEmpty(action.Title);
        Assert.NotNull(action.EquivalenceKey);
        Assert.Equal(after, await TextAfter(action, document));

        // A fix of all is the same, where one is all.
        Assert.Equal(after, await TextAfter(await FixAll(provider, document, FixAllScope.Document), document));
        DiagnosticRun run = await DiagnosticRun.Of(after);
        Assert.True(run.Diagnostics.All(static left => left.Id == "CS1591"), run.ToString());
        Assert.NotEmpty(run.Emitted);
    }

    [Theory]
    [InlineData(
        """
        class Outer
        {
            static class Middle
            {
                [RnnGen.LstmCell(5)]
                sealed class First;

                [RnnGen.GruCell(5)]
                sealed class Second;
            }
        }

        [RnnGen.RnnCell(5)] record Third;
        """,
        """
        partial class Outer
        {
            static partial class Middle
            {
                [RnnGen.LstmCell(5)]
                sealed partial class First;

                [RnnGen.GruCell(5)]
                sealed partial class Second;
            }
        }

        [RnnGen.RnnCell(5)] partial record Third;
        """)]
    [InlineData(
        """
        [RnnGen.LstmCell(5)] file static partial class First { }
        [RnnGen.LstmCell(5)] static partial class Second { }
        [RnnGen.LstmCell(5)] partial class Third { }
        static partial class Third { }
        static partial class Third { }
        """,
        """
        [RnnGen.LstmCell(5)] partial class First { }
        [RnnGen.LstmCell(5)] partial class Second { }
        [RnnGen.LstmCell(5)] partial class Third { }
        partial class Third { }
        partial class Third { }
        """)]
    [InlineData(
        """
        [RnnGen.LstmCell(5, GateAlpha = 1, GateBeta = 2, Bias = false, ForgetBias = 1)] partial class First { }
        [RnnGen.RnnCell(5, Alpha = 1)] partial class Second { }
        """,
        """
        [RnnGen.LstmCell(5, Bias = false)] partial class First { }
        [RnnGen.RnnCell(5)] partial class Second { }
        """)]
    [InlineData(
        """
        [RnnGen.Network(3)]
        [RnnGen.LstmLayer(input: 4, hidden: 5)]
        [RnnGen.GruLayer(7, 8, Bidirectional = true)]
        [RnnGen.DenseLayer(inputs: 8, outputs: 2)]
        partial class Net { }
        """,
        """
        [RnnGen.Network(3)]
        [RnnGen.LstmLayer(input: 3, hidden: 5)]
        [RnnGen.GruLayer(5, 8, Bidirectional = true)]
        [RnnGen.DenseLayer(inputs: 16, outputs: 2)]
        partial class Net { }
        """)]
    [InlineData(
        """
        [RnnGen.LstmLayer(3, 5), RnnGen.DenseLayer(2)] partial class First { }
        [RnnGen.EmbeddingLayer(9, 4)] [RnnGen.DenseLayer(2)] partial class Second { }
        """,
        """
        [RnnGen.Network]
        [RnnGen.LstmLayer(3, 5), RnnGen.DenseLayer(2)] partial class First { }
        [RnnGen.Network]
        [RnnGen.EmbeddingLayer(9, 4)] [RnnGen.DenseLayer(2)] partial class Second { }
        """)]
    public async Task AllInADocumentAndInASolutionAreFixed(string before, string after)
    {
        before = before.ReplaceLineEndings("\n");
        after = after.ReplaceLineEndings("\n");
        string inNamespace = InNamespace(before);
        Document[] documents = Documents(before, inNamespace);
        ImmutableArray<Diagnostic> diagnostics = await Diagnostics(documents[0]);
        CodeFixProvider provider = Assert.Single(Providers, provider => diagnostics.All(diagnostic => provider.FixableDiagnosticIds.Contains(diagnostic.Id)));

        Solution fixedDocument = await SolutionAfter(await FixAll(provider, documents[0], FixAllScope.Document));
        Assert.Equal(after, (await fixedDocument.GetDocument(documents[0].Id)!.GetTextAsync()).ToString());
        Assert.Equal(inNamespace, (await fixedDocument.GetDocument(documents[1].Id)!.GetTextAsync()).ToString());

        Solution fixedSolution = await SolutionAfter(await FixAll(provider, documents[0], FixAllScope.Solution));
        Assert.Equal(after, (await fixedSolution.GetDocument(documents[0].Id)!.GetTextAsync()).ToString());
        Assert.Equal(InNamespace(after), (await fixedSolution.GetDocument(documents[1].Id)!.GetTextAsync()).ToString());
        DiagnosticRun run = await DiagnosticRun.Of([after, InNamespace(after)]);
        Assert.True(run.Diagnostics.Count == 0, run.ToString());
        Assert.NotEmpty(run.Emitted);
    }

    /// <summary>Where two answers are right, none is offered.</summary>
    [Theory]
    [InlineData("[RnnGen.LstmCell(5, LayerNorm = true, Peephole = true)] partial class Cell { }")]
    [InlineData("[RnnGen.LstmCell(1, LayerNorm = true)] partial class Cell { }")]
    [InlineData("[RnnGen.LstmLayer(5)] partial class Net { }")]
    [InlineData("[RnnGen.LstmCell(5), RnnGen.DenseLayer(inputs: 5, outputs: 2)] partial class Net { }")]
    public async Task WhereTheAnswerIsNotOneThereIsNoFix(string source)
    {
        Document document = Documents(source).Single();
        Diagnostic diagnostic = Assert.Single(await Diagnostics(document));
        CodeFixProvider provider = Assert.Single(Providers, provider => provider.FixableDiagnosticIds.Contains(diagnostic.Id));
        Assert.Empty(await Actions(provider, document, diagnostic));
    }

    /// <summary>The editor finds every provider, by its export, and each under its own name.</summary>
    [Fact]
    public void EveryProviderIsExported()
    {
        Type[] types = [.. typeof(MakePartialCodeFix).Assembly.GetTypes().Where(static type => typeof(CodeFixProvider).IsAssignableFrom(type) && !type.IsAbstract)];
        Assert.Equal(types.Select(static type => type.Name).Order(StringComparer.Ordinal), Providers.Select(static provider => provider.GetType().Name).Order(StringComparer.Ordinal));
        Assert.All(types, static type => Assert.Equal(
            type.Name, Assert.Single(type.GetCustomAttributes(typeof(ExportCodeFixProviderAttribute), inherit: false).Cast<ExportCodeFixProviderAttribute>()).Name));
    }

    internal static string InNamespace(string source) =>
        $"namespace Other\n{{\n{string.Join('\n', source.Split('\n').Select(static line => line.Length == 0 ? line : "    " + line))}\n}}\n";

    internal static Document[] Documents(params string[] sources)
    {
        CSharpCompilation compilation = GeneratorRun.Compile("");
        ProjectId project = ProjectId.CreateNewId();
        using var workspace = new AdhocWorkspace();
        Solution solution = workspace.CurrentSolution.AddProject(ProjectInfo.Create(
            project, VersionStamp.Default, "Project", "Project", LanguageNames.CSharp,
            compilationOptions: compilation.Options, parseOptions: compilation.SyntaxTrees[0].Options, metadataReferences: compilation.References));
        for (int index = 0; index < sources.Length; index++)
        {
            solution = solution.AddDocument(DocumentId.CreateNewId(project), $"Source{index}.cs", SourceText.From(sources[index]), filePath: $"/project/Source{index}.cs");
        }

        return [.. solution.GetProject(project)!.Documents];
    }

    internal static async Task<ImmutableArray<Diagnostic>> Diagnostics(Document document)
    {
        SyntaxTree? tree = await document.GetSyntaxTreeAsync();
        return [.. (await Diagnostics(document.Project)).Where(diagnostic => diagnostic.Location.SourceTree == tree).OrderBy(static diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    private static async Task<ImmutableArray<Diagnostic>> Diagnostics(Project project) =>
        await (await project.GetCompilationAsync())!.WithAnalyzers(DiagnosticRun.Analyzers, new AnalyzerOptions([])).GetAnalyzerDiagnosticsAsync();

    internal static async Task<IReadOnlyList<CodeAction>> Actions(CodeFixProvider provider, Document document, Diagnostic diagnostic)
    {
        var actions = new List<CodeAction>();
        await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        return actions;
    }

    internal static async Task<CodeAction> FixAll(CodeFixProvider provider, Document document, FixAllScope scope) => (await TryFixAll(provider, document, scope))!;

    internal static async Task<CodeAction?> TryFixAll(CodeFixProvider provider, Document document, FixAllScope scope)
    {
        var context = new FixAllContext(document, provider, scope, provider.GetType().Name, provider.FixableDiagnosticIds, new AllDiagnostics(), CancellationToken.None);
        return await provider.GetFixAllProvider()!.GetFixAsync(context);
    }

    internal static async Task<Solution> SolutionAfter(CodeAction action) =>
        Assert.IsType<ApplyChangesOperation>(Assert.Single(await action.GetOperationsAsync(CancellationToken.None))).ChangedSolution;

    internal static async Task<string> TextAfter(CodeAction action, Document document) =>
        (await (await SolutionAfter(action)).GetDocument(document.Id)!.GetTextAsync()).ToString();

    private sealed class AllDiagnostics : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => await Diagnostics(project);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => await Diagnostics(document);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
