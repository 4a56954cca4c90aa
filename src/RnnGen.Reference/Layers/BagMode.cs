namespace RnnGen.Reference;

/// <summary>What an <see cref="EmbeddingBagLayer{T}"/> makes of the rows of a bag.</summary>
public enum BagMode
{
    /// <summary>Their mean; of an empty bag zeros.</summary>
    Mean,

    /// <summary>Their sum; of an empty bag zeros.</summary>
    Sum,
}
