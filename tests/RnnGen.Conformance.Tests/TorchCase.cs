using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using RnnGen.Formats;

namespace RnnGen.Conformance.Tests;

/// <summary>
/// A recurrent module that PyTorch ran and differentiated (see Cases/README.md): its parameters, what went in, what came out, and the
/// gradients.
/// </summary>
internal sealed class TorchCase : IDisposable
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Cases");

    private readonly SafetensorsFile _tensors;
    private readonly bool _bias;
    private readonly bool _batchFirst;
    private readonly int[]? _lengths;

    private TorchCase(SafetensorsFile tensors, JsonElement row)
    {
        _tensors = tensors;
        Kind = row.GetProperty("kind").GetString()!;
        InputSize = row.GetProperty("input_size").GetInt32();
        HiddenSize = row.GetProperty("hidden_size").GetInt32();
        Layers = row.GetProperty("num_layers").GetInt32();
        Directions = row.GetProperty("bidirectional").GetBoolean() ? 2 : 1;
        Steps = row.GetProperty("seq_len").GetInt32();
        Streams = row.GetProperty("batch").GetInt32();
        _bias = row.GetProperty("bias").GetBoolean();
        _batchFirst = row.GetProperty("batch_first").GetBoolean();
        JsonElement lengths = row.GetProperty("lengths");
        _lengths = lengths.ValueKind == JsonValueKind.Null ? null : [.. lengths.EnumerateArray().Select(length => length.GetInt32())];
    }

    /// <summary><c>lstm</c>, <c>gru</c>, <c>rnn_tanh</c> or <c>rnn_relu</c>.</summary>
    public string Kind { get; }

    /// <summary>What the names of its states begin with: <c>h</c>, and <c>c</c> in an LSTM.</summary>
    public IReadOnlyList<string> States => Kind == "lstm" ? ["h", "c"] : ["h"];

    public int InputSize { get; }

    public int HiddenSize { get; }

    public int Layers { get; }

    /// <summary>1, or 2 where the second runs from the last step to the first.</summary>
    public int Directions { get; }

    /// <summary>The steps of every stream; of the longest or more where their numbers differ.</summary>
    public int Steps { get; }

    public int Streams { get; }

    /// <summary>The width of the last layer's output: the hidden units of every direction, one after the other.</summary>
    public int OutputSize => Directions * HiddenSize;

    private int GateCount => Kind switch
    {
        "lstm" => 4,
        "gru" => 3,
        _ => 1,
    };

    /// <summary>Opens a case by its name in the index.</summary>
    public static TorchCase Open(string name)
    {
        using JsonDocument index = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "index.json")));
        JsonElement row = index.RootElement.EnumerateArray().Single(row => row.GetProperty("case").GetString() == name);
        return new TorchCase(SafetensorsFile.Open(Path.Combine(Folder, name + ".safetensors")), row);
    }

    /// <summary>A layer's parameters in one direction.</summary>
    /// <param name="layer">The layer, from 0.</param>
    /// <param name="direction">The direction, from 0.</param>
    /// <param name="width">The layer's inputs a step.</param>
    public TorchParameters<float> Parameters(int layer, int direction, int width) => ReadParameters("", layer, direction, width);

    /// <summary>The gradients of <see cref="Parameters"/>.</summary>
    /// <param name="layer">The layer, from 0.</param>
    /// <param name="direction">The direction, from 0.</param>
    /// <param name="width">The layer's inputs a step.</param>
    public TorchParameters<float> ParameterGradients(int layer, int direction, int width) =>
        ReadParameters("grad.", layer, direction, width);

    /// <summary>A layer's parameters in one direction, under the names of a first layer in its only direction.</summary>
    public ITensorSource Layer(int layer, int direction) => new TorchLayer(_tensors, Suffix(layer, direction));

    /// <summary>One stream's input, [step, input].</summary>
    public float[] Input(int stream) => Sequence("input", InputSize, stream);

    /// <summary>One stream's output of the last layer, [step, output].</summary>
    public float[] Output(int stream) => Sequence("output", OutputSize, stream);

    /// <summary>The gradients of one stream's input, [step, input].</summary>
    public float[] InputGradients(int stream) => Sequence("grad.input", InputSize, stream);

    /// <summary>The gradients of one stream's output of the last layer, [step, output]: given, not computed.</summary>
    public float[] OutputGradients(int stream) => Sequence("G", OutputSize, stream);

    /// <summary>
    /// One stream's <c>h0</c>, <c>c0</c>, <c>hn</c> or <c>cn</c> in one layer and direction, or their gradients <c>grad.h0</c>,
    /// <c>grad.c0</c>, <c>Gh</c>, <c>Gc</c>; [hidden].
    /// </summary>
    public float[] State(string name, int layer, int direction, int stream)
    {
        float[] states = Read(name, Layers * Directions, Streams, HiddenSize);
        int row = (((layer * Directions) + direction) * Streams) + stream;
        return states[(row * HiddenSize)..((row + 1) * HiddenSize)];
    }

    public void Dispose() => _tensors.Dispose();

    private static string Suffix(int layer, int direction) => direction == 0 ? $"_l{layer}" : $"_l{layer}_reverse";

    private TorchParameters<float> ReadParameters(string prefix, int layer, int direction, int width)
    {
        string suffix = Suffix(layer, direction);
        int rows = GateCount * HiddenSize;
        return new TorchParameters<float>(
            WeightIh: Read($"{prefix}weight_ih{suffix}", rows, width),
            WeightHh: Read($"{prefix}weight_hh{suffix}", rows, HiddenSize),
            BiasIh: _bias ? Read($"{prefix}bias_ih{suffix}", rows) : null,
            BiasHh: _bias ? Read($"{prefix}bias_hh{suffix}", rows) : null);
    }

    private float[] Sequence(string name, int size, int stream)
    {
        float[] all = _batchFirst ? Read(name, Streams, Steps, size) : Read(name, Steps, Streams, size);
        int steps = _lengths is null ? Steps : _lengths[stream];
        float[] sequence = new float[steps * size];
        for (int step = 0; step < steps; step++)
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
