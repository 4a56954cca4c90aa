using System;
using System.Collections.Generic;
using System.Numerics;

namespace RnnGen.Reference;

/// <summary>
/// The gradients of a cell's parameters, each laid out as the parameter; zero in a new object, added to by the backward pass.
/// </summary>
/// <typeparam name="T">The arithmetic.</typeparam>
public abstract class CellGradients<T>
    where T : IFloatingPointIeee754<T>
{
    /// <summary>Creates gradients of zero.</summary>
    /// <param name="cell">The cell whose sizes they take.</param>
    /// <exception cref="ArgumentNullException"><paramref name="cell"/> is null.</exception>
    private protected CellGradients(RecurrentCell<T> cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        WeightIh = new T[cell.WeightIh.Length];
        WeightHh = new T[cell.WeightHh.Length];
        Bias = new T[cell.Bias.Length];
        LayerNormGatesWeight = new T[cell.LayerNormGatesWeight.Length];
        LayerNormGatesBias = new T[cell.LayerNormGatesBias.Length];
    }

    /// <summary>[gates hidden, input]</summary>
    public T[] WeightIh { get; }

    /// <summary>[gates hidden, output]</summary>
    public T[] WeightHh { get; }

    /// <summary>[gates hidden], or none.</summary>
    public T[] Bias { get; }

    /// <summary>[gates hidden], or none.</summary>
    public T[] LayerNormGatesWeight { get; }

    /// <summary>[gates hidden], or none.</summary>
    public T[] LayerNormGatesBias { get; }

    /// <summary>All gradients, in the order of <see cref="RecurrentCell{T}.Tensors"/>.</summary>
    internal virtual IEnumerable<T[]> Tensors => [WeightIh, WeightHh, Bias, LayerNormGatesWeight, LayerNormGatesBias];
}
