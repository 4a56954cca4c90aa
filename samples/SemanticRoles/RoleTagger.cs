using RnnGen;

namespace SemanticRoles;

/// <summary>Reads a sentence in both directions, knowing its predicate, and gives every word its scores.</summary>
[Network]
[EmbeddingLayer(Words, size: 64, Name = "words", SparseRows = true)]
[EmbeddingLayer(Shared.Tagging.WordForms.Shapes, size: 16, Name = "shape", SparseRows = true)]
[EmbeddingBagLayer(Pieces, size: 64, BagMode.Mean, Name = "pieces", SparseRows = true)]
[EmbeddingBagLayer(Pieces, size: 64, BagMode.Mean, Name = "predicate", SparseRows = true)]
[EmbeddingLayer(Positions, size: 24, Name = "position")]
[DropoutLayer(0.2, Variational = true)]
[LstmLayer(hidden: 100, Layers = 2, Bidirectional = true, Dropout = 0.25, VariationalDropout = true)]
[DropoutLayer(0.25, Variational = true)]
[DenseLayer(outputs: 1 + (2 * MaxTypes), Name = "tags")]
[CrfLayer]
internal sealed partial class RoleTagger
{
    /// <summary>Roles, at most.</summary>
    public const int MaxTypes = 48;

    /// <summary>Words that are known by themselves, at most, and one for all others.</summary>
    public const int Words = 8192;

    /// <summary>Places that pieces of words are hashed to.</summary>
    public const int Pieces = 32768;

    /// <summary>The predicate, or how far from it a word is.</summary>
    public const int Positions = 32;
}
