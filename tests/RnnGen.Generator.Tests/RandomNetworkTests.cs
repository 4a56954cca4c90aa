using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using RnnGen.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnGen.Generator.Tests;

/// <summary>Networks drawn at random, emitted, compiled in memory, loaded, and compared with the reference, forward and backward.</summary>
public class RandomNetworkTests
{
    private const int NetworksPerCompilation = 12;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void RandomStacksEqualTheReference(int compilation) =>
        Check([.. Enumerable.Range(compilation * NetworksPerCompilation, NetworksPerCompilation).Select(NetworkDeclaration.Draw)]);

    /// <summary>The same of several inputs side by side: tokens, bags and floats.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void RandomStacksOfSeveralInputsEqualTheReference(int compilation) =>
        Check([.. Enumerable.Range(compilation * NetworksPerCompilation, NetworksPerCompilation).Select(NetworkDeclaration.DrawJoined)]);

    /// <summary>The same with networks that read a sequence a step.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void RandomNetworksInsideOthersEqualTheReference(int compilation) =>
        Check([.. Enumerable.Range(compilation * NetworksPerCompilation, NetworksPerCompilation).Select(NetworkDeclaration.DrawOuter)]);

    /// <summary>What is drawn of them is all that they can be.</summary>
    [Fact]
    public void DrawnNetworksInsideOthersHaveEverything()
    {
        NetworkDeclaration[] declarations = [.. Enumerable.Range(0, 3 * NetworksPerCompilation).Select(NetworkDeclaration.DrawOuter)];
        string all = string.Join('\n', declarations.SelectMany(static declaration => declaration.InnerDeclarations));
        Assert.All(
            (string[])["LstmLayer", "GruLayer", "RnnLayer", "DenseLayer", "Bidirectional = true", "Reverse = true", "Layers = 2", "SparseRows = true", .. Enum.GetNames<Pooling>().Select(static name => "Pooling." + name)],
            word => Assert.Contains(word, all, StringComparison.Ordinal));
        Assert.Contains(declarations, static declaration => declaration.Inputs.Count == 1);
        Assert.Contains(declarations, static declaration => declaration.Inputs.Count(static input => input.Inner is not null) > 1);
        Assert.Contains(declarations, static declaration => declaration.IsCausal);
        Assert.Contains(declarations, static declaration => !declaration.IsCausal);
        Assert.Contains(declarations, static declaration => declaration.Inputs.Any(static input => input.Inner is not null && input.MaxSteps < DeclaredInput.LongestBag));
    }

    /// <summary>The tests of several inputs are of all that they can be.</summary>
    [Fact]
    public void DrawnInputsHaveEverything()
    {
        NetworkDeclaration[] declarations = [.. Enumerable.Range(0, 3 * NetworksPerCompilation).Select(NetworkDeclaration.DrawJoined)];
        string all = string.Join('\n', declarations.Select(static declaration => declaration.Attributes));
        Assert.All(
            (string[])["EmbeddingLayer", "EmbeddingBagLayer", "InputLayer", "BagMode.Sum", "BagMode.Mean", "PaddingIndex = ", "SparseRows = true", "LstmLayer", "DenseLayer", "PoolingLayer", "Bidirectional = true", "Dropout = 0.4", "VariationalDropout = true", "DropoutLayer", "RecurrentDropout", "TieTo = ", "Residual = true", "CrfLayer"],
            word => Assert.Contains(word, all, StringComparison.Ordinal));
        Assert.Contains(declarations, static declaration => declaration.Inputs.Count == 1);
        Assert.Contains(declarations, static declaration => declaration.Inputs.Count == 4);
        Assert.Contains(declarations, static declaration => declaration.Inputs.All(static input => input.Kind == NetworkInputKind.Floats));
        Assert.Contains(declarations, static declaration => !declaration.Attributes.Contains("hidden", StringComparison.Ordinal) && !declaration.Attributes.Contains("outputs", StringComparison.Ordinal));
    }

    private static void Check(NetworkDeclaration[] declarations)
    {
        Assembly assembly = GeneratorRun.Load(string.Join('\n', declarations.Select(static (declaration, index) => string.Create(
            CultureInfo.InvariantCulture, $"{string.Join('\n', declaration.InnerDeclarations)}\n{declaration.Attributes}\nsealed partial class Network{index};"))));
        for (int index = 0; index < declarations.Length; index++)
        {
            Type network = assembly.GetType("Network" + index.ToString(CultureInfo.InvariantCulture), throwOnError: true)!;
            Type[] arguments =
            [
                network, declarations[index].Inputs.Count > 0 ? network.GetNestedType("StepInput")! : declarations[index].Vocabulary > 0 ? typeof(int) : typeof(float),
                .. new[] { "State", "Workspace", "Tape", "Gradients" }.Select(name => network.GetNestedType(name)!),
            ];
            Assert.True(
                declarations[index].IsCausal == network.GetMethods().Any(static method => method.Name == "Step"),
                $"has Step, or not: {declarations[index]}");
            Type check = (declarations[index].IsCausal
                ? typeof(CausalNetworkAgainstReference<,,,,,>)
                : typeof(NetworkAgainstReference<,,,,,>)).MakeGenericType(arguments);
            object instance = Activator.CreateInstance(check, declarations[index])!;
            check.GetMethod("Check")!.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, [], CultureInfo.InvariantCulture);
            if (declarations[index].HasChain)
            {
                object chain = Activator.CreateInstance(typeof(ChainAgainstReference<,,,,,>).MakeGenericType(arguments), declarations[index])!;
                chain.GetType().GetMethod("Check")!.Invoke(chain, BindingFlags.DoNotWrapExceptions, null, [], CultureInfo.InvariantCulture);
            }
        }
    }

    /// <summary>The tests above are of what is drawn: every kind of layer, with and without pooling, tokens, a second direction, dropout.</summary>
    [Fact]
    public void DrawnNetworksHaveEverything()
    {
        NetworkDeclaration[] declarations = [.. Enumerable.Range(0, 6 * NetworksPerCompilation).Select(NetworkDeclaration.Draw)];
        string all = string.Join('\n', declarations.Select(static declaration => declaration.Attributes));
        IEnumerable<string> wanted =
        [
            "LstmLayer", "GruLayer", "RnnLayer", "EmbeddingLayer", "DenseLayer", "Pooling.LastStep", "Pooling.Mean", "Pooling.Max", "Pooling.FinalState", "Bidirectional = true", "Reverse = true", "PaddingIndex = ",
            "Layers = 3", "Dropout = 0.3", "RecurrentDropout = 0.4", "VariationalDropout = true", "DropoutLayer(0.4)", "DropoutLayer(0.4, Variational = true)", "InputLayer", "Projection", "Peephole", "CoupledGates", "Bias = false", "DenseSteps.LastStep", "[RnnGen.CrfLayer]", "CrfLayer(labels: ", "Name = \"tags\"", "Residual = true", "TieTo = ",
            .. Enum.GetNames<DenseActivation>().Select(static name => "DenseActivation." + name), .. Enum.GetNames<GruVariant>(),
        ];
        Assert.All(wanted, word => Assert.Contains(word, all, StringComparison.Ordinal));
    }
}
