using RnnGen;

namespace NamedEntities;

/// <summary>A chain of tags alone: what <see cref="EntityTagger"/> and <see cref="LinearTagger"/> say together goes through it.</summary>
[Network]
[InputLayer(1 + (2 * EntityTagger.MaxTypes))]
[CrfLayer]
internal sealed partial class TagChain;
