namespace RnnGen;

/// <summary>How a batch of sequences lies in memory.</summary>
public enum SequenceLayout
{
    /// <summary>[step, stream, size]: PyTorch's default.</summary>
    TimeFirst,

    /// <summary>[stream, step, size]: PyTorch's <c>batch_first=True</c>.</summary>
    BatchFirst,
}
