using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Layers;
using RnnGen.Generator.Model;
using RnnGen.Generator.Parsing;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnGen.Generator.Tests;

/// <summary>A state's fingerprint covers what the library's <c>IState.Write</c> says, and no more.</summary>
public class StateFingerprintTests
{
    /// <summary>All that gives a state its meaning, one thing after the other: each is another fingerprint.</summary>
    [Fact]
    public void WhatChangesAStepChangesTheFingerprint()
    {
        string[] networks =
        [
            "Network(3), LstmLayer(5), DenseLayer(2)",
            "Network(4), LstmLayer(5), DenseLayer(2)",
            "Network(3), LstmLayer(6), DenseLayer(2)",
            "Network(3), LstmLayer(5), DenseLayer(3)",
            "Network(3), LstmLayer(5), DenseLayer(2, Activation = RnnGen.DenseActivation.Relu)",
            "Network(3), LstmLayer(5)",
            "Network(3), LstmLayer(5), DenseLayer(2), DenseLayer(2)",
            "Network(3), GruLayer(5), DenseLayer(2)",
            "Network(3), RnnLayer(5), DenseLayer(2)",
            "Network(3), LstmLayer(5, Layers = 2), DenseLayer(2)",
            "Network(3), LstmLayer(5), LstmLayer(5), DenseLayer(2)",
            "Network(3), LstmLayer(5, Bidirectional = true), DenseLayer(2)",
            "Network(3), LstmLayer(5, Reverse = true), DenseLayer(2)",
            "Network(3), LstmLayer(5, Bias = false), DenseLayer(2)",
            "Network(3), LstmLayer(5, Peephole = true), DenseLayer(2)",
            "Network(3), LstmLayer(5, CoupledGates = true), DenseLayer(2)",
            "Network(3), LstmLayer(5, LayerNorm = true), DenseLayer(2)",
            "Network(3), GruLayer(5, LayerNorm = true), DenseLayer(2)",
            "Network(3), RnnLayer(5, LayerNorm = true), DenseLayer(2)",
            "Network(3), LstmLayer(5, Recurrence = RnnGen.Recurrence.Diagonal), DenseLayer(2)",
            "Network(3), GruLayer(5, Recurrence = RnnGen.Recurrence.Diagonal), DenseLayer(2)",
            "Network(3), RnnLayer(5, Recurrence = RnnGen.Recurrence.Diagonal), DenseLayer(2)",
            "Network(3), LstmLayer(5, Projection = 2), DenseLayer(2)",
            "Network(3), LstmLayer(5, Clip = 2), DenseLayer(2)",
            "Network(3), LstmLayer(5, Clip = 2.5f), DenseLayer(2)",
            "Network(3), LstmLayer(5, GateActivation = RnnGen.RnnActivation.HardSigmoid), DenseLayer(2)",
            "Network(3), LstmLayer(5, GateActivation = RnnGen.RnnActivation.HardSigmoid, GateAlpha = 0.25f), DenseLayer(2)",
            "Network(3), LstmLayer(5, GateActivation = RnnGen.RnnActivation.HardSigmoid, GateBeta = 0.25f), DenseLayer(2)",
            "Network(3), LstmLayer(5, CandidateActivation = RnnGen.RnnActivation.Relu), DenseLayer(2)",
            "Network(3), LstmLayer(5, CellActivation = RnnGen.RnnActivation.Relu), DenseLayer(2)",
            "Network(3), GruLayer(5, Variant = RnnGen.GruVariant.ResetBefore), DenseLayer(2)",
            "Network(3), LstmLayer(5), PoolingLayer(RnnGen.Pooling.LastStep), DenseLayer(2)",
            "Network(3), LstmLayer(5), PoolingLayer(RnnGen.Pooling.Max), DenseLayer(2)",
            "Network(3), LstmLayer(5), PoolingLayer(RnnGen.Pooling.Mean), DenseLayer(2)",
            "Network(3), LstmLayer(5), PoolingLayer(RnnGen.Pooling.FinalState), DenseLayer(2)",
            "Network, EmbeddingLayer(75, 3), LstmLayer(5), DenseLayer(2)",
            "Network, EmbeddingLayer(96, 3), LstmLayer(5), DenseLayer(2)",
            "Network, EmbeddingLayer(75, 4), LstmLayer(5), DenseLayer(2)",
            "Network, EmbeddingBagLayer(75, 3), LstmLayer(5), DenseLayer(2)",
            "Network, EmbeddingBagLayer(75, 4), LstmLayer(5), DenseLayer(2)",
            "Network, EmbeddingBagLayer(76, 3), LstmLayer(5), DenseLayer(2)",
            "Network, EmbeddingBagLayer(75, 3, RnnGen.BagMode.Sum), LstmLayer(5), DenseLayer(2)",
            "Network, EmbeddingBagLayer(75, 3, PaddingIndex = 0), LstmLayer(5), DenseLayer(2)",
            "Network, EmbeddingLayer(75, 3), EmbeddingLayer(9, 1), LstmLayer(5), DenseLayer(2)",
            "Network, EmbeddingLayer(9, 1), EmbeddingLayer(75, 3), LstmLayer(5), DenseLayer(2)",
            "Network, EmbeddingLayer(75, 3), InputLayer(1), LstmLayer(5), DenseLayer(2)",
            "Network, InputLayer(1), EmbeddingLayer(75, 3), LstmLayer(5), DenseLayer(2)",
            "Network, InputLayer(1), InputLayer(2), LstmLayer(5), DenseLayer(2)",
            "Network(5), LstmLayer(5), DenseLayer(2)",
            "Network(5), LstmLayer(5, Residual = true), DenseLayer(2)",
            "Network(5), LstmLayer(5, Reverse = true, Residual = true), DenseLayer(2)",
            "Network(5), GruLayer(5, Residual = true), DenseLayer(2)",
            "Network, NetworkLayer(typeof(Mean), 4), LstmLayer(5), DenseLayer(2)",
            "Network, NetworkLayer(typeof(Mean), 5), LstmLayer(5), DenseLayer(2)",
            "Network, NetworkLayer(typeof(Max), 4), LstmLayer(5), DenseLayer(2)",
        ];
        uint[] fingerprints = Fingerprints(networks);
        Assert.All(
            fingerprints.Zip(networks).GroupBy(static pair => pair.First),
            static group => Assert.True(group.Count() == 1, string.Join(" and ", group.Select(static pair => pair.Second))));
    }

    /// <summary>What is called otherwise, trained otherwise or computed in another accuracy is the same network.</summary>
    [Fact]
    public void WhatDoesNotChangeAStepDoesNotChangeTheFingerprint() => Assert.Single(Fingerprints(
    [
        "Network(3), LstmLayer(5, Layers = 2), DenseLayer(2)",
        "Network, LstmLayer(3, 5, Layers = 2), DenseLayer(5, 2)",
        "Network(3, Training = false), LstmLayer(5, Layers = 2), DenseLayer(2)",
        "Network(3), LstmLayer(5, Layers = 2, Name = \"encoder\"), DenseLayer(2, Name = \"\")",
        "Network(3), LstmLayer(5, Layers = 2, Dropout = 0.5, VariationalDropout = true), DenseLayer(2)",
        "Network(3), LstmLayer(5, Layers = 2, RecurrentDropout = 0.5), DenseLayer(2)",
        "Network(3), DropoutLayer(0.5), LstmLayer(5, Layers = 2), DropoutLayer(0.5, Variational = true), DenseLayer(2)",
        "Network, InputLayer(3, Dropout = 0.5), LstmLayer(5, Layers = 2), DenseLayer(2)",
        "Network(3), LstmLayer(5, Layers = 2, ForgetBias = 1), DenseLayer(2)",
        "Network(3), LstmLayer(5, Layers = 2, Accuracy = RnnGen.Accuracy.Precise), DenseLayer(2)",
        "Network(3), LstmLayer(5, Layers = 2, Recurrence = RnnGen.Recurrence.Full), DenseLayer(2)",
        "Network(3), LstmLayer(5, Layers = 2, Reverse = false), DenseLayer(2)",
        "Network(3), LstmLayer(5, Layers = 2), DenseLayer(2), CrfLayer()",
        "Network(3), LstmLayer(5, Layers = 2), DenseLayer(2), CrfLayer(2, Name = \"chain\")",
        "Network, InputLayer(3, Name = \"features\"), LstmLayer(5, Layers = 2), DenseLayer(2)",
    ]).Distinct());

    /// <summary>What is trained of a table does not change a step.</summary>
    [Fact]
    public void APaddingIndexDoesNotChangeTheFingerprint() => Assert.Single(Fingerprints(
    [
        "Network, EmbeddingLayer(75, 3), LstmLayer(5)", "Network, EmbeddingLayer(75, 3, PaddingIndex = -1), LstmLayer(5)",
        "Network, EmbeddingLayer(75, 3, PaddingIndex = 0), LstmLayer(5)", "Network, EmbeddingLayer(75, 3, SparseRows = true), LstmLayer(5)",
        "Network, EmbeddingLayer(75, 3, Dropout = 0.5), LstmLayer(5)",
    ]).Distinct());

    /// <summary>Where a weight is kept does not change a step.</summary>
    [Fact]
    public void TiedWeightsDoNotChangeTheFingerprint() => Assert.Single(Fingerprints(
    [
        "Network, EmbeddingLayer(75, 5), LstmLayer(5), DenseLayer(75)", "Network, EmbeddingLayer(75, 5), LstmLayer(5), DenseLayer(75, TieTo = \"embedding\")",
    ]).Distinct());

    /// <summary>The same of several inputs, and their names.</summary>
    [Fact]
    public void NamesOfInputsDoNotChangeTheFingerprint() => Assert.Single(Fingerprints(
    [
        "Network, EmbeddingLayer(75, 3), EmbeddingBagLayer(9, 2), InputLayer(4), LstmLayer(5)",
        "Network, EmbeddingLayer(75, 3, Name = \"words\", SparseRows = true), EmbeddingBagLayer(9, 2, SparseRows = true), InputLayer(4, Name = \"shape\"), LstmLayer(5)",
    ]).Distinct());

    /// <summary>And of a network inside another, whose type is only where its layers are read.</summary>
    [Fact]
    public void TheTypeOfANetworkInsideDoesNotChangeTheFingerprint() => Assert.Single(Fingerprints(
    [
        "Network, NetworkLayer(typeof(Mean), 4), LstmLayer(5)", "Network, NetworkLayer(typeof(SameMean), 4, Name = \"shape\"), LstmLayer(5)",
    ]).Distinct());

    /// <summary>Every property of a declaration is one of the two: a new one has to choose.</summary>
    [Fact]
    public void EveryPropertyIsDecided()
    {
        string[] covered =
        [
            "Kind", "Input", "Hidden", "Variant", "Bias", "Peephole", "Projection", "CoupledGates", "LayerNorm", "Clip", "GateActivation", "CandidateActivation",
            "CellActivation", "Recurrence", "IsElementwise", "OutputSize", "Output", "Vocabulary", "Cell", "Index", "Bidirectional", "ReadsFromEnd", "Activation", "Pooling", "Layers",
            "Inputs", "Mode", "IsResidual", "MaxSteps", "Inner",
        ];
        string[] left =
        [
            "Type", "Accuracy", "ForgetBias", "IsLayer", "Training", "Member", "StateMember", "Name", "Dropout", "RecurrentDropout", "Size", "PaddingIndex", "Labels",
            "File", "Embedded", "Attributes", "Module", "Modules", "Suffixes", "Declared",
            "Argument", "Endings", "MayBeAlone", "HasSparseRows", "TiedTo", "TieTo", "TypeName", "InnerNames", "NamedModules",
        ];
        IEnumerable<string> properties =
            from type in new[] { typeof(CellSpec), typeof(NetworkSpec), typeof(EmbeddingSpec), typeof(EmbeddingBagSpec), typeof(NestedSpec), typeof(FloatInputSpec), typeof(RecurrentSpec), typeof(DenseSpec), typeof(PoolingSpec), typeof(DropoutLayerSpec), typeof(CrfSpec) }
            from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            select property.Name;
        Assert.Equal(covered.Concat(left).Order(StringComparer.Ordinal), properties.Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>The fingerprint is in users' files: it must be this for ever.</summary>
    [Fact]
    public void TheFingerprintStaysAsItIs() => Assert.Equal(
        [4024417586u, 4248288392u],
        Fingerprints(["Network, EmbeddingLayer(96, 32), LstmLayer(128, Layers = 2), DenseLayer(96)", "Network(1), GruLayer(8), PoolingLayer(RnnGen.Pooling.Mean)"]));

    private const string Inner = """
        [RnnGen.Network, RnnGen.EmbeddingLayer(9, 4), RnnGen.PoolingLayer(RnnGen.Pooling.Mean)] partial class Mean { }
        [RnnGen.Network(Training = false), RnnGen.EmbeddingLayer(9, 4, Name = "chars"), RnnGen.PoolingLayer(RnnGen.Pooling.Mean)] partial class SameMean { }
        [RnnGen.Network, RnnGen.EmbeddingLayer(9, 4), RnnGen.PoolingLayer(RnnGen.Pooling.Max)] partial class Max { }

        """;

    private static uint[] Fingerprints(string[] networks)
    {
        string source = Inner + string.Join('\n', networks.Select(static (attributes, index) =>
            $"[{string.Join(", ", attributes.Split(", ").Select(static part => char.IsUpper(part[0]) && part.Contains("Layer(", StringComparison.Ordinal) || part.StartsWith("Network", StringComparison.Ordinal) ? "RnnGen." + part : part))}] partial class Net{index} {{ }}"));
        Compilation compilation = GeneratorRun.Compile(source);
        return [.. networks.Select((network, index) =>
        {
            INamedTypeSymbol type = compilation.GetTypeByMetadataName($"Net{index}")!;
            AttributeData attribute = type.GetAttributes().Single(static attribute => WellKnownNames.IsNetwork(attribute.AttributeClass));
            NetworkSpec? spec = (NetworkSpec?)NetworkParser.Parse(type, attribute, new GeneratedConstants(compilation, default), report: null, default);
            Assert.True(spec is not null, network);
            return StateFingerprint.Of(spec);
        })];
    }
}
