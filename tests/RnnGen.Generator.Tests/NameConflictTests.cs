using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Parsing;
using RnnGen.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnGen.Generator.Tests;

/// <summary>
/// No name of the user's gets in the way of an emitted member unseen: over many declarations, every emitted member is known as one, and a member of the user's
/// with its name and parameters is reported.
/// </summary>
public class NameConflictTests
{
    private const string NetworkOfTokens =
        "[RnnGen.Network, RnnGen.EmbeddingLayer(9, 4), RnnGen.LstmLayer(5, Bidirectional = true), RnnGen.PoolingLayer(RnnGen.Pooling.Mean), RnnGen.DenseLayer(2)]";

    [Theory]
    [InlineData("[RnnGen.LstmCell(5)] partial class Cell { }", "Cell")]
    [InlineData("[RnnGen.LstmCell(100, 256)] partial class Cell { }", "Cell")]
    [InlineData("[RnnGen.LstmCell(7, 19, LayerNorm = true, Projection = 4)] partial class Cell { }", "Cell")]
    [InlineData("[RnnGen.LstmCell(4, 56, Training = false)] partial class Cell { }", "Cell")]
    [InlineData("[RnnGen.GruCell(3, 40)] partial class Cell<T> { }", "Cell`1")]
    [InlineData("namespace N.M; partial class Outer<T> { [RnnGen.GruCell(3, 40, Variant = RnnGen.GruVariant.ResetBefore)] partial class Cell { } }", "N.M.Outer`1+Cell")]
    [InlineData("namespace N; [RnnGen.GruCell(30, 140, Variant = RnnGen.GruVariant.ComplementReset, Bias = false)] partial record Cell;", "N.Cell")]
    [InlineData("[RnnGen.RnnCell(1, 8, Activation = RnnGen.RnnActivation.ScaledTanh, Clip = 2)] partial class Cell { }", "Cell")]
    [InlineData("[RnnGen.Network(3), RnnGen.LstmLayer(5, Layers = 2, Dropout = 0.1), RnnGen.DenseLayer(2)] partial class Net { }", "Net")]
    [InlineData("namespace N; [RnnGen.Network, RnnGen.EmbeddingLayer(9, 4), RnnGen.GruLayer(5), RnnGen.GruLayer(5), RnnGen.RnnLayer(5)] partial class Net { }", "N.Net")]
    [InlineData("namespace N; [RnnGen.Network, RnnGen.EmbeddingLayer(9, 4), RnnGen.EmbeddingBagLayer(9, 4), RnnGen.InputLayer(2), RnnGen.RnnLayer(5)] partial class Net { }", "N.Net")]
    [InlineData("[RnnGen.Network(3, Training = false), RnnGen.LstmLayer(5), RnnGen.DenseLayer(9, Steps = RnnGen.DenseSteps.LastStep)] partial class Net { }", "Net")]
    public void EveryEmittedMemberIsKnown(string source, string name)
    {
        INamedTypeSymbol declared = GeneratorRun.Compile(source).GetTypeByMetadataName(name)!;
        Assert.False(EmittedParts.IsEmitted(declared));
        Assert.Empty(EmittedParts.MembersOf(declared));

        INamedTypeSymbol type = GeneratorRun.Emit(source).Output.GetTypeByMetadataName(name)!;
        Assert.True(EmittedParts.IsEmitted(type));
        ISymbol[] members = [.. type.GetMembers().Where(EmittedParts.HasName)];
        Assert.True(members.Length > 15, string.Join('\n', members.AsEnumerable()));
        Assert.Equal(members, EmittedParts.MembersOf(type), SymbolEqualityComparer.Default);
        Assert.DoesNotContain(members, EmittedParts.IsDeclaredByOthers);
    }

    /// <summary>The user's own members and nested cells are not the emitted ones, wherever they stand.</summary>
    [Fact]
    public void WhatTheUserWroteIsNotEmitted()
    {
        Compilation output = GeneratorRun.Emit(
            "[RnnGen.LstmCell(5)] partial class Cell { int Two => 2; [RnnGen.GruCell(3)] partial class Inner { } partial class Middle { [RnnGen.RnnCell(3)] partial class Inner { } } }",
            "[RnnGen.Network(3), RnnGen.LstmLayer(5)] partial class Net { [RnnGen.LstmCell(3, 5)] partial class lstm3x5 { } partial class Other { } }",
            "partial class Cell { public int Three => 3; }").Output;
        INamedTypeSymbol cell = output.GetTypeByMetadataName("Cell")!;
        Assert.Equal(["Two", "Inner", "Middle", "Three"], Others(cell));
        Assert.False(EmittedParts.IsEmitted(cell.GetTypeMembers("Middle").Single()));
        INamedTypeSymbol net = output.GetTypeByMetadataName("Net")!;
        Assert.Equal(["lstm3x5", "Other"], Others(net));
        Assert.Contains("Lstm3x5", EmittedParts.MembersOf(net).Select(static member => member.Name));

        static IEnumerable<string> Others(INamedTypeSymbol type) =>
            type.GetMembers().Where(EmittedParts.HasName).Except(EmittedParts.MembersOf(type), SymbolEqualityComparer.Default).Select(static member => member!.Name);
    }

    /// <summary>Every single member of a cell and of a network, declared by the user as something of that name, is reported.</summary>
    [Theory]
    [InlineData("[RnnGen.LstmCell(7, 40, Projection = 5)]")]
    [InlineData("[RnnGen.GruCell(1, 8)]")]
    [InlineData(NetworkOfTokens)]
    [InlineData("[RnnGen.Network, RnnGen.EmbeddingLayer(9, 4), RnnGen.EmbeddingBagLayer(9, 4), RnnGen.InputLayer(2), RnnGen.LstmLayer(5)]")]
    public async Task EveryMemberIsInTheWayOfAnotherOfItsName(string attributes)
    {
        string[] names = [.. Emitted(attributes).Select(static member => member.Name).Distinct().Order(StringComparer.Ordinal)];
        string fields = string.Concat(names.Select(static name => $"internal object? {name} => null;\n"));
        DiagnosticRun run = await DiagnosticRun.Of($"{attributes} partial class Cell {{ {fields} }}");
        Assert.Equal(names, run.Own.Select(static diagnostic => diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan)));
        Assert.All(run.Own, static diagnostic => Assert.Equal("RNN0018", diagnostic.Id));

        // And a base class that has them all.
        run = await DiagnosticRun.Of($"class Base {{ {fields} }}\n{attributes} partial class Cell : Base {{ }}");
        Assert.Equal(names.Length, run.Own.Count());
        Assert.All(run.Own, static diagnostic => Assert.Equal("RNN0018", diagnostic.Id));
    }

    /// <summary>Every emitted method, declared by the user with the very same parameters, is reported; with one more it is not.</summary>
    [Theory]
    [InlineData("[RnnGen.LstmCell(100, 256)]")]
    [InlineData("[RnnGen.GruCell(7, 40)]")]
    [InlineData("[RnnGen.Network(3), RnnGen.LstmLayer(5), RnnGen.DenseLayer(2)]")]
    [InlineData("[RnnGen.Network, RnnGen.EmbeddingLayer(9, 4), RnnGen.EmbeddingBagLayer(9, 4), RnnGen.LstmLayer(5)]")]
    public async Task EveryMethodIsInTheWayOfTheSameMethodOnly(string attributes)
    {
        IMethodSymbol[] methods = [.. Emitted(attributes).OfType<IMethodSymbol>()];
        Assert.All(methods, static method => Assert.Equal(0, method.Arity));
        DiagnosticRun run = await DiagnosticRun.Of($"{attributes} partial class Cell {{ {Methods("")} }}");
        Assert.Equal(methods.Select(static method => method.Name), run.Own.Select(static diagnostic => diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan)));
        Assert.All(run.Own, static diagnostic => Assert.Equal("RNN0018", diagnostic.Id));

        run = await DiagnosticRun.Of($"{attributes} partial class Cell {{ {Methods("global::System.Uri more")} }}");
        Assert.True(run.Diagnostics.Count == 0, run.ToString());

        string Methods(string more) => string.Concat(methods.Select(method =>
        {
            IEnumerable<string> parameters = method.Parameters.Select(static parameter =>
                $"{(parameter.RefKind == RefKind.None ? "" : "ref ")}{parameter.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)} p{parameter.Ordinal}");
            return $"internal void {method.Name}({string.Join(", ", more.Length > 0 ? parameters.Append(more) : parameters)}) {{ }}\n";
        }));
    }

    private static IEnumerable<ISymbol> Emitted(string attributes) =>
        EmittedParts.MembersOf(GeneratorRun.Emit($"{attributes} partial class Cell {{ }}").Output.GetTypeByMetadataName("Cell")!);
}
