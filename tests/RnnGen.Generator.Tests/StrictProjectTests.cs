using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnGen.Generator.Tests;

/// <summary>Every declaration in every kind of project: no diagnostic, the same text.</summary>
public class StrictProjectTests
{
    /// <summary>The settings under which emitted code must compile, by what is special about them.</summary>
    private static readonly Dictionary<string, ProjectSettings> Projects = new()
    {
        ["C# 12"] = new(),
        ["C# 13"] = new() { LanguageVersion = LanguageVersion.CSharp13 },
        ["C# 14"] = new() { LanguageVersion = LanguageVersion.CSharp14 },
        ["C# preview"] = new() { LanguageVersion = LanguageVersion.Preview },
        ["nullable disabled"] = new() { Nullable = NullableContextOptions.Disable },
        ["nullable annotations"] = new() { Nullable = NullableContextOptions.Annotations },
        ["nullable warnings"] = new() { Nullable = NullableContextOptions.Warnings },
        ["unchecked"] = new() { CheckOverflow = false },
        ["debug, on one thread"] = new() { Optimization = OptimizationLevel.Debug, ConcurrentBuild = false },
        ["no documentation"] = new() { Documentation = DocumentationMode.None },
        ["symbols"] = new() { Symbols = ["DEBUG", "TRACE", "NET", "nullable", "RnnGen", "System"] },
        ["CRLF"] = new() { NewLine = "\r\n" },
        ["invariant"] = new() { Culture = CultureInfo.InvariantCulture },
        ["fa-IR"] = new() { Culture = Culture("\u200E\u2212", "\u066B", "\u066C") },
        ["sv-SE"] = new() { Culture = Culture("\u2212", ",", "\u00A0") },
        ["tr-TR"] = new() { Culture = Culture("-", ",", ".") },
    };

    private static readonly Lazy<string[]> Expected = new(static () => Texts(GeneratorRun.Emit(AllDeclarations.Source)));

    public static TheoryData<string> ProjectNames => [.. Projects.Keys];

    [Theory]
    [MemberData(nameof(ProjectNames))]
    public void EveryDeclarationInEveryProject(string project)
    {
        string[] texts = Texts(GeneratorRun.Emit(Projects[project], AllDeclarations.Source));
        Assert.Equal(Expected.Value, texts);
        Assert.All(texts, static text => Assert.DoesNotContain('\r', text));
    }

    [Fact]
    public void TopLevelStatementsAndGlobalUsings() => GeneratorRun.Emit(
        new ProjectSettings { OutputKind = OutputKind.ConsoleApplication },
        """
        global using Span = System.String;
        global using System;
        global using System.Collections.Generic;
        global using static System.Math;
        global using State = System.Int32;
        global using RnnGen.Numerics;
        """,
        "Console.WriteLine(Abs(new Declarations.Cell0().Parameters.Length));",
        AllDeclarations.Source);

    [Fact]
    public void CompliantWithTheCommonLanguageSpecification() => GeneratorRun.Emit("[assembly: System.CLSCompliant(true)]", AllDeclarations.Source);

    /// <summary>The text of a file depends on nothing but its declaration: not on the order of the files, nor on the others.</summary>
    [Fact]
    public void TheOrderOfFilesDoesNotShow()
    {
        string[] sources = ["[RnnGen.LstmCell(3, 5)] partial class B;", "[RnnGen.Network(3), RnnGen.GruLayer(5)] partial class A;", "[RnnGen.RnnCell(3, 5)] partial class C;"];
        string[] forward = Texts(GeneratorRun.Emit(sources));
        Assert.Equal(forward.Order(StringComparer.Ordinal), Texts(GeneratorRun.Emit([.. sources.Reverse()])).Order(StringComparer.Ordinal));
        Assert.Contains(Texts(GeneratorRun.Emit(sources[0])).Single(), forward);
    }

    /// <summary>What a user may have called a type, a namespace or an alias.</summary>
    private static readonly string[] HostileNames =
    [
        "System", "Span", "ReadOnlySpan", "Math", "MathF", "Single", "Int32", "Array", "Range", "Index", "Vector128", "Vector256", "Vector512", "Unsafe", "MemoryMarshal",
        "MethodImpl", "MethodImplOptions", "GeneratedCode", "RnnGen", "RnnCells", "RnnCompiler", "RnnMemory", "RnnNetworks", "RnnNumerics", "RnnSimd",
        "Activation", "ActivationSlope", "PanelProduct", "PanelLayout", "CellArguments", "AlignedBuffer", "IRecurrentCell", "ITrainableCell", "INetwork",
        "State", "Workspace", "Tape", "Gradients", "Lanes", "SumRow", "Layout", "Parameters", "Step", "Rnn3x5", "Batch", "Layers",
    ];

    /// <summary>Where a name can stand in the way: {0} is the name, {1} are the declarations.</summary>
    private static readonly Dictionary<string, string> Places = new()
    {
        ["a type beside"] = "namespace N {{ class {0} {{ }} {1} }}",
        ["a generic type beside"] = "namespace N {{ class {0}<T> {{ }} {1} }}",
        ["a namespace beside"] = "namespace N {{ namespace {0} {{ class Inner {{ }} }} {1} }}",
        ["the namespace"] = "namespace N.{0} {{ {1} }}",
        ["a type in a namespace around"] = "namespace N {{ class {0} {{ }} }} namespace N.M {{ {1} }}",
        ["a type of a used namespace"] = "namespace N {{ using Other; {1} }} namespace Other {{ class {0} {{ }} }}",
        ["an alias"] = "namespace N {{ using {0} = global::System.String; {1} }}",
        ["the containing type"] = "namespace N {{ partial class {0} {{ {1} }} }}",
        ["a type nested beside"] = "namespace N {{ partial class Container {{ class {0} {{ }} {1} }} }}",
        ["a property beside"] = "namespace N {{ partial class Container {{ protected int {0} {{ get; set; }} {1} }} }}",
        ["a method beside"] = "namespace N {{ partial class Container {{ protected void {0}() {{ }} {1} }} }}",
        ["a type parameter of the container"] = "namespace N {{ partial class Container<{0}> {{ {1} }} }}",
        ["a type inherited by the container"] = "namespace N {{ class Base {{ protected class {0} {{ }} }} partial class Container : Base {{ {1} }} }}",
    };

    private static readonly string Declared = string.Join(
        " ",
        "[global::RnnGen.LstmCell(3, 40, Projection = 5)] sealed partial class Lstm;",
        "[global::RnnGen.GruCell(3, 40)] sealed partial class Gru;",
        "[global::RnnGen.RnnCell(3, 5, Training = false)] sealed partial class Rnn;",
        "[global::RnnGen.Network, global::RnnGen.EmbeddingLayer(9, 3), global::RnnGen.RnnLayer(5, Bidirectional = true), global::RnnGen.PoolingLayer(global::RnnGen.Pooling.Max), global::RnnGen.DenseLayer(2)] sealed partial class Net;",
        "[global::RnnGen.Network(3), global::RnnGen.RnnLayer(5), global::RnnGen.DenseLayer(2)] sealed partial class Stack;");

    public static TheoryData<string> PlaceNames => [.. Places.Keys];

    /// <summary>Each place for all names at once, in namespaces of their own.</summary>
    [Theory]
    [MemberData(nameof(PlaceNames))]
    public void NoNameStandsInTheWay(string place)
    {
        IEnumerable<string> sources = HostileNames.Select((name, index) => string
            .Format(CultureInfo.InvariantCulture, Places[place], name, Declared)
            .Replace("namespace N", FormattableString.Invariant($"namespace N{index}"), StringComparison.Ordinal)
            .Replace("Other", FormattableString.Invariant($"Other{index}"), StringComparison.Ordinal));
        GeneratorRun.Emit([.. sources]);
    }

    /// <summary>Types and aliases without a namespace.</summary>
    [Fact]
    public void NoNameOfTheGlobalNamespaceStandsInTheWay()
    {
        string[] names = [.. HostileNames.Except(["System", "RnnGen"])];
        GeneratorRun.Emit([.. names.Select(static name => $"class {name} {{ }}"), Declared, $"namespace N {{ {Declared} }}"]);
        GeneratorRun.Emit([string.Join("\n", names.Select(static name => $"global using {name} = System.String;")), Declared, $"namespace N {{ {Declared} }}"]);
    }

    private static string[] Texts((GeneratorDriverRunResult Result, Compilation) run) =>
        [.. run.Result.GeneratedTrees.Select(static tree => $"{tree.FilePath}\n{tree.GetText()}")];

    private static CultureInfo Culture(string negativeSign, string decimalSeparator, string groupSeparator)
    {
        // InvariantGlobalization is on here: what the real culture would say is said by hand.
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NegativeSign = negativeSign;
        culture.NumberFormat.NumberDecimalSeparator = decimalSeparator;
        culture.NumberFormat.NumberGroupSeparator = groupSeparator;
        return culture;
    }
}
