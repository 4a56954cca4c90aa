using RnnGen;

namespace SemanticRoles;

/// <summary>
/// The lower layers of <see cref="RoleTagger"/> under another task, which its training data has labels for, too: how a word hangs in its tree. What it learns about
/// words and sentences, <see cref="RoleTagger"/> begins with.
/// </summary>
[Network]
[EmbeddingLayer(RoleTagger.Words, size: 64, Name = "words", SparseRows = true)]
[EmbeddingLayer(Shared.Tagging.WordForms.Shapes, size: 16, Name = "shape", SparseRows = true)]
[EmbeddingBagLayer(RoleTagger.Pieces, size: 64, BagMode.Mean, Name = "pieces", SparseRows = true)]
[EmbeddingBagLayer(RoleTagger.Pieces, size: 64, BagMode.Mean, Name = "predicate", SparseRows = true)]
[EmbeddingLayer(RoleTagger.Positions, size: 24, Name = "position")]
[DropoutLayer(0.2, Variational = true)]
[LstmLayer(hidden: 100, Layers = 2, Bidirectional = true, Dropout = 0.25, VariationalDropout = true)]
[DropoutLayer(0.25, Variational = true)]
[DenseLayer(outputs: Labels, Name = "syntax")]
internal sealed partial class SyntaxTagger
{
    /// <summary>What a word can be in its tree: the commonest, others are not learnt.</summary>
    public const int Labels = 400;
}
