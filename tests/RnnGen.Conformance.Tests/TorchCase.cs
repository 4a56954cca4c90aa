using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using RnnGen.Formats;

namespace RnnGen.Conformance.Tests;

/// <summary>An LSTM module that PyTorch ran (see Cases/README.md): its parameters, what went in and what came out.</summary>
internal sealed class TorchCase : IDisposable
{
    private const int GateCount = 4;

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Cases");

    private readonly SafetensorsFile _tensors;
    private readonly bool _bias;
    private readonly bool _batchFirst;

    private TorchCase(SafetensorsFile tensors, JsonElement row)
    {
        _tensors = tensors;
        InputSize = row.GetProperty("input_size").GetInt32();
        HiddenSize = row.GetProperty("hidden_size").GetInt32();
        Layers = row.GetProperty("num_layers").GetInt32();
        Directions = row.GetProperty("bidirectional").GetBoolean() ? 2 : 1;
        Steps = row.GetProperty("seq_len").GetInt32();
        Streams = row.GetProperty("batch").GetInt32();
        _bias = row.GetProperty("bias").GetBoolean();
        _batchFirst = row.GetProperty("batch_first").GetBoolean();
    }

    public int InputSize { get; }

    public int HiddenSize { get; }

    public int Layers { get; }

    /// <summary>1, or 2 where the second runs from the last step to the first.</summary>
    public int Directions { get; }

    public int Steps { get; }

    public int Streams { get; }

    /// <summary>The width of the last layer's output: the hidden units of every direction, one after the other.</summary>
    public int OutputSize => Directions * HiddenSize;

    /// <summary>Opens a case by its name in the index.</summary>
    public static TorchCase Open(string name)
    {
        using JsonDocument index = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "index.json")));
        JsonElement row = index.RootElement.EnumerateArray().Single(row => row.GetProperty("case").GetString() == name);
        return new TorchCase(SafetensorsFile.Open(Path.Combine(Folder, name + ".safetensors")), row);
    }

    /// <summary>A layer's input weights, [4 hidden, <paramref name="width"/>].</summary>
    public float[] WeightIh(int layer, int direction, int width) =>
        Read("weight_ih" + Suffix(layer, direction), GateCount * HiddenSize, width);

    /// <summary>A layer's recurrent weights, [4 hidden, hidden].</summary>
    public float[] WeightHh(int layer, int direction) => Read("weight_hh" + Suffix(layer, direction), GateCount * HiddenSize, HiddenSize);

    /// <summary>The sum of a layer's two biases, [4 hidden].</summary>
    public double[] Bias(int layer, int direction)
    {
        if (!_bias)
        {
            return new double[GateCount * HiddenSize];
        }

        float[] ih = Read("bias_ih" + Suffix(layer, direction), GateCount * HiddenSize);
        float[] hh = Read("bias_hh" + Suffix(layer, direction), GateCount * HiddenSize);
        return [.. ih.Zip(hh, (a, b) => (double)a + b)];
    }

    /// <summary>A layer's parameters in one direction, under the names of a first layer in its only direction.</summary>
    public ITensorSource Layer(int layer, int direction) => new TorchLayer(_tensors, Suffix(layer, direction));

    /// <summary>One stream's input, [step, input].</summary>
    public float[] Input(int stream) => Sequence("input", InputSize, stream);

    /// <summary>One stream's output of the last layer, [step, output].</summary>
    public float[] Output(int stream) => Sequence("output", OutputSize, stream);

    /// <summary>One stream's <c>h0</c>, <c>c0</c>, <c>hn</c> or <c>cn</c> in one layer and direction, [hidden].</summary>
    public float[] State(string name, int layer, int direction, int stream)
    {
        float[] states = Read(name, Layers * Directions, Streams, HiddenSize);
        int row = (((layer * Directions) + direction) * Streams) + stream;
        return states[(row * HiddenSize)..((row + 1) * HiddenSize)];
    }

    public void Dispose() => _tensors.Dispose();

    private static string Suffix(int layer, int direction) => direction == 0 ? $"_l{layer}" : $"_l{layer}_reverse";

    private float[] Sequence(string name, int size, int stream)
    {
        float[] all = _batchFirst ? Read(name, Streams, Steps, size) : Read(name, Steps, Streams, size);
        float[] sequence = new float[Steps * size];
        for (int step = 0; step < Steps; step++)
        {
            int row = _batchFirst ? (stream * Steps) + step : (step * Streams) + stream;
            all.AsSpan(row * size, size).CopyTo(sequence.AsSpan(step * size));
        }

        return sequence;
    }

    private float[] Read(string name, params int[] shape)
    {
        float[] values = new float[shape.Aggregate(1, (product, size) => product * size)];
        _tensors.Read(name, shape, values);
        return values;
    }
}
