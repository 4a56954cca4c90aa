using System;
using System.Collections.Generic;
using RnnGen.Formats;

namespace RnnGen;

/// <summary>
/// Takes the layers of a model in place of its tensors: every emitted type hands its <c>Save</c> to the library, which knows both. So nothing is emitted for
/// this.
/// </summary>
internal sealed class LayerList : ITensorSink
{
    private readonly List<ModelLayer> _layers = [];
    private IReadOnlyList<LayerParts> _parts = [];

    /// <summary>The layers of a model.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="NotSupportedException">It is no emitted type, and does not say.</exception>
    public static IReadOnlyList<ModelLayer> Of(IModel model)
    {
        var list = new LayerList();
        model.Save(list);
        return list._layers;
    }

    /// <summary>Which parameters are those of each layer that has any; of a cell nothing.</summary>
    /// <inheritdoc cref="Of"/>
    public static IReadOnlyList<LayerParts> PartsOf(IModel model)
    {
        var list = new LayerList();
        model.Save(list);
        return list._parts;
    }

    /// <summary>Takes the layers of a network.</summary>
    /// <param name="layers">They.</param>
    /// <param name="parts">Which parameters are theirs.</param>
    public void Take(IReadOnlyList<ModelLayer> layers, IReadOnlyList<LayerParts> parts)
    {
        _layers.AddRange(layers);
        _parts = parts;
    }

    /// <summary>Adds layers.</summary>
    public void Add(params ReadOnlySpan<ModelLayer> layers) => _layers.AddRange(layers);

    /// <summary>Leaves out what is saved besides the layers' own tensors; a model that has said no layers before cannot be described.</summary>
    /// <inheritdoc/>
    public void Write(string name, ReadOnlySpan<int> shape, ReadOnlySpan<float> values)
    {
        if (_layers.Count == 0)
        {
            throw new NotSupportedException($"The model is no emitted type: it saves '{name}', and does not say of which layer.");
        }
    }
}
