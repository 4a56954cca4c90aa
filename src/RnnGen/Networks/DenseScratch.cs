using RnnGen.Memory;

namespace RnnGen.Networks;

/// <summary>Scratch memory of a dense layer's backward pass.</summary>
internal sealed class DenseScratch
{
    internal DenseScratch(AlignedBuffer gradients, AlignedBuffer transposed)
    {
        Gradients = gradients;
        Transposed = transposed;
    }

    /// <summary>Padded gradients of some rows' sums.</summary>
    internal AlignedBuffer Gradients { get; }

    /// <summary>The weights in transposed panels.</summary>
    internal AlignedBuffer Transposed { get; }
}
