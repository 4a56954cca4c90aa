using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using RnnGen.Formats;

namespace RnnGen.Import.Keras;

/// <summary>Reads weights without a configuration: names and shapes tell which layers there are, and no more.</summary>
internal sealed class KerasWeightsReader
{
    private const int MostUnits = 4096;
    private const int MostOutputs = 65_536;
    private const int MostTokens = 1_048_576;

    private readonly ModelSource _source;
    private readonly Hdf5File _file;
    private readonly KerasTensors _tensors;
    private readonly List<ModelLayer> _layers = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private bool _hasGruWithoutBias;

    private KerasWeightsReader(ModelSource source, Hdf5File file)
    {
        _source = source;
        _file = file;
        _tensors = new KerasTensors(source, file);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="source">Names the file in messages.</param>
    /// <param name="file">The file.</param>
    /// <param name="group">The group that has the layers, if it is of Keras 2.</param>
    /// <param name="metadata">What the file says of itself.</param>
    /// <exception cref="ModelFormatException">It is not of Keras, or has weights of layers that RnnGen does not know.</exception>
    public static ImportedModel Read(ModelSource source, Hdf5File file, Hdf5Object group, ImmutableSortedDictionary<string, string> metadata)
    {
        var reader = new KerasWeightsReader(source, file);
        bool isOrdered = file.ReadList(group, "layer_names") is not null;
        if (isOrdered)
        {
            reader.ReadLayers(new KerasLayerWeights(source, file, group));
        }
        else
        {
            var store = new KerasStore(source, file.Root);
            if (!store.HasLayers)
            {
                throw source.Fault(null, "layers", "an HDF5 file, but none of Keras: it has no model_config, no layer_names and no layers");
            }

            reader.ReadStore(store);
        }

        if (reader._layers.Count == 0)
        {
            throw source.Fault(null, "layers", "the file has no weights");
        }

        if (!isOrdered)
        {
            reader.Order();
        }

        string order = isOrdered ? "" : "the order of the layers, ";
        ImmutableArray<string> unsaid =
        [
            $"The file has weights only. It does not say {order}activations, return_sequences (without it, [PoolingLayer(pooling: Pooling.FinalState)] follows), and what has no weights.",
            .. reader._hasGruWithoutBias ? (ImmutableArray<string>)["Whether a GRU without biases has reset_after is not said either: Variant."] : [],
        ];
        var description = new ModelDescription { Layers = [.. reader._layers], Metadata = metadata, Unsaid = unsaid };
        return new ImportedModel(ModelFormat.KerasWeights, description, reader._tensors.Tensors);
    }

    private static bool Ends(string place, string end, out string before)
    {
        bool ends = place.EndsWith(end, StringComparison.Ordinal);
        before = ends ? place[..^end.Length] : place;
        return ends;
    }

    private void ReadStore(KerasStore store)
    {
        var places = store.Places().ToDictionary(static place => place.Place, static place => place.Weights, StringComparer.Ordinal);
        foreach ((string place, IReadOnlyList<Hdf5Object> weights) in places)
        {
            if (Ends(place, "/backward_layer/cell", out string wrapper) && places.ContainsKey(wrapper + "/forward_layer/cell"))
            {
                continue;
            }

            if (Ends(place, "/forward_layer/cell", out wrapper) && places.TryGetValue(wrapper + "/backward_layer/cell", out IReadOnlyList<Hdf5Object>? backward))
            {
                AddRecurrent(NameOf(store, wrapper), wrapper, weights, backward);
            }
            else if (Ends(place, "/cell", out string layer))
            {
                AddRecurrent(NameOf(store, layer), layer, weights, null);
            }
            else if (places.ContainsKey(place + "/cell"))
            {
                // What a stateful layer kept at the end of its last call: no weight.
            }
            else
            {
                Ends(place, "/layer", out string owner);
                AddPlain(NameOf(store, owner), owner, weights, place[(place.LastIndexOf('/') + 1)..].StartsWith("embedding", StringComparison.Ordinal));
            }
        }
    }

    /// <summary>The layer's own name, where the file has it, or that of its group; the other one is an alias.</summary>
    private (string Name, string? Alias) NameOf(KerasStore store, string place)
    {
        string group = place[(place.LastIndexOf('/') + 1)..];
        string? own = store.Groups.TryGetValue(place + "/vars", out Hdf5Object? vars) ? _file.ReadText(vars, "name") : null;
        return string.IsNullOrEmpty(own) || own == group ? (group, null) : (own, group);
    }

    private void ReadLayers(KerasLayerWeights weights)
    {
        foreach (string layer in weights.Names)
        {
            IReadOnlyList<(string Name, Hdf5Object Dataset)> rest = weights.WeightsOf(layer);
            var parts = new List<(bool IsRecurrent, string Name, List<Hdf5Object> Weights)>();
            foreach ((string name, Hdf5Object dataset) in rest)
            {
                switch (KerasLayerWeights.KindOf(name))
                {
                    case "embeddings" or "kernel":
                        parts.Add((false, name, [dataset]));
                        break;
                    case "recurrent_kernel" when parts.Count > 0 && parts[^1] is { IsRecurrent: false, Weights.Count: 1 }:
                        parts[^1].Weights.Add(dataset);
                        parts[^1] = parts[^1] with { IsRecurrent = true };
                        break;
                    case "bias" when parts.Count > 0:
                        parts[^1].Weights.Add(dataset);
                        break;
                    default:
                        throw _source.Fault(layer, name, "a weight of a layer that RnnGen does not know");
                }
            }

            if (parts is [{ IsRecurrent: true } forward, { IsRecurrent: true } backward] && backward.Name.Contains("backward", StringComparison.Ordinal))
            {
                AddRecurrent((layer, null), layer, forward.Weights, backward.Weights);
                continue;
            }

            foreach ((bool isRecurrent, string name, List<Hdf5Object> own) in parts)
            {
                if (isRecurrent)
                {
                    AddRecurrent((layer, null), layer, own, null);
                }
                else
                {
                    AddPlain((layer, null), layer, own, KerasLayerWeights.KindOf(name) == "embeddings");
                }
            }
        }
    }

    private string Unique(string name)
    {
        string unique = name;
        for (int number = 2; !_names.Add(unique); number++)
        {
            unique = $"{name}{number}";
        }

        return unique;
    }

    private void AddRecurrent((string Name, string? Alias) name, string place, IReadOnlyList<Hdf5Object> weights, IReadOnlyList<Hdf5Object>? backward)
    {
        if (weights.Count is not (2 or 3) || (backward is not null && backward.Count != weights.Count))
        {
            throw _source.Fault(place, "weights", $"found {weights.Count}; a recurrent layer has kernel, recurrent_kernel and perhaps bias");
        }

        if (_file.ShapeOf(weights[0]) is not [var input and >= 1 and <= MostUnits, var columns] || _file.ShapeOf(weights[1]) is not [var units and >= 1 and <= MostUnits, var same]
            || columns != same || columns % units != 0 || (columns / units) is not (1 or 3 or 4))
        {
            throw _source.Fault(place, "weights",
                $"{TensorShape.Describe(_file.ShapeOf(weights[0]))} and {TensorShape.Describe(_file.ShapeOf(weights[1]))} are no kernels of an LSTM, GRU or SimpleRNN of up to {MostUnits} units");
        }

        RecurrentKind kind = (columns / units) switch
        {
            4 => RecurrentKind.Lstm,
            3 => RecurrentKind.Gru,
            _ => RecurrentKind.Rnn,
        };
        bool hasBias = weights.Count == 3;
        _hasGruWithoutBias |= kind == RecurrentKind.Gru && !hasBias;
        var layer = new RecurrentModelLayer(Unique(name.Name), kind, input, units)
        {
            Bias = hasBias,
            Bidirectional = backward is not null,
            Variant = kind == RecurrentKind.Gru && hasBias && _file.ShapeOf(weights[2]).Length == 1 ? GruVariant.ResetBefore : GruVariant.ResetAfter,
        };
        _layers.Add(layer);
        _tensors.AddRecurrent(layer, "_l0", weights);
        if (backward is not null)
        {
            _tensors.AddRecurrent(layer, "_l0_reverse", backward);
        }

        AddAliases(layer.Name, name.Alias);
    }

    private void AddPlain((string Name, string? Alias) name, string place, IReadOnlyList<Hdf5Object> weights, bool isEmbedding)
    {
        int most = isEmbedding ? MostTokens : MostOutputs;
        if (weights.Count is not (1 or 2) || (isEmbedding && weights.Count != 1) || _file.ShapeOf(weights[0]) is not [var rows, var columns] || rows < 1 || columns < 1
            || rows > most || columns > (isEmbedding ? MostUnits : MostOutputs))
        {
            throw _source.Fault(place, "weights", $"{weights.Count} weights, the first {(weights.Count == 0 ? "missing" : TensorShape.Describe(_file.ShapeOf(weights[0])))}: no layer that RnnGen knows");
        }

        string unique = Unique(name.Name);
        if (isEmbedding)
        {
            var embedding = new EmbeddingModelLayer(unique, rows, columns);
            _layers.Add(embedding);
            _tensors.AddEmbedding(embedding, weights[0]);
        }
        else
        {
            var dense = new DenseModelLayer(unique, rows, columns);
            _layers.Add(dense);
            _tensors.AddDense(dense, weights);
        }

        AddAliases(unique, name.Alias);
    }

    private void AddAliases(string name, string? alias)
    {
        if (alias is null)
        {
            return;
        }

        foreach (string tensor in _tensors.Tensors.Names.Where(tensor => tensor.StartsWith(name + ".", StringComparison.Ordinal)).ToArray())
        {
            _tensors.Tensors.AddAlias(alias + tensor[name.Length..], tensor);
        }
    }

    /// <summary>Puts the layers into an order in which each takes what the one before it gives, if there is one that begins with the first that fits.</summary>
    private void Order()
    {
        var rest = new List<ModelLayer>(_layers.OrderBy(static layer => layer is EmbeddingModelLayer ? 0 : layer is RecurrentModelLayer ? 1 : 2));
        var given = new HashSet<int>(rest.Select(Output));
        var ordered = new List<ModelLayer>();
        ModelLayer? next = rest.Find(static layer => layer is EmbeddingModelLayer) ?? rest.Find(layer => !given.Contains(Input(layer)));
        while (next is not null)
        {
            ordered.Add(next);
            rest.Remove(next);
            int width = Output(next);
            next = rest.Find(layer => Input(layer) == width);
        }

        if (rest.Count == 0)
        {
            _layers.Clear();
            _layers.AddRange(ordered);
        }
    }

    private static int Input(ModelLayer layer) => layer switch
    {
        RecurrentModelLayer recurrent => recurrent.Input,
        DenseModelLayer dense => dense.Inputs,
        _ => 0,
    };

    private static int Output(ModelLayer layer) => layer switch
    {
        RecurrentModelLayer recurrent => recurrent.Output,
        DenseModelLayer dense => dense.Outputs,
        EmbeddingModelLayer embedding => embedding.Size,
        _ => 0,
    };
}
