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
        Assert.Throws<ArgumentException>(() => second.LoadState([1, 2]));
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
