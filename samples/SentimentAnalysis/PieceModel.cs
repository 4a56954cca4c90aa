using RnnGen;

namespace SentimentAnalysis;

/// <summary>Takes all words of a review and all pairs of neighbours as one bag, and says how much it is of each class (Joulin et al. 2016).</summary>
[Network]
[EmbeddingBagLayer(Places, size: 16, BagMode.Mean, Name = "pieces", SparseRows = true)]
[DenseLayer(outputs: 2)]
internal sealed partial class PieceModel
{
    /// <summary>Places that pieces are hashed to.</summary>
    public const int Places = 1 << 17;
}
