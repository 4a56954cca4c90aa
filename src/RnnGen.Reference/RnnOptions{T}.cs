using System.Numerics;

namespace RnnGen.Reference;

/// <summary>What an Elman cell can be declared with besides its activation.</summary>
/// <typeparam name="T">The arithmetic.</typeparam>
public sealed record RnnOptions<T>
    where T : IFloatingPointIeee754<T>
{
    /// <summary>Whether the sum has a bias.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>Where the argument of the activation is clipped (ONNX's <c>clip</c>), or 0.</summary>
    public T Clip { get; init; } = T.Zero;
}
