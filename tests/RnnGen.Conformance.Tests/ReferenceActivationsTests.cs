using System;
using RnnGen.Reference;
using Xunit;

namespace RnnGen.Conformance.Tests;

/// <summary>The reference's logistic function where a careless one fails.</summary>
public sealed class ReferenceActivationsTests
{
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(double.PositiveInfinity, 1)]
    [InlineData(double.NegativeInfinity, 0)]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(1000, 1)]
    [InlineData(-1000, 0)]
    public void Sigmoid_is_exact_at_its_ends(double x, double expected) => Assert.Equal(expected, Activations.Sigmoid(x));

    [Fact]
    public void Sigmoid_does_not_vanish_before_the_exponential_does()
    {
        // 1 / (1 + exp(740)) is 0, for exp(740) is infinite.
        Assert.True(Math.Exp(-740) > 0);
        Assert.Equal(Math.Exp(-740), Activations.Sigmoid(-740.0));
    }

    [Fact]
    public void Sigmoid_is_symmetric_about_one_half()
    {
        for (double x = 0; x < 50; x += 0.37)
        {
            Assert.Equal(1, Activations.Sigmoid(x) + Activations.Sigmoid(-x), 1e-15);
        }
    }

    /// <summary>Values of ONNX's definitions, worked out by hand.</summary>
    [Theory]
    [InlineData("hard_sigmoid", 1, 0.7)]
    [InlineData("hard_sigmoid", 9, 1)]
    [InlineData("hard_sigmoid", -9, 0)]
    [InlineData("leaky_relu", -2, -0.02)]
    [InlineData("leaky_relu", 2, 2)]
    [InlineData("thresholded_relu", 1, 1)]
    [InlineData("thresholded_relu", 0.9, 0)]
    [InlineData("affine", 3, 7.5)]
    [InlineData("scaled_tanh", 0, 0)]
    [InlineData("scaled_tanh", 100, 1.5)]
    [InlineData("elu", -100, -1)]
    [InlineData("elu", 4, 4)]
    [InlineData("softsign", -3, -0.75)]
    [InlineData("softplus", 0, 0.6931471805599453)]
    [InlineData("softplus", 1000, 1000)]
    public void Values_are_ONNXs(string name, double x, double expected) => Assert.Equal(expected, Named(name).Value(x), 1e-15);

    /// <summary>Away from kinks a slope, of the value, is the central difference.</summary>
    [Theory]
    [InlineData("sigmoid")]
    [InlineData("tanh")]
    [InlineData("relu")]
    [InlineData("hard_sigmoid")]
    [InlineData("leaky_relu")]
    [InlineData("thresholded_relu")]
    [InlineData("affine")]
    [InlineData("scaled_tanh")]
    [InlineData("elu")]
    [InlineData("softsign")]
    [InlineData("softplus")]
    public void Slopes_are_central_differences(string name)
    {
        Reference.ActivationFunction<double> function = Named(name);
        const double epsilon = 1e-5;
        for (double x = -5.04; x < 5; x += 0.11)
        {
            double difference = (function.Value(x + epsilon) - function.Value(x - epsilon)) / (2 * epsilon);
            Assert.Equal(difference, function.Slope(function.Value(x)), 1e-8);
        }
    }

    private static Reference.ActivationFunction<double> Named(string name) => name switch
    {
        "sigmoid" => Reference.ActivationFunction.Sigmoid<double>(),
        "tanh" => Reference.ActivationFunction.Tanh<double>(),
        "relu" => Reference.ActivationFunction.Relu<double>(),
        "hard_sigmoid" => Reference.ActivationFunction.HardSigmoid(0.2, 0.5),
        "leaky_relu" => Reference.ActivationFunction.LeakyRelu(0.01),
        "thresholded_relu" => Reference.ActivationFunction.ThresholdedRelu(1.0),
        "affine" => Reference.ActivationFunction.Affine(2, 1.5),
        "scaled_tanh" => Reference.ActivationFunction.ScaledTanh(1.5, 0.6),
        "elu" => Reference.ActivationFunction.Elu(1.0),
        "softsign" => Reference.ActivationFunction.Softsign<double>(),
        "softplus" => Reference.ActivationFunction.Softplus<double>(),
        _ => throw new ArgumentException($"There is no activation {name}.", nameof(name)),
    };
}
