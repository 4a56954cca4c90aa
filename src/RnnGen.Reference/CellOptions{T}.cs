using System.Numerics;

namespace RnnGen.Reference;

/// <summary>What every cell can be declared with.</summary>
/// <typeparam name="T">The arithmetic.</typeparam>
public abstract record CellOptions<T>
    where T : IFloatingPointIeee754<T>
{
    private protected CellOptions()
    {
    }

    /// <summary>Whether the sums have biases.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>Whether what goes into the gates and the candidate is normalised over the hidden units (Ba et al. 2016); each cell says which sums.</summary>
    public bool LayerNorm { get; init; }

    /// <summary>Where the arguments of gates and candidate are clipped (ONNX's <c>clip</c>), or 0.</summary>
    public T Clip { get; init; } = T.Zero;

    /// <summary>Whether a recurrent sum is one product a unit, u * h, in place of U h.</summary>
    public bool Diagonal { get; init; }
}
