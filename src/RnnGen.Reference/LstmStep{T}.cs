using System.Numerics;

namespace RnnGen.Reference;

/// <summary>What one step of <see cref="LstmCell{T}.Forward"/> leaves for the backward pass, named as in the cell's equations.</summary>
/// <typeparam name="T">The arithmetic.</typeparam>
/// <param name="Input">x, [input].</param>
/// <param name="Hidden">h before the step, [output].</param>
/// <param name="Cell">c before the step, [hidden].</param>
/// <param name="NewCell">c after the step, [hidden].</param>
/// <param name="Arguments">What the gates' activations were applied to, before it was clipped: [gates hidden].</param>
/// <param name="I">The input gate, [hidden].</param>
/// <param name="F">The forget gate, [hidden].</param>
/// <param name="G">The candidate, [hidden].</param>
/// <param name="O">The output gate, [hidden].</param>
/// <param name="SquashedCell">tanh(c'), or tanh of the normalised c': [hidden].</param>
/// <param name="NormalizedSums">Each gate's normalised sums, or none.</param>
/// <param name="NormalizedCell">The normalised c', or null.</param>
public sealed record LstmStep<T>(
    T[] Input, T[] Hidden, T[] Cell, T[] NewCell, T[] Arguments, T[] I, T[] F, T[] G, T[] O, T[] SquashedCell, Normalized<T>[] NormalizedSums, Normalized<T>? NormalizedCell)
    where T : IFloatingPointIeee754<T>;
