using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Reference;
using Xunit;
using Xunit.Abstractions;

namespace RnnGen.Conformance.Tests;

/// <summary>An emitted cell of some size over a long sequence, against the reference in double.</summary>
public sealed class EmittedAgainstReferenceTests(ITestOutputHelper log)
{
    private const int Steps = 100;
    private const int InputSize = TorchCells.Lstm100x256.InputSize;
    private const int HiddenSize = TorchCells.Lstm100x256.HiddenSize;

    /// <summary>What the design allows after 100 steps with moderate weights.</summary>
    private const double Tolerance = 2e-6;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_hundred_steps_stay_within_the_tolerance(int seed)
    {
        var cell = new TorchCells.Lstm100x256();
        cell.Initialize(seed);
        var random = new Random(seed);
        float[] inputs = new float[Steps * InputSize];
        foreach (ref float input in inputs.AsSpan())
        {
            input = (random.NextSingle() * 2) - 1;
        }

        float[] outputs = new float[Steps * HiddenSize];
        var state = default(TorchCells.Lstm100x256.State);
        cell.Run(inputs, outputs, ref state);

        double[] exactOutputs = new double[Steps * HiddenSize];
        double[] exactHidden = new double[HiddenSize];
        double[] exactCell = new double[HiddenSize];
        CreateReference(cell).Run(Array.ConvertAll(inputs, value => (double)value), exactOutputs, exactHidden, exactCell);

        double outputError = LargestDifference(outputs, exactOutputs);
        double cellError = LargestDifference(state.Cell.ToArray(), exactCell);
        log.WriteLine($"largest error: {outputError:E2} of outputs, {cellError:E2} of the final cell state");
        Assert.InRange(outputError, 0, Tolerance);
        Assert.InRange(cellError, 0, Tolerance);
    }

    private static double LargestDifference(float[] actual, double[] expected) =>
        actual.Zip(expected, (one, other) => Math.Abs(one - other)).Max();

    private static LstmCell<double> CreateReference(TorchCells.Lstm100x256 cell)
    {
        var saved = new TensorCollector();
        cell.Save(saved);
        var reference = new LstmCell<double>(InputSize, HiddenSize);
        Array.ConvertAll(saved.Values["weight_ih_l0"], value => (double)value).CopyTo(reference.WeightIh, 0);
        Array.ConvertAll(saved.Values["weight_hh_l0"], value => (double)value).CopyTo(reference.WeightHh, 0);
        Array.ConvertAll(saved.Values["bias_ih_l0"], value => (double)value).CopyTo(reference.Bias, 0);
        return reference;
    }

    private sealed class TensorCollector : ITensorSink
    {
        public Dictionary<string, float[]> Values { get; } = [];

        public void Write(string name, ReadOnlySpan<int> shape, ReadOnlySpan<float> values) => Values.Add(name, values.ToArray());
    }
}
