using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Tests.Infrastructure;
using Xunit;
using Xunit.Abstractions;

namespace RnnGen.Generator.Tests;

/// <summary>Emitted code in whatever project it lands: it never causes a warning or an error (see <see cref="GeneratorRun"/> for how strict).</summary>
public class EmissionTests(ITestOutputHelper log)
{
    /// <summary>Of one cell, without comments.</summary>
    private const int MaxEmittedBytes = 30 * 1024;

    /// <summary>Of an LSTM 100 -> 256 with training, without comments.</summary>
    private const int MaxPlainBytes = 16 * 1024;

    private const int MaxColumns = 140;

    [Theory]
    [InlineData("[RnnGen.LstmCell(3, 5)] partial class Cell;")]
    [InlineData("namespace N; [RnnGen.LstmCell(3, 5)] internal sealed partial class Cell;")]
    [InlineData("namespace N.@event { [RnnGen.LstmCell(3, 5)] internal sealed partial class @class { } }")]
    [InlineData("namespace N { internal partial class Outer<T> where T : struct { [RnnGen.LstmCell(3, 5)] private protected sealed partial class Cell { } } }")]
    [InlineData("partial struct A { partial interface B { partial record C { partial record struct D { [RnnGen.LstmCell(3, 5)] private partial class Cell; } } } }")]
    [InlineData("[RnnGen.LstmCell(3, 5)] partial class Cell<T, @in>;")]
    [InlineData("[RnnGen.LstmCell(3, 5)] sealed partial record Cell;")]
    [InlineData("[RnnGen.LstmCell(3, 5)] abstract partial class Cell { protected Cell(int x) { X = x; } protected int X { get; } }")]
    [InlineData("namespace N; class System { } class Span { } class Vector256 { } class RnnGen { } [global::RnnGen.LstmCell(1, 40)] partial class Cell;")]
    [InlineData("namespace A { [RnnGen.LstmCell(3, 5)] partial class Cell; } namespace B { [RnnGen.LstmCell(3, 5)] partial class Cell; }")]
    [InlineData("namespace N { [RnnGen.LstmCell(3, 5)] partial class Cell; [RnnGen.LstmCell(3, 5)] partial class Cell<T>; partial class Outer { [RnnGen.LstmCell(3, 5)] partial class Cell; } }")]
    [InlineData("class Base { } interface I { } [RnnGen.LstmCell(3, 5)] partial class Cell : Base, I; partial class Cell { }")]
    [InlineData("/// <summary>Public.</summary>\n[RnnGen.GruCell(3, 40)] public sealed partial class Cell;")]
    [InlineData("/// <summary>Public.</summary>\n[RnnGen.GruCell(7, 24, Variant = RnnGen.GruVariant.ResetBefore)] public sealed partial class Cell;")]
    [InlineData("namespace N.C; [RnnGen.GruCell(1, 5, Variant = RnnGen.GruVariant.ComplementReset)] internal partial class Cell<T>;")]
    [InlineData("/// <summary>Public.</summary>\n[RnnGen.RnnCell(3, 5, Activation = RnnGen.RnnActivation.Relu)] public sealed partial class Cell;")]
    [InlineData("namespace N; class System { } class Vector256 { } [RnnGen.RnnCell(3, 129)] sealed partial class Cell; [RnnGen.GruCell(3, 129)] sealed partial class Cells;")]
    [InlineData("/// <summary>Public.</summary>\n[RnnGen.Network(3), RnnGen.LstmLayer(5, Layers = 2, Dropout = 0.1), RnnGen.DenseLayer(2)] public sealed partial class Net;")]
    [InlineData("namespace N { internal partial class Outer<T> { [RnnGen.Network(3), RnnGen.GruLayer(5, Bidirectional = true), RnnGen.PoolingLayer(RnnGen.Pooling.Max)] private protected sealed partial class Net<@in>; } }")]
    [InlineData("namespace N; class System { } class Span { } class RnnGen { } class Layers { } class State { } [global::RnnGen.Network, global::RnnGen.EmbeddingLayer(9, 4), global::RnnGen.LstmLayer(4)] partial class Net;")]
    [InlineData("namespace N.@event { [RnnGen.Network(3), RnnGen.RnnLayer(5, Name = \"class\"), RnnGen.RnnLayer(5, Name = \"state\"), RnnGen.RnnLayer(5, Name = \"7.x\"), RnnGen.DenseLayer(3, Name = \"\")] partial class @class { } }")]
    [InlineData("[RnnGen.Network(3), RnnGen.RnnLayer(5, Name = \"x\"), RnnGen.DenseLayer(2, Name = \"batch\"), RnnGen.DenseLayer(2, Name = \"inputs\"), RnnGen.DenseLayer(2, Name = \"write\")] sealed partial class Rnn3x5;")]
    [InlineData("[RnnGen.Network(3, Training = false), RnnGen.LstmLayer(5), RnnGen.DenseLayer(7), RnnGen.GruLayer(4), RnnGen.DenseLayer(9, Steps = RnnGen.DenseSteps.LastStep)] sealed partial record Net;")]
    [InlineData("[RnnGen.Network(3), RnnGen.PoolingLayer(RnnGen.Pooling.LastStep)] partial class Net { public Net(int x) { X = x; } public Net() { } public int X { get; } }")]
    [InlineData("[RnnGen.Network(3), RnnGen.DenseLayer(2), RnnGen.PoolingLayer(RnnGen.Pooling.Mean), RnnGen.DenseLayer(2)] partial class Net;")]
    [InlineData("[RnnGen.LstmCell(3, 5)] partial class Cell; [RnnGen.GruCell(3, 5)] partial class CELL; namespace N { [RnnGen.RnnCell(3, 5)] partial class Cell; } namespace n { [RnnGen.RnnCell(3, 5)] partial class Cell; }")]
    [InlineData("partial class A { [RnnGen.Network(3), RnnGen.RnnLayer(5)] partial class Net; partial class AA { [RnnGen.Network(3), RnnGen.RnnLayer(5)] partial class Net; } partial class aA { [RnnGen.Network(3), RnnGen.RnnLayer(5)] partial class Net; } }")]
    [InlineData("[RnnGen.Network(3), RnnGen.LstmLayer(5), RnnGen.GruLayer(5)] partial class Net { [RnnGen.LstmCell(3, 5)] internal partial class lstm3x5; [RnnGen.GruCell(3, 5)] internal partial class LSTM3X5; [RnnGen.RnnCell(3, 5)] internal partial class gru5X5<T>; }")]
    [InlineData("namespace N { [RnnGen.Network(3), RnnGen.LstmLayer(5)] partial class Net { [RnnGen.Network(3), RnnGen.LstmLayer(5)] internal partial class lstm3X5 { [RnnGen.LstmCell(3, 5)] internal partial class LSTM3x5; } } } namespace N.net { [RnnGen.LstmCell(3, 5)] partial class Lstm3x5; }")]
    [InlineData("partial class Outer { [RnnGen.Network(3), RnnGen.LstmLayer(5)] partial class Net<T> { [RnnGen.LstmCell(3, 5)] internal partial class lstm3x5; } [RnnGen.Network(3), RnnGen.LstmLayer(5)] partial class Net { internal partial struct lstm3x5 { [RnnGen.LstmCell(3, 5)] internal partial class Cell; } } }")]
    [InlineData("namespace \u0928\u093E\u092E.\u2167 { [RnnGen.LstmCell(3, 5)] partial class \u0939\u093F\u0928\u094D\u0926\u0940; [RnnGen.RnnCell(3, 5)] partial class \u0939\u093F\u0928\u0947\u0926\u0940; } namespace \u65E5\u672C { [RnnGen.RnnCell(3, 5)] partial class \u00C9tat\u203F1; }")]
    [InlineData("namespace @record.@await.@global; [RnnGen.LstmCell(3, 5)] partial class @record; partial interface @file { partial struct @required { [RnnGen.GruCell(3, 5)] partial class @scoped; } } partial class @where<@partial> where @partial : class { [RnnGen.Network(3), RnnGen.RnnLayer(5)] partial class @cell<@async>; }")]
    [InlineData("[RnnGen.LstmCell(7, 40)] partial class @nint; [RnnGen.GruCell(7, 40)] partial class @nuint; [RnnGen.GruCell(3, 5)] partial class @_; [RnnGen.RnnCell(3, 5)] partial class @__arglist;")]
    [InlineData("abstract partial class A { readonly ref partial struct B { static partial class C { partial record class D<T>(int X) where T : notnull, new() { public partial record E<U> where U : T { [RnnGen.LstmCell(3, 5)] protected internal partial class Cell<V> where V : allows ref struct; } } } } }")]
    [InlineData("[System.Obsolete(\"x\")] partial class Outer { [RnnGen.LstmCell(3, 5)] internal partial class Cell; } [System.Obsolete(\"x\", true)] [RnnGen.GruCell(3, 5)] internal partial class Old; [System.Obsolete] [RnnGen.Network(3), RnnGen.RnnLayer(5)] partial class OldNet;")]
    [InlineData("[System.Diagnostics.CodeAnalysis.Experimental(\"EXP1\")] [RnnGen.LstmCell(3, 5)] internal partial class Cell; [System.Diagnostics.CodeAnalysis.Experimental(\"EXP1\")] [RnnGen.Network(3), RnnGen.RnnLayer(5)] partial class Net;")]
    [InlineData("/// <summary>Documented.</summary>\n/// <typeparam name=\"T\">A type.</typeparam>\n[RnnGen.LstmCell(3, 5)] public partial class Cell<T>;\n/// <summary>Documented.</summary>\n/// <typeparam name=\"T\">A type.</typeparam>\n[RnnGen.Network(3), RnnGen.RnnLayer(5)] public partial class Net<T>;")]
    [InlineData("[RnnGen.LstmCell(3, 5)] partial class Cell(int x) { public required string Name { get; init; } public int X => x; }")]
    [InlineData("[RnnGen.LstmCell(3, 5)] sealed partial record Cell(int X, string Name); [RnnGen.Network(3), RnnGen.RnnLayer(5)] sealed partial record Net;")]
    [InlineData("[RnnGen.LstmCell(3, 5)] partial class Cell : System.IDisposable, System.IEquatable<Cell> { public void Dispose() { } public bool Equals(Cell? other) => other == this; public override bool Equals(object? obj) => Equals(obj as Cell); public override int GetHashCode() => 0; }")]
    public void CompilesWithoutADiagnostic(string source) => Assert.NotEmpty(GeneratorRun.Emit(source).Result.GeneratedTrees);

    /// <summary>File systems take 255 bytes, and a build puts more before and behind it.</summary>
    [Theory]
    [InlineData("VeryLongNameOfACell")]
    [InlineData("\u9577\u3044\u540D\u524D")]
    public void LongNamesGetShortFileNames(string part)
    {
        string name = string.Concat(Enumerable.Repeat(part, 20));
        string[] hints = [.. GeneratorRun.Emit($"[RnnGen.LstmCell(3, 5)] partial class A{name}; [RnnGen.LstmCell(3, 5)] partial class B{name};")
            .Result.Results.Single().GeneratedSources.Select(static source => source.HintName)];
        Assert.All(hints, static hint => Assert.InRange(Encoding.UTF8.GetByteCount(hint), 1, 140));
        Assert.Equal(2, hints.Distinct().Count());
    }

    [Fact]
    public void TheCultureDoesNotShow()
    {
        const string source = "[RnnGen.LstmCell(100, 256)] partial class Cell;";
        string hostile = GeneratorRun.Emit(source).Result.GeneratedTrees.Single().ToString();
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        string invariant = GeneratorRun.Driver().RunGenerators(GeneratorRun.Compile(source)).GetRunResult().GeneratedTrees.Single().ToString();
        Assert.Equal(invariant, hostile);
        Assert.DoesNotContain('\r', hostile);
    }

    /// <summary>With training, every option, and shapes with a tail besides full blocks: what a reader sees besides comments.</summary>
    [Fact]
    public void TextStaysSmall() => AssertLongest(
        MaxEmittedBytes,
        [
            .. AllDeclarations.Cells,
            "RnnGen.LstmCell(1, 8)", "RnnGen.LstmCell(7, 19)", "RnnGen.LstmCell(16, 64)", "RnnGen.LstmCell(4096, 4096)",
            "RnnGen.GruCell(7, 19)", "RnnGen.GruCell(100, 256)", "RnnGen.RnnCell(100, 256)",
            .. from shape in new[] { "2, 24", "4, 56", "5, 24", "100, 248", "4096, 4088" } from cell in WithOptions(shape) select cell,
        ]);

    /// <summary>An LSTM without options.</summary>
    [Fact]
    public void TextOfAnLstmStaysSmaller() => AssertLongest(MaxPlainBytes, ["RnnGen.LstmCell(100, 256)"]);

    /// <summary>No bare number of two or more digits outside constants and comments, and no line that is too long.</summary>
    [Fact]
    public void NumbersHaveNamesAndLinesAreShort()
    {
        string[] networks =
        [
            "RnnGen.Network(24), RnnGen.LstmLayer(40, Layers = 12, Dropout = 0.25), RnnGen.DenseLayer(77, Activation = RnnGen.DenseActivation.Relu), RnnGen.DenseLayer(13)",
            "RnnGen.Network, RnnGen.EmbeddingLayer(1000, 24), RnnGen.GruLayer(33, Bidirectional = true), RnnGen.PoolingLayer(RnnGen.Pooling.Max), RnnGen.DenseLayer(10)",
            "RnnGen.Network(24), RnnGen.RnnLayer(16, Bidirectional = true), RnnGen.PoolingLayer(RnnGen.Pooling.FinalState)",
            "RnnGen.Network(24), RnnGen.RnnLayer(16), RnnGen.PoolingLayer(RnnGen.Pooling.Mean), RnnGen.DenseLayer(10)",
        ];
        string source = string.Join("\n", AllDeclarations.Cells.Concat(networks).Select(static (attribute, index) => $"[{attribute}] partial class Cell{index};"));
        foreach (SyntaxTree tree in GeneratorRun.Driver().RunGenerators(GeneratorRun.Compile(source)).GetRunResult().GeneratedTrees)
        {
            Assert.All(tree.ToString().Split('\n'), static line => Assert.InRange(line.Length, 0, MaxColumns));
            foreach (string line in CodeOf(tree).Split('\n'))
            {
                if (!line.Contains(" const ", StringComparison.Ordinal))
                {
                    Assert.DoesNotMatch(@"(?<![\w.])[0-9][0-9]+(?![\w""])", line.Replace("\"0.1.0\"", "", StringComparison.Ordinal));
                }
            }
        }
    }

    private static IEnumerable<string> WithOptions(string shape) =>
        from cell in new[]
        {
            "Lstm: ", "Gru: ", "Rnn: ",
            "Lstm: , Peephole = true, Projection = 23, Clip = 1, CandidateActivation = RnnGen.RnnActivation.ScaledTanh, CellActivation = RnnGen.RnnActivation.ScaledTanh",
            "Lstm: , LayerNorm = true, Projection = 23, Clip = 1, GateActivation = RnnGen.RnnActivation.HardSigmoid",
            "Gru: , Variant = RnnGen.GruVariant.ComplementReset, Clip = 1, Accuracy = RnnGen.Accuracy.Precise",
            "Gru: , Variant = RnnGen.GruVariant.ResetBefore, Clip = 1, GateActivation = RnnGen.RnnActivation.HardSigmoid",
            "Gru: , Clip = 1, CandidateActivation = RnnGen.RnnActivation.ScaledTanh, Accuracy = RnnGen.Accuracy.Precise",
            "Gru: , LayerNorm = true, Clip = 1, CandidateActivation = RnnGen.RnnActivation.ScaledTanh, Accuracy = RnnGen.Accuracy.Precise",
            "Gru: , LayerNorm = true, Variant = RnnGen.GruVariant.ResetBefore, Clip = 1, GateActivation = RnnGen.RnnActivation.HardSigmoid",
            "Lstm: , Recurrence = RnnGen.Recurrence.Diagonal, Peephole = true, Clip = 1, CandidateActivation = RnnGen.RnnActivation.ScaledTanh, CellActivation = RnnGen.RnnActivation.ScaledTanh",
            "Lstm: , Recurrence = RnnGen.Recurrence.Diagonal, LayerNorm = true, Clip = 1, GateActivation = RnnGen.RnnActivation.HardSigmoid",
            "Gru: , Recurrence = RnnGen.Recurrence.Diagonal, LayerNorm = true, Variant = RnnGen.GruVariant.ResetBefore, Clip = 1, GateActivation = RnnGen.RnnActivation.HardSigmoid",
            "Rnn: , Clip = 1, Activation = RnnGen.RnnActivation.ScaledTanh",
            "Rnn: , LayerNorm = true, Clip = 1, Activation = RnnGen.RnnActivation.ScaledTanh",
        }
        select $"RnnGen.{cell.Replace(": ", $"Cell({shape}", StringComparison.Ordinal)})";

    private void AssertLongest(int bytes, string[] attributes)
    {
        string source = string.Join("\n", attributes.Select(static (attribute, index) => $"[{attribute}] partial class Cell{index};"));
        GeneratorDriverRunResult result = GeneratorRun.Driver().RunGenerators(GeneratorRun.Compile(source)).GetRunResult();
        (int Length, SyntaxTree Tree)[] bySize =
            [.. result.GeneratedTrees.Select(static tree => (CodeOf(tree).Length, tree)).OrderByDescending(static file => file.Length)];
        foreach ((int length, SyntaxTree tree) in bySize.Take(10))
        {
            log.WriteLine($"{length / 1024.0:F1} KB {tree.GetText().Lines[1]}");
        }

        Assert.InRange(bySize[0].Length, 1, bytes);
    }

    /// <summary>The text without lines of comments.</summary>
    private static string CodeOf(SyntaxTree tree) => string.Join(
        "\n", tree.ToString().Split('\n').Where(static line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));
}
