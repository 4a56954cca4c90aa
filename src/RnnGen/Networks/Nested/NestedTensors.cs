using System;
using RnnGen.Formats;

namespace RnnGen.Networks;

/// <summary>
/// The tensors of a layer of a network inside another, as those of the other: under its layer's name. Each sequence starts from zeros, so that a rest state in a file is not read.
/// </summary>
/// <param name="Inner">The tensors as the network inside has them.</param>
/// <param name="Layer">The name of the layer that is that network.</param>
/// <param name="Parameters">Where its parameters start.</param>
internal sealed record NestedTensors(LayerTensors Inner, string Layer, int Parameters) : LayerTensors(NameOf(Layer, Inner.Name), Parameters + Inner.Offset)
{
    /// <inheritdoc/>
    public override int Floats => Inner.Floats;

    /// <inheritdoc/>
    public override DeclaredModule Declared => Inner.Declared with { Layer = Name };

    /// <inheritdoc/>
    public override EmbeddingTensors? SparseTable => Inner.SparseTable is { } table ? table with { Name = Name, Offset = Offset } : null;

    /// <inheritdoc/>
    public override void Initialize(int seed, Span<float> parameters) => Inner.Initialize(seed, parameters);

    /// <inheritdoc/>
    public override void Load(ModelReader reader, TensorModule module, Span<float> parameters) => Inner.Load(reader, module, parameters);

    /// <inheritdoc/>
    public override void Save(ITensorSink sink, string prefix, ReadOnlySpan<float> parameters) => Inner.Save(sink, prefix, parameters);

    /// <inheritdoc/>
    public override void SaveGradients(ITensorSink sink, string prefix, ReadOnlySpan<float> gradients) => Inner.SaveGradients(sink, prefix, gradients);

    private static string NameOf(string layer, string inner) => layer.Length == 0 ? inner : inner.Length == 0 ? layer : $"{layer}.{inner}";
}
