using System;
using System.Linq;
using RnnGen.Training;
using Xunit;

namespace RnnGen.Tests.Training;

/// <summary>Learning rates over time: the closed forms of PyTorch's schedulers.</summary>
public sealed class ScheduleTests
{
    [Fact]
    public void Factors_are_those_of_the_closed_forms()
    {
        Assert.Equal([1.0, 1, 1], Factors(LearningRateSchedule.Constant, 0, 1, 1_000_000));
        Assert.Equal([1.0, 1, 0.5, 0.5, 0.25], Factors(LearningRateSchedule.Step(10, 0.5), 0, 9, 10, 19, 20));
        LearningRateSchedule cosine = LearningRateSchedule.Cosine(100, end: 0.1);
        Assert.Equal(1, cosine.Factor(0), 1e-15);
        Assert.Equal(0.55, cosine.Factor(50), 1e-15);
        Assert.Equal(0.1, cosine.Factor(100), 1e-15);
        Assert.Equal(0.1, cosine.Factor(1000), 1e-15);
        LearningRateSchedule warm = LearningRateSchedule.WarmUp(4, LearningRateSchedule.Step(10, 0.5));
        Assert.Equal([0.25, 0.5, 0.75, 1, 1, 1, 0.5], Factors(warm, 0, 1, 2, 3, 4, 13, 14));
    }

    [Fact]
    public void A_plateau_reduces_after_its_patience_and_its_state_can_be_saved()
    {
        LearningRateSchedule plateau = LearningRateSchedule.ReduceOnPlateau(factor: 0.5, patience: 2, threshold: 0.1, smallest: 0.3);
        double[] losses = [10, 9.5, 9.2, 9.1, 8, 8, 8, 8, 8, 8, 8];
        double[] factors = [.. losses.Select(loss => Report(plateau, loss))];
        Assert.Equal([1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.3, 0.3, 0.3, 0.3], factors);

        LearningRateSchedule first = LearningRateSchedule.ReduceOnPlateau(0.5, 2, 0.1, 0.3), second = LearningRateSchedule.ReduceOnPlateau(0.5, 2, 0.1, 0.3);
        foreach (double loss in losses[..6])
        {
            first.Report(loss);
        }

        second.LoadState(first.SaveState());
        Assert.Equal(losses[6..].Select(loss => Report(first, loss)), losses[6..].Select(loss => Report(second, loss)));
        foreach (double[] wrong in (double[][])[[1, 2], [double.NaN, 1, 0], [2, 1, 0], [1, 1, -1], [1, 1, 0.5], [1, 1, double.NaN]])
        {
            Assert.Throws<ArgumentException>(() => second.LoadState(wrong));
        }

        // Before the first report, which a new one's counts as.
        LearningRateSchedule fresh = LearningRateSchedule.ReduceOnPlateau(patience: 0);
        fresh.LoadState(LearningRateSchedule.ReduceOnPlateau(patience: 0).SaveState());
        Assert.Equal([1, 0.1], new double[] { -3, -3 }.Select(loss => Report(fresh, loss)));
    }

    /// <summary>Log likelihoods: a loss that stays the same is not better, on whichever side of zero it is.</summary>
    [Theory]
    [InlineData(-1.0)]
    [InlineData(0.0)]
    [InlineData(1.0)]
    [InlineData(-1e-300)]
    [InlineData(-double.MaxValue)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_loss_that_stays_the_same_reduces_the_rate(double loss)
    {
        LearningRateSchedule plateau = LearningRateSchedule.ReduceOnPlateau(factor: 0.5, patience: 3, threshold: 0.01);
        Assert.Equal([1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25], Enumerable.Range(0, 9).Select(_ => Report(plateau, loss)));
    }

    [Fact]
    public void A_negative_loss_is_better_if_it_is_smaller_by_the_threshold()
    {
        // The bound is -101, then -103.02; what goes up again, and what is above zero, is not better.
        LearningRateSchedule plateau = LearningRateSchedule.ReduceOnPlateau(factor: 0.5, patience: 0, threshold: 0.01);
        Assert.Equal([1, 0.5, 0.5, 0.25, 0.125, 0.125], new double[] { -100, -100.9, -102, -103, 5, -104 }.Select(loss => Report(plateau, loss)));

        // From above zero to below it: anything smaller than a best of 0 is better.
        plateau = LearningRateSchedule.ReduceOnPlateau(factor: 0.5, patience: 0, threshold: 0.01);
        Assert.Equal([1, 1, 1, 1], new double[] { 1, 0, -1e-9, -1 }.Select(loss => Report(plateau, loss)));
    }

    [Fact]
    public void NaN_is_never_better_and_what_follows_it_is_the_first_loss()
    {
        LearningRateSchedule plateau = LearningRateSchedule.ReduceOnPlateau(factor: 0.5, patience: 0);
        Assert.Equal([0.5, 0.5, 0.25, 0.25], new[] { double.NaN, 7, double.NaN, 6 }.Select(loss => Report(plateau, loss)));
    }

    [Fact]
    public void Wrong_numbers_are_named()
    {
        Assert.Equal("factor", Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.ReduceOnPlateau(factor: 1)).ParamName);
        Assert.Equal("threshold", Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.ReduceOnPlateau(threshold: double.NaN)).ParamName);
        Assert.Equal("smallest", Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.ReduceOnPlateau(smallest: -1)).ParamName);
        Assert.Equal("gamma", Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.Step(1, double.NaN)).ParamName);
        Assert.Equal("size", Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.Step(0, 1)).ParamName);
        Assert.Equal("end", Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.Cosine(1, -1)).ParamName);
        Assert.Equal("steps", Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.WarmUp(0, LearningRateSchedule.Constant)).ParamName);
        Assert.Throws<ArgumentException>(() => LearningRateSchedule.Constant.LoadState([1]));
    }

    private static double Report(LearningRateSchedule schedule, double loss)
    {
        schedule.Report(loss);
        return schedule.Factor(0);
    }

    private static double[] Factors(LearningRateSchedule schedule, params long[] steps) => [.. steps.Select(schedule.Factor)];
}
