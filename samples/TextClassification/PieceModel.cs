using RnnGen;

namespace TextClassification;

/// <summary>Takes all pieces of a text as one bag, and says how much it is of each class (Joulin et al. 2016).</summary>
[Network]
[EmbeddingBagLayer(Places, size: 16, BagMode.Mean, Name = "pieces", SparseRows = true)]
[DenseLayer(outputs: Classes.MaxCount)]
internal sealed partial class PieceModel
{
    /// <summary>Places that pieces are hashed to.</summary>
    public const int Places = 1 << 17;
}
