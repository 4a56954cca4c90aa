using RnnGen;

namespace NamedEntities;

/// <summary>Reads a sentence in both directions and gives every word its scores. A word comes in as features of itself and of its characters.</summary>
[Network(input: EntityEncoder.Places)]
[DenseLayer(outputs: 64, Activation = DenseActivation.Tanh, Name = "features")]
[LstmLayer(hidden: 64, Bidirectional = true)]
[DenseLayer(outputs: 1 + (2 * EntityEncoder.MaxTypes), Name = "tags")]
[CrfLayer]
internal sealed partial class EntityTagger;
