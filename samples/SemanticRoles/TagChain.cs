using RnnGen;

namespace SemanticRoles;

/// <summary>A chain of tags alone: what <see cref="RoleTagger"/> and <see cref="LinearTagger"/> say together goes through it.</summary>
[Network]
[InputLayer(1 + (2 * RoleTagger.MaxTypes))]
[CrfLayer]
internal sealed partial class TagChain;
