using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
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
        ["C# 13"] = new(),
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

    private static readonly Lazy<string[]> Expected = new(static () => Texts(GeneratorRun.Emit(AllDeclarations.Some).Result));

    public static TheoryData<string> ProjectNames => [.. Projects.Keys];

    [Fact]
    public void EveryDeclaration() => GeneratorRun.Emit(AllDeclarations.All);

    [Theory]
    [MemberData(nameof(ProjectNames))]
    public void DeclarationsInEveryProject(string project)
    {
        ProjectSettings settings = Projects[project];
        string[] texts = Texts(GeneratorRun.Generate(settings, AllDeclarations.Some).Result);
        Assert.Equal(Expected.Value, texts);

        // The same text in a compiler that is told nothing else has been compiled already.
        var strictest = new ProjectSettings();
        if (!settings.ParseOptions.Equals(strictest.ParseOptions) || !settings.CompilationOptions.Equals(strictest.CompilationOptions))
        {
            GeneratorRun.Emit(settings, AllDeclarations.Some);
        }
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
        AllDeclarations.Some);

    [Fact]
    public void CompliantWithTheCommonLanguageSpecification() => GeneratorRun.Emit("[assembly: System.CLSCompliant(true)]", AllDeclarations.Some);

    /// <summary>The text of a file depends on nothing but its declaration: not on the order of the files, nor on the others.</summary>
    [Fact]
    public void TheOrderOfFilesDoesNotShow()
    {
        string[] sources = ["[RnnGen.LstmCell(3, 5)] partial class B;", "[RnnGen.Network(3), RnnGen.GruLayer(5)] partial class A;", "[RnnGen.RnnCell(3, 5)] partial class C;"];
        string[] forward = Texts(GeneratorRun.Emit(sources).Result);
        Assert.Equal(forward.Order(StringComparer.Ordinal), Texts(GeneratorRun.Generate(new ProjectSettings(), [.. sources.Reverse()]).Result).Order(StringComparer.Ordinal));
        Assert.Contains(Texts(GeneratorRun.Generate(new ProjectSettings(), sources[0]).Result).Single(), forward);
    }

    private static readonly string[] EmittedAliases = ["RnnCells", "RnnCompiler", "RnnMemory", "RnnNetworks", "RnnNumerics", "RnnSimd"];

    /// <summary>What a user may have called a type, a namespace or an alias.</summary>
    private static readonly string[] HostileNames =
    [
        "System", "Span", "ReadOnlySpan", "Math", "MathF", "Single", "Int32", "Array", "Range", "Index", "Vector128", "Vector256", "Vector512", "Unsafe", "MemoryMarshal",
        "MethodImpl", "MethodImplOptions", "GeneratedCode", "RnnGen", .. EmittedAliases,
        "Activation", "ActivationSlope", "PanelProduct", "PanelLayout", "CellArguments", "AlignedBuffer", "IRecurrentCell", "ITrainableCell", "INetwork",
        "State", "Workspace", "Tape", "Gradients", "Lanes", "SumRow", "Layout", "Parameters", "Step", "Rnn3x5", "Batch", "Layers",
    ];

    /// <summary>Where names can stand in the way of declarations.</summary>
    private static readonly Dictionary<string, Func<string[], string, string>> Places = new()
    {
        ["types beside"] = static (names, cells) => $"namespace N {{ {Each(names, "class {0} {{ }}")} {cells} }}",
        ["generic types beside"] = static (names, cells) => $"namespace N {{ {Each(names, "class {0}<T> {{ }}")} {cells} }}",
        ["namespaces beside"] = static (names, cells) => $"namespace N {{ {Each(names, "namespace {0} {{ class Inner {{ }} }}")} {cells} }}",
        ["the namespace"] = static (names, cells) => $"namespace N.{string.Join('.', names)} {{ {cells} }}",
        ["types in a namespace around"] = static (names, cells) => $"namespace N {{ {Each(names, "class {0} {{ }}")} }} namespace N.M {{ {cells} }}",
        ["types of a used namespace"] = static (names, cells) => $"namespace N {{ using Other; {cells} }} namespace Other {{ {Each(names, "class {0} {{ }}")} }}",
        ["aliases"] = static (names, cells) => $"namespace N {{ {Each(names, "using {0} = global::System.String;")} {cells} }}",
        ["the containing types"] = static (names, cells) => $"namespace N {{ {Each(names, "partial class {0} {{")} {cells} {Each(names, "}}")} }}",
        ["types nested beside"] = static (names, cells) => $"namespace N {{ partial class Container {{ {Each(names, "class {0} {{ }}")} {cells} }} }}",
        ["properties beside"] = static (names, cells) => $"namespace N {{ partial class Container {{ {Each(names, "protected int {0} {{ get; set; }}")} {cells} }} }}",
        ["methods beside"] = static (names, cells) => $"namespace N {{ partial class Container {{ {Each(names, "protected void {0}() {{ }}")} {cells} }} }}",
        ["type parameters of the container"] = static (names, cells) => $"namespace N {{ partial class Container<{string.Join(", ", names)}> {{ {cells} }} }}",
        ["types that the container inherits"] = static (names, cells) =>
            $"namespace N {{ class Base {{ {Each(names, "protected class {0} {{ }}")} }} partial class Container : Base {{ {cells} }} }}",
    };

    private static string Each(string[] names, string format) =>
        string.Join(' ', names.Select(name => string.Format(CultureInfo.InvariantCulture, format, name)));

    private static readonly string Declared = string.Join(
        " ",
        "[global::RnnGen.LstmCell(3, 40, Projection = 5)] sealed partial class Lstm;",
        "[global::RnnGen.GruCell(3, 40)] sealed partial class Gru;",
        "[global::RnnGen.RnnCell(3, 5, Training = false)] sealed partial class Rnn;",
        "[global::RnnGen.Network, global::RnnGen.EmbeddingLayer(9, 3), global::RnnGen.RnnLayer(5, Bidirectional = true), global::RnnGen.PoolingLayer(global::RnnGen.Pooling.Max), global::RnnGen.DenseLayer(2)] sealed partial class Net;",
        "[global::RnnGen.Network(3), global::RnnGen.RnnLayer(5), global::RnnGen.DenseLayer(2)] sealed partial class Stack;");

    public static TheoryData<string> PlaceNames => [.. Places.Keys];

    [Theory]
    [MemberData(nameof(PlaceNames))]
    public void NoNameStandsInTheWay(string place) => GeneratorRun.Emit(Places[place](HostileNames, Declared));

    /// <summary>
    /// Types and aliases without a namespace. (Global aliases of the names of emitted ones are the exception: the language lets no file hide them.)
    /// </summary>
    [Fact]
    public void NoNameOfTheGlobalNamespaceStandsInTheWay()
    {
        string[] names = [.. HostileNames.Except(["System", "RnnGen"])];
        GeneratorRun.Emit(Each(names, "class {0} {{ }}"), Declared, $"namespace N {{ {Declared} }}");
        GeneratorRun.Emit(Each([.. names.Except(EmittedAliases)], "global using {0} = System.String;"), Declared, $"namespace N {{ {Declared} }}");
    }

    private static string[] Texts(GeneratorDriverRunResult result) =>
        [.. result.GeneratedTrees.Select(static tree => $"{tree.FilePath}\n{tree.GetText()}")];

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
