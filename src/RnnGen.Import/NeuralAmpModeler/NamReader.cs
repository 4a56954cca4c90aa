using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text.Json;
using RnnGen.Formats;
using RnnGen.Import.Json;

namespace RnnGen.Import.NeuralAmpModeler;

/// <summary>
/// Reads captures of Neural Amp Modeler of architecture LSTM: a stack of LSTMs and a dense layer, with the states from which they start. All numbers are one list: of
/// each LSTM the rows [4 hidden, input + hidden] (gates i, f, g, o), biases, h and c; then the rows and the biases of the dense layer.
/// </summary>
internal sealed class NamReader : IModelReader
{
    private const string Architecture = "LSTM";

    // The generator's limits.
    private const int MaxSize = 4096;
    private const int MaxOutputs = 65_536;
    private const int MaxLayers = 64;

    // Of the format, 0.MINOR.x: a greater minor number may mean another reading of the same numbers.
    private const int FirstMinor = 5;
    private const int LastMinor = 7;

    private const string Cell = "lstm";
    private const string Head = "linear";

    /// <inheritdoc/>
    public static bool Recognises(ReadOnlySpan<byte> start, ModelSource source)
    {
        if (!JsonFile.IsJson(start))
        {
            return false;
        }

        IReadOnlySet<string> names = JsonFile.Names(source);
        return names.Contains("architecture") || (names.Contains("config") && names.Contains("weights"));
    }

    /// <inheritdoc/>
    public static ImportedModel Read(ModelSource source)
    {
        using JsonDocument document = JsonFile.Parse(source);
        var root = new JsonItem(source, null, "", document.RootElement);
        string architecture = root.Get("architecture").Text();
        if (architecture != Architecture)
        {
            throw source.Fault(null, "architecture", $"found '{MessageText.Printable(architecture)}'; RnnGen runs captures of architecture '{Architecture}' only");
        }

        string version = CheckVersion(root.Get("version"));
        JsonItem config = root.Get("config");
        int input = config.Get("input_size").Count(1, MaxSize);
        int hidden = config.Get("hidden_size").Count(1, MaxSize);
        int layers = config.Get("num_layers").Count(1, MaxLayers);
        int outputs = config.Find("out_channels")?.Count(1, MaxOutputs) ?? 1;
        if (config.Find("in_channels") is { } channels && channels.Count(1, MaxSize) != input)
        {
            throw channels.Problem($"found {channels.Value.GetRawText()}, and config.input_size is {input}; they must be equal");
        }

        CheckOptions(config);
        ImportedTensors tensors = ReadWeights(root.Get("weights"), input, hidden, layers, outputs);
        var metadata = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        metadata.Add("version", version);
        if (root.Find("metadata") is { Value.ValueKind: not JsonValueKind.Null } said)
        {
            JsonMetadata.Add(metadata, said);
        }

        var description = new ModelDescription
        {
            Layers = [new RecurrentModelLayer(Cell, RecurrentKind.Lstm, input, hidden) { Layers = layers }, new DenseModelLayer(Head, hidden, outputs)],
            Inputs = [new ModelInput("", ModelInputKind.Floats, input) { Shape = $"[time, {input}]" }],
            Outputs = [new ModelOutput("", ModelOutputKind.Steps, outputs) { Shape = $"[time, {outputs}]" }],
            SampleRate = ReadSampleRate(root.Find("sample_rate")),
            Metadata = metadata.ToImmutable(),
        };
        return new ImportedModel(ModelFormat.NeuralAmpModeler, description, tensors);
    }

    private static string CheckVersion(JsonItem item)
    {
        string version = item.Text();
        string[] parts = version.Split('.');
        return parts.Length == 3 && parts.All(static part => part.Length is > 0 and < 9 && part.All(char.IsAsciiDigit))
            && int.Parse(parts[0]) == 0 && int.Parse(parts[1]) is >= FirstMinor and <= LastMinor
            ? version
            : throw item.Fault($"a version from 0.{FirstMinor}.0 to 0.{LastMinor}.x");
    }

    // PyTorch's options of an LSTM may stand among the sizes. Those that mean nothing to a trained model are passed over.
    private static void CheckOptions(JsonItem config)
    {
        foreach ((string name, JsonItem value) in config.Members())
        {
            bool isKnown = name is "input_size" or "hidden_size" or "num_layers" or "in_channels" or "out_channels"
                or "dropout" or "batch_first" or "train_burn_in" or "train_truncate" or "sample_rate";
            if (!isKnown && !value.IsNullOrFalse)
            {
                throw value.Problem($"found {JsonItem.Describe(value.Value)}; RnnGen does not know this option of an LSTM, and the outputs may depend on it");
            }
        }
    }

    private static double? ReadSampleRate(JsonItem? item)
    {
        if (item is not { Value.ValueKind: not JsonValueKind.Null } rate)
        {
            return null;
        }

        double samples = rate.Number();
        return samples > 0 ? samples : throw rate.Fault("a number above 0, or null");
    }

    private static ImportedTensors ReadWeights(JsonItem item, int input, int hidden, int layers, int outputs)
    {
        long gates = 4L * hidden;
        long count = (gates * input) + ((layers - 1) * gates * hidden) + (layers * ((gates * hidden) + gates + (2L * hidden))) + ((hidden + 1L) * outputs);
        if (!item.IsList || item.Value.GetArrayLength() != count)
        {
            throw item.Fault($"a list of {count} numbers: num_layers {layers}, hidden_size {hidden}, input_size {input}, {outputs} outputs");
        }

        var weights = new NamWeights(item.Floats((int)count));
        var tensors = new ImportedTensors();
        for (int layer = 0; layer < layers; layer++)
        {
            AddCell(tensors, weights, layer, layer == 0 ? input : hidden, hidden);
        }

        tensors.Add($"{Head}.weight", [outputs, hidden], weights.Take(outputs * hidden));
        tensors.Add($"{Head}.bias", [outputs], weights.Take(outputs));
        return tensors;
    }

    private static void AddCell(ImportedTensors tensors, NamWeights weights, int layer, int input, int hidden)
    {
        int gates = 4 * hidden;
        float[] ofInput = new float[gates * input];
        float[] ofHidden = new float[gates * hidden];
        for (int row = 0; row < gates; row++)
        {
            weights.Take(ofInput.AsSpan(row * input, input));
            weights.Take(ofHidden.AsSpan(row * hidden, hidden));
        }

        tensors.Add($"{Cell}.weight_ih_l{layer}", [gates, input], ofInput);
        tensors.Add($"{Cell}.weight_hh_l{layer}", [gates, hidden], ofHidden);
        tensors.Add($"{Cell}.bias_ih_l{layer}", [gates], weights.Take(gates));
        tensors.Add($"{Cell}.bias_hh_l{layer}", [gates], new float[gates]);
        float[] h = weights.Take(hidden);
        float[] c = weights.Take(hidden);
        if (h.AsSpan().ContainsAnyExcept(0f) || c.AsSpan().ContainsAnyExcept(0f))
        {
            tensors.Add($"{Cell}.initial_h_l{layer}", [hidden], h);
            tensors.Add($"{Cell}.initial_c_l{layer}", [hidden], c);
        }
    }
}
