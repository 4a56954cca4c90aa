namespace RnnGen.Generator.Planning;

/// <summary>A recurrent layer of a state: its cells lie one behind the other.</summary>
/// <param name="Name">Its name in a <c>state_dict</c>.</param>
/// <param name="Stacked">Stacked cells.</param>
/// <param name="Directions">1 or 2.</param>
/// <param name="Hidden">Floats of h of a cell.</param>
/// <param name="Cell">Floats of c of a cell, or 0.</param>
/// <param name="PaddedFloats">Floats of a cell's state with padding.</param>
internal sealed record StateRow(string Name, int Stacked, int Directions, int Hidden, int Cell, int PaddedFloats)
{
    public int Cells => Stacked * Directions;

    /// <summary>Of a network, the name of its lowest layer in emitted text.</summary>
    public string Member { get; init; } = "";

    /// <summary>Of a network, the name of its highest layer in emitted text.</summary>
    public string Top { get; init; } = "";

    /// <summary>Of a network, the name of the class that has the arithmetic of its cells.</summary>
    public string CellType { get; init; } = "";
}

/// <summary>What a pooling layer keeps behind the cells of a state.</summary>
/// <param name="Member">Its name in emitted text.</param>
/// <param name="Floats">How many numbers.</param>
/// <param name="ElementType">The type of each.</param>
/// <param name="ElementBytes">Bytes of each.</param>
internal sealed record PooledRow(string Member, int Floats, string ElementType, int ElementBytes);
