using System.Numerics;

namespace RnnGen.Reference;

/// <summary>The gradients of an Elman cell's parameters.</summary>
/// <typeparam name="T">The arithmetic.</typeparam>
/// <param name="cell">The cell whose sizes they take.</param>
public sealed class RnnGradients<T>(RnnCell<T> cell) : CellGradients<T>(cell)
    where T : IFloatingPointIeee754<T>
{
}
