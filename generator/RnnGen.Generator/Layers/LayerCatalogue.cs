using System;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Layers;

/// <summary>The kinds of layers: the only list of them.</summary>
internal static class LayerCatalogue
{
    private static readonly LayerKind[] Kinds =
    [
        new RecurrentLayerKind(CellKind.Lstm),
        new RecurrentLayerKind(CellKind.Gru),
        new RecurrentLayerKind(CellKind.Rnn),
        new EmbeddingLayerKind(),
        new EmbeddingBagLayerKind(),
        new NestedLayerKind(),
        new InputLayerKind(),
        new DenseLayerKind(),
        new PoolingLayerKind(),
        new DropoutLayerKind(),
        new CrfLayerKind(),
    ];

    /// <summary>The kind whose attribute's type has a name, or null.</summary>
    public static LayerKind? Named(string typeName) => Array.Find(Kinds, kind => kind.TypeName == typeName);
}
