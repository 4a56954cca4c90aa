using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Layers;

namespace RnnGen.Generator.Model;

/// <summary>A valid network declaration: the cache key of the pipeline, as <see cref="CellSpec"/> is.</summary>
/// <param name="Type">The user's type.</param>
/// <param name="Layers">Its layers, from top to bottom; stacked cells one by one.</param>
/// <param name="Training">Whether the backward pass is wanted.</param>
internal sealed record NetworkSpec(TypeSpec Type, EquatableArray<LayerSpec> Layers, bool Training) : DeclarationSpec(Type)
{
    /// <summary>Its inputs, where there are several or one takes bags; else the layers say what it takes.</summary>
    public EquatableArray<InputSpec> Inputs { get; init; } = new([]);

    /// <summary>The inputs that have tensors, and the layers.</summary>
    public IEnumerable<LayerSpec> Parts() => [.. Inputs.Where(static input => input is not FloatInputSpec), .. Layers];

    /// <summary>Where it has a <see cref="DeclarationSpec.File"/>: for each part, which of the layer attributes declares it.</summary>
    public EquatableArray<int> Attributes { get; init; } = new([]);
}
