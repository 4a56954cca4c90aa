using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Numerics;
using RnnGen.Reference;
using Xunit;

namespace RnnGen.Tests.Numerics;

/// <summary>
/// Derivatives where a function is constant. One that is not exactly 0 there, or of the wrong sign, is multiplied from step to step until gradients are infinite.
/// </summary>
public sealed class FlatEndsTests
{
    // Both signs of every magnitude, 2^8 floats of each power of two.
    private const int Stride = 1 << 15;

    private static readonly float[] Alphas = [1.7159f, 1f, 0.1f, 1000f, 3f, 1e-3f, 7.7f, 1.0000001f, 0.33333334f, 1e-30f, 1e30f, 3e38f, -1.7159f, -1000f, -0.7f];
    private static readonly float[] Betas = [2f / 3, 1f, 1e-3f, 1000f, 0.1f, -0.5f, -30f];

    private static readonly Dictionary<string, Case> Cases = AllCases().ToDictionary(static c => c.Name);

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_slope_is_zero_at_a_limit_and_never_of_the_wrong_sign(string name)
    {
        Case c = Cases[name];
        float lowest = c.Value(float.NegativeInfinity), highest = c.Value(float.PositiveInfinity);
        int atLimits = 0;
        for (uint bits = 1; bits < 0x7f800000; bits += Stride)
        {
            for (int side = 0; side < 2; side++)
            {
                float x = BitConverter.UInt32BitsToSingle(bits | ((uint)side << 31)), y = c.Value(x), slope = c.Slope(y);
                float limit = side == 0 ? highest : lowest;
                bool isFlat = float.IsFinite(limit) && y == limit;
                atLimits += isFlat ? 1 : 0;
                bool isRight = isFlat ? slope == 0 : c.Sign >= 0 ? slope >= 0 : slope <= 0;
                if (!isRight)
                {
                    Assert.Fail($"{name} at {x:R}, whose value is {y:R} and whose limit {limit:R}: the slope is {slope:R}");
                }
            }
        }

        Assert.True(atLimits > 0 || !c.HasLimit, $"{name}: no limit was reached");
    }

    /// <summary>The reference in double and in float: the same, of its own functions.</summary>
    [Fact]
    public void A_slope_of_the_reference_is_zero_at_a_limit()
    {
        foreach (float alpha in Alphas)
        {
            foreach (float beta in Betas)
            {
                AssertFlat(ActivationFunction.ScaledTanh((double)alpha, beta), Math.Sign(alpha * beta));
                AssertFlat(ActivationFunction.ScaledTanh(alpha, beta), Math.Sign(alpha * beta));
            }

            AssertFlat(ActivationFunction.Elu(Math.Abs((double)alpha)), 1);
            AssertFlat(ActivationFunction.Elu(Math.Abs(alpha)), 1);
        }

        AssertFlat(ActivationFunction.Tanh<double>(), 1);
        AssertFlat(ActivationFunction.Sigmoid<double>(), 1);
        AssertFlat(ActivationFunction.Softsign<double>(), 1);
        AssertFlat(ActivationFunction.Softplus<double>(), 1);
        AssertFlat(ActivationFunction.HardSigmoid(0.2, 0.5), 1);
        AssertFlat(ActivationFunction.Tanh<float>(), 1);
        AssertFlat(ActivationFunction.Sigmoid<float>(), 1);
        AssertFlat(ActivationFunction.Softsign<float>(), 1);
        AssertFlat(ActivationFunction.Softplus<float>(), 1);
        AssertFlat(ActivationFunction.HardSigmoid(0.2f, 0.5f), 1);
    }

    private static void AssertFlat<T>(ActivationFunction<T> function, int sign)
        where T : System.Numerics.IFloatingPointIeee754<T>
    {
        T lowest = function.Value(T.NegativeInfinity), highest = function.Value(T.PositiveInfinity);
        for (double magnitude = 1e-36; magnitude < 1e36; magnitude *= 1.07)
        {
            foreach (T x in (T[])[T.CreateChecked(magnitude), T.CreateChecked(-magnitude)])
            {
                T y = function.Value(x), slope = function.Slope(y), limit = x > T.Zero ? highest : lowest;
                bool isRight = T.IsFinite(limit) && y == limit ? slope == T.Zero : slope * T.CreateChecked(sign) >= T.Zero;
                if (!isRight)
                {
                    Assert.Fail($"at {x}, whose value is {y} and whose limit {limit}: the slope is {slope}");
                }
            }
        }
    }

    private static IEnumerable<Case> AllCases()
    {
        yield return new("Sigmoid", Activation.Sigmoid, ActivationSlope.Sigmoid);
        yield return new("SigmoidPrecise", Activation.SigmoidPrecise, ActivationSlope.Sigmoid);
        yield return new("SigmoidFast", Activation.SigmoidFast, ActivationSlope.Sigmoid);
        yield return new("Tanh", Activation.Tanh, ActivationSlope.Tanh);
        yield return new("TanhPrecise", Activation.TanhPrecise, ActivationSlope.Tanh);
        yield return new("TanhFast", Activation.TanhFast, ActivationSlope.Tanh);
        yield return new("Softsign", Activation.Softsign, ActivationSlope.Softsign);
        yield return new("Softplus", Activation.Softplus, ActivationSlope.Softplus);
        yield return new("Relu", Activation.Relu, ActivationSlope.Relu);
        foreach (float alpha in Alphas)
        {
            foreach (float beta in Betas)
            {
                int sign = Math.Sign(alpha) * Math.Sign(beta);
                yield return new($"ScaledTanh({alpha:R}, {beta:R})", x => Activation.ScaledTanh(x, alpha, beta), y => ActivationSlope.ScaledTanh(y, alpha, beta), sign);
                yield return new(
                    $"ScaledTanhPrecise({alpha:R}, {beta:R})", x => Activation.ScaledTanhPrecise(x, alpha, beta), y => ActivationSlope.ScaledTanh(y, alpha, beta), sign);
                yield return new(
                    $"ScaledTanhFast({alpha:R}, {beta:R})", x => Activation.ScaledTanhFast(x, alpha, beta), y => ActivationSlope.ScaledTanh(y, alpha, beta), sign);
                yield return new(
                    $"HardSigmoid({alpha:R}, {beta:R})", x => Activation.HardSigmoid(x, alpha, beta), y => ActivationSlope.HardSigmoid(y, alpha), Math.Sign(alpha));
            }

            yield return new($"Affine({alpha:R})", x => Activation.Affine(x, alpha, 0.5f), y => ActivationSlope.Affine(y, alpha), Math.Sign(alpha), HasLimit: false);
            yield return new($"ThresholdedRelu({alpha:R})", x => Activation.ThresholdedRelu(x, alpha), ActivationSlope.ThresholdedRelu);
        }

        foreach (float alpha in Alphas.Where(static alpha => alpha > 0))
        {
            yield return new($"Elu({alpha:R})", x => Activation.Elu(x, alpha), y => ActivationSlope.Elu(y, alpha));
            yield return new($"LeakyRelu({alpha:R})", x => Activation.LeakyRelu(x, alpha), y => ActivationSlope.LeakyRelu(y, alpha), HasLimit: false);
        }

        yield return new("LeakyRelu(0)", x => Activation.LeakyRelu(x, 0f), y => ActivationSlope.LeakyRelu(y, 0f), HasLimit: false);
        yield return new("Elu(0)", x => Activation.Elu(x, 0f), y => ActivationSlope.Elu(y, 0f));
    }

    private sealed record Case(string Name, Func<float, float> Value, Func<float, float> Slope, int Sign = 1, bool HasLimit = true);
}
