using System.Numerics;

namespace RnnGen.Reference;

/// <summary>What one step of <see cref="GruCell{T}.Forward"/> leaves for the backward pass, named as in the cell's equations.</summary>
/// <typeparam name="T">The arithmetic.</typeparam>
/// <param name="Input">x, [input].</param>
/// <param name="Hidden">h before the step, [hidden].</param>
/// <param name="Arguments">What the activations of r, z and n were applied to, before it was clipped: [3 hidden].</param>
/// <param name="R">The reset gate, [hidden].</param>
/// <param name="Z">The update gate, [hidden].</param>
/// <param name="N">The candidate, [hidden].</param>
/// <param name="Seen">What Un multiplies: v = h, r * h or (1 - r) * h, by the variant; [hidden].</param>
/// <param name="RecurrentSum">In <see cref="GruVariant.ResetAfter"/> the candidate's recurrent sum s = Un v + cn, normalised where the cell does that; else its whole
/// sum; [hidden].</param>
/// <param name="NormalizedGates">The normalised sums of r and z, or none.</param>
/// <param name="NormalizedCandidate">That of n (in <see cref="GruVariant.ResetAfter"/> the input sum), or none.</param>
/// <param name="NormalizedRecurrentSum">The normalised s in <see cref="GruVariant.ResetAfter"/>, or null.</param>
public sealed record GruStep<T>(
    T[] Input, T[] Hidden, T[] Arguments, T[] R, T[] Z, T[] N, T[] Seen, T[] RecurrentSum,
    Normalized<T>[] NormalizedGates, Normalized<T>[] NormalizedCandidate, Normalized<T>? NormalizedRecurrentSum)
    where T : IFloatingPointIeee754<T>;
