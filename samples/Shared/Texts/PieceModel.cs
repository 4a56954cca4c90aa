using RnnGen;

namespace Shared.Texts;

/// <summary>Takes all pieces of a text as one bag, and says how much it is of each class (Joulin et al. 2016).</summary>
[Network]
[EmbeddingBagLayer(Places, Size, BagMode.Mean, Name = "pieces", SparseRows = true)]
[DenseLayer(outputs: Size)]
internal sealed partial class PieceModel
{
    /// <summary>Places that pieces are hashed to.</summary>
    public const int Places = 1 << 17;

    /// <summary>Numbers of a piece, one for each class at least.</summary>
    public const int Size = 16;
}
