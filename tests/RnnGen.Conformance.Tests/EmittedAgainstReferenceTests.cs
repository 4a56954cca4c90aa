using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Reference;
using RnnGen.TestSupport;
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

    /// <summary>Every gradient over a hundred steps, relative to the largest of its tensor.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Gradients_of_a_hundred_steps_stay_within_the_tolerance(int streams)
    {
        var cell = new TorchCells.Lstm100x256();
        cell.Initialize(seed: 5);
        var random = new Random(6);
        float[] inputs = Draw(Steps * streams * InputSize);
        float[] outputGradients = Draw(Steps * streams * HiddenSize);
        float[] inputGradients = new float[inputs.Length];
        var tape = new TorchCells.Lstm100x256.Tape(Steps, streams);
        var gradients = new TorchCells.Lstm100x256.Gradients();
        cell.Forward(inputs, new float[outputGradients.Length], new TorchCells.Lstm100x256.State[streams], tape);
        cell.Backward(outputGradients, tape, gradients, inputGradients);
        var saved = new TensorCollector();
        gradients.Save(saved);

        LstmCell<double> reference = CreateReference(cell);
        var exact = new LstmGradients<double>(reference);
        double inputError = 0;
        for (int stream = 0; stream < streams; stream++)
        {
            double[] exactInputGradients = new double[Steps * InputSize];
            LstmStep<double>[] exactTape = reference.Forward(
                Widen(LayerRun.Gather(inputs, stream, streams, InputSize)), new double[Steps * HiddenSize], new double[HiddenSize], new double[HiddenSize]);
            reference.Backward(
                Widen(LayerRun.Gather(outputGradients, stream, streams, HiddenSize)), exactTape, exact, exactInputGradients, new double[HiddenSize], new double[HiddenSize]);
            inputError = Math.Max(inputError, RelativeDifference(LayerRun.Gather(inputGradients, stream, streams, InputSize), exactInputGradients));
        }

        double[] errors =
        [
            inputError,
            RelativeDifference(saved.Values["weight_ih_l0"], exact.WeightIh),
            RelativeDifference(saved.Values["weight_hh_l0"], exact.WeightHh),
            RelativeDifference(saved.Values["bias_hh_l0"], exact.Bias),
        ];
        log.WriteLine($"largest errors of the gradients of inputs, weight_ih, weight_hh, bias: {string.Join(", ", errors.Select(error => $"{error:E2}"))}");
        Assert.All(errors, error => Assert.InRange(error, 0, Tolerance));

        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
    }

    private static double[] Widen(float[] values) => Array.ConvertAll(values, value => (double)value);

    private static double RelativeDifference(float[] actual, double[] expected) => LargestDifference(actual, expected) / expected.Max(Math.Abs);

    private static double LargestDifference(float[] actual, double[] expected) =>
        actual.Zip(expected, (one, other) => Math.Abs(one - other)).Largest();

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
