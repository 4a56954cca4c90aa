using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnGen.Generator.Tests;

/// <summary>For every id: one hit with its span, one near miss, one suppression, and no other diagnostics; and nothing is emitted for a hit.</summary>
public class DiagnosticTests
{
    [Theory]
    [InlineData("RNN0001", "Cell", "[RnnGen.LstmCell(input: 3, hidden: 5)] class Cell { }")]
    [InlineData("RNN0001", "Outer", "class Outer { [RnnGen.LstmCell(hidden: 5)] partial class Cell { } }")]
    [InlineData("RNN0002", "Cell", "[RnnGen.LstmCell(hidden: 5)] static partial class Cell { }")]
    [InlineData("RNN0003", "hidden: 0", "[RnnGen.LstmCell(input: 3, hidden: 0)] partial class Cell { }")]
    [InlineData("RNN0003", "input: 4097", "[RnnGen.LstmCell(input: 4097, hidden: 4096)] partial class Cell { }")]
    [InlineData("RNN0003", "-1", "[RnnGen.LstmCell(-1)] partial class Cell { }")]
    [InlineData("RNN0003", "hidden: Size", "[RnnGen.LstmCell(hidden: Size, input: 1)] partial class Cell { const int Size = 5000; }")]
    [InlineData("RNN0004", "Accuracy = (RnnGen.Accuracy)7", "[RnnGen.LstmCell(3, 5, Accuracy = (RnnGen.Accuracy)7)] partial class Cell { }")]
    [InlineData("RNN0003", "hidden: 0", "[RnnGen.GruCell(hidden: 0)] partial class Cell { }")]
    [InlineData("RNN0004", "Variant = (RnnGen.GruVariant)3", "[RnnGen.GruCell(3, 5, Variant = (RnnGen.GruVariant)3)] partial class Cell { }")]
    [InlineData(
        "RNN0004", "Activation = (RnnGen.RnnActivation)(-1)",
        "[RnnGen.RnnCell(5, Activation = (RnnGen.RnnActivation)(-1))] partial class Cell { }")]
    [InlineData("RNN0005", "RnnGen.GruCell(5)", "[RnnGen.LstmCell(5), RnnGen.GruCell(5)] partial class Cell { }")]
    [InlineData(
        "RNN0004", "CellActivation = (RnnGen.RnnActivation)11",
        "[RnnGen.LstmCell(5, CellAlpha = 1, CellActivation = (RnnGen.RnnActivation)11)] partial class Cell { }")]
    [InlineData("RNN0006", "Projection = 5", "[RnnGen.LstmCell(5, Projection = 5)] partial class Cell { }")]
    [InlineData("RNN0006", "Projection = -1", "[RnnGen.LstmCell(5, Projection = -1)] partial class Cell { }")]
    [InlineData("RNN0006", "Projection = 1", "[RnnGen.LstmCell(1, Projection = 1)] partial class Cell { }")]
    [InlineData("RNN0007", "LayerNorm = true", "[RnnGen.LstmCell(5, LayerNorm = true, Peephole = true)] partial class Cell { }")]
    [InlineData("RNN0007", "LayerNorm = true", "[RnnGen.LstmCell(1, LayerNorm = true)] partial class Cell { }")]
    [InlineData("RNN0007", "ForgetBias = 1", "[RnnGen.LstmCell(5, ForgetBias = 1, Bias = false)] partial class Cell { }")]
    [InlineData("RNN0007", "ForgetBias = 1", "[RnnGen.LstmCell(5, CoupledGates = true, ForgetBias = 1)] partial class Cell { }")]
    [InlineData("RNN0008", "GateAlpha = 1", "[RnnGen.LstmCell(5, GateAlpha = 1)] partial class Cell { }")]
    [InlineData(
        "RNN0008", "CandidateBeta = 1",
        "[RnnGen.GruCell(5, CandidateActivation = RnnGen.RnnActivation.Elu, CandidateBeta = 1)] partial class Cell { }")]
    [InlineData("RNN0008", "Alpha = 1", "[RnnGen.RnnCell(5, Alpha = 1)] partial class Cell { }")]
    [InlineData(
        "RNN0008", "CellBeta = 0",
        "[RnnGen.LstmCell(5, CellActivation = RnnGen.RnnActivation.Softplus, CellBeta = 0)] partial class Cell { }")]
    [InlineData("RNN0009", "Alpha = -1", "[RnnGen.RnnCell(5, Activation = RnnGen.RnnActivation.LeakyRelu, Alpha = -1)] partial class Cell { }")]
    [InlineData("RNN0009", "GateAlpha = -1", "[RnnGen.GruCell(5, GateActivation = RnnGen.RnnActivation.Elu, GateAlpha = -1)] partial class Cell { }")]
    [InlineData(
        "RNN0009", "CellAlpha = 0",
        "[RnnGen.LstmCell(5, CellActivation = RnnGen.RnnActivation.ScaledTanh, CellAlpha = 0)] partial class Cell { }")]
    [InlineData(
        "RNN0009", "Beta = float.PositiveInfinity",
        "[RnnGen.RnnCell(5, Activation = RnnGen.RnnActivation.Affine, Beta = float.PositiveInfinity)] partial class Cell { }")]
    [InlineData("RNN0010", "Clip = -1", "[RnnGen.LstmCell(5, Clip = -1)] partial class Cell { }")]
    [InlineData("RNN0010", "Clip = float.NaN", "[RnnGen.GruCell(5, Clip = float.NaN)] partial class Cell { }")]
    [InlineData("RNN0010", "Clip = float.PositiveInfinity", "[RnnGen.RnnCell(5, Clip = float.PositiveInfinity)] partial class Cell { }")]
    [InlineData("RNN0010", "ForgetBias = float.NegativeInfinity", "[RnnGen.LstmCell(5, ForgetBias = float.NegativeInfinity)] partial class Cell { }")]
    [InlineData("RNN0010", "ForgetBias = float.NaN", "[RnnGen.LstmCell(5, Bias = false, ForgetBias = float.NaN)] partial class Cell { }")]
    public async Task HitsAtTheSpanAtFault(string id, string span, string source)
    {
        Diagnostic diagnostic = Assert.Single(await GeneratorRun.Analyze(source));
        Assert.Equal(id, diagnostic.Id);
        Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);
        Assert.Equal(span, diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan));
        Assert.Empty(Emitted(source));
    }

    [Theory]
    [InlineData("[RnnGen.LstmCell(input: 3, hidden: 5)] partial class Cell { }")]
    [InlineData("partial class Outer { [RnnGen.LstmCell(hidden: 1)] partial class Cell { } }")]
    [InlineData("[RnnGen.LstmCell(input: 4096, hidden: 1, Accuracy = RnnGen.Accuracy.Fast)] abstract partial class Cell { }")]
    [InlineData("static partial class Outer { [RnnGen.LstmCell(1, 4096)] private partial class Cell { } }")]
    [InlineData("[RnnGen.GruCell(3, 5, Variant = RnnGen.GruVariant.ComplementReset)] partial class Cell { }")]
    [InlineData("[RnnGen.RnnCell(3, 5), System.Obsolete] partial class Cell { }")]
    [InlineData("[RnnGen.LstmCell(5, Projection = 4)] partial class Cell { }")]
    [InlineData("[RnnGen.LstmCell(1, Projection = 0)] partial class Cell { }")]
    [InlineData("[RnnGen.LstmCell(2, LayerNorm = true, Peephole = false)] partial class Cell { }")]
    [InlineData("[RnnGen.LstmCell(5, LayerNorm = true, CoupledGates = true, Bias = false, Projection = 1)] partial class Cell { }")]
    [InlineData("[RnnGen.LstmCell(5, Peephole = true, CoupledGates = true, Projection = 2)] partial class Cell { }")]
    [InlineData("[RnnGen.LstmCell(5, ForgetBias = 0, Bias = false)] partial class Cell { }")]
    [InlineData("[RnnGen.LstmCell(5, ForgetBias = -1, Peephole = true)] partial class Cell { }")]
    [InlineData("[RnnGen.LstmCell(5, GateAlpha = float.NaN)] partial class Cell { }")]
    [InlineData("[RnnGen.RnnCell(5, Activation = RnnGen.RnnActivation.HardSigmoid, Alpha = -1, Beta = 2)] partial class Cell { }")]
    [InlineData("[RnnGen.GruCell(5, CandidateActivation = RnnGen.RnnActivation.Elu, CandidateAlpha = 0)] partial class Cell { }")]
    [InlineData("[RnnGen.LstmCell(5, CellActivation = RnnGen.RnnActivation.ScaledTanh, CellAlpha = -1, CellBeta = 0)] partial class Cell { }")]
    [InlineData("[RnnGen.RnnCell(5, Activation = RnnGen.RnnActivation.ThresholdedRelu, Alpha = -1)] partial class Cell { }")]
    [InlineData("[RnnGen.GruCell(5, Clip = 0)] partial class Cell { }")]
    [InlineData("[RnnGen.RnnCell(5, Clip = 1e-30f)] partial class Cell { }")]
    public async Task NearMissesAreSilentAndEmitted(string source)
    {
        Assert.Empty(await GeneratorRun.Analyze(source));
        Assert.Single(Emitted(source));
    }

    [Theory]
    [InlineData("RNN0001", "[RnnGen.LstmCell(input: 3, hidden: 5)] class Cell { }")]
    [InlineData("RNN0002", "[RnnGen.LstmCell(hidden: 5)] static partial class Cell { }")]
    [InlineData("RNN0003", "[RnnGen.LstmCell(input: 3, hidden: 0)] partial class Cell { }")]
    [InlineData("RNN0004", "[RnnGen.LstmCell(3, 5, Accuracy = (RnnGen.Accuracy)7)] partial class Cell { }")]
    [InlineData("RNN0005", "[RnnGen.LstmCell(5), RnnGen.RnnCell(5)] partial class Cell { }")]
    [InlineData("RNN0006", "[RnnGen.LstmCell(5, Projection = 5)] partial class Cell { }")]
    [InlineData("RNN0007", "[RnnGen.LstmCell(5, LayerNorm = true, Peephole = true)] partial class Cell { }")]
    [InlineData("RNN0008", "[RnnGen.LstmCell(5, GateAlpha = 1)] partial class Cell { }")]
    [InlineData("RNN0009", "[RnnGen.RnnCell(5, Activation = RnnGen.RnnActivation.LeakyRelu, Alpha = -1)] partial class Cell { }")]
    [InlineData("RNN0010", "[RnnGen.LstmCell(5, Clip = -1)] partial class Cell { }")]
    public async Task PragmaSuppresses(string id, string source) =>
        Assert.Empty(await GeneratorRun.Analyze($"#pragma warning disable {id}\n{source}"));

    [Fact]
    public async Task EveryFaultOfADeclarationIsReported()
    {
        IReadOnlyList<Diagnostic> diagnostics = await GeneratorRun.Analyze("[RnnGen.LstmCell(input: 0, hidden: 9999)] static class Cell { }");
        Assert.Equal(["RNN0003", "RNN0003", "RNN0001", "RNN0002"], diagnostics.Select(static diagnostic => diagnostic.Id));
    }

    private static IEnumerable<SyntaxTree> Emitted(string source) =>
        GeneratorRun.Driver().RunGenerators(GeneratorRun.Compile(source)).GetRunResult().GeneratedTrees;
}
