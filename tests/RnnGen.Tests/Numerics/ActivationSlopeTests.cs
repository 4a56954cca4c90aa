using System;
using System.Linq;
using RnnGen.AccuracyWalk;
using RnnGen.Numerics;
using Xunit;

namespace RnnGen.Tests.Numerics;

/// <summary>Derivatives from values, against differences of the functions in double.</summary>
public class ActivationSlopeTests
{
    private sealed record Case(WidthForms Slope, Func<double, double> Function);

    private static readonly Case[] Cases =
    [
        new(
            new(
                "Sigmoid",
                y => ActivationSlope.Sigmoid(y),
                y => ActivationSlope.Sigmoid(y),
                y => ActivationSlope.Sigmoid(y),
                y => ActivationSlope.Sigmoid(y)),
            Exact.Sigmoid),
        new(
            new(
                "Tanh",
                y => ActivationSlope.Tanh(y),
                y => ActivationSlope.Tanh(y),
                y => ActivationSlope.Tanh(y),
                y => ActivationSlope.Tanh(y)),
            Math.Tanh),
        new(
            new(
                "ScaledTanh",
                y => ActivationSlope.ScaledTanh(y, 1.7159f, 0.6666667f),
                y => ActivationSlope.ScaledTanh(y, 1.7159f, 0.6666667f),
                y => ActivationSlope.ScaledTanh(y, 1.7159f, 0.6666667f),
                y => ActivationSlope.ScaledTanh(y, 1.7159f, 0.6666667f)),
            x => 1.7159f * Math.Tanh(0.6666667f * x)),
        new(
            new(
                "ScaledTanh falling",
                y => ActivationSlope.ScaledTanh(y, -2f, 0.5f),
                y => ActivationSlope.ScaledTanh(y, -2f, 0.5f),
                y => ActivationSlope.ScaledTanh(y, -2f, 0.5f),
                y => ActivationSlope.ScaledTanh(y, -2f, 0.5f)),
            x => -2 * Math.Tanh(0.5 * x)),
        new(
            new(
                "Relu",
                y => ActivationSlope.Relu(y),
                y => ActivationSlope.Relu(y),
                y => ActivationSlope.Relu(y),
                y => ActivationSlope.Relu(y)),
            x => Math.Max(x, 0)),
        new(
            new(
                "HardSigmoid",
                y => ActivationSlope.HardSigmoid(y, 0.2f),
                y => ActivationSlope.HardSigmoid(y, 0.2f),
                y => ActivationSlope.HardSigmoid(y, 0.2f),
                y => ActivationSlope.HardSigmoid(y, 0.2f)),
            x => Math.Clamp((0.2f * x) + 0.5f, 0, 1)),
        new(
            new(
                "LeakyRelu",
                y => ActivationSlope.LeakyRelu(y, 0.01f),
                y => ActivationSlope.LeakyRelu(y, 0.01f),
                y => ActivationSlope.LeakyRelu(y, 0.01f),
                y => ActivationSlope.LeakyRelu(y, 0.01f)),
            x => x >= 0 ? x : 0.01f * x),
        new(
            new(
                "LeakyRelu of zero alpha",
                y => ActivationSlope.LeakyRelu(y, 0f),
                y => ActivationSlope.LeakyRelu(y, 0f),
                y => ActivationSlope.LeakyRelu(y, 0f),
                y => ActivationSlope.LeakyRelu(y, 0f)),
            x => Math.Max(x, 0)),
        new(
            new(
                "ThresholdedRelu",
                y => ActivationSlope.ThresholdedRelu(y),
                y => ActivationSlope.ThresholdedRelu(y),
                y => ActivationSlope.ThresholdedRelu(y),
                y => ActivationSlope.ThresholdedRelu(y)),
            x => x >= 1 ? x : 0),
        new(
            new(
                "ThresholdedRelu below zero",
                y => ActivationSlope.ThresholdedRelu(y),
                y => ActivationSlope.ThresholdedRelu(y),
                y => ActivationSlope.ThresholdedRelu(y),
                y => ActivationSlope.ThresholdedRelu(y)),
            x => x >= -1 ? x : 0),
        new(
            new(
                "Affine",
                y => ActivationSlope.Affine(y, -1.7f),
                y => ActivationSlope.Affine(y, -1.7f),
                y => ActivationSlope.Affine(y, -1.7f),
                y => ActivationSlope.Affine(y, -1.7f)),
            x => (-1.7f * x) + 0.3f),
        new(
            new(
                "Elu",
                y => ActivationSlope.Elu(y, 1.67f),
                y => ActivationSlope.Elu(y, 1.67f),
                y => ActivationSlope.Elu(y, 1.67f),
                y => ActivationSlope.Elu(y, 1.67f)),
            x => x >= 0 ? x : 1.67f * Exact.Elu(x)),
        new(
            new(
                "Softsign",
                y => ActivationSlope.Softsign(y),
                y => ActivationSlope.Softsign(y),
                y => ActivationSlope.Softsign(y),
                y => ActivationSlope.Softsign(y)),
            Exact.Softsign),
        new(
            new(
                "Softplus",
                y => ActivationSlope.Softplus(y),
                y => ActivationSlope.Softplus(y),
                y => ActivationSlope.Softplus(y),
                y => ActivationSlope.Softplus(y)),
            Exact.Softplus),
        new(
            new(
                "Sigmoid of a clipped argument",
                y => ActivationSlope.Clipped(ActivationSlope.Sigmoid(y), y, (float)Exact.Sigmoid(-2.5), (float)Exact.Sigmoid(2.5)),
                y => ActivationSlope.Clipped(ActivationSlope.Sigmoid(y), y, (float)Exact.Sigmoid(-2.5), (float)Exact.Sigmoid(2.5)),
                y => ActivationSlope.Clipped(ActivationSlope.Sigmoid(y), y, (float)Exact.Sigmoid(-2.5), (float)Exact.Sigmoid(2.5)),
                y => ActivationSlope.Clipped(ActivationSlope.Sigmoid(y), y, (float)Exact.Sigmoid(-2.5), (float)Exact.Sigmoid(2.5))),
            x => Exact.Sigmoid(Math.Clamp(x, -2.5, 2.5))),
        new(
            new(
                "Affine of a clipped argument",
                y => ActivationSlope.Clipped(ActivationSlope.Affine(y, -2f), y, 6f, -4f),
                y => ActivationSlope.Clipped(ActivationSlope.Affine(y, -2f), y, 6f, -4f),
                y => ActivationSlope.Clipped(ActivationSlope.Affine(y, -2f), y, 6f, -4f),
                y => ActivationSlope.Clipped(ActivationSlope.Affine(y, -2f), y, 6f, -4f)),
            x => (-2 * Math.Clamp(x, -2.5, 2.5)) + 1),
    ];

    public static TheoryData<string> Names => [.. Cases.Select(c => c.Slope.Name)];

    /// <summary>The value is rounded to a float before the slope sees it, which moves the slope by up to 2^-24 times its own slope (2 or
    /// less, at values of 2 or less); its own operations round as much again.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Slope_of_a_value_is_the_difference_quotient(string name)
    {
        const double H = 1e-5;
        Case c = Cases.Single(c => c.Slope.Name == name);
        for (int i = -1024; i <= 1024; i++)
        {
            // Kinks are at multiples of 1/64: no difference straddles one.
            double x = (i / 64.0) + (1 / 137.0);
            double expected = (c.Function(x + H) - c.Function(x - H)) / (2 * H);
            float actual = c.Slope.Apply((float)c.Function(x));
            Assert.True(Math.Abs(actual - expected) <= 4e-7, $"{name} at {x:R}: {actual:R}, not {expected:R}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_width_has_the_same_bits(string name) => Cases.Single(c => c.Slope.Name == name).Slope.AssertSameBitsAtEveryWidth();

    [Fact]
    public void Kinks_and_ends_have_the_formulas_values()
    {
        foreach (float zero in (float[])[0f, -0f])
        {
            Assert.Equal(0f, ActivationSlope.Relu(zero));
            Assert.Equal(0.25f, ActivationSlope.LeakyRelu(zero, 0.25f));
            Assert.Equal(0f, ActivationSlope.ThresholdedRelu(zero));
            Assert.Equal(0f, ActivationSlope.HardSigmoid(zero, 0.2f));
            Assert.Equal(1.5f, ActivationSlope.Elu(zero, 1.5f));
            Assert.Equal(1f, ActivationSlope.Softsign(zero));
            Assert.Equal(0, BitConverter.SingleToInt32Bits(ActivationSlope.Softplus(zero)));
        }

        Assert.Equal(0f, ActivationSlope.HardSigmoid(1f, 0.2f));
        Assert.Equal(0f, ActivationSlope.Sigmoid(1f));
        Assert.Equal(0f, ActivationSlope.Tanh(-1f));
        Assert.Equal(0f, ActivationSlope.Elu(-1.5f, 1.5f));
        Assert.Equal(0f, ActivationSlope.Softsign(-1f));
        Assert.Equal(1f, ActivationSlope.Softplus(float.PositiveInfinity));
    }

    /// <summary>Softplus is tiny far below zero, and its slope as tiny: 1 - exp(-y) computed so would cancel to nothing.</summary>
    [Fact]
    public void Softplus_keeps_its_relative_precision_at_every_value()
    {
        for (uint bits = 0; bits < 0x7f800000; bits += 4093)
        {
            float y = BitConverter.UInt32BitsToSingle(bits);
            double exact = -Exact.Elu(-y);
            double ulps = Math.Abs(ActivationSlope.Softplus(y) - exact) / Exact.Ulp(exact);
            Assert.True(ulps <= ActivationError.EluUlps * Claims.Allowance, $"{ulps:R} ulps at {y:R}");
        }
    }

    /// <summary>The functions that rise strictly in float between the limits tell a clipped argument by their value.</summary>
    [Fact]
    public void Clipped_is_zero_exactly_where_the_argument_was_clipped()
    {
        const float Limit = 2.5f;
        (Func<float, float> Function, Func<float, float> Slope)[] pairs =
        [
            (Activation.Sigmoid, ActivationSlope.Sigmoid),
            (Activation.SigmoidFast, ActivationSlope.Sigmoid),
            (Activation.Tanh, ActivationSlope.Tanh),
            (x => Activation.Affine(x, 0.5f, 1f), y => ActivationSlope.Affine(y, 0.5f)),
            (x => Activation.LeakyRelu(x, 0.01f), y => ActivationSlope.LeakyRelu(y, 0.01f)),
            (x => Activation.ScaledTanh(x, -1.7f, 0.7f), y => ActivationSlope.ScaledTanh(y, -1.7f, 0.7f)),
            (x => Activation.Elu(x, 1f), y => ActivationSlope.Elu(y, 1f)),
            (Activation.Softsign, ActivationSlope.Softsign),
            (Activation.Softplus, ActivationSlope.Softplus),
        ];
        foreach (var (function, slope) in pairs)
        {
            float lower = function(-Limit);
            float upper = function(Limit);
            for (int i = -512; i <= 512; i++)
            {
                float x = i / 128f;
                float y = function(Activation.Clip(x, Limit));
                float expected = Math.Abs(x) < Limit ? slope(y) : 0f;
                Assert.Equal(expected, ActivationSlope.Clipped(slope(y), y, lower, upper));
                Assert.True(expected != 0f || Math.Abs(x) >= Limit, $"slope 0 inside the limits, at {x:R}");
            }
        }
    }
}
