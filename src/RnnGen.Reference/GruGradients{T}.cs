using System.Collections.Generic;
using System.Numerics;

namespace RnnGen.Reference;

/// <summary>The gradients of a gated recurrent unit's parameters.</summary>
/// <typeparam name="T">The arithmetic.</typeparam>
/// <param name="cell">The cell whose sizes they take.</param>
public sealed class GruGradients<T>(GruCell<T> cell) : CellGradients<T>(cell)
    where T : IFloatingPointIeee754<T>
{
    /// <summary>[hidden] in <see cref="GruVariant.ResetAfter"/>, else empty.</summary>
    public T[] RecurrentBias { get; } = new T[cell.RecurrentBias.Length];

    internal override IEnumerable<T[]> Tensors => [.. base.Tensors, RecurrentBias];
}
