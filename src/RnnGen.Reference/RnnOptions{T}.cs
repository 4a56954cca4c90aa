using System.Numerics;

namespace RnnGen.Reference;

/// <summary>What an Elman cell can be declared with besides its activation.</summary>
/// <typeparam name="T">The arithmetic.</typeparam>
public sealed record RnnOptions<T> : CellOptions<T>
    where T : IFloatingPointIeee754<T>
{
}
