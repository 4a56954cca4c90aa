namespace RnnGen;

/// <summary>What an <see cref="EmbeddingBagLayerAttribute"/> makes of the rows of a bag: <c>mode</c> of PyTorch's <c>nn.EmbeddingBag</c>.</summary>
public enum BagMode
{
    /// <summary>Their mean; of an empty bag zeros.</summary>
    Mean,

    /// <summary>Their sum; of an empty bag zeros.</summary>
    Sum,
}
