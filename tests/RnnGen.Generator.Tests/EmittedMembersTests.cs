using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Generator.Emission;
using RnnGen.Generator.Model;
using RnnGen.Generator.Parsing;
using RnnGen.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnGen.Generator.Tests;

/// <summary>
/// What is read from emitted text is what the compiler sees in it: over many declarations, the members of both are the same, with the same signatures. So
/// no name of the user's gets in the way unseen.
/// </summary>
public class EmittedMembersTests
{
    [Theory]
    [InlineData("[RnnGen.LstmCell(5)] partial class Cell { }", "Cell")]
    [InlineData("[RnnGen.LstmCell(100, 256)] partial class Cell { }", "Cell")]
    [InlineData("[RnnGen.LstmCell(7, 19, Peephole = true, CoupledGates = true, Projection = 4, Clip = 1)] partial class Cell { }", "Cell")]
    [InlineData("[RnnGen.LstmCell(7, 19, LayerNorm = true, Projection = 4)] partial class Cell { }", "Cell")]
    [InlineData("[RnnGen.LstmCell(4, 56, Training = false)] partial class Cell { }", "Cell")]
    [InlineData("[RnnGen.GruCell(3, 40)] partial class Cell<T> { }", "Cell`1")]
    [InlineData("namespace N.M; partial class Outer<T> { [RnnGen.GruCell(3, 40, Variant = RnnGen.GruVariant.ResetBefore)] partial class Cell { } }", "N.M.Outer`1+Cell")]
    [InlineData("namespace N; [RnnGen.GruCell(30, 140, Variant = RnnGen.GruVariant.ComplementReset, Bias = false)] partial record Cell;", "N.Cell")]
    [InlineData("[RnnGen.RnnCell(3, 129)] partial class Cell { }", "Cell")]
    [InlineData("[RnnGen.RnnCell(1, 8, Activation = RnnGen.RnnActivation.ScaledTanh, Clip = 2)] partial class Cell { }", "Cell")]
    [InlineData("[RnnGen.Network(3), RnnGen.LstmLayer(5, Layers = 2, Dropout = 0.1), RnnGen.DenseLayer(2)] partial class Net { }", "Net")]
    [InlineData("namespace N; [RnnGen.Network, RnnGen.EmbeddingLayer(9, 4), RnnGen.GruLayer(5), RnnGen.GruLayer(5), RnnGen.RnnLayer(5)] partial class Net { }", "N.Net")]
    [InlineData("[RnnGen.Network(3), RnnGen.GruLayer(5, Bidirectional = true), RnnGen.PoolingLayer(RnnGen.Pooling.Max), RnnGen.DenseLayer(2)] partial class Net { }", "Net")]
    [InlineData("[RnnGen.Network(3, Training = false), RnnGen.LstmLayer(5), RnnGen.DenseLayer(9, Steps = RnnGen.DenseSteps.LastStep)] partial class Net { }", "Net")]
    public void WhatIsReadIsWhatIsThere(string source, string name)
    {
        Compilation output = GeneratorRun.Emit(source).Output;
        INamedTypeSymbol type = output.GetTypeByMetadataName(name)!;
        string[] compiled = [.. type.GetMembers().Where(static member => !member.IsImplicitlyDeclared).Select(member => MemberParser.Parse(member, type)).OfType<MemberSpec>().Select(Describe).Order(StringComparer.Ordinal)];
        Assert.True(compiled.Length > 15, string.Join('\n', compiled));

        CSharpCompilation compilation = GeneratorRun.Compile(source);
        INamedTypeSymbol declared = compilation.GetTypeByMetadataName(name)!;
        (TypeSpec spec, EmittedFile[] files) = Emitted(compilation, declared);
        Assert.Equal(compiled, files.SelectMany(file => EmittedMembers.Of(file, spec, static _ => true)).Select(Describe).Order(StringComparer.Ordinal));
        Assert.True(MemberParser.IsEmitted(type));
        Assert.False(MemberParser.IsEmitted(declared));
    }

    /// <summary>Every single member of a cell and of a network, declared by the user as something of that name, is reported.</summary>
    [Theory]
    [InlineData("[RnnGen.LstmCell(7, 40, Projection = 5)]")]
    [InlineData("[RnnGen.GruCell(1, 8)]")]
    [InlineData("[RnnGen.Network, RnnGen.EmbeddingLayer(9, 4), RnnGen.LstmLayer(5, Bidirectional = true), RnnGen.PoolingLayer(RnnGen.Pooling.Mean), RnnGen.DenseLayer(2)]")]
    public async System.Threading.Tasks.Task EveryMemberIsInTheWayOfAnotherOfItsName(string attributes)
    {
        CSharpCompilation compilation = GeneratorRun.Compile($"{attributes} partial class Cell {{ }}");
        (TypeSpec spec, EmittedFile[] files) = Emitted(compilation, compilation.GetTypeByMetadataName("Cell")!);
        string[] names = [.. files.SelectMany(file => EmittedMembers.Of(file, spec, static _ => true)).Select(static member => member.Name).Distinct()];
        string fields = string.Concat(names.Select(static name => $"internal object? {name} => null;\n"));
        DiagnosticRun run = await DiagnosticRun.Of($"{attributes} partial class Cell {{ {fields} }}");
        Assert.Equal(names, run.Diagnostics.Select(static diagnostic => diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan)));
        Assert.All(run.Diagnostics, static diagnostic => Assert.Equal("RNN0018", diagnostic.Id));
        Assert.Empty(run.Emitted);

        // And a base class that has them all.
        run = await DiagnosticRun.Of($"class Base {{ {fields} }}\n{attributes} partial class Cell : Base {{ }}");
        Assert.Equal(names.Length, run.Diagnostics.Count);
        Assert.All(run.Diagnostics, static diagnostic => Assert.Equal("RNN0018", diagnostic.Id));
    }

    /// <summary>Every emitted method, declared by the user with the very same parameters, is reported; with one more it is not.</summary>
    [Theory]
    [InlineData("[RnnGen.LstmCell(100, 256)]")]
    [InlineData("[RnnGen.GruCell(7, 40)]")]
    [InlineData("[RnnGen.Network(3), RnnGen.LstmLayer(5), RnnGen.DenseLayer(2)]")]
    public async System.Threading.Tasks.Task EveryMethodIsInTheWayOfTheSameMethodOnly(string attributes)
    {
        CSharpCompilation compilation = GeneratorRun.Compile($"{attributes} partial class Cell {{ }}");
        (TypeSpec spec, EmittedFile[] files) = Emitted(compilation, compilation.GetTypeByMetadataName("Cell")!);
        MemberSpec[] methods = [.. files.SelectMany(file => EmittedMembers.Of(file, spec, static _ => true)).Where(static member => member.Kind == MemberKind.Method)];
        DiagnosticRun run = await DiagnosticRun.Of($"{attributes} partial class Cell {{ {Methods("")} }}");
        Assert.Equal(methods.Select(static method => method.Name), run.Diagnostics.Where(static diagnostic => diagnostic.Id == "RNN0018").Select(static diagnostic => diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan)));
        Assert.Empty(run.Emitted);

        run = await DiagnosticRun.Of($"{attributes} partial class Cell {{ {Methods("global::System.Uri more")} }}");
        Assert.True(run.Diagnostics.Count == 0, run.ToString());
        Assert.NotEmpty(run.Emitted);

        string Methods(string more) => string.Concat(methods.Select(method =>
        {
            string[] parameters = [.. method.Signature.Split(", ").Select(static (type, index) => $"{type} p{index}").Where(static parameter => parameter[0] != ' '), .. more.Length > 0 ? (string[])[more] : []];
            return $"internal void {method.Name}({string.Join(", ", parameters)}) {{ }}\n";
        }));
    }

    private static string Describe(MemberSpec member) => $"{member.Describe()} of {member.Arity}";

    private static (TypeSpec Type, EmittedFile[] Files) Emitted(Compilation compilation, INamedTypeSymbol type)
    {
        DeclarationSpec declaration = new Declarations().Parse(type, type.GetAttributes()[0], compilation, report: null, default)!;
        return (declaration.Type, [.. EmittedFile.Of(declaration)]);
    }
}
