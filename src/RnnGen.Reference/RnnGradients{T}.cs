using System.Numerics;

namespace RnnGen.Reference;

/// <summary>
/// The gradients of a cell's parameters, each laid out as the parameter; zero in a new object, added to by the backward pass.
/// </summary>
/// <typeparam name="T">The arithmetic.</typeparam>
/// <param name="cell">The cell whose sizes they take.</param>
public sealed class RnnGradients<T>(RnnCell<T> cell)
    where T : IFloatingPointIeee754<T>
{
    /// <summary>[hidden, input]</summary>
    public T[] WeightIh { get; } = new T[cell.WeightIh.Length];

    /// <summary>[hidden, hidden]</summary>
    public T[] WeightHh { get; } = new T[cell.WeightHh.Length];

    /// <summary>[hidden]</summary>
    public T[] Bias { get; } = new T[cell.Bias.Length];
}
