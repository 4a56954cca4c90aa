using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnGen.Generator.Tests;

/// <summary>
/// For every id: hits at their spans, near misses and suppressions, and in each case no other diagnostic of the compiler or of ours; and nothing is emitted
/// where there is an error. (Of a name that is taken the compiler speaks, too, since it is emitted all the same.)
/// </summary>
public partial class DiagnosticTests
{
    [Theory]
    [MemberData(nameof(DiagnosticCases.Hits), MemberType = typeof(DiagnosticCases))]
    public async Task HitsAtTheSpanAtFaultAndNothingElseUnlessSuppressed(string id, string marked)
    {
        DiagnosticDescriptor descriptor = DiagnosticRun.Descriptors.Single(descriptor => descriptor.Id == id);
        var test = new DeclarationTest(Marked(marked))
        {
            ExpectedDiagnostics = { new DiagnosticResult(id, descriptor.DefaultSeverity).WithLocation(0) },
            CompilerDiagnostics = DiagnosticRun.IsSaidByTheCompilerToo(id) ? CompilerDiagnostics.None : CompilerDiagnostics.Suggestions,
            DiagnosticVerifier = static (diagnostic, _, verifier) => verifier.False(PlaceHolder().IsMatch(diagnostic.GetMessage(CultureInfo.InvariantCulture)), "A message has a place left."),
        };
        await test.RunAsync();

        // What is an error is not emitted, what is not is. (Of two types one may be right.)
        if (id is not ("RNN0023" or "RNN0035") && !marked.Contains("class Shape", StringComparison.Ordinal))
        {
            bool isEmitted = descriptor.DefaultSeverity < DiagnosticSeverity.Error || DiagnosticRun.IsSaidByTheCompilerToo(id);
            Assert.Equal(isEmitted, IsEmitted(DiagnosticRun.Unmark(marked).Source));
        }
    }

    [Theory]
    [MemberData(nameof(DiagnosticCases.NearMisses), MemberType = typeof(DiagnosticCases))]
    public async Task NearMissesGiveNoDiagnosticAtAll(string id, string source)
    {
        await new DeclarationTest(source).RunAsync();
        bool isDeclared = source.Contains("Cell(", StringComparison.Ordinal) || source.Contains("RnnGen.Network", StringComparison.Ordinal);
        Assert.True(isDeclared == IsEmitted(source), id);
    }

    /// <summary>Of every id but that of a fault of our own, which no declaration is known to meet (<see cref="InternalErrorTests"/>).</summary>
    [Fact]
    public void EveryIdHasAHitANearMissAndASuppression()
    {
        string[] ids = [.. DiagnosticRun.Descriptors.Select(static descriptor => descriptor.Id).Where(static id => id != DiagnosticDescriptors.InternalError.Id).Order(StringComparer.Ordinal)];
        Assert.Equal(ids, ids.Distinct());
        Assert.Equal(ids, Ids(DiagnosticCases.Hits));
        Assert.Equal(ids, Ids(DiagnosticCases.NearMisses));

        static IEnumerable<string> Ids(TheoryData<string, string> cases) =>
            cases.Select(static row => (string)((object[])row)[0]).Distinct().Order(StringComparer.Ordinal);
    }

    /// <summary>An .editorconfig makes a hint of a warning, a warning of a hint, and nothing of an error.</summary>
    [Theory]
    [InlineData("RNN0020", "suggestion", DiagnosticSeverity.Info)]
    [InlineData("RNN0020", "none", null)]
    [InlineData("RNN0022", "warning", DiagnosticSeverity.Warning)]
    [InlineData("RNN0022", "none", null)]
    [InlineData("RNN0003", "warning", DiagnosticSeverity.Warning)]
    [InlineData("RNN0001", "none", null)]
    public async Task EditorConfigSetsTheSeverity(string id, string severity, DiagnosticSeverity? expected)
    {
        string marked = (string)((object[])DiagnosticCases.Hits.First(row => Equals(((object[])row)[0], id)))[1];
        var test = new DeclarationTest(Marked(marked));
        test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", $"root = true\n[*.cs]\ndotnet_diagnostic.{id}.severity = {severity}\n"));
        if (expected is { } seen)
        {
            test.ExpectedDiagnostics.Add(new DiagnosticResult(id, seen).WithLocation(0));
        }

        await test.RunAsync();
    }

    /// <summary>The compiler's options make an error of a warning. (Roslyn's test library reports such an error as the warning that it was.)</summary>
    [Fact]
    public async Task OptionsMakeAnErrorOfAWarning()
    {
        const string id = "RNN0020";
        string marked = (string)((object[])DiagnosticCases.Hits.First(static row => Equals(((object[])row)[0], id)))[1];
        CSharpCompilation compilation = GeneratorRun.Compile(DiagnosticRun.Unmark(marked).Source);
        compilation = compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions([new(id, ReportDiagnostic.Error)]));
        Diagnostic[] found = [.. await compilation.WithAnalyzers(DiagnosticRun.Analyzers).GetAnalyzerDiagnosticsAsync()];
        Assert.Equal([(id, DiagnosticSeverity.Error)], found.Select(static diagnostic => (diagnostic.Id, diagnostic.Severity)));
    }

    /// <summary>Messages say what is wrong with which thing, and what to do.</summary>
    [Theory]
    [InlineData("class Outer { [RnnGen.LstmCell(5)] partial class Cell { } }", "'Outer' must be partial so that 'Cell' can be generated: add the 'partial' modifier to it")]
    [InlineData("[RnnGen.Network, RnnGen.EmbeddingLayer(96, 32), RnnGen.LstmLayer(input: 64, hidden: 128)] partial class Net { }", "'input' is 64, but [EmbeddingLayer] gives 32: make them equal, or leave 'input' out")]
    [InlineData("[RnnGen.LstmCell(5)] partial class Cell { struct State { } }", "'Cell.State' and the generated type 'State' cannot both be in 'Cell': rename 'Cell.State'")]
    [InlineData("using System; [RnnGen.LstmCell(5)] partial class Cell { void Step(ReadOnlySpan<float> x, ref State y) { } }", "'Cell.Step(ReadOnlySpan<float>, ref State)' and the generated method 'Step(ReadOnlySpan<float>, ref State)' cannot both be in 'Cell': rename 'Cell.Step(ReadOnlySpan<float>, ref State)'")]
    [InlineData("class Base { protected int Parameters; } [RnnGen.LstmCell(5)] partial class Cell : Base { }", "'Base.Parameters' and the generated member 'Parameters' cannot both be in 'Cell': rename 'Base.Parameters'")]
    [InlineData("[RnnGen.LstmCell(5)] partial class Run { }", "the type 'Run' and the generated method 'Run(ReadOnlySpan<float>, Span<float>, ref State)' cannot both be in 'Run': rename the type 'Run'")]
    [InlineData("[RnnGen.LstmCell(1, 8200)] partial class Cell { }", "A state of 'Cell' takes 65600 bytes, more than the 65535 that .NET takes into an array, and much for a local variable: keep each in a field of a class, or choose fewer hidden units")]
    [InlineData("// <LangVersion>12</LangVersion>\n[RnnGen.LstmCell(5)] partial class Cell { }", "What is generated for 'Cell' needs C# 13.0, but the project is compiled as C# 12.0: set <LangVersion> to 13.0 or higher in the project file, or remove it")]
    [InlineData("[RnnGen.Network, RnnGen.NetworkLayer(typeof(Net), 4)] partial class Net { }", "'Net' cannot read the sequences of this layer, since a network cannot be inside itself: it must be another [Network] of this project that takes token ids and pools")]
    [InlineData("[RnnGen.LstmCell(5), RnnGen.GruLayer(5)] partial class Cell { }", "'Cell' has layers, but no [Network] attribute: remove its layers, or declare a network instead of a cell")]
    public async Task MessagesNameWhatIsAtFault(string source, string message)
    {
        DiagnosticRun run = await DiagnosticRun.Of(source);
        Assert.Equal(message, run.Diagnostics.First(static diagnostic => diagnostic.Id.StartsWith("RNN", StringComparison.Ordinal)).GetMessage(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task EveryFaultOfADeclarationIsReported()
    {
        DiagnosticRun run = await DiagnosticRun.Of("class Outer { [RnnGen.LstmCell(input: 0, hidden: 99999)] static class Cell { } }");
        Assert.Equal(["RNN0001", "RNN0003", "RNN0003", "RNN0001", "RNN0002"], run.Diagnostics.Select(static diagnostic => diagnostic.Id));
    }

    [Fact]
    public async Task EveryNameThatIsTakenIsReported()
    {
        DiagnosticRun run = await DiagnosticRun.Of("[RnnGen.LstmCell(5)] partial class Cell { public const int InputSize = 1, HiddenSize = 2; struct State { } void Step() { } }");
        Assert.Equal(["RNN0018", "RNN0018", "RNN0018"], run.Own.Select(static diagnostic => diagnostic.Id));
    }

    /// <summary>What the compiler says already, we do not say again in other words.</summary>
    [Theory]
    [InlineData("CS0182", "[RnnGen.LstmCell(hidden: Size)] partial class Cell { static int Size => 5; }")]
    [InlineData("CS0182", "[RnnGen.LstmCell(5, Projection = Size)] partial class Cell { static int Size => 5; }")]
    [InlineData("CS0182", "[RnnGen.Network(3), RnnGen.LstmLayer(Size), RnnGen.DenseLayer(inputs: 7, outputs: 2)] partial class Net { static int Size => 5; }")]
    [InlineData("CS0103", "[RnnGen.LstmCell(hidden: Nothing)] partial class Cell { }")]
    [InlineData("CS1503", "[RnnGen.LstmCell(hidden: 5000000000)] partial class Cell { }")]
    [InlineData("CS1503", "[RnnGen.LstmCell(2.5)] partial class Cell { }")]
    [InlineData("CS1729", "[RnnGen.LstmCell] partial class Cell { }")]
    [InlineData("CS1739", "[RnnGen.LstmCell(inputs: 3, hidden: 5)] partial class Cell { }")]
    [InlineData("CS0592", "[RnnGen.LstmCell(5)] partial struct Cell { }")]
    [InlineData("CS0592", "[RnnGen.LstmCell(5)] struct Cell { }")]
    [InlineData("CS0592", "[RnnGen.LstmCell(5)] ref partial struct Cell { }")]
    [InlineData("CS0592", "[RnnGen.LstmCell(5)] partial record struct Cell { }")]
    [InlineData("CS0592", "[RnnGen.LstmCell(5)] partial interface ICell { }")]
    [InlineData("CS0592", "[RnnGen.Network(3)] enum Net { }")]
    [InlineData("CS0579", "[RnnGen.LstmCell(5)] partial class Cell { } [RnnGen.LstmCell(5)] partial class Cell { }")]
    [InlineData("CS0579", "[RnnGen.LstmCell(5), RnnGen.LstmCell(6)] partial class Cell { }")]
    [InlineData("CS0579", "[RnnGen.Network(3), RnnGen.Network(3), RnnGen.LstmLayer(5)] partial class Net { }")]
    [InlineData("CS0103", "[RnnGen.Network(3), RnnGen.LstmLayer(5, Layers = Nothing)] partial class Net { }")]
    public async Task WhatTheCompilerSaysIsNotSaidTwice(string id, string source)
    {
        DiagnosticRun run = await DiagnosticRun.Of(source);
        Assert.True(run.Diagnostics.Count == 1 && run.Diagnostics[0].Id == id, run.ToString());
        Assert.Empty(run.Emitted);
    }

    /// <summary>However an attribute is written, it is the same.</summary>
    [Theory]
    [InlineData("using Cell = RnnGen.LstmCellAttribute; [Cell([|hidden: 0|])] partial class Encoder { }")]
    [InlineData("global using Cell = RnnGen.LstmCellAttribute; [Cell([|0|])] partial class Encoder { }")]
    [InlineData("using RnnGen; [LstmCellAttribute(3, [|0|])] partial class Encoder { }")]
    [InlineData("using R = RnnGen; [R::LstmCell(3, [|0|], Bias = false)] partial class Encoder { }")]
    [InlineData("[type: global::RnnGen.LstmCell(hidden: 3, [|input: 0|])] partial class Encoder { }")]
    public async Task AliasesAndLongNamesAreSeen(string marked)
    {
        (string source, TextSpan span) = DiagnosticRun.Unmark(marked);
        DiagnosticRun run = await DiagnosticRun.Of(source);
        Assert.Equal([("RNN0003", span)], run.Diagnostics.Select(static diagnostic => (diagnostic.Id, diagnostic.Location.SourceSpan)));
        DiagnosticRun right = await DiagnosticRun.Of(source.Remove(span.Start, span.Length).Insert(span.Start, source.Substring(span.Start, span.Length).Replace('0', '4')));
        Assert.True(right.Diagnostics.Count == 0, right.ToString());
        Assert.Single(right.Emitted);
    }

    /// <summary>The attributes may stand on any one part, in any file; the layers' order is that of the file they are in.</summary>
    [Fact]
    public async Task PartsInSeveralFilesAreOneType()
    {
        DiagnosticRun run = await DiagnosticRun.Of(["public partial class Outer { }", "partial class Outer { sealed partial class Cell { } }", "partial class Outer { [RnnGen.LstmCell(5)] partial class Cell { } }"]);
        Assert.True(run.Diagnostics.Select(static diagnostic => diagnostic.Id).All(static id => id == "CS1591"), run.ToString());
        Assert.Single(run.Emitted);

        run = await DiagnosticRun.Of(["[RnnGen.DenseLayer(2)] partial class Net { }", "[RnnGen.Network(3), RnnGen.LstmLayer(5)] partial class Net { }"]);
        Assert.Equal("RNN0021", Assert.Single(run.Diagnostics).Id);
        Assert.Empty(run.Emitted);
    }

    /// <summary>Once, at the first cell by file and place, whatever the order of the files.</summary>
    [Fact]
    public async Task TheInstructionSetIsSaidOnce()
    {
        var properties = new Dictionary<string, string> { ["PublishAot"] = "true" };
        DiagnosticRun run = await DiagnosticRun.Of(
            ["class Other { }", "[RnnGen.LstmCell(5)] partial class A { } [RnnGen.LstmCell(5)] partial class B { }", "[RnnGen.LstmCell(5)] partial class C { }"], properties: properties);
        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal(DiagnosticSeverity.Info, diagnostic.Severity);
        Assert.Equal(("/project/Source1.cs", 1), (diagnostic.Location.SourceTree!.FilePath, diagnostic.Location.SourceSpan.Start));
        Assert.Contains("<IlcInstructionSet>x86-64-v3</IlcInstructionSet>", diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    /// <summary>A source with the marks of the test library.</summary>
    private static string Marked(string marked) =>
        marked.Replace("[|", "{|#0:", StringComparison.Ordinal).Replace("|]", "|}", StringComparison.Ordinal);

    private static bool IsEmitted(string source)
    {
        ProjectSettings settings = DiagnosticRun.Settings(DiagnosticRun.Properties(source));
        return GeneratorRun.Driver(settings).RunGenerators(GeneratorRun.Compile(settings, source)).GetRunResult().GeneratedTrees.Length > 0;
    }

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex PlaceHolder();
}
