using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using CsCheck;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using RnnGen.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnGen.Generator.Tests;

/// <summary>
/// Declarations as they are while somebody types: cut off anywhere, or with a piece missing or doubled. Whatever that is, neither the generator nor an
/// analyzer throws (CS8785, AD0001).
/// </summary>
public class IncompleteCodeTests
{
    /// <summary>Characters between one cut and the next: no word of the language is that short.</summary>
    private const int Stride = 2;

    private static readonly string[] Declarations =
    [
        "using RnnGen;\nnamespace N.M;\npartial class Outer<T>\n{\n    [LstmCell(input: 3, hidden: 5, Projection = 2, Clip = 1.5f, GateActivation = RnnActivation.HardSigmoid, GateAlpha = 0.2f)]\n    public sealed partial class Cell : Base, IThing\n    {\n        public void Step(int[] input, ref State state) { }\n    }\n}\nclass Base { } interface IThing { }",
        "[RnnGen.Network, RnnGen.EmbeddingLayer(vocabulary: 9, size: 4)]\n[RnnGen.LstmLayer(input: 4, hidden: 5, Layers = 2, Bidirectional = true, Dropout = 0.5, Name = \"a.b\")]\n[RnnGen.PoolingLayer(RnnGen.Pooling.Max), RnnGen.DenseLayer(inputs: 10, outputs: 2, Activation = RnnGen.DenseActivation.Softmax)]\nsealed partial class Net<T> where T : struct { const int Size = 4; struct Inner<U> { } }",
        "using L = RnnGen.GruCellAttribute;\n[L(3, hidden: 5, Variant = RnnGen.GruVariant.ResetBefore, Accuracy = RnnGen.Accuracy.Fast)]\nabstract partial record Cell(int X) { protected Cell(string y) : this(1) { } } [RnnGen.RnnCell(5), RnnGen.DenseLayer(3)] file static partial class Other;",
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task CutOffAnywhere(int index)
    {
        string declaration = Declarations[index];
        for (int length = declaration.Length; length >= 0; length -= Stride)
        {
            await AssertNothingThrows(declaration[..length]);
        }
    }

    [Fact]
    public void WithPiecesMissingOrDoubled() =>
        Gen.Select(Gen.Int[0, Declarations.Length - 1], Gen.Int[0, 1000], Gen.Int[0, 40], Gen.Int[0, 1000], Gen.Bool).Sample(
            static (index, start, length, to, isDoubled) =>
            {
                string declaration = Declarations[index];
                start %= declaration.Length;
                length = Math.Min(length, declaration.Length - start);
                string piece = declaration.Substring(start, length);
                string rest = declaration.Remove(start, length);
                AssertNothingThrows(isDoubled ? declaration.Insert(to % declaration.Length, piece) : rest).GetAwaiter().GetResult();
            },
            iter: 300, threads: 1);

    /// <summary>Attributes of these names that are not ours, but for the namespace: an older or newer library, or a user's own.</summary>
    [Theory]
    [InlineData("namespace RnnGen { class LstmCellAttribute : System.Attribute { } class NetworkAttribute : System.Attribute { } } [RnnGen.LstmCell] partial class Cell { }")]
    [InlineData("namespace RnnGen { class LstmCellAttribute(int hidden, string input) : System.Attribute { } class NetworkAttribute : System.Attribute { } } [RnnGen.LstmCell(5, \"a\")] partial class Cell { }")]
    [InlineData("namespace RnnGen { class LstmLayerAttribute(int size) : System.Attribute { } class NetworkAttribute(int x) : System.Attribute { } } [RnnGen.Network(5), RnnGen.LstmLayer(5)] partial class Net { }")]
    [InlineData("namespace RnnGen { class DenseLayerAttribute(int[] size) : System.Attribute { } class NetworkAttribute : System.Attribute { public string Training; } } [RnnGen.Network(Training = \"x\"), RnnGen.DenseLayer(new[] { 5 })] partial class Net { }")]
    [InlineData("namespace RnnGen { class EmbeddingLayerAttribute : System.Attribute { } class PoolingLayerAttribute : System.Attribute { } class NetworkAttribute : System.Attribute { } } [RnnGen.Network, RnnGen.EmbeddingLayer, RnnGen.PoolingLayer] partial class Net { }")]
    public async Task OtherAttributesOfTheseNames(string source)
    {
        await AssertNothingThrows(source);
        CSharpCompilation alone = GeneratorRun.Compile(source);
        alone = alone.WithReferences(alone.References.Where(static reference => !reference.Display!.EndsWith("RnnGen.dll", StringComparison.Ordinal)));
        Assert.Null(GeneratorRun.Driver().RunGenerators(alone).GetRunResult().Results.Single().Exception);
        Assert.DoesNotContain(
            await alone.WithAnalyzers(DiagnosticRun.Analyzers).GetAnalyzerDiagnosticsAsync(),
            static diagnostic => diagnostic.Id == "AD0001");
    }

    private static async Task AssertNothingThrows(string source)
    {
        DiagnosticRun run = await DiagnosticRun.Of(source, properties: new Dictionary<string, string> { ["PublishAot"] = "true" }, compiles: false);
        Assert.True(run.Diagnostics.All(static diagnostic => diagnostic.Id is not ("AD0001" or "CS8785" or "CS8784")), $"{source}\n{run}");
    }
}
