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

    /// <summary>[hidden] in <see cref="GruVariant.ResetAfter"/> with layer normalisation, else empty.</summary>
    public T[] LayerNormRecurrentWeight { get; } = new T[cell.LayerNormRecurrentWeight.Length];

    /// <summary>[hidden] in <see cref="GruVariant.ResetAfter"/> with layer normalisation, else empty.</summary>
    public T[] LayerNormRecurrentBias { get; } = new T[cell.LayerNormRecurrentBias.Length];

    internal override IEnumerable<T[]> Tensors => [.. base.Tensors, RecurrentBias, LayerNormRecurrentWeight, LayerNormRecurrentBias];
}
