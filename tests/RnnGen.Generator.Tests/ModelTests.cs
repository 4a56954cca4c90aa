using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using RnnGen.Generator.Layers;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnGen.Generator.Tests;

/// <summary>The contract of the pipeline's models: equal by value, and nothing of Roslyn's in them.</summary>
public class ModelTests
{
    private const string Gru = "[RnnGen.GruCell(3, 5, Variant = RnnGen.GruVariant.ResetBefore)] partial class Cell;";
    private const string Rnn = "[RnnGen.RnnCell(3, 5, Activation = RnnGen.RnnActivation.Relu)] partial class Cell;";

    private const string Options =
        "[RnnGen.LstmCell(3, 5, ForgetBias = 1, Projection = 2, GateActivation = RnnGen.RnnActivation.HardSigmoid)] partial class Cell;";

    private const string Network = """
        [RnnGen.Network, RnnGen.EmbeddingLayer(9, 3), RnnGen.LstmLayer(5, Layers = 2, Bidirectional = true, Dropout = 0.5), RnnGen.PoolingLayer(RnnGen.Pooling.FinalState),
        RnnGen.DenseLayer(2)]
        partial class Net;
        """;

    private const string Source = """
        namespace A.B;
        public partial class Outer<T>
        {
            [RnnGen.LstmCell(input: 3, hidden: 5, Accuracy = RnnGen.Accuracy.Fast)]
            public sealed partial class Cell;
        }
        """;

    [Fact]
    public void TwoParsesOfTheSameTextAreEqualButNotTheSame()
    {
        object first = Assert.Single(Specs(Source));
        object second = Assert.Single(Specs(Source));
        Assert.NotSame(first, second);
        Assert.Equal(first, second);
        Assert.Equal(first.GetHashCode(), second.GetHashCode());
    }

    [Theory]
    [InlineData("input: 3", "input: 4")]
    [InlineData("hidden: 5", "hidden: 6")]
    [InlineData("Accuracy.Fast", "Accuracy.Precise")]
    [InlineData("class Cell", "class Tell")]
    [InlineData("A.B", "A.C")]
    [InlineData("Outer<T>", "Outer<U>")]
    public void DifferentTextsGiveUnequalModels(string old, string @new) =>
        Assert.NotEqual(Assert.Single(Specs(Source)), Assert.Single(Specs(Source.Replace(old, @new, StringComparison.Ordinal))));

    [Theory]
    [InlineData(Gru, "ResetBefore", "ComplementReset")]
    [InlineData(Rnn, "Relu", "Tanh")]
    [InlineData(Gru, "GruCell(3, 5, Variant = RnnGen.GruVariant.ResetBefore)", "LstmCell(3, 5)")]
    public void OptionsAreInTheModel(string source, string old, string @new) =>
        Assert.NotEqual(Assert.Single(Specs(source)), Assert.Single(Specs(source.Replace(old, @new, StringComparison.Ordinal))));

    [Theory]
    [InlineData("LstmCell", "Bias = true", "Bias = false")]
    [InlineData("LstmCell", "Peephole = false", "Peephole = true")]
    [InlineData("LstmCell", "Projection = 2", "Projection = 3")]
    [InlineData("LstmCell", "CoupledGates = false", "CoupledGates = true")]
    [InlineData("LstmCell", "LayerNorm = false", "LayerNorm = true")]
    [InlineData("GruCell", "LayerNorm = false", "LayerNorm = true")]
    [InlineData("LstmCell", "Recurrence = RnnGen.Recurrence.Full", "Recurrence = RnnGen.Recurrence.Diagonal")]
    [InlineData("GruCell", "Recurrence = RnnGen.Recurrence.Full", "Recurrence = RnnGen.Recurrence.Diagonal")]
    [InlineData("RnnCell", "Recurrence = RnnGen.Recurrence.Full", "Recurrence = RnnGen.Recurrence.Diagonal")]
    [InlineData("RnnCell", "LayerNorm = false", "LayerNorm = true")]
    [InlineData("LstmCell", "Clip = 1", "Clip = 2")]
    [InlineData("LstmCell", "ForgetBias = 1", "ForgetBias = 2")]
    [InlineData("LstmCell", "ForgetBias = 0", "ForgetBias = 1")]
    [InlineData("LstmCell", "Training = true", "Training = false")]
    [InlineData("LstmCell", "GateActivation = RnnGen.RnnActivation.Relu", "GateActivation = RnnGen.RnnActivation.Softsign")]
    [InlineData(
        "LstmCell", "GateActivation = RnnGen.RnnActivation.Affine, GateAlpha = 1",
        "GateActivation = RnnGen.RnnActivation.Affine, GateAlpha = 2")]
    [InlineData(
        "LstmCell", "GateActivation = RnnGen.RnnActivation.Affine, GateBeta = 1",
        "GateActivation = RnnGen.RnnActivation.Affine, GateBeta = 2")]
    [InlineData("LstmCell", "CandidateActivation = RnnGen.RnnActivation.Relu", "CandidateActivation = RnnGen.RnnActivation.Softsign")]
    [InlineData(
        "LstmCell", "CandidateActivation = RnnGen.RnnActivation.Affine, CandidateAlpha = 1",
        "CandidateActivation = RnnGen.RnnActivation.Affine, CandidateAlpha = 2")]
    [InlineData(
        "LstmCell", "CandidateActivation = RnnGen.RnnActivation.Affine, CandidateBeta = 1",
        "CandidateActivation = RnnGen.RnnActivation.Affine, CandidateBeta = 2")]
    [InlineData("LstmCell", "CellActivation = RnnGen.RnnActivation.Relu", "CellActivation = RnnGen.RnnActivation.Softsign")]
    [InlineData(
        "LstmCell", "CellActivation = RnnGen.RnnActivation.Affine, CellAlpha = 1",
        "CellActivation = RnnGen.RnnActivation.Affine, CellAlpha = 2")]
    [InlineData(
        "LstmCell", "CellActivation = RnnGen.RnnActivation.Affine, CellBeta = 1",
        "CellActivation = RnnGen.RnnActivation.Affine, CellBeta = 2")]
    [InlineData("GruCell", "Clip = 1", "Clip = 2")]
    [InlineData("GruCell", "Bias = true", "Bias = false")]
    [InlineData("RnnCell", "Activation = RnnGen.RnnActivation.Elu, Alpha = 1", "Activation = RnnGen.RnnActivation.Elu, Alpha = 2")]
    [InlineData("RnnCell", "Activation = RnnGen.RnnActivation.Affine, Beta = 0", "Activation = RnnGen.RnnActivation.Affine, Beta = 1")]
    [InlineData("RnnCell", "Training = true", "Training = false")]
    public void EveryOptionIsInTheModel(string cell, string first, string second) =>
        Assert.NotEqual(Assert.Single(Specs(Declaration(cell, first))), Assert.Single(Specs(Declaration(cell, second))));

    /// <summary>Defaults are resolved and -0 is 0: the same bits, hence the same emitted text.</summary>
    [Theory]
    [InlineData("LstmCell", "ForgetBias = 0", "ForgetBias = -0f")]
    [InlineData("LstmCell", "Clip = 0", "Clip = -0f")]
    [InlineData(
        "GruCell", "GateActivation = RnnGen.RnnActivation.HardSigmoid",
        "GateActivation = RnnGen.RnnActivation.HardSigmoid, GateAlpha = 0.2f, GateBeta = 0.5f")]
    [InlineData("RnnCell", "Activation = RnnGen.RnnActivation.LeakyRelu", "Activation = RnnGen.RnnActivation.LeakyRelu, Alpha = 0.01f")]
    [InlineData("RnnCell", "Activation = RnnGen.RnnActivation.Affine, Beta = 0", "Activation = RnnGen.RnnActivation.Affine, Alpha = 1, Beta = -0f")]
    [InlineData("LstmCell", "Training = true", "CellActivation = RnnGen.RnnActivation.Tanh, CellAlpha = float.NaN")]
    [InlineData("RnnCell", "Activation = RnnGen.RnnActivation.ScaledTanh", "Activation = RnnGen.RnnActivation.ScaledTanh, Alpha = 1, Beta = 1")]
    [InlineData("RnnCell", "Activation = RnnGen.RnnActivation.Elu", "Activation = RnnGen.RnnActivation.Elu, Alpha = 1")]
    [InlineData("RnnCell", "Activation = RnnGen.RnnActivation.ThresholdedRelu", "Activation = RnnGen.RnnActivation.ThresholdedRelu, Alpha = 1")]
    public void EqualOptionsGiveEqualModels(string cell, string first, string second)
    {
        object expected = Assert.Single(Specs(Declaration(cell, first)));
        object actual = Assert.Single(Specs(Declaration(cell, second)));
        Assert.Equal(expected, actual);
        Assert.Equal(expected.ToString(), actual.ToString());
    }

    [Fact]
    public void OutputsAreTheProjectionsOrTheHiddenUnits()
    {
        Assert.Equal(2, Assert.IsType<CellSpec>(Assert.Single(Specs(Options))).OutputSize);
        Assert.Equal(5, Assert.IsType<CellSpec>(Assert.Single(Specs(Gru))).OutputSize);
    }

    [Theory]
    [InlineData(Source)]
    [InlineData(Gru)]
    [InlineData(Rnn)]
    [InlineData(Options)]
    [InlineData(Network)]
    public void NoModelHoldsAnythingOfRoslyn(string source)
    {
        Assert.Empty(RoslynObjectsIn(Assert.Single(Specs(source))));
        Assert.Empty(RoslynObjectsIn(Assert.Single(Plans(source))));
    }

    [Theory]
    [InlineData(Source)]
    [InlineData(Network)]
    public void PlansOfEqualModelsAreEqual(string source)
    {
        object first = Assert.Single(Plans(source)), second = Assert.Single(Plans(source));
        Assert.NotSame(first, second);
        Assert.Equal(first, second);
        Assert.Equal(first.GetHashCode(), second.GetHashCode());
    }

    /// <summary>Four cells of two declarations: those of the lowest layer, and those above.</summary>
    [Fact]
    public void EveryNestedCellOfANetworkIsPlannedOnce()
    {
        NetworkPlan plan = Assert.IsType<NetworkPlan>(Assert.Single(Plans(Network)));
        Assert.Equal(["Lstm3x5", "Lstm10x5"], plan.CellTypes.Select(static cell => cell.Type.Declaration.Name));
        Assert.Equal(4, plan.Cells.Count);
        Assert.All(plan.Cells, cell => Assert.Contains(plan.CellTypes, planned => ReferenceEquals(planned, cell.Plan)));
    }

    /// <summary>The walk itself must be able to fail: it finds a symbol, a tree, a location or text hidden in a record, a list or a field.</summary>
    [Fact]
    public void TheWalkFindsWhatMustNotBeThere()
    {
        var compilation = GeneratorRun.Compile(Source);
        ISymbol symbol = compilation.GetTypeByMetadataName("A.B.Outer`1")!;
        Assert.NotEmpty(RoslynObjectsIn(new { Hidden = (object)symbol }));
        Assert.NotEmpty(RoslynObjectsIn(new List<object> { new { Inner = compilation.SyntaxTrees[0] } }));
        Assert.NotEmpty(RoslynObjectsIn(new { Hidden = (object)compilation }));
        Assert.NotEmpty(RoslynObjectsIn(Tuple.Create(symbol.Locations[0])));
        Assert.NotEmpty(RoslynObjectsIn(new object[] { SourceText.From("") }));
    }

    [Fact]
    public void EnumsAreTheRuntimeLibrarys()
    {
        Assert.Equal(Members<Accuracy>(), Members<AccuracyKind>());
        Assert.Equal(Members<GruVariant>(), Members<GruVariantKind>());
        Assert.Equal(Members<Recurrence>(), Members<RecurrenceKind>());
        Assert.Equal(Members<RnnActivation>(), Members<RnnActivationKind>());

        static IEnumerable<(string, int)> Members<T>()
            where T : struct, Enum => Enum.GetValues<T>().Select(static value => (value.ToString(), (int)(object)value));
    }

    [Fact]
    public void AttributeNamesAreTheRuntimeLibrarys() => Assert.Equal(
        [typeof(LstmCellAttribute).FullName, typeof(GruCellAttribute).FullName, typeof(RnnCellAttribute).FullName],
        Enum.GetValues<CellKind>().Select(WellKnownNames.AttributeOf));

    [Fact]
    public void LayerAttributesAreTheRuntimeLibrarys() => Assert.All(
        typeof(NetworkAttribute).Assembly.GetExportedTypes().Where(static type => type.Name.EndsWith("LayerAttribute", StringComparison.Ordinal)),
        static type => Assert.NotNull(LayerCatalogue.Named(type.Name)));

    private static string Declaration(string cell, string options) => $"[RnnGen.{cell}(3, 5, {options})] partial class Cell;";

    private static IEnumerable<object> Specs(string source) => Outputs(source, TrackingNames.Spec);

    private static IEnumerable<object> Plans(string source) => Outputs(source, TrackingNames.Plan);

    private static IEnumerable<object> Outputs(string source, string step)
    {
        GeneratorRunResult result = GeneratorRun.Driver().RunGenerators(GeneratorRun.Compile(source)).GetRunResult().Results.Single();
        return result.TrackedSteps.GetValueOrDefault(step, []).SelectMany(static run => run.Outputs).Select(static output => output.Value);
    }

    private static List<string> RoslynObjectsIn(object root)
    {
        var found = new List<string>();
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        Walk(root, "root");
        return found;

        void Walk(object? value, string path)
        {
            if (value is null or string || value.GetType().IsPrimitive || value.GetType().IsEnum || !seen.Add(value))
            {
                return;
            }

            if (value is ISymbol or Compilation or SyntaxNode or SyntaxTree or SyntaxReference or Location or SourceText or SemanticModel or AttributeData
                || value.GetType().Assembly.GetName().Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))
            {
                found.Add($"{path}: {value.GetType()}");
                return;
            }

            if (value is IEnumerable items)
            {
                foreach (object? item in items)
                {
                    Walk(item, path + "[]");
                }
            }

            for (Type? type = value.GetType(); type is not null && type != typeof(object); type = type.BaseType)
            {
                foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                {
                    if (!field.FieldType.IsPointer)
                    {
                        Walk(field.GetValue(value), $"{path}.{field.Name}");
                    }
                }
            }
        }
    }
}
