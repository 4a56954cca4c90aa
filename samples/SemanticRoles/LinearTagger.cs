using RnnGen;

namespace SemanticRoles;

/// <summary>
/// A baseline: scores that are sums over the features of a word, of those beside it and of the predicate, and a chain: a linear conditional random field.
/// </summary>
[Network]
[EmbeddingBagLayer(Features, size: 1 + (2 * RoleTagger.MaxTypes), BagMode.Sum, Name = "features", SparseRows = true)]
[CrfLayer]
internal sealed partial class LinearTagger
{
    /// <summary>Places that features are hashed to.</summary>
    public const int Features = 1 << 17;
}
