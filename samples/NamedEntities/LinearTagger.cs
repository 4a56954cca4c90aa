using RnnGen;

namespace NamedEntities;

/// <summary>A baseline: scores that are sums over the features of a word and those beside it, and a chain: a linear conditional random field.</summary>
[Network]
[EmbeddingBagLayer(Features, size: 1 + (2 * EntityTagger.MaxTypes), BagMode.Sum, Name = "features", SparseRows = true)]
[CrfLayer]
internal sealed partial class LinearTagger
{
    /// <summary>Places that features are hashed to.</summary>
    public const int Features = 1 << 18;
}
