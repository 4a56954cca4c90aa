using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using RnnGen.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnGen.Generator.Tests;

/// <summary>What an edit makes the pipeline do again, and above all what it does not.</summary>
public class IncrementalityTests
{
    private const string Encoder = """
        [RnnGen.LstmCell(input: 3, hidden: 5)]
        public sealed partial class Encoder
        {
        }
        """;

    private const string Decoder = """
        [RnnGen.LstmCell(hidden: 8)]
        public sealed partial class Decoder;
        """;

    [Fact]
    public void CloneOfTheSameCompilationIsCached()
    {
        CSharpCompilation compilation = GeneratorRun.Compile(Encoder);
        AssertReasons(
            compilation, compilation.Clone(), spec: [IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged], output: [IncrementalStepRunReason.Cached]);
    }

    [Fact]
    public void EditInAnUnrelatedFileIsCached()
    {
        CSharpCompilation compilation = GeneratorRun.Compile(Encoder, "class Other { }");
        CSharpCompilation edited = Replace(compilation, 1, "class Other { void Keystroke() { } }");
        AssertReasons(
            compilation, edited, spec: [IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged], output: [IncrementalStepRunReason.Cached]);
    }

    [Fact]
    public void CommentInsideTheTypeLeavesTheModelUnchanged()
    {
        CSharpCompilation compilation = GeneratorRun.Compile(Encoder);
        CSharpCompilation edited = Replace(compilation, 0, Encoder.Replace("{\n", "{\n    // a comment\n"));
        AssertReasons(compilation, edited, spec: [IncrementalStepRunReason.Unchanged], output: [IncrementalStepRunReason.Cached]);
    }

    /// <summary>Edits of the user's own part, and of what it inherits: a member that is added, renamed or removed, a body, a comment, another file.</summary>
    public static TheoryData<string, string> EditsOfTheUsersOwn { get; } = new()
    {
        { "int Size { get; }", "int Size { get; } int Added { get; }" },
        { "int Size { get; }", "int Renamed { get; }" },
        { "int Size { get; }", "" },
        { "int Size { get; }", "long Size { get; }" },
        { "int Sum() => 1;", "int Sum() => 2;" },
        { "int Sum() => 1;", "int Sum(int x) => x;" },
        { "int Sum() => 1;", "/* a comment */ int Sum() => 1;" },
        { "struct Pair;", "struct Pair; class Nested { int Deep; }" },
        { "struct Pair;", "struct Couple;" },
        { "struct Pair;", "struct gru3x5;" },
        { "class Base {", "class Base { protected int Above;" },
        { "Above2", "Above3" },
        { "class Other {", "class Other { int More;" },
        { "class Other", "class Others" },
    };

    /// <summary>What is emitted does not depend on the members of the user's type: nothing is parsed to another model, no file is written again.</summary>
    [Theory]
    [MemberData(nameof(EditsOfTheUsersOwn))]
    public async Task EditOfTheUsersOwnMembersEmitsNothingAgain(string before, string after)
    {
        string[] sources =
        [
            "[RnnGen.LstmCell(3, 5)] partial class Cell : Base { int Size { get; } int Sum() => 1; struct Pair; }",
            "[RnnGen.Network(3), RnnGen.GruLayer(5), RnnGen.DenseLayer(2)] partial class Net : Base { int Size { get; } int Sum() => 1; struct Pair; }",
            "class Base { protected int Above2; }",
            "class Other { }",
        ];
        CSharpCompilation compilation = GeneratorRun.Compile(sources);
        CSharpCompilation edited = compilation;
        for (int index = 0; index < sources.Length; index++)
        {
            edited = Replace(edited, index, sources[index].Replace(before, after, StringComparison.Ordinal));
        }

        AssertReasons(
            compilation, edited, spec: [IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged], output: [IncrementalStepRunReason.Cached]);
        Assert.Empty(await DeclarationDiagnostics(compilation));
        Assert.Empty(await DeclarationDiagnostics(edited));
    }

    /// <summary>A member that is in the way emits nothing again, either: the analyzer says so, as soon as it is there and no longer.</summary>
    [Fact]
    public async Task MemberInTheWayEmitsNothingAgain()
    {
        CSharpCompilation compilation = GeneratorRun.Compile(Encoder);
        CSharpCompilation edited = Replace(compilation, 0, Encoder.Replace("{\n", "{\n    int HiddenSize;\n", StringComparison.Ordinal));
        AssertReasons(compilation, edited, spec: [IncrementalStepRunReason.Unchanged], output: [IncrementalStepRunReason.Cached]);
        AssertReasons(edited, compilation, spec: [IncrementalStepRunReason.Unchanged], output: [IncrementalStepRunReason.Cached]);
        Assert.Empty(await DeclarationDiagnostics(compilation));
        Assert.Equal("RNN0018", Assert.Single(await DeclarationDiagnostics(edited)).Id);
    }

    [Fact]
    public void ChangedArgumentIsModified()
    {
        CSharpCompilation compilation = GeneratorRun.Compile(Encoder);
        CSharpCompilation edited = Replace(compilation, 0, Encoder.Replace("hidden: 5", "hidden: 6"));
        AssertReasons(compilation, edited, spec: [IncrementalStepRunReason.Modified], output: [IncrementalStepRunReason.Modified]);
    }

    /// <summary>The model is modified; what is emitted may be the same text.</summary>
    [Theory]
    [InlineData("Peephole = true")]
    [InlineData("Clip = 5")]
    [InlineData("GateActivation = RnnGen.RnnActivation.HardSigmoid")]
    [InlineData("Training = false")]
    public void ChangedOptionIsModified(string option)
    {
        CSharpCompilation compilation = GeneratorRun.Compile(Encoder);
        CSharpCompilation edited = Replace(compilation, 0, Encoder.Replace("hidden: 5", $"hidden: 5, {option}"));
        AssertReasons(compilation, edited, spec: [IncrementalStepRunReason.Modified], output: [IncrementalStepRunReason.Modified]);
    }

    [Fact]
    public void AddedCellIsNewAndTheFirstIsCached()
    {
        CSharpCompilation compilation = GeneratorRun.Compile(Encoder);
        CSharpCompilation edited = compilation.AddSyntaxTrees(GeneratorRun.Compile(Decoder).SyntaxTrees);
        (IncrementalStepRunReason[] spec, IncrementalStepRunReason[] output) = SecondRun(compilation, edited);
        Assert.Equal(2, spec.Length);
        Assert.Contains(spec[0], (IncrementalStepRunReason[])[IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged]);
        Assert.Equal(IncrementalStepRunReason.New, spec[1]);
        Assert.Equal([IncrementalStepRunReason.Cached, IncrementalStepRunReason.New], output);
    }

    [Fact]
    public void RemovedCellIsRemovedAndTheOtherIsCached()
    {
        CSharpCompilation compilation = GeneratorRun.Compile(Encoder, Decoder);
        CSharpCompilation edited = compilation.RemoveSyntaxTrees(compilation.SyntaxTrees[1]);
        (_, IncrementalStepRunReason[] output) = SecondRun(compilation, edited);
        Assert.Equal([IncrementalStepRunReason.Cached, IncrementalStepRunReason.Removed], output);
    }

    [Fact]
    public void KeystrokeInAnUnrelatedFileRunsNothingOfAHundredCells()
    {
        CSharpCompilation compilation = GeneratorRun.Compile([.. HundredDeclarations(), "class Other { }"]);
        CSharpCompilation edited = Replace(compilation, compilation.SyntaxTrees.Length - 1, "class Other { void Keystroke() { } }");
        (IncrementalStepRunReason[] spec, IncrementalStepRunReason[] output) = SecondRun(compilation, edited);
        Assert.Equal(100, spec.Length);
        Assert.Equal(100, output.Length);
        Assert.All(spec, static reason => Assert.Contains(reason, (IncrementalStepRunReason[])[IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged]));
        Assert.All(output, static reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void EditOfOneOfAHundredCellsEmitsThatOneAgain()
    {
        string[] sources = [.. HundredDeclarations()];
        CSharpCompilation compilation = GeneratorRun.Compile(sources);
        CSharpCompilation edited = Replace(compilation, 42, sources[42].Replace("hidden: ", "hidden: 1", StringComparison.Ordinal));
        (IncrementalStepRunReason[] spec, IncrementalStepRunReason[] output) = SecondRun(compilation, edited);
        Assert.Equal(1, spec.Count(static reason => reason == IncrementalStepRunReason.Modified));
        Assert.Equal(99, spec.Count(static reason => reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged));
        Assert.Equal(1, output.Count(static reason => reason == IncrementalStepRunReason.Modified));
        Assert.Equal(99, output.Count(static reason => reason == IncrementalStepRunReason.Cached));
    }

    /// <summary>What is inside a network is part of it, and nothing else of the other type is.</summary>
    [Fact]
    public void ANetworkIsEmittedAgainWithWhatIsInsideIt()
    {
        const string Inner = "[RnnGen.Network, RnnGen.EmbeddingLayer(9, 4), RnnGen.PoolingLayer(RnnGen.Pooling.Mean)] partial class Shape { }";
        CSharpCompilation compilation = GeneratorRun.Compile(Inner, "[RnnGen.Network, RnnGen.NetworkLayer(typeof(Shape), 5), RnnGen.RnnLayer(3)] partial class Tagger;");
        Assert.Equal(2, Modified(Inner.Replace("9, 4", "9, 5", System.StringComparison.Ordinal)));
        Assert.Equal(1, Modified(Inner.Replace("RnnGen.Network,", "RnnGen.Network(Training = false),", System.StringComparison.Ordinal)));
        Assert.Equal(0, Modified(Inner.Replace("{ }", "{ int Own => 1; }", System.StringComparison.Ordinal)));

        int Modified(string edit) => SecondRun(compilation, Replace(compilation, 0, edit)).Output.Count(static reason => reason == IncrementalStepRunReason.Modified);
    }

    /// <summary>Each declaration is planned once, and its plan is kept as long as its model is.</summary>
    [Fact]
    public void AnUnchangedModelIsNotPlannedAgain()
    {
        string[] sources = [.. HundredDeclarations()];
        CSharpCompilation compilation = GeneratorRun.Compile(sources);
        CSharpCompilation edited = Replace(compilation, 43, sources[43].Replace("hidden: ", "hidden: 1", System.StringComparison.Ordinal));
        IncrementalStepRunReason[] plans = Reasons(
            GeneratorRun.Driver().RunGenerators(compilation).RunGenerators(edited).GetRunResult().Results.Single().TrackedSteps[TrackingNames.Plan]);
        Assert.Equal(1, plans.Count(static reason => reason == IncrementalStepRunReason.Modified));
        Assert.Equal(99, plans.Count(static reason => reason == IncrementalStepRunReason.Cached));
    }

    /// <summary>Cells of every kind, and networks, each in a file of its own.</summary>
    private static IEnumerable<string> HundredDeclarations() => Enumerable.Range(0, 100).Select(static index => (index % 4) switch
    {
        0 => $"[RnnGen.LstmCell(input: 3, hidden: {1 + index})] partial class Cell{index};",
        1 => $"[RnnGen.GruCell(input: 3, hidden: {1 + index})] partial class Cell{index};",
        2 => $"[RnnGen.RnnCell(input: 3, hidden: {1 + index})] partial class Cell{index};",
        _ => $"[RnnGen.Network(3), RnnGen.RnnLayer(hidden: {1 + index})] partial class Cell{index};",
    });

    private static async Task<ImmutableArray<Diagnostic>> DeclarationDiagnostics(CSharpCompilation compilation)
    {
        GeneratorRun.Driver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        return await output.WithAnalyzers(DiagnosticRun.Analyzers).GetAnalyzerDiagnosticsAsync();
    }

    private static CSharpCompilation Replace(CSharpCompilation compilation, int index, string text)
    {
        SyntaxTree old = compilation.SyntaxTrees[index];
        return compilation.ReplaceSyntaxTree(old, old.WithChangedText(Microsoft.CodeAnalysis.Text.SourceText.From(text, System.Text.Encoding.UTF8)));
    }

    private static void AssertReasons(
        CSharpCompilation first, CSharpCompilation second, IncrementalStepRunReason[] spec, IncrementalStepRunReason[] output)
    {
        (IncrementalStepRunReason[] actualSpec, IncrementalStepRunReason[] actualOutput) = SecondRun(first, second);
        Assert.NotEmpty(actualSpec);
        Assert.All(actualSpec, reason => Assert.Contains(reason, spec));
        Assert.NotEmpty(actualOutput);
        Assert.All(actualOutput, reason => Assert.Contains(reason, output));
    }

    private static (IncrementalStepRunReason[] Spec, IncrementalStepRunReason[] Output) SecondRun(CSharpCompilation first, CSharpCompilation second)
    {
        GeneratorRunResult result = GeneratorRun.Driver().RunGenerators(first).RunGenerators(second).GetRunResult().Results.Single();
        return (Reasons(result.TrackedSteps[TrackingNames.Spec]), Reasons(result.TrackedOutputSteps.SelectMany(static steps => steps.Value)));
    }

    private static IncrementalStepRunReason[] Reasons(IEnumerable<IncrementalGeneratorRunStep> steps) =>
        [.. steps.SelectMany(static step => step.Outputs).Select(static output => output.Reason)];
}
