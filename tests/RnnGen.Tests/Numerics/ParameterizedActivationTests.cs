using System;
using System.Linq;
using RnnGen.AccuracyWalk;
using RnnGen.Numerics;
using Xunit;

namespace RnnGen.Tests.Numerics;

/// <summary>The functions that take alpha, beta or a limit, with some of each, against their formulas in double.</summary>
public class ParameterizedActivationTests
{
    // Exact: of the argument as a double. Tolerance: of the argument and the exact value.
    private sealed record Case(WidthForms Forms, Func<double, double> Exact, Func<double, double, double> Tolerance);

    private static readonly Case[] Cases =
    [
        new(
            new(
                "HardSigmoid of ONNX",
                x => Activation.HardSigmoid(x, 0.2f, 0.5f),
                x => Activation.HardSigmoid(x, 0.2f, 0.5f),
                x => Activation.HardSigmoid(x, 0.2f, 0.5f),
                x => Activation.HardSigmoid(x, 0.2f, 0.5f)),
            x => Math.Clamp((0.2f * x) + 0.5f, 0, 1),
            (x, y) => RoundedOnce(0.2f * x, y)),
        new(
            new(
                "HardSigmoid of PyTorch",
                x => Activation.HardSigmoid(x, 1f / 6f, 0.5f),
                x => Activation.HardSigmoid(x, 1f / 6f, 0.5f),
                x => Activation.HardSigmoid(x, 1f / 6f, 0.5f),
                x => Activation.HardSigmoid(x, 1f / 6f, 0.5f)),
            x => Math.Clamp(((1f / 6f) * x) + 0.5f, 0, 1),
            (x, y) => RoundedOnce((1f / 6f) * x, y)),
        new(
            new(
                "HardSigmoid through zero",
                x => Activation.HardSigmoid(x, -3f, 0f),
                x => Activation.HardSigmoid(x, -3f, 0f),
                x => Activation.HardSigmoid(x, -3f, 0f),
                x => Activation.HardSigmoid(x, -3f, 0f)),
            x => Math.Clamp(-3.0 * x, 0, 1),
            (x, y) => RoundedOnce(-3.0 * x, y)),
        new(
            new(
                "LeakyRelu",
                x => Activation.LeakyRelu(x, 0.01f),
                x => Activation.LeakyRelu(x, 0.01f),
                x => Activation.LeakyRelu(x, 0.01f),
                x => Activation.LeakyRelu(x, 0.01f)),
            x => x >= 0 ? x : 0.01f * x,
            (_, y) => HalfUlp(y)),
        new(
            new(
                "ThresholdedRelu",
                x => Activation.ThresholdedRelu(x, 1f),
                x => Activation.ThresholdedRelu(x, 1f),
                x => Activation.ThresholdedRelu(x, 1f),
                x => Activation.ThresholdedRelu(x, 1f)),
            x => x >= 1 ? x : 0,
            (_, _) => 0),
        new(
            new(
                "ThresholdedRelu below zero",
                x => Activation.ThresholdedRelu(x, -0.5f),
                x => Activation.ThresholdedRelu(x, -0.5f),
                x => Activation.ThresholdedRelu(x, -0.5f),
                x => Activation.ThresholdedRelu(x, -0.5f)),
            x => x >= -0.5 ? x : 0,
            (_, _) => 0),
        new(
            new(
                "Affine",
                x => Activation.Affine(x, 1.7f, -0.3f),
                x => Activation.Affine(x, 1.7f, -0.3f),
                x => Activation.Affine(x, 1.7f, -0.3f),
                x => Activation.Affine(x, 1.7f, -0.3f)),
            x => (1.7f * x) + -0.3f,
            (x, y) => RoundedOnce(1.7f * x, y)),
        new(
            new(
                "Affine falling",
                x => Activation.Affine(x, -0.1f, 2f),
                x => Activation.Affine(x, -0.1f, 2f),
                x => Activation.Affine(x, -0.1f, 2f),
                x => Activation.Affine(x, -0.1f, 2f)),
            x => (-0.1f * x) + 2,
            (x, y) => RoundedOnce(-0.1f * x, y)),
        new(
            new(
                "ScaledTanh",
                x => Activation.ScaledTanh(x, 1.7159f, 0.6666667f),
                x => Activation.ScaledTanh(x, 1.7159f, 0.6666667f),
                x => Activation.ScaledTanh(x, 1.7159f, 0.6666667f),
                x => Activation.ScaledTanh(x, 1.7159f, 0.6666667f)),
            x => 1.7159f * Math.Tanh(0.6666667f * x),
            (_, y) => Scaled(1.7159f, ActivationError.Tanh, y)),
        new(
            new(
                "ScaledTanh falling",
                x => Activation.ScaledTanh(x, -2f, 0.5f),
                x => Activation.ScaledTanh(x, -2f, 0.5f),
                x => Activation.ScaledTanh(x, -2f, 0.5f),
                x => Activation.ScaledTanh(x, -2f, 0.5f)),
            x => -2 * Math.Tanh(0.5 * x),
            (_, y) => Scaled(2, ActivationError.Tanh, y)),
        new(
            new(
                "ScaledTanhPrecise",
                x => Activation.ScaledTanhPrecise(x, 1.7159f, 0.6666667f),
                x => Activation.ScaledTanhPrecise(x, 1.7159f, 0.6666667f),
                x => Activation.ScaledTanhPrecise(x, 1.7159f, 0.6666667f),
                x => Activation.ScaledTanhPrecise(x, 1.7159f, 0.6666667f)),
            x => 1.7159f * Math.Tanh(0.6666667f * x),
            (_, y) => Scaled(1.7159f, ActivationError.TanhPrecise, y)),
        new(
            new(
                "ScaledTanhFast",
                x => Activation.ScaledTanhFast(x, 1.7159f, 0.6666667f),
                x => Activation.ScaledTanhFast(x, 1.7159f, 0.6666667f),
                x => Activation.ScaledTanhFast(x, 1.7159f, 0.6666667f),
                x => Activation.ScaledTanhFast(x, 1.7159f, 0.6666667f)),
            x => 1.7159f * Math.Tanh(0.6666667f * x),
            (_, y) => Scaled(1.7159f, ActivationError.TanhFast, y)),
        new(
            new(
                "Elu",
                x => Activation.Elu(x, 1.67f),
                x => Activation.Elu(x, 1.67f),
                x => Activation.Elu(x, 1.67f),
                x => Activation.Elu(x, 1.67f)),
            x => x >= 0 ? x : 1.67f * Exact.Elu(x),
            (x, y) => x >= 0 ? 0 : ScaledElu(1.67f, x, y)),
        new(
            new(
                "Elu of zero alpha",
                x => Activation.Elu(x, 0f),
                x => Activation.Elu(x, 0f),
                x => Activation.Elu(x, 0f),
                x => Activation.Elu(x, 0f)),
            x => Math.Max(x, 0),
            (_, _) => 0),
        new(
            new(
                "Clip",
                x => Activation.Clip(x, 3.5f),
                x => Activation.Clip(x, 3.5f),
                x => Activation.Clip(x, 3.5f),
                x => Activation.Clip(x, 3.5f)),
            x => Math.Clamp(x, -3.5, 3.5),
            (_, _) => 0),
    ];

    public static TheoryData<string> Names => [.. Cases.Select(c => c.Forms.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_are_within_the_rounding_of_the_formula(string name)
    {
        Case c = Find(name);
        foreach (float x in WidthForms.Sample)
        {
            float y = c.Forms.Apply(x);
            if (float.IsNaN(x))
            {
                Assert.True(float.IsNaN(y), $"{name}(NaN) is {y:R}");
                continue;
            }

            double exact = c.Exact(x);
            bool holds = float.IsFinite((float)exact) ? Math.Abs(y - exact) <= c.Tolerance(x, exact) : y == (float)exact;
            Assert.True(holds, $"{name}({x:R}) is {y:R}, not {exact:R}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_width_has_the_same_bits(string name) => Find(name).Forms.AssertSameBitsAtEveryWidth();

    [Fact]
    public void Zeros_keep_their_sign_where_x_itself_is_the_value()
    {
        foreach (float zero in (float[])[0f, -0f])
        {
            AssertBits(zero, Activation.LeakyRelu(zero, 0.01f));
            AssertBits(zero, Activation.Elu(zero, 1f));
            AssertBits(zero, Activation.Softsign(zero));
            AssertBits(zero, Activation.ScaledTanh(zero, 1.7f, 0.6f));
            AssertBits(zero, Activation.Clip(zero, 1f));
            AssertBits(0f, Activation.ThresholdedRelu(zero, 1f));
        }
    }

    /// <summary>Of the two zeros, maxima of different hardware return different ones; here it is always +0.</summary>
    [Fact]
    public void Hard_sigmoid_at_its_lower_bound_is_positive_zero()
    {
        AssertBits(0f, Activation.HardSigmoid(-0f, 0.2f, -0f));
        AssertBits(0f, Activation.HardSigmoid(-float.Epsilon, 0.2f, 0f));
        AssertBits(0f, Activation.HardSigmoid(float.NegativeInfinity, 0.2f, 0.5f));
    }

    private static Case Find(string name) => Cases.Single(c => c.Forms.Name == name);

    private static void AssertBits(float expected, float actual) =>
        Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(actual));

    /// <summary>Half a unit in the last place, and the double's own rounding.</summary>
    private static double HalfUlp(double exact) => 0.5000001 * Exact.Ulp(exact);

    /// <summary>A product and a sum: without fused multiply-add, the product is rounded too.</summary>
    private static double RoundedOnce(double product, double exact) =>
        HalfUlp(exact) + (Claims.HasFusedMultiplyAdd ? 0 : HalfUlp(product)) + (Math.Abs(product) * 1e-15);

    /// <summary>alpha times the error of tanh, the argument's rounding (x / cosh(x)^2 is at most 0.45) and the product's.</summary>
    private static double Scaled(double alpha, double tanhError, double exact) =>
        (alpha * ((tanhError * Claims.Allowance) + (0.45 * Math.ScaleB(1, -24)))) + HalfUlp(exact);

    private static double ScaledElu(double alpha, double x, double exact) =>
        (alpha * ActivationError.EluUlps * Claims.Allowance * Exact.Ulp(Exact.Elu(x))) + HalfUlp(exact);
}
