using RnnGen;

namespace SemanticRoles;

/// <summary>Reads a sentence in both directions, knowing its predicate, and gives every word its scores.</summary>
[Network(input: FrameEncoder.Count)]
[DenseLayer(outputs: 64, Activation = DenseActivation.Tanh, Name = "features")]
[LstmLayer(hidden: 64, Layers = 2, Bidirectional = true, Dropout = 0.3)]
[DenseLayer(outputs: 1 + (2 * FrameEncoder.MaxTypes), Name = "tags")]
[CrfLayer]
internal sealed partial class RoleTagger;
