using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Import.Json;

namespace RnnGen.Import.RTNeural;

/// <summary>
/// Reads the JSON of GuitarML's trainer (Proteus, NeuralPi, SmartAmp): a <c>state_dict</c> of a recurrent layer <c>rec</c> and a dense layer <c>lin</c>, and
/// <c>model_data</c> with their sizes. <c>skip</c> inputs are added to the outputs, which no declared network does: a file with them is not complete.
/// </summary>
internal static class GuitarMLExport
{
    private const int MaxSize = 4096;
    private const int MaxOutputs = 65_536;
    private const int MaxLayers = 64;

    private const string Recurrent = "rec";
    private const string Dense = "lin";

    /// <summary>Reads a file.</summary>
    /// <param name="root">The file.</param>
    /// <param name="model">Its <c>model_data</c>.</param>
    public static ImportedModel Read(JsonItem root, JsonItem model)
    {
        if (model.Find("model") is { } kind && kind.Text() != "SimpleRNN")
        {
            throw kind.Fault("'SimpleRNN'");
        }

        JsonItem unitType = model.Get("unit_type");
        (RecurrentKind Kind, int Gates) unit = unitType.Text() switch
        {
            "LSTM" => (RecurrentKind.Lstm, 4),
            "GRU" => (RecurrentKind.Gru, 3),
            "RNN" => (RecurrentKind.Rnn, 1),
            _ => throw unitType.Fault("'LSTM', 'GRU' or 'RNN'"),
        };
        int input = model.Get("input_size").Count(1, MaxSize);
        int hidden = model.Get("hidden_size").Count(1, MaxSize);
        int layers = model.Find("num_layers")?.Count(1, MaxLayers) ?? 1;
        int outputs = model.Find("output_size")?.Count(1, MaxOutputs) ?? 1;
        int skip = model.Find("skip")?.Count(0, input) ?? 0;
        bool hasBias = model.Find("bias_fl")?.Truth() ?? true;
        ImportedTensors tensors = Take(root.Get("state_dict"), Expected(unit.Gates, input, hidden, layers, outputs, hasBias));
        if (!hasBias)
        {
            tensors.Add($"{Dense}.bias", [outputs], new float[outputs]);
        }

        var metadata = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        JsonMetadata.Add(metadata, model);
        var description = new ModelDescription
        {
            Layers = [new RecurrentModelLayer(Recurrent, unit.Kind, input, hidden) { Layers = layers }, new DenseModelLayer(Dense, hidden, outputs)],
            Inputs = [new ModelInput("", ModelInputKind.Floats, input) { Shape = $"[time, batch, {input}]" }],
            Outputs = [new ModelOutput("", ModelOutputKind.Steps, outputs) { Shape = $"[time, batch, {outputs}]" }],
            Metadata = metadata.ToImmutable(),
            AddedInputs = skip,
            IsOrdered = true,
            Unsaid = skip == 0 ? [] : [$"model_data.skip is {skip}: the model adds the first {skip} of its inputs to its outputs. Add them to what the network gives."],
        };
        return new ImportedModel(ModelFormat.RTNeuralTorch, description, tensors);
    }

    private static Dictionary<string, int[]> Expected(int gates, int input, int hidden, int layers, int outputs, bool hasBias)
    {
        var shapes = new Dictionary<string, int[]>(StringComparer.Ordinal);
        for (int layer = 0; layer < layers; layer++)
        {
            shapes.Add($"{Recurrent}.weight_ih_l{layer}", [gates * hidden, layer == 0 ? input : hidden]);
            shapes.Add($"{Recurrent}.weight_hh_l{layer}", [gates * hidden, hidden]);
            shapes.Add($"{Recurrent}.bias_ih_l{layer}", [gates * hidden]);
            shapes.Add($"{Recurrent}.bias_hh_l{layer}", [gates * hidden]);
        }

        shapes.Add($"{Dense}.weight", [outputs, hidden]);
        if (hasBias)
        {
            shapes.Add($"{Dense}.bias", [outputs]);
        }

        return shapes;
    }

    private static ImportedTensors Take(JsonItem stateDict, Dictionary<string, int[]> shapes)
    {
        var tensors = new ImportedTensors();
        foreach (ImportedTensor tensor in TorchExport.ReadTensors(stateDict))
        {
            int[] shape = shapes.GetValueOrDefault(tensor.Name)
                ?? throw stateDict.Source.Fault(tensor.Name, null, $"model_data does not say what it is; the tensors of this model are {Names(shapes)}");
            if (!shape.SequenceEqual(tensor.Shape))
            {
                throw stateDict.Source.Fault(tensor.Name, "shape", $"found {TensorShape.Describe(tensor.Shape)}, wanted {TensorShape.Describe(shape)} by model_data");
            }

            tensors.Add(tensor.Name, tensor.Shape, tensor.Values);
        }

        string? missing = shapes.Keys.FirstOrDefault(name => tensors.Find(name) is null);
        return missing is null ? tensors : throw stateDict.Source.Fault(missing, null, "missing in state_dict");
    }

    private static string Names(Dictionary<string, int[]> shapes) => string.Join(", ", shapes.Keys.Take(6)) + (shapes.Count > 6 ? ", ..." : "");
}
