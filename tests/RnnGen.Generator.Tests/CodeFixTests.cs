using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using RnnGen.CodeFixes;
using RnnGen.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnGen.Generator.Tests;

/// <summary>Code fixes: the exact text that each makes, of one diagnostic and of all in a document, a project and a solution, which then has no diagnostic left.</summary>
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
        Assert.Single(await AtFault(before));
        Assert.Empty(await AtFault(after));
        await Verify([before], [after]);
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
        Assert.Empty(await AtFault(after));
        await Verify([before, InNamespace(before)], [after, InNamespace(after)]);
    }

    /// <summary>Where two answers are right, none is offered.</summary>
    [Theory]
    [InlineData("[RnnGen.LstmCell(5, LayerNorm = true, Peephole = true)] partial class Cell { }")]
    [InlineData("[RnnGen.LstmCell(1, LayerNorm = true)] partial class Cell { }")]
    [InlineData("[RnnGen.LstmLayer(5)] partial class Net { }")]
    [InlineData("[RnnGen.LstmCell(5), RnnGen.DenseLayer(inputs: 5, outputs: 2)] partial class Net { }")]
    public async Task WhereTheAnswerIsNotOneThereIsNoFix(string source)
    {
        Assert.Single(await AtFault(source));
        await Verify([source], [source]);
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

    /// <summary>
    /// Tries a fix in every document, one diagnostic after the other, and all at once in a document, a project and a solution: each time the same text comes of it,
    /// with no diagnostic but those that have no fix. (Where nothing changes, no fix is offered.)
    /// </summary>
    internal static async Task Verify(string[] before, string[] after)
    {
        string[] ids = [.. (await AtFault(before[0])).Select(static diagnostic => diagnostic.Id).Distinct()];
        CodeFixProvider provider = Assert.Single(Providers, provider => ids.All(provider.FixableDiagnosticIds.Contains));
        var test = new DeclarationTest(before[0], properties: null, provider)
        {
            FixedCode = after[0],

            // A type around a cell is reported with the cell, which is what is analyzed.
            CodeFixTestBehaviors = CodeFixTestBehaviors.SkipLocalDiagnosticCheck,
            CodeActionVerifier = static (action, verifier) =>
            {
                verifier.NotEmpty("The title", action.Title);
                verifier.False(action.EquivalenceKey is null, "All of its kind can be fixed.");
            },
        };
        test.DisabledDiagnostics.Add("CS1591");
        for (int index = 0; index < before.Length; index++)
        {
            if (index > 0)
            {
                test.TestState.Sources.Add(before[index]);
                test.FixedState.Sources.Add(after[index]);
            }

            test.TestState.ExpectedDiagnostics.AddRange(await Expected(before[index], index));
            test.FixedState.ExpectedDiagnostics.AddRange(await Expected(after[index], index));
        }

        // A fix of all in a document leaves the others alone.
        test.NumberOfFixAllInDocumentIterations = before.Zip(after).Count(static pair => pair.First != pair.Second);
        await test.RunAsync();
    }

    /// <summary>The diagnostics of one file, as the analyzers give them.</summary>
    internal static async Task<ImmutableArray<Diagnostic>> AtFault(string source) =>
        await GeneratorRun.Compile(source).WithAnalyzers(DiagnosticRun.Analyzers, new AnalyzerOptions([])).GetAnalyzerDiagnosticsAsync();

    private static async Task<IEnumerable<DiagnosticResult>> Expected(string source, int index) => (await AtFault(source)).OrderBy(static diagnostic => diagnostic.Location.SourceSpan.Start).Select(diagnostic =>
    {
        FileLinePositionSpan span = diagnostic.Location.GetLineSpan();
        return new DiagnosticResult(diagnostic.Id, diagnostic.Severity).WithSpan(
            $"/0/Test{index}.cs", span.StartLinePosition.Line + 1, span.StartLinePosition.Character + 1, span.EndLinePosition.Line + 1, span.EndLinePosition.Character + 1);
    });

    private static string InNamespace(string source) =>
        $"namespace Other\n{{\n{string.Join('\n', source.Split('\n').Select(static line => line.Length == 0 ? line : "    " + line))}\n}}\n";
}
