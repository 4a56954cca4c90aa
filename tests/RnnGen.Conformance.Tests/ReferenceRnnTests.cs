using System;
using RnnGen.Reference;
using Xunit;

namespace RnnGen.Conformance.Tests;

/// <summary>
/// What the reference's simple recurrent cell promises beyond PyTorch's results: its roundings, its checks, its activations.
/// </summary>
public sealed class ReferenceRnnTests
{
    private const float TwoTo24 = 16777216f;
    private const float TwoTo25 = 33554432f;

    private static readonly Reference.ActivationFunction<float> Identity = new(x => x, _ => 1);

    [Fact]
    public void Input_sum_starts_at_the_bias_and_ascends()
    {
        var cell = new RnnCell<float>(inputSize: 2, hiddenSize: 1, Identity);
        cell.Bias[0] = TwoTo24;
        cell.WeightIh[0] = 1;
        cell.WeightIh[1] = 2;
        float[] hidden = [0];

        cell.Step([1, 1], hidden);

        Assert.Equal([TwoTo24 + 2], hidden);
    }

    [Fact]
    public void Recurrent_sum_is_its_own_and_is_added_to_the_input_sum()
    {
        // (2^25 + 2) rounds to 2^25, twice if the terms were added one by one to the input sum; their own sum, 2 + 2, is kept whole.
        var cell = new RnnCell<float>(inputSize: 1, hiddenSize: 2, Identity);
        cell.Bias[0] = TwoTo25;
        cell.WeightHh[0] = 2;
        cell.WeightHh[1] = 2;
        float[] hidden = [1, 1];

        cell.Step([0], hidden);

        Assert.Equal([TwoTo25 + 4, 0], hidden);
    }

    [Fact]
    public void Wrong_sizes_are_named()
    {
        Reference.ActivationFunction<double> tanh = Reference.ActivationFunction.Tanh<double>();
        var cell = new RnnCell<double>(inputSize: 3, hiddenSize: 4, tanh);
        double[] three = new double[3];
        double[] four = new double[4];

        ArgumentException exception = Assert.Throws<ArgumentException>("input", () => cell.Step(four, four));
        Assert.Contains("has 4 elements; needs 3", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("hidden", () => cell.Step(three, three));
        Assert.Throws<ArgumentException>("inputs", () => cell.Run(four, four, four));
        Assert.Throws<ArgumentException>("outputs", () => cell.Run(three, three, four));
        Assert.Throws<ArgumentException>("hidden", () => cell.Run([], [], three));
        Assert.Throws<ArgumentOutOfRangeException>("inputSize", () => new RnnCell<double>(0, 4, tanh));
        Assert.Throws<ArgumentOutOfRangeException>("hiddenSize", () => new RnnCell<double>(3, 0, tanh));
    }

    [Theory]
    [InlineData(2.5, 2.5, 1)]
    [InlineData(-2.5, 0, 0)]
    [InlineData(0.0, 0, 0)]
    [InlineData(double.NaN, double.NaN, 0)]
    public void Rectifier_and_its_slope(double x, double value, double slope)
    {
        Reference.ActivationFunction<double> relu = Reference.ActivationFunction.Relu<double>();

        Assert.Equal(value, relu.Value(x));
        Assert.Equal(slope, relu.Slope(relu.Value(x)));
    }
}
