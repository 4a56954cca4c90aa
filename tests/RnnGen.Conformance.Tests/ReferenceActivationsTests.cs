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

    [Fact]
    public void Exact_set_is_the_exact_functions()
    {
        Activations<double> exact = Activations.Exact<double>();

        Assert.Equal(Activations.Sigmoid(0.7), exact.Sigmoid(0.7));
        Assert.Equal(Math.Tanh(0.7), exact.Tanh(0.7));
    }
}
