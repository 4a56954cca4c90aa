using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Import.StateDicts;

namespace RnnGen.Import.Safetensors;

/// <summary>What one or more safetensors files hold.</summary>
internal sealed class SafetensorsContents
{
    private readonly List<ImportedTensor> _tensors = [];
    private readonly List<string> _notFloat = [];
    private readonly SortedDictionary<string, string> _metadata = new(StringComparer.Ordinal);

    /// <summary>Reads a file.</summary>
    /// <exception cref="TensorFormatException">An element does not fit a float, or the file is cut short.</exception>
    /// <exception cref="ModelFormatException">A dimension is too large.</exception>
    public void Add(SafetensorsFile file)
    {
        foreach ((string key, string text) in file.Metadata)
        {
            _metadata[key] = text;
        }

        foreach (TensorInfo tensor in file.Tensors)
        {
            if (!ElementDecoder.IsFloatingPoint(tensor.ElementType))
            {
                _notFloat.Add(tensor.Name);
                continue;
            }

            if (tensor.Shape.Any(static size => size > int.MaxValue))
            {
                throw new ModelFormatException(file.Name, tensor.Name, "shape", $"it is [{string.Join(", ", tensor.Shape)}]; dimensions are from 0 to {int.MaxValue}");
            }

            _tensors.Add(new ImportedTensor(tensor.Name, [.. tensor.Shape.Select(static size => (int)size)], file.Read(tensor.Name)));
        }
    }

    /// <summary>Sets a text that the model has of itself.</summary>
    public void SetMetadata(string key, string text) => _metadata[key] = text;

    /// <summary>The model of all files.</summary>
    public ImportedModel ToModel(ModelSource source)
    {
        ImportedTensors tensors = StateDictTensors.Of(_tensors);
        ModelDescription description = StateDict.Describe(source, StateDictTensors.ShapesOf(tensors));
        return new ImportedModel(
            ModelFormat.Safetensors,
            description with
            {
                Metadata = _metadata.ToImmutableSortedDictionary(StringComparer.Ordinal),
                Unsaid = _notFloat.Count == 0
                    ? description.Unsaid
                    : description.Unsaid.Add($"Not read, since they are no floating-point numbers of 16 bits or more: {StateDict.List(_notFloat)}."),
            },
            tensors);
    }
}
