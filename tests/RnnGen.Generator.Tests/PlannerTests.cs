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
    [InlineData(1, 1, 8)]
    [InlineData(1, 8, 8)]
    [InlineData(1, 9, 16)]
    [InlineData(1, 17, 24)]
    [InlineData(1, 40, 40)]
    [InlineData(100, 256, 256)]
    [InlineData(4096, 4096, 4096)]
    public void UnitsArePadded(int input, int hidden, int padded) => Assert.Equal(padded, Plan(input, hidden).PaddedHidden);

    [Theory]
    [InlineData(1, 8, false, false)]
    [InlineData(2, 16, false, false)]
    [InlineData(4, 40, false, true)]
    [InlineData(16, 64, true, true)]
    [InlineData(100, 256, true, true)]
    public void SmallCellsDoWithoutProducts(int input, int hidden, bool ahead, bool product)
    {
        CellPlan plan = Plan(input, hidden);
        Assert.Equal((ahead, product), (plan.SumsInputsAhead, plan.BatchesByProduct));
    }

    [Theory]
    [InlineData(1, 1, nameof(GruVariantKind.ResetAfter), true)]
    [InlineData(1, 8, nameof(GruVariantKind.ResetAfter), true)]
    [InlineData(100, 16, nameof(GruVariantKind.ResetAfter), true)]
    [InlineData(1, 17, nameof(GruVariantKind.ResetAfter), false)]
    [InlineData(1, 40, nameof(GruVariantKind.ResetAfter), false)]
    [InlineData(1, 8, nameof(GruVariantKind.ResetBefore), false)]
    [InlineData(1, 8, nameof(GruVariantKind.ComplementReset), false)]
    public void StreamsOfTinyCellsGoAFewAtATime(int input, int hidden, string variant, bool together)
    {
        Assert.Equal(together, Plan(input, hidden, CellKind.Gru, Enum.Parse<GruVariantKind>(variant)).StepsStreams);
        Assert.Equal(hidden <= 16, Plan(input, hidden).StepsStreams);
        Assert.Equal(hidden <= 16, Plan(input, hidden, CellKind.Rnn).StepsStreams);
    }

    [Theory]
    [InlineData(1, 32, false)]
    [InlineData(1, 40, false)]
    [InlineData(16, 64, true)]
    [InlineData(100, 256, true)]
    public void WeightsThatOutgrowTheFirstLevelCacheAreWalkedToAndFro(int input, int hidden, bool turns) => Assert.Equal(turns, Plan(input, hidden).TurnsRound);

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
                    CellPlan plan = Plan(input, hidden, kind, variant);
                    bool isApart = kind == CellKind.Gru && variant == GruVariantKind.ResetAfter;
                    Assert.Equal((gates * hidden * (1 + input + hidden)) + (isApart ? hidden : 0), plan.ParameterCount);
                    Assert.Equal(1 + input + (isApart ? 1 : 0), plan.FirstRecurrentRow);
                    Assert.Equal(plan.FirstRecurrentRow + hidden, plan.Rows);
                    Assert.InRange(plan.PaddedHidden - hidden, 0, 7);
                    Assert.Equal(0, plan.PaddedHidden % CellPlanner.TailLanes);
                    Assert.InRange(plan.StackRows * plan.SumFloats * sizeof(float), 1, 64 * 1024);

                    // Threads that share a step keep its sums and states in a workspace's rows, which only products have.
                    Assert.True(plan.BatchesByProduct || !plan.SharesSteps);
                    Assert.Equal(0, plan.Training!.HiddenOperand % 16);
                    Assert.InRange(plan.Training.HiddenOperand, plan.FirstRecurrentRow, plan.FirstRecurrentRow + 15);
                }
            }
        }
    }

    [Fact]
    public void TheSameSpecGivesTheSamePlan() => Assert.Equal(Plan(7, 19), Plan(7, 19));

    private static CellPlan Plan(
        int input, int hidden, CellKind kind = CellKind.Lstm, GruVariantKind variant = GruVariantKind.ResetAfter)
    {
        var type = new TypeSpec("", new EquatableArray<TypeDeclarationSpec>([]), new TypeDeclarationSpec("class", "Cell", ""), "Cell.g.cs");
        return CellPlanner.Plan(new CellSpec(type, kind, input, hidden) { Variant = variant });
    }
}
