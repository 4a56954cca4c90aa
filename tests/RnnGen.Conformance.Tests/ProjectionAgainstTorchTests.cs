using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Reference;
using Xunit;

namespace RnnGen.Conformance.Tests;

/// <summary>The LSTM with a projection, <c>nn.LSTM(7, 13, proj_size=7)</c>, against PyTorch in float64: the reference and the emitted cell.</summary>
public sealed partial class ProjectionAgainstTorchTests : IDisposable
{
    private const int Steps = 7;
    private const int Streams = 3;
    private const int Rows = 4 * ProjectedLstm.HiddenSize;

    private readonly SafetensorsFile _case = SafetensorsFile.Open(Path.Combine(AppContext.BaseDirectory, "Cases", "A_lstm_proj_7x13.safetensors"));

    /// <summary>The cell that the case is of.</summary>
    [LstmCell(input: 7, hidden: 13, Projection = 7)]
    private sealed partial class ProjectedLstm;

    public void Dispose() => _case.Dispose();

    [Fact]
    public void The_reference_agrees()
    {
        var cell = new LstmCell<double>(ProjectedLstm.InputSize, ProjectedLstm.HiddenSize, new LstmOptions<double> { Projection = ProjectedLstm.OutputSize });
        Widen(Read("weight_ih_l0", Rows, ProjectedLstm.InputSize)).CopyTo(cell.WeightIh, 0);
        Widen(Read("weight_hh_l0", Rows, ProjectedLstm.OutputSize)).CopyTo(cell.WeightHh, 0);
        Widen(Read("weight_hr_l0", ProjectedLstm.OutputSize, ProjectedLstm.HiddenSize)).CopyTo(cell.WeightHr, 0);
        double[] biasHh = Widen(Read("bias_hh_l0", Rows));
        Widen(Read("bias_ih_l0", Rows)).Zip(biasHh, (one, other) => one + other).ToArray().CopyTo(cell.Bias, 0);
        var gradients = new LstmGradients<double>(cell);
        for (int stream = 0; stream < Streams; stream++)
        {
            double[] hidden = Widen(State("h0", ProjectedLstm.OutputSize, stream));
            double[] state = Widen(State("c0", ProjectedLstm.HiddenSize, stream));
            double[] outputs = new double[Steps * ProjectedLstm.OutputSize];
            LstmStep<double>[] tape = cell.Forward(Widen(Sequence("input", ProjectedLstm.InputSize, stream)), outputs, hidden, state);
            AssertClose(Sequence("output", ProjectedLstm.OutputSize, stream), outputs, 1e-7, "output");
            AssertClose(State("hn", ProjectedLstm.OutputSize, stream), hidden, 1e-7, "hn");
            AssertClose(State("cn", ProjectedLstm.HiddenSize, stream), state, 1e-7, "cn");

            double[] inputGradients = new double[Steps * ProjectedLstm.InputSize];
            hidden = Widen(State("Gh", ProjectedLstm.OutputSize, stream));
            state = Widen(State("Gc", ProjectedLstm.HiddenSize, stream));
            cell.Backward(Widen(Sequence("G", ProjectedLstm.OutputSize, stream)), tape, gradients, inputGradients, hidden, state);
            AssertClose(Sequence("grad.input", ProjectedLstm.InputSize, stream), inputGradients, 1e-7, "grad.input");
            AssertClose(State("grad.h0", ProjectedLstm.OutputSize, stream), hidden, 1e-7, "grad.h0");
            AssertClose(State("grad.c0", ProjectedLstm.HiddenSize, stream), state, 1e-7, "grad.c0");
        }

        AssertClose(Read("grad.weight_ih_l0", Rows, ProjectedLstm.InputSize), gradients.WeightIh, 1e-7, "grad.weight_ih");
        AssertClose(Read("grad.weight_hh_l0", Rows, ProjectedLstm.OutputSize), gradients.WeightHh, 1e-7, "grad.weight_hh");
        AssertClose(Read("grad.weight_hr_l0", ProjectedLstm.OutputSize, ProjectedLstm.HiddenSize), gradients.WeightHr, 1e-7, "grad.weight_hr");
        AssertClose(Read("grad.bias_ih_l0", Rows), gradients.Bias, 1e-7, "grad.bias_ih");
    }

    [Fact]
    public void The_emitted_cell_agrees()
    {
        var cell = new ProjectedLstm();
        cell.Load(_case, mode: LoadMode.DeclaredOnly);
        var states = new ProjectedLstm.State[Streams];
        var stateGradients = new ProjectedLstm.State[Streams];
        for (int stream = 0; stream < Streams; stream++)
        {
            State("h0", ProjectedLstm.OutputSize, stream).CopyTo(states[stream].Hidden);
            State("c0", ProjectedLstm.HiddenSize, stream).CopyTo(states[stream].Cell);
            State("Gh", ProjectedLstm.OutputSize, stream).CopyTo(stateGradients[stream].Hidden);
            State("Gc", ProjectedLstm.HiddenSize, stream).CopyTo(stateGradients[stream].Cell);
        }

        float[] outputs = new float[Steps * Streams * ProjectedLstm.OutputSize];
        float[] inputGradients = new float[Steps * Streams * ProjectedLstm.InputSize];
        var tape = new ProjectedLstm.Tape(Steps, Streams);
        var gradients = new ProjectedLstm.Gradients();
        cell.Forward(Read("input", Steps, Streams, ProjectedLstm.InputSize), outputs, states, tape);
        cell.Backward(Read("G", Steps, Streams, ProjectedLstm.OutputSize), tape, gradients, inputGradients, stateGradients);

        AssertClose(Read("output", Steps, Streams, ProjectedLstm.OutputSize), Widen(outputs), 1e-6, "output");
        AssertClose(Read("grad.input", Steps, Streams, ProjectedLstm.InputSize), Widen(inputGradients), 2e-6, "grad.input");
        for (int stream = 0; stream < Streams; stream++)
        {
            AssertClose(State("hn", ProjectedLstm.OutputSize, stream), Widen(states[stream].Hidden), 1e-6, "hn");
            AssertClose(State("cn", ProjectedLstm.HiddenSize, stream), Widen(states[stream].Cell), 1e-6, "cn");
            AssertClose(State("grad.h0", ProjectedLstm.OutputSize, stream), Widen(stateGradients[stream].Hidden), 2e-6, "grad.h0");
            AssertClose(State("grad.c0", ProjectedLstm.HiddenSize, stream), Widen(stateGradients[stream].Cell), 2e-6, "grad.c0");
        }

        var saved = new Tensors();
        gradients.Save(saved);
        Assert.Equal(5, saved.Values.Count);
        foreach ((string name, (int[] shape, float[] values)) in saved.Values)
        {
            AssertClose(Read("grad." + name, shape), Widen(values), 2e-6, name);
        }
    }

    /// <summary>Bounds are relative to the largest of a tensor, or to 1 if that is less. (PyTorch's results were stored as float32.)</summary>
    private static void AssertClose(float[] expected, double[] actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        double bound = tolerance * Math.Max(1, expected.Max(Math.Abs));
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= bound, $"{what}[{i}]: {actual[i]:R}, PyTorch's is {expected[i]:R}");
        }
    }

    private static double[] Widen(ReadOnlySpan<float> values) => [.. values.ToArray().Select(value => (double)value)];

    private float[] Sequence(string name, int width, int stream)
    {
        float[] all = Read(name, Steps, Streams, width);
        return [.. Enumerable.Range(0, Steps).SelectMany(step => all.Skip(((step * Streams) + stream) * width).Take(width))];
    }

    private float[] State(string name, int width, int stream) => Read(name, 1, Streams, width)[(stream * width)..((stream + 1) * width)];

    private float[] Read(string name, params int[] shape)
    {
        float[] values = new float[shape.Aggregate(1, (product, size) => product * size)];
        _case.Read(name, shape, values);
        return values;
    }

    private sealed class Tensors : ITensorSink
    {
        public Dictionary<string, (int[] Shape, float[] Values)> Values { get; } = [];

        public void Write(string name, ReadOnlySpan<int> shape, ReadOnlySpan<float> values) => Values.Add(name, (shape.ToArray(), values.ToArray()));
    }
}
