using System.Collections.Generic;
using System.Numerics;

namespace RnnGen.Reference;

/// <summary>The gradients of a long short-term memory cell's parameters.</summary>
/// <typeparam name="T">The arithmetic.</typeparam>
/// <param name="cell">The cell whose sizes they take.</param>
public sealed class LstmGradients<T>(LstmCell<T> cell) : CellGradients<T>(cell)
    where T : IFloatingPointIeee754<T>
{
    /// <summary>[output, hidden], or none.</summary>
    public T[] WeightHr { get; } = new T[cell.WeightHr.Length];

    /// <summary>[3 hidden] or [2 hidden], or none.</summary>
    public T[] WeightPeephole { get; } = new T[cell.WeightPeephole.Length];

    /// <summary>[hidden], or none.</summary>
    public T[] LayerNormCellWeight { get; } = new T[cell.LayerNormCellWeight.Length];

    /// <summary>[hidden], or none.</summary>
    public T[] LayerNormCellBias { get; } = new T[cell.LayerNormCellBias.Length];

    internal override IEnumerable<T[]> Tensors => [.. base.Tensors, WeightHr, WeightPeephole, LayerNormCellWeight, LayerNormCellBias];
}
