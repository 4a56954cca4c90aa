using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Generator.Emission;
using RnnGen.Generator.Model;
using RnnGen.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnGen.Generator.Tests;

/// <summary>Declarations whose arguments are constants of other declarations, which do not exist while the generator runs.</summary>
public class GeneratedConstantTests
{
    private const string Others = """
        [RnnGen.LstmCell(3, 5, Projection = 4)] sealed partial class Front;
        [RnnGen.Network, RnnGen.EmbeddingLayer(9, 4), RnnGen.LstmLayer(6, Name = "a.b"), RnnGen.DenseLayer(2)] sealed partial class Model;
        [RnnGen.GruCell(7)] partial class Generic<T>;
        class Derived : Generic<int>;
        namespace N.M { partial class Outer { [RnnGen.RnnCell(2, 8)] public sealed partial class Inner; } }
        static class My { public const int Twice = Front.HiddenSize * 2, Thrice = Twice + Front.HiddenSize; public const float Clip = Front.InputSize / 2f; }
        enum Size { None, Hidden = Front.HiddenSize }
        """;

    /// <summary>Each is emitted, with the value that the compiler gives the expression afterwards, and nobody has anything to say.</summary>
    [Theory]
    [InlineData("[RnnGen.Network(input: Front.HiddenSize), RnnGen.LstmLayer(2)] sealed partial class X;")]
    [InlineData("[RnnGen.LstmCell(Front.OutputSize, Front.HiddenSize * 2)] sealed partial class X;")]
    [InlineData("[RnnGen.LstmCell(hidden: Front.HiddenSize + 1, input: global::Front.InputSize)] sealed partial class X;")]
    [InlineData("[RnnGen.LstmCell(hidden: Model.Lstm4x6.HiddenSize)] sealed partial class X;")]
    [InlineData("[RnnGen.LstmCell(N.M.Outer.Inner.HiddenSize, 3)] sealed partial class X;")]
    [InlineData("[RnnGen.GruCell(Generic<string>.HiddenSize, Derived.InputSize - 1)] sealed partial class X;")]
    [InlineData("[RnnGen.RnnCell(My.Twice, My.Thrice, Clip = My.Clip)] sealed partial class X;")]
    [InlineData("[RnnGen.RnnCell((int)Size.Hidden)] sealed partial class X;")]
    [InlineData("[RnnGen.LstmCell(5, Projection = Front.InputSize, Clip = Front.HiddenSize, Bias = Front.HiddenSize > 3)] sealed partial class X;")]
    [InlineData("[RnnGen.LstmCell(5, Accuracy = (RnnGen.Accuracy)(Front.HiddenSize - 4), GateActivation = Front.HiddenSize == 5 ? RnnGen.RnnActivation.Elu : RnnGen.RnnActivation.Tanh)] sealed partial class X;")]
    [InlineData("[RnnGen.Network, RnnGen.EmbeddingLayer(Model.VocabularySize + 1, size: Model.OutputSize), RnnGen.LstmLayer(Front.HiddenSize, Layers = Front.InputSize, Dropout = 1.0 / Front.HiddenSize, Name = nameof(Front) + nameof(Front.HiddenSize)), RnnGen.DenseLayer(inputs: Front.HiddenSize, outputs: 2)] sealed partial class X;")]
    [InlineData("[RnnGen.Network(Front.HiddenSize), RnnGen.PoolingLayer((RnnGen.Pooling)(Front.HiddenSize - 4)), RnnGen.DenseLayer(Front.ParameterCount)] sealed partial class X;")]
    [InlineData("namespace A { using static Front; [RnnGen.Network(HiddenSize), RnnGen.LstmLayer(3)] sealed partial class X; }", "A.X")]
    [InlineData("namespace N.M { partial class Outer { partial class Around { [RnnGen.LstmCell(Inner.HiddenSize, Size)] sealed partial class X { const int Size = Inner.InputSize; } } } }", "N.M.Outer+Around+X")]
    [InlineData("[RnnGen.LstmCell(Y.HiddenSize, 3)] sealed partial class X; [RnnGen.LstmCell(3, Z.HiddenSize)] sealed partial class Y; [RnnGen.LstmCell(3, Front.HiddenSize)] sealed partial class Z;")]
    [InlineData("using F = Front; using static Model; [RnnGen.LstmCell(F.HiddenSize, Lstm4x6.HiddenSize)] sealed partial class X;")]
    [InlineData("[RnnGen.LstmCell(checked(-(-Front.HiddenSize)), sizeof(int) + default(int) + (Front.HiddenSize << 1 | 1))] sealed partial class X;")]
    public async Task AreResolved(string source, string name = "X")
    {
        // Usings first, and in a file of its own.
        DiagnosticRun run = await DiagnosticRun.Of([source, Others]);
        Assert.True(run.Diagnostics.Count == 0, run.ToString());
        Compilation output = GeneratorRun.Emit(source, Others).Output;
        INamedTypeSymbol type = output.GetTypeByMetadataName(name)!;
        Assert.NotEmpty(type.GetMembers("ParameterCount"));

        // In the whole compilation every argument binds: the same parser finds the same declaration there.
        AttributeData attribute = type.GetAttributes()[0];
        Assert.DoesNotContain(attribute.ConstructorArguments, static argument => argument.Kind == TypedConstantKind.Error);
        CSharpCompilation seen = GeneratorRun.Compile(source, Others);
        INamedTypeSymbol seenType = seen.GetTypeByMetadataName(name)!;
        var declarations = new Declarations();
        DeclarationSpec expected = declarations.Parse(type, attribute, output, report: null, default)!;
        DeclarationSpec actual = declarations.Parse(seenType, seenType.GetAttributes()[0], seen, report: null, default)!;
        Assert.Equal(expected with { Type = actual.Type }, actual is NetworkSpec ? actual with { Type = actual.Type } : actual);
        Assert.Equal(declarations.Emit(declarations.Plan(expected)), declarations.Emit(declarations.Plan(actual)));
    }

    /// <summary>What the compiler says itself afterwards is not said again: types that are wrong, that depend on themselves, or that have no such member.</summary>
    [Theory]
    [InlineData("[RnnGen.LstmCell(3, Front.NoSize)] sealed partial class X;", "CS0117")]
    [InlineData("[RnnGen.LstmCell(3, Model.Lstm9x9.HiddenSize)] sealed partial class X;", "CS0117")]
    [InlineData("[RnnGen.LstmCell(3, X.HiddenSize)] sealed partial class X;", "CS0117")]
    [InlineData("[RnnGen.LstmCell(3, HiddenSize)] sealed partial class X;", "CS0103")]
    [InlineData("[RnnGen.LstmCell(3, Y.HiddenSize)] sealed partial class X; [RnnGen.LstmCell(3, X.HiddenSize)] sealed partial class Y;", "CS0117 CS0117")]
    [InlineData("[RnnGen.LstmCell(3, Y.HiddenSize)] sealed partial class X; [RnnGen.LstmCell(3, 0)] sealed partial class Y;", "CS0117 RNN0003")]
    [InlineData("[RnnGen.LstmCell(3, Front.HiddenSize * 0.5)] sealed partial class X;", "CS1503")]
    [InlineData("[RnnGen.LstmCell(3, Projection = Front.HiddenSize * 0.5)] sealed partial class X;", "CS1729 CS0266")]
    public async Task WhatTheCompilerSaysIsNotSaidTwice(string source, string ids)
    {
        DiagnosticRun run = await DiagnosticRun.Of([source, Others]);
        Assert.True(run.Diagnostics.Count > 0 && run.Diagnostics.All(diagnostic => ids.Split(' ').Contains(diagnostic.Id)), run.ToString());
        Assert.DoesNotContain(run.Emitted, static file => file.HintName == "X.g.cs");
    }

    /// <summary>A value that is wrong is reported at the argument, however it is written.</summary>
    [Theory]
    [InlineData("using static Front; [RnnGen.LstmCell(3, [|HiddenSize|])] sealed partial class X;", "RNN0025")]
    [InlineData("[RnnGen.LstmCell(3, [|Front.HiddenSize - 5|])] sealed partial class X;", "RNN0003")]
    [InlineData("[RnnGen.Network(3), RnnGen.LstmLayer([|input: Front.HiddenSize|], hidden: 5)] sealed partial class X;", "RNN0013")]
    public async Task AWrongValueIsReported(string marked, string id)
    {
        (string source, Microsoft.CodeAnalysis.Text.TextSpan span) = DiagnosticRun.Unmark(marked);
        DiagnosticRun run = await DiagnosticRun.Of([source, Others]);
        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal((id, span), (diagnostic.Id, diagnostic.Location.SourceSpan));
    }

    /// <summary>A change of the other declaration, in another file, is a change of this one.</summary>
    [Fact]
    public void AChangeOfTheOtherDeclarationIsSeen()
    {
        CSharpCompilation compilation = GeneratorRun.Compile(
            "[RnnGen.LstmCell(3, 5)] partial class Front;", "static class My { public const int Size = Front.HiddenSize + 1; }", "[RnnGen.LstmCell(My.Size, Front.HiddenSize)] partial class X;");
        GeneratorDriver driver = GeneratorRun.Driver().RunGenerators(compilation);
        Assert.Contains("InputSize = 6;", Text(driver), StringComparison.Ordinal);
        SyntaxTree old = compilation.SyntaxTrees[0];
        compilation = compilation.ReplaceSyntaxTree(old, CSharpSyntaxTree.ParseText(old.ToString().Replace("5", "8", StringComparison.Ordinal), (CSharpParseOptions)old.Options, old.FilePath));
        driver = driver.RunGenerators(compilation);
        Assert.Contains("InputSize = 9;", Text(driver), StringComparison.Ordinal);
        Assert.Contains("HiddenSize = 8;", Text(driver), StringComparison.Ordinal);

        static string Text(GeneratorDriver driver) => driver.GetRunResult().GeneratedTrees.Single(static tree => tree.FilePath.EndsWith("X.g.cs", StringComparison.Ordinal)).ToString();
    }

    /// <summary>What is said to be emitted is.</summary>
    [Fact]
    public void TheConstantsAreThoseThatAreEmitted()
    {
        Compilation output = GeneratorRun.Emit(Others).Output;
        foreach (string name in (string[])["Front", "Model", "Generic`1", "N.M.Outer+Inner"])
        {
            INamedTypeSymbol type = output.GetTypeByMetadataName(name)!;
            DeclarationSpec declaration = new Declarations().Parse(type, type.GetAttributes()[0], output, report: null, default)!;
            Assert.Equal(Constants(type), EmittedConstants.Of(declaration).OrderBy(static constant => constant.Key, StringComparer.Ordinal));
        }

        static IEnumerable<KeyValuePair<string, int>> Constants(INamedTypeSymbol type) => type.GetMembers().OfType<IFieldSymbol>()
            .Where(static field => field.IsConst && field.DeclaredAccessibility == Accessibility.Public)
            .Select(static field => KeyValuePair.Create(field.Name, (int)field.ConstantValue!))
            .OrderBy(static constant => constant.Key, StringComparer.Ordinal);
    }
}
