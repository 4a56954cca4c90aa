using System.Numerics;

namespace RnnGen.Reference;

/// <summary>What one step of <see cref="RnnCell{T}.Forward"/> leaves for the backward pass.</summary>
/// <typeparam name="T">The arithmetic.</typeparam>
/// <param name="Input">x, [input].</param>
/// <param name="Hidden">h before the step, [hidden].</param>
/// <param name="Sum">The activation's argument a = W x + b + U h, or LN(W x + b + U h), before it was clipped, [hidden].</param>
/// <param name="NewHidden">h after the step, [hidden].</param>
/// <param name="NormalizedSums">The normalised sum, or none.</param>
public sealed record RnnStep<T>(T[] Input, T[] Hidden, T[] Sum, T[] NewHidden, Normalized<T>[] NormalizedSums)
    where T : IFloatingPointIeee754<T>;
