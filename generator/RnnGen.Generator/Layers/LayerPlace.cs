using System;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Layers;

/// <summary>What the plan of a layer depends on besides its declaration.</summary>
/// <param name="index">How many layers are above it.</param>
/// <param name="offset">Where its parameters start: on a cache line.</param>
/// <param name="state">Floats of the network's state before its own.</param>
/// <param name="cell">Cells of the network before its own.</param>
/// <param name="above">The layer whose rows it takes, or null for the first.</param>
/// <param name="planCell">Plans a cell of the network, once.</param>
internal sealed class LayerPlace(int index, int offset, int state, int cell, LayerPlan? above, Func<CellSpec, CellDeclarationPlan> planCell)
{
    /// <summary>How many layers are above it.</summary>
    public int Index => index;

    /// <summary>Where its parameters start.</summary>
    public int Offset => offset;

    /// <summary>Floats of the network's state before its own.</summary>
    public int State => state;

    /// <summary>Cells of the network before its own.</summary>
    public int Cell => cell;

    /// <summary>The layer whose rows it takes, or null.</summary>
    public LayerPlan? Above => above;

    /// <summary>The plan of a cell, which layers share.</summary>
    public CellDeclarationPlan PlanOf(CellSpec cell) => planCell(cell);
}
