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
    [InlineData("RNN0001", "Net", "[RnnGen.Network(3), RnnGen.LstmLayer(5)] class Net { }")]
    [InlineData("RNN0002", "Net", "[RnnGen.Network(3), RnnGen.LstmLayer(5)] static partial class Net { }")]
    [InlineData("RNN0003", "input: 0", "[RnnGen.Network(input: 0), RnnGen.LstmLayer(5)] partial class Net { }")]
    [InlineData("RNN0003", "hidden: 5000", "[RnnGen.Network(3), RnnGen.GruLayer(hidden: 5000)] partial class Net { }")]
    [InlineData("RNN0003", "Layers = 0", "[RnnGen.Network(3), RnnGen.RnnLayer(5, Layers = 0)] partial class Net { }")]
    [InlineData("RNN0003", "vocabulary: 0", "[RnnGen.Network, RnnGen.EmbeddingLayer(vocabulary: 0, size: 4)] partial class Net { }")]
    [InlineData("RNN0003", "outputs: 0", "[RnnGen.Network(3), RnnGen.DenseLayer(outputs: 0)] partial class Net { }")]
    [InlineData("RNN0003", "RnnGen.LstmLayer(5)", "[RnnGen.Network(3), RnnGen.DenseLayer(5000), RnnGen.LstmLayer(5)] partial class Net { }")]
    [InlineData("RNN0004", "(RnnGen.Pooling)3", "[RnnGen.Network(3), RnnGen.PoolingLayer((RnnGen.Pooling)3)] partial class Net { }")]
    [InlineData(
        "RNN0004", "Activation = (RnnGen.DenseActivation)6",
        "[RnnGen.Network(3), RnnGen.DenseLayer(2, Activation = (RnnGen.DenseActivation)6)] partial class Net { }")]
    [InlineData("RNN0004", "Steps = (RnnGen.DenseSteps)2", "[RnnGen.Network(3), RnnGen.DenseLayer(2, Steps = (RnnGen.DenseSteps)2)] partial class Net { }")]
    [InlineData("RNN0005", "RnnGen.LstmCell(5)", "[RnnGen.Network(3), RnnGen.LstmLayer(5), RnnGen.LstmCell(5)] partial class Net { }")]
    [InlineData("RNN0006", "Projection = 5", "[RnnGen.Network(3), RnnGen.LstmLayer(5, Projection = 5)] partial class Net { }")]
    [InlineData("RNN0007", "Dropout = 0.5", "[RnnGen.Network(3), RnnGen.LstmLayer(5, Dropout = 0.5)] partial class Net { }")]
    [InlineData("RNN0007", "LayerNorm = true", "[RnnGen.Network(3), RnnGen.LstmLayer(5, LayerNorm = true, Peephole = true)] partial class Net { }")]
    [InlineData("RNN0010", "Dropout = 1", "[RnnGen.Network(3), RnnGen.GruLayer(5, Layers = 2, Dropout = 1)] partial class Net { }")]
    [InlineData("RNN0010", "Dropout = double.NaN", "[RnnGen.Network(3), RnnGen.GruLayer(5, Layers = 2, Dropout = double.NaN)] partial class Net { }")]
    [InlineData("RNN0011", "RnnGen.LstmLayer(5)", "[RnnGen.LstmLayer(5)] partial class Net { }")]
    [InlineData("RNN0012", "RnnGen.Network(3)", "[RnnGen.Network(3)] partial class Net { }")]
    [InlineData("RNN0013", "input: 4", "[RnnGen.Network(3), RnnGen.LstmLayer(input: 4, hidden: 5)] partial class Net { }")]
    [InlineData("RNN0013", "6", "[RnnGen.Network(3), RnnGen.LstmLayer(5, Bidirectional = true), RnnGen.GruLayer(6, 5)] partial class Net { }")]
    [InlineData("RNN0013", "inputs: 6", "[RnnGen.Network(3), RnnGen.LstmLayer(5), RnnGen.DenseLayer(inputs: 6, outputs: 2)] partial class Net { }")]
    [InlineData("RNN0014", "RnnGen.LstmLayer(5)", "[RnnGen.Network, RnnGen.LstmLayer(5), RnnGen.DenseLayer(2)] partial class Net { }")]
    [InlineData("RNN0014", "RnnGen.PoolingLayer(RnnGen.Pooling.Max)", "[RnnGen.Network, RnnGen.PoolingLayer(RnnGen.Pooling.Max)] partial class Net { }")]
    [InlineData("RNN0015", "RnnGen.EmbeddingLayer(9, 4)", "[RnnGen.Network(3), RnnGen.EmbeddingLayer(9, 4)] partial class Net { }")]
    [InlineData(
        "RNN0015", "RnnGen.LstmLayer(5)",
        "[RnnGen.Network(3), RnnGen.PoolingLayer(RnnGen.Pooling.Mean), RnnGen.LstmLayer(5)] partial class Net { }")]
    [InlineData(
        "RNN0015", "RnnGen.PoolingLayer(RnnGen.Pooling.Mean)",
        "[RnnGen.Network(3), RnnGen.DenseLayer(2, Steps = RnnGen.DenseSteps.LastStep), RnnGen.PoolingLayer(RnnGen.Pooling.Mean)] partial class Net { }")]
    [InlineData("RNN0016", "Name = \"lstm\"", "[RnnGen.Network(3), RnnGen.LstmLayer(5), RnnGen.GruLayer(5, Name = \"lstm\")] partial class Net { }")]
    [InlineData("RNN0016", "Name = \"a b\"", "[RnnGen.Network(3), RnnGen.LstmLayer(5, Name = \"a b\")] partial class Net { }")]
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

    /// <summary>Networks, which have a file besides those of their cells.</summary>
    [Theory]
    [InlineData("[RnnGen.Network(input: 1), RnnGen.LstmLayer(4096)] partial class Net { }", 2)]
    [InlineData("[RnnGen.Network, RnnGen.GruLayer(input: 4096, hidden: 1)] partial class Net { }", 2)]
    [InlineData("[RnnGen.Network(3), RnnGen.LstmLayer(input: 3, hidden: 5), RnnGen.GruLayer(5, 5), RnnGen.DenseLayer(inputs: 5, outputs: 2)] partial class Net { }", 3)]
    [InlineData("[RnnGen.Network, RnnGen.EmbeddingLayer(1, 1), RnnGen.DenseLayer(1)] partial class Net { }", 1)]
    [InlineData("[RnnGen.Network(3), RnnGen.LstmLayer(5, Layers = 2, Dropout = 0.999)] partial class Net { }", 3)]
    [InlineData("[RnnGen.Network(3), RnnGen.LstmLayer(5, Layers = 1, Dropout = 0)] partial class Net { }", 2)]
    [InlineData("[RnnGen.Network(3), RnnGen.LstmLayer(3, Layers = 64)] partial class Net { }", 2)]
    [InlineData("[RnnGen.Network(3), RnnGen.LstmLayer(5, Bidirectional = true), RnnGen.GruLayer(10, 5)] partial class Net { }", 3)]
    [InlineData("[RnnGen.Network(3), RnnGen.PoolingLayer(RnnGen.Pooling.Max), RnnGen.DenseLayer(2, Steps = RnnGen.DenseSteps.LastStep)] partial class Net { }", 1)]
    [InlineData("[RnnGen.Network(3), RnnGen.LstmLayer(5), RnnGen.LstmLayer(5), RnnGen.LstmLayer(5, Name = \"\")] partial class Net { }", 3)]
    [InlineData("[RnnGen.Network(3), RnnGen.DenseLayer(65536)] partial class Net { }", 1)]
    public async Task NearMissesOfNetworksAreSilentAndEmitted(string source, int files)
    {
        Assert.Empty(await GeneratorRun.Analyze(source));
        Assert.Equal(files, Emitted(source).Count());
    }

    [Fact]
    public async Task SizesThatDoNotMeetAreBothSaid()
    {
        Diagnostic diagnostic = Assert.Single(await GeneratorRun.Analyze(
            "[RnnGen.Network, RnnGen.EmbeddingLayer(96, 32), RnnGen.LstmLayer(input: 64, hidden: 128)] partial class Net { }"));
        string message = diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Contains("'input' is 64", message, System.StringComparison.Ordinal);
        Assert.Contains("[EmbeddingLayer] gives 32", message, System.StringComparison.Ordinal);
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
    [InlineData("RNN0011", "[RnnGen.LstmLayer(5)] partial class Net { }")]
    [InlineData("RNN0012", "[RnnGen.Network(3)] partial class Net { }")]
    [InlineData("RNN0013", "[RnnGen.Network(3), RnnGen.LstmLayer(input: 4, hidden: 5)] partial class Net { }")]
    [InlineData("RNN0014", "[RnnGen.Network, RnnGen.LstmLayer(5)] partial class Net { }")]
    [InlineData("RNN0015", "[RnnGen.Network(3), RnnGen.EmbeddingLayer(9, 4)] partial class Net { }")]
    [InlineData("RNN0016", "[RnnGen.Network(3), RnnGen.LstmLayer(5, Name = \"a b\")] partial class Net { }")]
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
