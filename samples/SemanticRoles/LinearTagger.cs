using RnnGen;

namespace SemanticRoles;

/// <summary>A baseline: scores that are sums over the features of a word and those beside it, and a chain: a linear conditional random field.</summary>
[Network(input: FrameEncoder.Count)]
[DenseLayer(outputs: 1 + (2 * FrameEncoder.MaxTypes), Name = "tags")]
[CrfLayer]
internal sealed partial class LinearTagger;
