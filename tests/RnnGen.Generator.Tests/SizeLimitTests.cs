using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using RnnGen.Generator.Layers;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Tests.Infrastructure;
using RnnGen.Memory;
using Xunit;

namespace RnnGen.Generator.Tests;

/// <summary>The most parameters that a declaration may have: what fits is emitted, and a row more is refused.</summary>
public class SizeLimitTests
{
    [Fact]
    public void TheLibrarysBuffersHoldAsManyFloats() => Assert.Equal(CellSpec.MaxBufferFloats, AlignedBuffer.MaxLength);

    /// <summary>What the limit is compared with is what is emitted.</summary>
    [Fact]
    public void TheFloatsOfACellAreThoseOfItsPlan()
    {
        foreach (CellSpec spec in Specs())
        {
            Assert.Equal((spec, CellPlanner.ParameterFloatsOf(spec)), (spec, CellPlanner.Plan(spec).ParameterFloats));
            Assert.Equal(
                (spec, NetworkPlanner.ParameterFloatsOf(NetworkOf(spec))), (spec, NetworkPlanner.Plan(NetworkOf(spec)).ParameterFloats));
        }
    }

    // With {0} in the place of the number that decides: the largest that fits.
    [Theory]
    [InlineData("[RnnGen.LstmCell({0}, 8192)] partial class Cell;", 8190)]
    [InlineData("[RnnGen.LstmCell({0}, 8192, Bias = false)] partial class Cell;", 8190)]
    [InlineData("[RnnGen.LstmCell({0}, 8192, Peephole = true)] partial class Cell;", 8190)]
    [InlineData("[RnnGen.LstmCell({0}, 8192, LayerNorm = true)] partial class Cell;", 8188)]
    [InlineData("[RnnGen.LstmCell({0}, 8192, CoupledGates = true)] partial class Cell;", 13652)]
    [InlineData("[RnnGen.LstmCell({0}, 16384, Projection = 512)] partial class Cell;", 7550)]
    [InlineData("[RnnGen.GruCell({0}, 9448)] partial class Cell;", 9491)]
    [InlineData("[RnnGen.GruCell({0}, 9448, Bias = false)] partial class Cell;", 9491)]
    [InlineData("[RnnGen.GruCell({0}, 9448, Variant = RnnGen.GruVariant.ResetBefore)] partial class Cell;", 9492)]
    [InlineData("[RnnGen.GruCell({0}, 9448, Variant = RnnGen.GruVariant.ComplementReset)] partial class Cell;", 9492)]
    [InlineData("[RnnGen.GruCell({0}, 9448, LayerNorm = true)] partial class Cell;", 9488)]
    [InlineData("[RnnGen.GruCell({0}, 10922, Recurrence = RnnGen.Recurrence.Diagonal)] partial class Cell;", 16373)]
    [InlineData("[RnnGen.RnnCell({0}, 16384)] partial class Cell;", 16382)]
    [InlineData("[RnnGen.RnnCell({0}, 16384, LayerNorm = true)] partial class Cell;", 16380)]
    [InlineData("[RnnGen.RnnCell({0}, 16384, Bias = false)] partial class Cell;", 16382)]
    [InlineData("[RnnGen.Network, RnnGen.EmbeddingLayer({0}, 4095), RnnGen.DenseLayer(1)] partial class Net;", 524415)]
    [InlineData("[RnnGen.Network, RnnGen.EmbeddingLayer({0}, 3001), RnnGen.RnnLayer(20, Bidirectional = true)] partial class Net;", 715540)]
    public async Task WhatFitsIsEmittedAndARowMoreIsNot(string declaration, int largest)
    {
        DiagnosticRun fits = await Run(largest);
        Assert.True(fits.Diagnostics.Count == 0, fits.ToString());
        Assert.NotEmpty(fits.Emitted);
        DiagnosticRun more = await Run(largest + 1);
        Assert.True(more.Diagnostics.Count == 1, more.ToString());
        Assert.Equal("RNN0010", more.Diagnostics[0].Id);
        Assert.Empty(more.Emitted);

        // That such states are large for an array is said as well.
        Task<DiagnosticRun> Run(int size) => DiagnosticRun.Of(
            "#pragma warning disable RNN0020\n" + declaration.Replace("{0}", size.ToString(System.Globalization.CultureInfo.InvariantCulture), System.StringComparison.Ordinal));
    }

    private static IEnumerable<CellSpec> Specs() =>
        from kind in new[] { CellKind.Lstm, CellKind.Gru, CellKind.Rnn }
        from variant in kind == CellKind.Gru ? System.Enum.GetValues<GruVariantKind>() : [GruVariantKind.ResetAfter]
        from hidden in new[] { 1, 7, 8, 9, 16, 33, 100 }
        from input in new[] { 1, 5, 100 }
        from bias in new[] { false, true }
        from options in kind == CellKind.Lstm ? Enumerable.Range(0, 16).Where(static options => (options & 10) != 10) : (int[])[0, 4, 8, 12]
        where hidden > 1 || options == 0
        select new CellSpec(Type, kind, input, hidden)
        {
            Variant = variant,
            Bias = bias,
            CoupledGates = (options & 1) != 0,
            Projection = (options & 2) != 0 ? (hidden + 1) / 2 : 0,
            Recurrence = (options & 8) != 0 ? RecurrenceKind.Diagonal : RecurrenceKind.Full,
            LayerNorm = (options & 4) != 0,
            Peephole = (options & 4) == 0 && (options & 3) != 0,
        };

    private static NetworkSpec NetworkOf(CellSpec cell) => new(
        Type,
        new EquatableArray<LayerSpec>(
        [
            new EmbeddingSpec("Embedding", "embedding", 7, cell.Input),
            new RecurrentSpec("Cell", "Cell", "cell", cell, 0, Bidirectional: cell.Bias, DropoutSpec.None),
            new DenseSpec("Linear", "linear", cell.Bias ? 2 * cell.OutputSize : cell.OutputSize, cell.Hidden, DenseActivationKind.None),
        ]),
        Training: true);

    private static TypeSpec Type => new("", new EquatableArray<TypeDeclarationSpec>([]), new TypeDeclarationSpec("class", "Cell", ""), "Cell.g.cs");
}
