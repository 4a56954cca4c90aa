using RnnGen;

namespace NamedEntities;

/// <summary>Reads a sentence in both directions and gives every word its scores. A word comes in as itself, as its shape and as the pieces that it is made of.</summary>
[Network]
[EmbeddingLayer(Words, size: 64, Name = "words", SparseRows = true)]
[EmbeddingLayer(Shared.Tagging.WordForms.Shapes, size: 24, Name = "shape", SparseRows = true)]
[EmbeddingBagLayer(Pieces, size: 96, BagMode.Mean, Name = "pieces", SparseRows = true)]
[DropoutLayer(0.25, Variational = true)]
[LstmLayer(hidden: 100, Bidirectional = true)]
[DropoutLayer(0.25, Variational = true)]
[DenseLayer(outputs: 1 + (2 * MaxTypes), Name = "tags")]
[CrfLayer]
internal sealed partial class EntityTagger
{
    /// <summary>Types of names, at most.</summary>
    public const int MaxTypes = 20;

    /// <summary>Words that are known by themselves, at most, and one for all others.</summary>
    public const int Words = 16384;

    /// <summary>Places that pieces of words are hashed to.</summary>
    public const int Pieces = 65536;
}
