using System;
using System.Numerics;

namespace RnnGen.Reference;

/// <summary>
/// The gradients of a cell's parameters, each laid out as the parameter; zero in a new object, added to by the backward pass.
/// </summary>
/// <typeparam name="T">The arithmetic.</typeparam>
public sealed class LstmGradients<T>
    where T : IFloatingPointIeee754<T>
{
    /// <summary>Creates gradients of zero.</summary>
    /// <param name="cell">The cell whose sizes they take.</param>
    /// <exception cref="ArgumentNullException"><paramref name="cell"/> is null.</exception>
    public LstmGradients(LstmCell<T> cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        WeightIh = new T[cell.WeightIh.Length];
        WeightHh = new T[cell.WeightHh.Length];
        Bias = new T[cell.Bias.Length];
        WeightHr = new T[cell.WeightHr.Length];
        WeightPeephole = new T[cell.WeightPeephole.Length];
        LayerNormGatesWeight = new T[cell.LayerNormGatesWeight.Length];
        LayerNormGatesBias = new T[cell.LayerNormGatesBias.Length];
        LayerNormCellWeight = new T[cell.LayerNormCellWeight.Length];
        LayerNormCellBias = new T[cell.LayerNormCellBias.Length];
    }

    /// <summary>[gates hidden, input]</summary>
    public T[] WeightIh { get; }

    /// <summary>[gates hidden, output]</summary>
    public T[] WeightHh { get; }

    /// <summary>[gates hidden], or none.</summary>
    public T[] Bias { get; }

    /// <summary>[output, hidden], or none.</summary>
    public T[] WeightHr { get; }

    /// <summary>[3 hidden] or [2 hidden], or none.</summary>
    public T[] WeightPeephole { get; }

    /// <summary>[gates hidden], or none.</summary>
    public T[] LayerNormGatesWeight { get; }

    /// <summary>[gates hidden], or none.</summary>
    public T[] LayerNormGatesBias { get; }

    /// <summary>[hidden], or none.</summary>
    public T[] LayerNormCellWeight { get; }

    /// <summary>[hidden], or none.</summary>
    public T[] LayerNormCellBias { get; }
}
