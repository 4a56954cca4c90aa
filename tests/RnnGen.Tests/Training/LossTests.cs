using System;
using System.IO;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Tests.Cells;
using RnnGen.Training;
using Xunit;

namespace RnnGen.Tests.Training;

/// <summary>Losses and their gradients against PyTorch's, for logits of a common and of an enormous size.</summary>
public sealed class LossTests : IDisposable
{
    private const int Rows = 9;
    private const int Classes = 5;

    private readonly SafetensorsFile _torch = SafetensorsFile.Open(Path.Combine(AppContext.BaseDirectory, "Training", "torch.safetensors"));
    private readonly float[] _logits;
    private readonly float[] _targets;
    private readonly int[] _labels;
    private readonly float[] _weights;

    public LossTests()
    {
        _logits = _torch.Read("logits");
        _targets = _torch.Read("targets");
        _labels = [.. _torch.ReadInt64s("labels").Select(static label => (int)label)];
        _weights = _torch.Read("class_weights");
    }

    public void Dispose() => _torch.Dispose();

    [Theory]
    [InlineData("cross_entropy")]
    [InlineData("cross_entropy.weights")]
    [InlineData("binary_cross_entropy")]
    [InlineData("squared_error")]
    [InlineData("absolute_error")]
    public void Means_and_gradients_are_PyTorchs(string name)
    {
        Assert.Contains(_logits, static value => Math.Abs(value) > 5000);
        Assert.Contains(Loss.Ignored, _labels);
        float[] gradients = [.. Enumerable.Repeat(float.NaN, _logits.Length)];
        double count = Rows * Classes;
        double mean = name switch
        {
            "cross_entropy" => Loss.CrossEntropy(_logits, _labels, gradients, 1 / Loss.WeightOf(_labels)) / Loss.WeightOf(_labels),
            "cross_entropy.weights" =>
                Loss.CrossEntropy(_logits, _labels, gradients, 1 / Loss.WeightOf(_labels, _weights), _weights) / Loss.WeightOf(_labels, _weights),
            "binary_cross_entropy" => Loss.BinaryCrossEntropy(_logits, _targets, gradients, 1 / count) / count,
            "squared_error" => Loss.SquaredError(_logits, _targets, gradients, 1 / count) / count,
            _ => Loss.AbsoluteError(_logits, _targets, gradients, 1 / count) / count,
        };
        double[] expected = _torch.ReadDoubles(name);
        Assert.Equal(expected[0], mean, 1e-6 * Math.Max(1, expected[0]));
        double[] expectedGradients = _torch.ReadDoubles(name + ".grad");
        double largest = expectedGradients.Max(Math.Abs);
        for (int i = 0; i < gradients.Length; i++)
        {
            Assert.Equal(expectedGradients[i], gradients[i], 5e-7 * largest);
        }
    }

    [Fact]
    public void Without_gradients_the_sum_is_the_same_and_nothing_is_allocated()
    {
        float[] gradients = new float[_logits.Length];
        Assert.Equal(Loss.CrossEntropy(_logits, _labels, gradients), Loss.CrossEntropy(_logits, _labels, []));
        Assert.Equal(Loss.BinaryCrossEntropy(_logits, _targets, gradients), Loss.BinaryCrossEntropy(_logits, _targets, []));
        Assert.Equal(0, Allocation.Of(100, () => Loss.CrossEntropy(_logits, _labels, gradients)));
        Assert.Equal(0, Allocation.Of(100, () => Loss.BinaryCrossEntropy(_logits, _targets, gradients)));
        Assert.Equal(0, Allocation.Of(100, () => Loss.SquaredError(_logits, _targets, gradients)));
    }

    [Fact]
    public void Wrong_labels_and_sizes_are_named()
    {
        Assert.Equal("labels", Assert.Throws<ArgumentOutOfRangeException>(() => Loss.CrossEntropy(new float[4], [0, 2], [])).ParamName);
        Assert.Equal("labels", Assert.Throws<ArgumentOutOfRangeException>(() => Loss.CrossEntropy(new float[4], [0, -1], [])).ParamName);
        Assert.Equal("logits", Assert.Throws<ArgumentException>(() => Loss.CrossEntropy(new float[5], [0, 1], [])).ParamName);
        Assert.Equal("gradients", Assert.Throws<ArgumentException>(() => Loss.CrossEntropy(new float[4], [0, 1], new float[3])).ParamName);
        Assert.Equal("targets", Assert.Throws<ArgumentException>(() => Loss.SquaredError(new float[4], new float[3], [])).ParamName);
    }
}
