using System.Numerics;

namespace RnnGen.Reference;

/// <summary>What one step of <see cref="LstmCell{T}.Forward"/> leaves for the backward pass, named as in the cell's equations.</summary>
/// <typeparam name="T">The arithmetic.</typeparam>
/// <param name="Input">x, [input].</param>
/// <param name="Hidden">h before the step, [hidden].</param>
/// <param name="Cell">c before the step, [hidden].</param>
/// <param name="I">The input gate, [hidden].</param>
/// <param name="F">The forget gate, [hidden].</param>
/// <param name="G">The candidate, [hidden].</param>
/// <param name="O">The output gate, [hidden].</param>
/// <param name="TanhNewCell">tanh(c'), [hidden].</param>
public sealed record LstmStep<T>(T[] Input, T[] Hidden, T[] Cell, T[] I, T[] F, T[] G, T[] O, T[] TanhNewCell)
    where T : IFloatingPointIeee754<T>;
