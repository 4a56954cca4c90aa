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
    [InlineData("cross_entropy.smoothed")]
    [InlineData("cross_entropy.smoothed.weights")]
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
            "cross_entropy.smoothed" => Loss.CrossEntropy(_logits, _labels, gradients, 1 / Loss.WeightOf(_labels), [], 0.1) / Loss.WeightOf(_labels),
            "cross_entropy.smoothed.weights" =>
                Loss.CrossEntropy(_logits, _labels, gradients, 1 / Loss.WeightOf(_labels, _weights), _weights, 0.3) / Loss.WeightOf(_labels, _weights),
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

    /// <summary>The formulas in double precision and their limits, of every length and at logits of +-10,000: finite, and right.</summary>
    [Theory]
    [InlineData("binary_cross_entropy")]
    [InlineData("squared_error")]
    [InlineData("absolute_error")]
    public void Every_length_and_size_is_the_formula(string name)
    {
        float[] sizes = [1e4f, -1e4f, 0f, -0f, 1f, -30f, 88.8f, -104f];
        for (int length = 0; length < 40; length++)
        {
            float[] outputs = [.. Noise.Create(seed: length, length).Select((value, i) => i % 3 == 0 ? sizes[i / 3 % sizes.Length] : 4 * value)];
            float[] targets = [.. Enumerable.Range(0, length).Select(static i => i % 4 == 0 ? 0f : i % 4 == 1 ? 1f : 0.25f)];
            float[] gradients = [.. Enumerable.Repeat(float.NaN, length)];
            double loss = name switch
            {
                "binary_cross_entropy" => Loss.BinaryCrossEntropy(outputs, targets, gradients, 0.5),
                "squared_error" => Loss.SquaredError(outputs, targets, gradients, 0.5),
                _ => Loss.AbsoluteError(outputs, targets, gradients, 0.5),
            };
            double expected = 0;
            for (int i = 0; i < length; i++)
            {
                double x = outputs[i], y = targets[i];
                (double term, double slope) = name switch
                {
                    "binary_cross_entropy" => (Math.Max(x, 0) - (x * y) + double.LogP1(Math.Exp(-Math.Abs(x))), (1 / (1 + Math.Exp(-x))) - y),
                    "squared_error" => ((x - y) * (x - y), 2 * (x - y)),
                    _ => (Math.Abs(x - y), Math.Sign(x - y)),
                };
                expected += term;
                Assert.Equal(0.5 * slope, gradients[i], 1e-7 * Math.Max(1, Math.Abs(slope)));
            }

            Assert.Equal(expected, loss, 1e-12 * Math.Max(1, expected));
        }

        Assert.True(double.IsNaN(Loss.BinaryCrossEntropy([float.NaN], [1], [])));
        float[] gradient = [0];
        Loss.AbsoluteError([float.NaN], [1], gradient);
        Assert.True(float.IsNaN(gradient[0]));
    }

    [Fact]
    public void Enormous_logits_are_right_or_wrong_by_their_distance()
    {
        float[] gradients = new float[3];
        Assert.Equal(0, Loss.CrossEntropy([1e4f, -1e4f, 0], [0], gradients));
        AssertGradients(0f, 0f, 0f);
        Assert.Equal(2e4, Loss.CrossEntropy([1e4f, -1e4f, 0], [1], gradients));
        AssertGradients(1f, -1f, 0f);
        Assert.Equal(5e3, Loss.CrossEntropy([1e4f, -1e4f, 0], [2], gradients, 0.25, [1, 1, 0.5f]));
        AssertGradients(0.125f, 0f, -0.125f);

        void AssertGradients(params float[] expected) => Assert.All(expected.Zip(gradients), static pair => Assert.Equal(pair.First, pair.Second, 1e-37f));
    }

    /// <summary>Whatever is smoothed: all of it is the mean over all labels, none of it is the loss without.</summary>
    [Fact]
    public void Smoothing_goes_from_the_label_to_all_labels()
    {
        float[] gradients = new float[_logits.Length], expected = new float[_logits.Length], own = new float[_logits.Length];
        int[] labels = [.. _labels.Select(static label => Math.Max(label, 0))];
        double all = 0;
        for (int label = 0; label < Classes; label++)
        {
            all += Loss.CrossEntropy(_logits, [.. labels.Select(_ => label)], own, 1.0 / Classes) / Classes;
            for (int i = 0; i < own.Length; i++)
            {
                expected[i] += own[i];
            }
        }

        Assert.Equal(all, Loss.CrossEntropy(_logits, labels, gradients, labelSmoothing: 1), 1e-12 * all);
        Assert.All(expected.Zip(gradients), static pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        double none = Loss.CrossEntropy(_logits, labels, own);
        Assert.Equal((0.75 * none) + (0.25 * all), Loss.CrossEntropy(_logits, labels, gradients, labelSmoothing: 0.25), 1e-12 * all);
        Assert.All(
            own.Zip(expected).Zip(gradients), static pair => Assert.Equal((0.75f * pair.First.First) + (0.25f * pair.First.Second), pair.Second, 1e-6f));
        Assert.Equal(
            Loss.CrossEntropy(_logits, labels, [], labelSmoothing: 0.25), SequenceLoss.SmoothedCrossEntropy(0.25).Compute(_logits, labels, gradients, 1));
        foreach (double share in (double[])[-0.1, 1.1, double.NaN])
        {
            Assert.Equal("labelSmoothing", Assert.Throws<ArgumentOutOfRangeException>(() => Loss.CrossEntropy(_logits, labels, [], labelSmoothing: share)).ParamName);
            Assert.Equal("labelSmoothing", Assert.Throws<ArgumentOutOfRangeException>(() => SequenceLoss.SmoothedCrossEntropy(share)).ParamName);
        }
    }

    [Fact]
    public void Of_ignored_labels_alone_there_is_nothing()
    {
        float[] gradients = [float.NaN, float.NaN, float.NaN, float.NaN];
        Assert.Equal(0, Loss.CrossEntropy([1, 2, 3, 4], [Loss.Ignored, Loss.Ignored], gradients, 1));
        Assert.Equal([0f, 0f, 0f, 0f], gradients);
        Assert.Equal(0, Loss.WeightOf([Loss.Ignored, Loss.Ignored], [1, 2]));
        Assert.Equal("labels", Assert.Throws<ArgumentOutOfRangeException>(() => Loss.WeightOf([2], [1, 2])).ParamName);
    }

    [Fact]
    public void Without_gradients_the_sum_is_the_same_and_nothing_is_allocated()
    {
        float[] gradients = new float[_logits.Length];
        Assert.Equal(Loss.CrossEntropy(_logits, _labels, gradients), Loss.CrossEntropy(_logits, _labels, []));
        Assert.Equal(Loss.BinaryCrossEntropy(_logits, _targets, gradients), Loss.BinaryCrossEntropy(_logits, _targets, []));
        Assert.Equal(0, Allocation.Of(100, () => Loss.CrossEntropy(_logits, _labels, gradients)));
        Assert.Equal(0, Allocation.Of(100, () => Loss.CrossEntropy(_logits, _labels, gradients, 1, _weights, 0.1)));
        Assert.Equal(0, Allocation.Of(100, () => Loss.BinaryCrossEntropy(_logits, _targets, gradients)));
        Assert.Equal(0, Allocation.Of(100, () => Loss.SquaredError(_logits, _targets, gradients)));
        Assert.Equal(0, Allocation.Of(100, () => Loss.AbsoluteError(_logits, _targets, gradients)));
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
