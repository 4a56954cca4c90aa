using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text.Json;
using RnnGen.Formats;
using RnnGen.Import.Json;

namespace RnnGen.Import.RTNeural;

/// <summary>
/// Reads a Keras model as RTNeural's exporter writes it. RTNeural runs all layers step by step, whatever <c>return_sequences</c> said. Weights are in Keras's layout:
/// kernels [input, gates * units], gates i, f, c, o of an LSTM and z, r, h of a GRU, which resets after the product and has two rows of biases.
/// </summary>
/// <param name="root">The file.</param>
internal sealed class KerasExport(JsonItem root)
{
    private const int MaxSize = 4096;
    private const int MaxOutputs = 65_536;
    private const int MaxLayers = 1024;

    // More are no model of RTNeural's; they are counted before anything is made of them.
    private const int MaxWeights = 64;
    private const int MaxRank = 8;

    private static readonly int[] LstmOrder = [0, 1, 2, 3];

    // Keras has z, r, h; here r, z, n.
    private static readonly int[] GruOrder = [1, 0, 2];

    private readonly LayerNaming _names = new();
    private readonly List<ModelLayer> _layers = [];
    private readonly ImportedTensors _tensors = new();

    private int _size;

    /// <summary>Reads the file.</summary>
    /// <exception cref="ModelFormatException">A layer is damaged, or none that RnnGen runs.</exception>
    public ImportedModel Read()
    {
        int inputs = _size = LastSize(root.Get("in_shape"));
        JsonItem[] layers = root.Get("layers").Items(MaxLayers);
        for (int index = 0; index < layers.Length; index++)
        {
            JsonItem type = (layers[index] with { Place = $"layers[{index}]", Field = "" }).Get("type");
            string name = type.Text();
            Add(name, layers[index] with { Place = $"layers[{index}], {name}", Field = "" });
        }

        if (_layers.Count == 0)
        {
            throw root.Source.Fault(null, "layers", "there are none that compute anything");
        }

        ImmutableSortedDictionary<string, string>.Builder metadata = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        double? sampleRate = null;
        if (root.Find("metadata") is { Value.ValueKind: JsonValueKind.Object } said)
        {
            JsonMetadata.Add(metadata, said);
            sampleRate = said.Find("samplerate") is { Value.ValueKind: JsonValueKind.Number } rate ? rate.Number() : null;
        }

        var description = new ModelDescription
        {
            Layers = [.. _layers],
            Inputs = [new ModelInput("", ModelInputKind.Floats, inputs) { Shape = $"[time, {inputs}]" }],
            Outputs = [new ModelOutput("", ModelOutputKind.Steps, _size) { Shape = $"[time, {_size}]" }],
            SampleRate = sampleRate,
            Metadata = metadata.ToImmutable(),
            AddedInputs = Skips() ? inputs : 0,
            InputGain = Gain("in_gain"),
            OutputGain = Gain("out_gain"),
            IsOrdered = true,
            Unsaid = [.. AroundTheModel()],
        };
        return new ImportedModel(ModelFormat.RTNeural, description, _tensors);
    }

    // AIDA-X writes RTNeural's JSON with what its player does before and after the model.
    private IEnumerable<string> AroundTheModel()
    {
        if (Skips())
        {
            yield return "in_skip is 1: the model's input is added to its output. Add it to what the network gives.";
        }

        foreach (string name in (string[])["in_gain", "out_gain"])
        {
            if (Gain(name) != 0)
            {
                yield return $"{name} is {root.Get(name).Value.GetRawText()} dB: scale what the network {(name == "in_gain" ? "takes" : "gives")}.";
            }
        }
    }

    private bool Skips() => root.Find("in_skip")?.Truth() ?? false;

    private double Gain(string name) => root.Find(name)?.Number() ?? 0;

    private void Add(string type, JsonItem layer)
    {
        switch (type)
        {
            case "dense" or "time-distributed-dense":
                AddDense(layer);
                break;
            case "lstm":
                AddLstm(layer);
                break;
            case "gru":
                AddGru(layer);
                break;
            case "activation":
                CheckKeepsSize(layer);
                Activate(layer.Get("activation"));
                break;
            case "dropout":
                CheckKeepsSize(layer);
                break;
            default:
                string runs = "dense, time-distributed-dense, lstm, gru, activation and dropout";
                throw layer.Source.Fault(layer.Place, "type", $"layers of type '{MessageText.Printable(type)}' are not supported; RnnGen runs {runs}");
        }
    }

    private void AddDense(JsonItem layer)
    {
        int outputs = OutputsOf(layer, MaxOutputs);
        JsonItem[] weights = Weights(layer, 1, 2, "[kernel, bias]");
        string name = NameOf(layer, "linear");
        _tensors.Add($"{name}.weight", [outputs, _size], Transposed(weights[0].Floats(_size, outputs), _size, outputs, [0]));
        _tensors.Add($"{name}.bias", [outputs], weights.Length == 2 ? weights[1].Floats(outputs) : new float[outputs]);
        _layers.Add(new DenseModelLayer(name, _size, outputs));
        _size = outputs;
        if (layer.Find("activation") is { } activation)
        {
            Activate(activation);
        }
    }

    private void AddLstm(JsonItem layer)
    {
        int units = CheckRecurrent(layer);
        JsonItem[] weights = Weights(layer, 3, 3, "[kernel, recurrent kernel, bias]");
        string name = NameOf(layer, "lstm");
        AddKernels(name, weights, units, LstmOrder);
        _tensors.Add($"{name}.bias_ih_l0", [4 * units], weights[2].Floats(4 * units));
        _tensors.Add($"{name}.bias_hh_l0", [4 * units], new float[4 * units]);
        AddRecurrent(new RecurrentModelLayer(name, RecurrentKind.Lstm, _size, units));
    }

    private void AddGru(JsonItem layer)
    {
        int units = CheckRecurrent(layer);
        JsonItem[] weights = Weights(layer, 3, 3, "[kernel, recurrent kernel, [bias, recurrent bias]]");
        string name = NameOf(layer, "gru");
        AddKernels(name, weights, units, GruOrder);
        float[] biases = weights[2].Floats(2, 3 * units);
        _tensors.Add($"{name}.bias_ih_l0", [3 * units], Transposed(biases.AsSpan(0, 3 * units), 1, units, GruOrder));
        _tensors.Add($"{name}.bias_hh_l0", [3 * units], Transposed(biases.AsSpan(3 * units), 1, units, GruOrder));
        AddRecurrent(new RecurrentModelLayer(name, RecurrentKind.Gru, _size, units) { Variant = GruVariant.ResetAfter });
    }

    private void AddKernels(string name, JsonItem[] weights, int units, int[] order)
    {
        int rows = order.Length * units;
        _tensors.Add($"{name}.weight_ih_l0", [rows, _size], Transposed(weights[0].Floats(_size, rows), _size, units, order));
        _tensors.Add($"{name}.weight_hh_l0", [rows, units], Transposed(weights[1].Floats(units, rows), units, units, order));
    }

    private void AddRecurrent(RecurrentModelLayer layer)
    {
        _layers.Add(layer);
        _size = layer.Hidden;
    }

    private string NameOf(JsonItem layer, string kind) => _names.Next(kind, layer.Find("name") is { Value.ValueKind: JsonValueKind.String } name ? name.Text() : null);

    private int CheckRecurrent(JsonItem layer)
    {
        if (_size > MaxSize)
        {
            throw layer.Source.Fault(layer.Place, null, $"it takes {_size} floats; a recurrent layer takes at most {MaxSize}");
        }

        // RTNeural's cells have these and no others; the exporter writes the layer's own all the same.
        CheckOption(layer, "activation", "tanh");
        CheckOption(layer, "recurrent_activation", "sigmoid");
        foreach (string name in (string[])["go_backwards", "bidirectional"])
        {
            if (layer.Find(name) is { IsNullOrFalse: false } option)
            {
                throw option.Fault("false: RTNeural runs a layer forwards, step by step");
            }
        }

        if (layer.Find("reset_after") is { Value.ValueKind: not JsonValueKind.True } reset)
        {
            throw reset.Fault("true: RTNeural's GRU resets after the product");
        }

        return OutputsOf(layer, MaxSize);
    }

    private static void CheckOption(JsonItem layer, string name, string wanted)
    {
        if (layer.Find(name) is { } option && option.Text() != wanted)
        {
            throw option.Fault($"'{wanted}', which is what RTNeural runs");
        }
    }

    // Applied to the sums of the dense layer below, which has none yet.
    private void Activate(JsonItem item)
    {
        string name = item.Text();
        DenseActivation activation = name switch
        {
            "" or "linear" => DenseActivation.None,
            "tanh" => DenseActivation.Tanh,
            "relu" => DenseActivation.Relu,
            "sigmoid" => DenseActivation.Sigmoid,
            "softmax" => DenseActivation.Softmax,
            _ => throw item.Fault("'tanh', 'relu', 'sigmoid', 'softmax' or ''"),
        };
        if (activation == DenseActivation.None)
        {
            return;
        }

        if (_layers.LastOrDefault() is not DenseModelLayer { Activation: DenseActivation.None } dense)
        {
            string below = _layers.Count == 0 ? "the input" : "a layer that is not dense or has an activation";
            throw item.Problem($"found '{name}' behind {below}; RnnGen applies it to a dense layer's sums only");
        }

        _layers[^1] = dense with { Activation = activation };
    }

    private void CheckKeepsSize(JsonItem layer)
    {
        if (layer.Find("weights") is { } weights && weights.Items(MaxWeights).Length > 0)
        {
            throw weights.Fault("an empty list");
        }

        if (layer.Find("shape") is { } shape && LastSize(shape) is var size && size != _size)
        {
            throw shape.Problem($"its last number is {size}, wanted {_size}: what the layer below gives");
        }
    }

    private static JsonItem[] Weights(JsonItem layer, int least, int most, string wanted)
    {
        JsonItem weights = layer.Get("weights");
        JsonItem[] items = weights.Items(MaxWeights);
        return items.Length >= least && items.Length <= most ? items : throw weights.Fault(wanted);
    }

    private static int OutputsOf(JsonItem layer, int most)
    {
        JsonItem shape = layer.Get("shape");
        int size = LastSize(shape);
        return size <= most ? size : throw shape.Problem($"its last number is {size}; such a layer has at most {most} outputs");
    }

    // [batch, time, size] or [batch, size], where batch and time are null as a rule.
    private static int LastSize(JsonItem shape)
    {
        JsonItem[] sizes = shape.Items(MaxRank);
        if (sizes.Length is not (2 or 3))
        {
            throw shape.Fault("[batch, time, size] or [batch, size]");
        }

        foreach (JsonItem size in sizes[..^1])
        {
            if (size.Value.ValueKind != JsonValueKind.Null)
            {
                _ = size.Count(1, int.MaxValue);
            }
        }

        return sizes[^1].Count(1, MaxOutputs);
    }

    /// <summary>A kernel [inputs, gates * units] as [gates * units, inputs], with its gates in another order.</summary>
    private static float[] Transposed(ReadOnlySpan<float> kernel, int inputs, int units, int[] order)
    {
        int columns = order.Length * units;
        float[] transposed = new float[kernel.Length];
        for (int row = 0; row < columns; row++)
        {
            int column = (order[row / units] * units) + (row % units);
            for (int input = 0; input < inputs; input++)
            {
                transposed[(row * inputs) + input] = kernel[(input * columns) + column];
            }
        }

        return transposed;
    }
}
