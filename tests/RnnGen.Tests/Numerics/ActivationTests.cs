using System;
using System.Linq;
using RnnGen.AccuracyWalk;
using RnnGen.Numerics;
using Xunit;

namespace RnnGen.Tests.Numerics;

/// <summary>The claims of <see cref="ActivationError"/> on a sample of every sign and exponent.</summary>
/// <remarks>tests/RnnGen.Accuracy holds all floats against them, with the same code.</remarks>
public class ActivationTests
{
    // Without fused multiply-add the bounds are wider (ActivationError.FactorWithoutFusedMultiplyAdd). The widths are compared all the
    // same: each does the same multiplications and additions.
    private static readonly AllActivations Sample = WalkSample();

    public static TheoryData<string> Names => [.. Sample.Results.Select(result => result.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Sample_keeps_to_the_documented_errors(string name)
    {
        var (_, findings, absoluteBound, ulpsBound) = Sample.Results.Single(result => result.Name == name);
        Assert.True(findings.Values >= 1_000_000, $"only {findings.Values} values");
        Assert.True(findings.AbsoluteError <= absoluteBound, findings.ToString());
        Assert.True(findings.Ulps <= ulpsBound, findings.ToString());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Sample_has_one_result_at_every_width_and_keeps_special_values_sign_and_range(string name)
    {
        var findings = Sample.Results.Single(result => result.Name == name).Findings;
        Assert.True(findings.Violations == 0, findings.ToString());
    }

    /// <summary>A bound far above what is found would let a regression pass. Rounding errors have rare maxima: a sample misses them.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Documented_errors_are_no_more_than_half_above_the_sample_s(string name)
    {
        var (_, findings, absoluteBound, ulpsBound) = Sample.Results.Single(result => result.Name == name);
        Assert.True(double.IsInfinity(absoluteBound) || findings.AbsoluteError >= absoluteBound / Claims.Allowance / 1.5, findings.ToString());
        Assert.True(double.IsInfinity(ulpsBound) || findings.Ulps >= ulpsBound / Claims.Allowance / 1.5, findings.ToString());
    }

    // With literals the compiler may fold the whole function: another path than the one through memory that the sample takes.
    /// <summary>Squares are computed with only from 1e-12 on: below, the results are what they were, to the bit.</summary>
    [Fact]
    public void Small_values_have_the_results_of_their_limits()
    {
        foreach (float x in WidthForms.Sample.Where(static x => MathF.Abs(x) < 1e-5f))
        {
            Assert.Equal(BitConverter.SingleToInt32Bits(x), BitConverter.SingleToInt32Bits(Activation.Tanh(x)));
            Assert.Equal((float)(0.5 + (x / 4.0)), Activation.Sigmoid(x));
        }
    }

    [Fact]
    public void Constant_infinities_give_the_limits()
    {
        Assert.Equal(0f, Activation.Sigmoid(float.NegativeInfinity));
        Assert.Equal(0f, Activation.SigmoidPrecise(float.NegativeInfinity));
        Assert.Equal(0f, Activation.SigmoidFast(float.NegativeInfinity));
        Assert.Equal(1f, Activation.Sigmoid(float.PositiveInfinity));
        Assert.Equal(1f, Activation.SigmoidPrecise(float.PositiveInfinity));
        Assert.Equal(1f, Activation.SigmoidFast(float.PositiveInfinity));
        Assert.Equal(-1f, Activation.Tanh(float.NegativeInfinity));
        Assert.Equal(-1f, Activation.TanhPrecise(float.NegativeInfinity));
        Assert.Equal(-1f, Activation.TanhFast(float.NegativeInfinity));
        Assert.Equal(1f, Activation.Tanh(float.PositiveInfinity));
        Assert.Equal(1f, Activation.TanhPrecise(float.PositiveInfinity));
        Assert.Equal(1f, Activation.TanhFast(float.PositiveInfinity));
        Assert.Equal(0f, Activation.HardSigmoid(float.NegativeInfinity, 0.2f, 0.5f));
        Assert.Equal(1f, Activation.HardSigmoid(float.PositiveInfinity, 0.2f, 0.5f));
        Assert.Equal(-1.5f, Activation.Elu(float.NegativeInfinity, 1.5f));
        Assert.Equal(float.PositiveInfinity, Activation.Elu(float.PositiveInfinity, 1.5f));
        Assert.Equal(-1f, Activation.Softsign(float.NegativeInfinity));
        Assert.Equal(1f, Activation.Softsign(float.PositiveInfinity));
        Assert.Equal(0f, Activation.Softplus(float.NegativeInfinity));
        Assert.Equal(float.PositiveInfinity, Activation.Softplus(float.PositiveInfinity));
        Assert.Equal(-2f, Activation.Clip(float.NegativeInfinity, 2f));
        Assert.Equal(2f, Activation.Clip(float.PositiveInfinity, 2f));
    }

    [Fact]
    public void Constant_NaN_stays_NaN()
    {
        float[] results =
        [
            Activation.Sigmoid(float.NaN), Activation.SigmoidPrecise(float.NaN), Activation.SigmoidFast(float.NaN),
            Activation.Tanh(float.NaN), Activation.TanhPrecise(float.NaN), Activation.TanhFast(float.NaN),
            Activation.HardSigmoid(float.NaN, 0.2f, 0.5f), Activation.LeakyRelu(float.NaN, 0.01f), Activation.ThresholdedRelu(float.NaN, 1f),
            Activation.Affine(float.NaN, 1f, 0f), Activation.ScaledTanh(float.NaN, 1f, 1f), Activation.Elu(float.NaN, 1f),
            Activation.Softsign(float.NaN), Activation.Softplus(float.NaN), Activation.Clip(float.NaN, 2f),
        ];
        Assert.All(results, result => Assert.True(float.IsNaN(result)));
    }

    /// <summary>The measure itself: were a unit in the last place taken too large, every bound in such units would hold.</summary>
    [Theory]
    [InlineData(1.0, 1.1920928955078125e-7)]
    [InlineData(0.99999, 5.9604644775390625e-8)]
    [InlineData(-3.5, 2.384185791015625e-7)]
    [InlineData(1e-39, 1.401298464324817e-45)]
    [InlineData(0.0, 1.401298464324817e-45)]
    public void Ulp_is_the_distance_of_the_floats_around_a_value(double value, double expected) => Assert.Equal(expected, Exact.Ulp(value));

    private static AllActivations WalkSample()
    {
        var walk = new AllActivations();
        walk.Stratified(AllActivations.BlockSize);
        return walk;
    }
}
