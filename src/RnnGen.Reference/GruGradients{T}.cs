using System.Numerics;

namespace RnnGen.Reference;

/// <summary>
/// The gradients of a cell's parameters, each laid out as the parameter; zero in a new object, added to by the backward pass.
/// </summary>
/// <typeparam name="T">The arithmetic.</typeparam>
/// <param name="cell">The cell whose sizes they take.</param>
public sealed class GruGradients<T>(GruCell<T> cell)
    where T : IFloatingPointIeee754<T>
{
    /// <summary>[3 hidden, input]</summary>
    public T[] WeightIh { get; } = new T[cell.WeightIh.Length];

    /// <summary>[3 hidden, hidden]</summary>
    public T[] WeightHh { get; } = new T[cell.WeightHh.Length];

    /// <summary>[3 hidden]</summary>
    public T[] Bias { get; } = new T[cell.Bias.Length];

    /// <summary>[hidden] in <see cref="GruVariant.ResetAfter"/>, else empty.</summary>
    public T[] RecurrentBias { get; } = new T[cell.RecurrentBias.Length];
}
