namespace RnnGen.Conformance.Tests;

/// <summary>PyTorch's <c>nn.EmbeddingBag</c> as networks of a single input.</summary>
internal static partial class TorchBags
{
    [Network]
    [EmbeddingBagLayer(vocabulary: 9, size: 3, BagMode.Sum, Name = "")]
    public sealed partial class Sum;

    [Network]
    [EmbeddingBagLayer(vocabulary: 9, size: 3, BagMode.Mean, Name = "")]
    public sealed partial class Mean;

    [Network]
    [EmbeddingBagLayer(vocabulary: 9, size: 3, BagMode.Sum, Name = "", PaddingIndex = 2)]
    public sealed partial class PaddedSum;

    [Network]
    [EmbeddingBagLayer(vocabulary: 9, size: 3, Name = "", PaddingIndex = 2)]
    public sealed partial class PaddedMean;
}
