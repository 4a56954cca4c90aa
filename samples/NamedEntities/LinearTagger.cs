using RnnGen;

namespace NamedEntities;

/// <summary>A baseline: scores that are sums over the features of a word and those beside it; with the chain, a linear conditional random field.</summary>
[Network(input: EntityEncoder.Places)]
[DenseLayer(outputs: 2 + (4 * EntityEncoder.MaxTypes), Name = "tags")]
internal sealed partial class LinearTagger;
