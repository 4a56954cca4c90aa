using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Formats;

namespace RnnGen.Import.Keras;

/// <summary>The weights of an HDF5 file of Keras 2: a group for each layer, and the names of its weights in an attribute. Keras 3 still writes them so by the name <c>.h5</c>.</summary>
internal sealed class KerasLayerWeights : KerasWeights
{
    private readonly ModelSource _source;
    private readonly Dictionary<string, Queue<(string Name, Hdf5Object Dataset)>> _layers = new(StringComparer.Ordinal);

    /// <summary>Finds the weights.</summary>
    /// <param name="source">Names the file in messages.</param>
    /// <param name="file">The file.</param>
    /// <param name="root">The group that has the layers.</param>
    /// <exception cref="ModelFormatException">It has no list of layers, or lists what is not there.</exception>
    public KerasLayerWeights(ModelSource source, Hdf5File file, Hdf5Object root)
    {
        _source = source;
        IReadOnlyList<string> names = file.ReadList(root, "layer_names") ?? throw source.Fault(root.Path, "layer_names", "missing; Keras lists the layers there");
        foreach (string layer in names)
        {
            Hdf5Object group = Find(root, layer, "layer_names");
            IReadOnlyList<string> weights = file.ReadList(group, "weight_names") ?? throw source.Fault(layer, "weight_names", "missing; Keras lists the layer's weights there");
            var found = new Queue<(string Name, Hdf5Object Dataset)>();
            foreach (string weight in weights)
            {
                Hdf5Object dataset = Find(group, weight, "weight_names");
                found.Enqueue((weight, dataset));
            }

            if (!_layers.TryAdd(layer, found))
            {
                throw source.Fault(root.Path, "layer_names", $"'{MessageText.Printable(layer)}' is listed twice");
            }

            Names.Add(layer);
        }

        // A model's own weights, which belong to no layer.
        if (root.Children.TryGetValue("top_level_model_weights", out Hdf5Object? own) && file.ReadList(own, "weight_names") is [string first, ..])
        {
            throw source.Fault("top_level_model_weights", "weight_names", $"the model has weights of its own, as '{MessageText.Printable(first)}', which are not supported");
        }
    }

    /// <summary>The layers in the file's order.</summary>
    public List<string> Names { get; } = [];

    /// <summary>The weights of a layer.</summary>
    public IReadOnlyList<(string Name, Hdf5Object Dataset)> WeightsOf(string layer) => [.. _layers[layer]];

    /// <summary>What a weight is, by the end of its name: <c>lstm/lstm_cell/kernel:0</c> is a kernel.</summary>
    public static string KindOf(string weight) => weight[(weight.LastIndexOf('/') + 1)..].Split(':')[0];

    /// <inheritdoc/>
    public override IReadOnlyList<Hdf5Object> Take(KerasLayer layer, string part, IReadOnlyList<string> names)
    {
        if (!_layers.TryGetValue(layer.Group, out Queue<(string Name, Hdf5Object Dataset)>? rest))
        {
            throw layer.Fault("weights", $"the file has no weights for it; it has them for {string.Join(", ", Names.Take(8).Select(static name => $"'{MessageText.Printable(name)}'"))}");
        }

        var taken = new List<Hdf5Object>();
        foreach (string name in names)
        {
            if (!rest.TryDequeue(out (string Name, Hdf5Object Dataset) next))
            {
                throw layer.Fault(name, $"missing; the file has {taken.Count} of the {names.Count} weights that the configuration asks for");
            }

            string kind = KindOf(next.Name);
            if (kind != name && kind is "kernel" or "recurrent_kernel" or "bias" or "embeddings" or "gamma" or "beta" or "moving_mean" or "moving_variance")
            {
                throw layer.Fault(name, $"found '{MessageText.Printable(next.Name)}' in its place");
            }

            taken.Add(next.Dataset);
        }

        return taken;
    }

    /// <inheritdoc/>
    public override void IgnoreState(KerasLayer layer)
    {
        // It is not saved in this form.
    }

    /// <inheritdoc/>
    public override void NeedAllRead()
    {
        foreach ((string layer, Queue<(string Name, Hdf5Object Dataset)> rest) in _layers)
        {
            if (rest.TryPeek(out (string Name, Hdf5Object Dataset) first))
            {
                throw _source.Fault(layer, "weights", $"'{MessageText.Printable(first.Name)}' is in the file, but the configuration has no use for it");
            }
        }
    }

    private Hdf5Object Find(Hdf5Object group, string path, string attribute)
    {
        Hdf5Object at = group;
        foreach (string part in path.Split('/'))
        {
            if (!at.Children.TryGetValue(part, out Hdf5Object? child))
            {
                throw _source.Fault(group.Path, attribute, $"'{MessageText.Printable(path)}' is listed, but not there");
            }

            at = child;
        }

        return at;
    }
}
