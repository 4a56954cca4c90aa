using System;
using System.Linq;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;
using Xunit;

namespace RnnGen.Generator.Tests;

/// <summary>The plan as data: what each shape gets, and what holds for every shape.</summary>
public class PlannerTests
{
    [Theory]
    [InlineData(1, 1, 8, 0, 8)]
    [InlineData(1, 8, 8, 0, 8)]
    [InlineData(1, 9, 16, 1, 0)]
    [InlineData(1, 16, 16, 1, 0)]
    [InlineData(1, 17, 24, 1, 8)]
    [InlineData(1, 40, 40, 2, 8)]
    [InlineData(100, 256, 256, 16, 0)]
    [InlineData(4096, 4096, 4096, 256, 0)]
    public void UnitsArePaddedToBlocksAndATail(int input, int hidden, int padded, int blocks, int tail)
    {
        CellPlan plan = Plan(input, hidden);
        Assert.Equal((padded, blocks, tail), (plan.PaddedHidden, plan.FullBlocks, plan.TailLanes));
    }

    [Theory]
    [InlineData(1, 8, "256: Sum8UnitsBy256OfTail x1x1 | 128: Sum4UnitsBy128OfTail x1x2")]
    [InlineData(1, 16, "512: Sum16UnitsBy512 x1x1 | 256: Sum16UnitsBy256 x1x1 | 128: Sum8UnitsBy128 x1x2")]
    [InlineData(
        1, 56, "512: Sum16UnitsBy512 x3x1, Sum8UnitsBy256OfTail x1x1 | 256: Sum16UnitsBy256 x3x1, Sum8UnitsBy256OfTail x1x1 "
            + "| 128: Sum8UnitsBy128 x3x2, Sum4UnitsBy128OfTail x1x2")]
    [InlineData(1, 40, "512: Sum32UnitsBy512 x1x1, Sum8UnitsBy256OfTail x1x1 | 256: Sum16UnitsBy256 x2x1, Sum8UnitsBy256OfTail x1x1 "
        + "| 128: Sum8UnitsBy128 x2x2, Sum4UnitsBy128OfTail x1x2")]
    [InlineData(100, 256, "512: Sum32UnitsBy512 x8x1 | 256: Sum16UnitsBy256 x16x1 | 128: Sum8UnitsBy128 x16x2")]
    public void EveryWidthHasItsPasses(int input, int hidden, string expected) =>
        Assert.Equal(expected, string.Join(" | ", Plan(input, hidden).Products[0].Widths.Select(static width =>
            $"{width.Bits}: {string.Join(", ", width.Passes.Select(static pass => $"{pass.Kernel.Name} x{pass.Calls}x{pass.PartsPerBlock}"))}")));

    [Theory]
    [InlineData(1, 8, false, true, true, false)]
    [InlineData(2, 16, false, true, false, false)]
    [InlineData(4, 40, false, false, false, true)]
    [InlineData(16, 64, true, false, false, true)]
    [InlineData(100, 256, true, false, false, true)]
    public void SmallCellsAreUnrolled(int input, int hidden, bool ahead, bool unrollsInput, bool unrollsRecurrence, bool product)
    {
        CellPlan plan = Plan(input, hidden);
        Assert.Equal((ahead, unrollsInput, unrollsRecurrence, product), (plan.SumsInputsAhead, plan.UnrollsInput, plan.UnrollsRecurrence, plan.BatchesByProduct));
    }

    [Theory]
    [InlineData(1, 32, false)]
    [InlineData(1, 40, false)]
    [InlineData(16, 64, true)]
    [InlineData(100, 256, true)]
    public void WeightsThatOutgrowTheFirstLevelCacheAreWalkedToAndFro(int input, int hidden, bool turns) => Assert.Equal(turns, Plan(input, hidden).TurnsRound);

    [Theory]
    [InlineData(nameof(GruVariantKind.ResetAfter), "Sum16UnitsBy512 x3x1, Sum8UnitsBy256OfTail x1x1")]
    [InlineData(
        nameof(GruVariantKind.ResetBefore),
        "SumGates32UnitsBy512 x1x1, SumGates16UnitsBy256 x1x1, SumGates8UnitsBy256OfTail x1x1 + "
            + "SumCandidate32UnitsBy512 x1x1, SumCandidate16UnitsBy256 x1x1, SumCandidate8UnitsBy256OfTail x1x1")]
    public void AGruThatResetsBeforeTheProductHasTwoProducts(string name, string expected)
    {
        GruVariantKind variant = Enum.Parse<GruVariantKind>(name);
        CellPlan plan = Plan(1, 56, CellKind.Gru, variant);
        string actual = string.Join(" + ", plan.Products.Select(static product => string.Join(
            ", ", product.Widths[0].Passes.Select(static pass => $"{pass.Kernel.Name} x{pass.Calls}x{pass.PartsPerBlock}"))));
        Assert.Equal(expected, actual);
        Assert.Equal(variant == GruVariantKind.ResetAfter ? 2 : -1, plan.SeparateGate);
        Assert.Equal(3 * 56 * (1 + 1 + 56) + (variant == GruVariantKind.ResetAfter ? 56 : 0), plan.ParameterCount);
    }

    [Theory]
    [InlineData(16, "Sum16UnitsBy512 x1x1")]
    [InlineData(40, "Sum32UnitsBy512 x1x1, Sum8UnitsBy256OfTail x1x1")]
    [InlineData(112, "Sum64UnitsBy512 x1x1, Sum32UnitsBy256 x1x1, Sum16UnitsBy256 x1x1")]
    [InlineData(256, "Sum64UnitsBy512 x4x1")]
    public void AnElmanCellTakesSeveralBlocksAtOnce(int hidden, string expected) => Assert.Equal(expected, string.Join(
        ", ", Plan(1, hidden, CellKind.Rnn).Products.Single().Widths[0].Passes.Select(static pass => $"{pass.Kernel.Name} x{pass.Calls}x{pass.PartsPerBlock}")));

    [Theory]
    [InlineData(nameof(CellKind.Lstm), 4)]
    [InlineData(nameof(CellKind.Gru), 3)]
    [InlineData(nameof(CellKind.Rnn), 1)]
    public void WhatHoldsForEveryShape(string name, int gates)
    {
        CellKind kind = Enum.Parse<CellKind>(name);
        foreach (int hidden in Enumerable.Range(1, 300).Concat([511, 512, 513, 1000, 2047, 4095, 4096]))
        {
            foreach (int input in (int[])[1, 4, 5, 100, 4096])
            {
                foreach (GruVariantKind variant in kind == CellKind.Gru ? Enum.GetValues<GruVariantKind>() : [GruVariantKind.ResetAfter])
                {
                    Check(Plan(input, hidden, kind, variant), input, hidden, gates);
                }
            }
        }
    }

    private static void Check(CellPlan plan, int input, int hidden, int gates)
    {
        Assert.Equal((gates * hidden * (1 + input + hidden)) + (plan.SeparateGate < 0 ? 0 : hidden), plan.ParameterCount);
        Assert.InRange(plan.PaddedHidden - hidden, 0, 7);
        Assert.Equal(plan.PaddedHidden, (plan.FullBlocks * CellPlanner.BlockLanes) + plan.TailLanes);
        Assert.InRange(plan.StackRows * plan.SumFloats * sizeof(float), 1, 64 * 1024);
        Assert.Equal(gates, plan.Products.Sum(static product => product.Gates));
        foreach (ProductPlan product in plan.Products)
        {
            Assert.Equal(128, product.Widths[^1].Bits);
            foreach (WidthPlan width in product.Widths)
            {
                // Every unit exactly once, in order.
                int next = 0;
                foreach (PassPlan pass in width.Passes)
                {
                    Assert.Equal(next, pass.FirstBlock * CellPlanner.BlockLanes);
                    next += pass.Calls * pass.PartsPerBlock * pass.Kernel.Units;
                    Assert.InRange(pass.Kernel.Bits, 128, width.Bits);

                    // A split sum belongs to the shape, not to the width; and all sums stay in registers.
                    Assert.Equal(pass.Kernel.Lanes == CellPlanner.TailLanes ? 2 : 1, pass.Kernel.Splits);
                    Assert.InRange(pass.Kernel.Accumulators(product.Gates), 1, 8);
                    Assert.True(pass.Kernel.Bits == 512 || gates != 4 || pass.Kernel.Accumulators(product.Gates) == 8);
                }

                Assert.Equal(plan.PaddedHidden, next);
            }
        }
    }

    [Fact]
    public void TheSameSpecGivesTheSamePlan() => Assert.Equal(Plan(7, 19), Plan(7, 19));

    private static CellPlan Plan(
        int input, int hidden, CellKind kind = CellKind.Lstm, GruVariantKind variant = GruVariantKind.ResetAfter)
    {
        var type = new TypeSpec("", new EquatableArray<TypeDeclarationSpec>([]), new TypeDeclarationSpec("class", "Cell", ""), "Cell.g.cs");
        return CellPlanner.Plan(new CellSpec(type, kind, input, hidden, AccuracyKind.Standard) { Variant = variant });
    }
}
