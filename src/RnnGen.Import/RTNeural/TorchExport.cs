using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using RnnGen.Import.Json;
using RnnGen.Import.StateDicts;

namespace RnnGen.Import.RTNeural;

/// <summary>Reads a PyTorch <c>state_dict</c> as JSON: nested lists by the names of the tensors.</summary>
internal static class TorchExport
{
    private const int MaxTensors = 16_384;

    /// <summary>Reads a file of nothing else.</summary>
    /// <param name="tensors">The object that has the tensors.</param>
    public static ImportedModel Read(JsonItem tensors)
    {
        ImportedTensors imported = StateDictTensors.Of(ReadTensors(tensors), tensors.Field.Length == 0 ? "" : $"{tensors.Field}.");
        return new ImportedModel(ModelFormat.RTNeuralTorch, StateDict.Describe(tensors.Source, StateDictTensors.ShapesOf(imported)), imported);
    }

    /// <summary>Reads the tensors, under the names that the file has.</summary>
    /// <param name="tensors">The object that has them.</param>
    public static List<ImportedTensor> ReadTensors(JsonItem tensors)
    {
        var read = new List<ImportedTensor>();
        if (tensors.Value.ValueKind == JsonValueKind.Object && tensors.Value.GetPropertyCount() > MaxTensors)
        {
            throw tensors.Problem($"there are {tensors.Value.GetPropertyCount()} tensors in it; at most {MaxTensors} are read");
        }

        foreach ((string name, JsonItem value) in tensors.Members())
        {
            // A number may be a tensor without dimensions, such as num_batches_tracked.
            if (value.Value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Number))
            {
                throw value.Problem(
                    $"found {JsonItem.Describe(value.Value)}, wanted a tensor of a state_dict. "
                    + "RnnGen knows JSON of RTNeural (in_shape, layers), of Neural Amp Modeler (architecture, config, weights) and state_dicts");
            }

            float[] values = (value with { Place = name, Field = "" }).Floats(out int[] shape);
            read.Add(new ImportedTensor(name, shape, values));
        }

        return read.Any(static tensor => tensor.Values.Length > 0) ? read : throw tensors.Problem("there are no tensors in it");
    }
}
