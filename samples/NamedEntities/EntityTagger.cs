using RnnGen;

namespace NamedEntities;

/// <summary>Reads a sentence in both directions and gives every word a tag. A word comes in as features of itself and of its characters.</summary>
[Network(input: WordFeatures.Count)]
[DenseLayer(outputs: 64, Activation = DenseActivation.Tanh, Name = "features")]
[LstmLayer(hidden: 64, Bidirectional = true)]
[DenseLayer(outputs: EntityData.MaxTags, Name = "tags")]
internal sealed partial class EntityTagger;
