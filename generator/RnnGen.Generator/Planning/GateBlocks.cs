using System.Collections.Generic;
using System.Globalization;

namespace RnnGen.Generator.Planning;

/// <summary>Neighbouring gates in blocks of one width, as the library's products take them.</summary>
/// <param name="FirstBlock">The first block.</param>
/// <param name="Blocks">Blocks.</param>
/// <param name="Gates">Gates a block.</param>
/// <param name="Lanes">Units a block.</param>
/// <param name="FirstPanel">Where the first gate's panel starts in the parameters.</param>
/// <param name="PanelFloats">Floats from one gate's panel to the next.</param>
/// <param name="BlockFloats">Floats from one block to the next.</param>
internal sealed record GateBlocks(int FirstBlock, int Blocks, int Gates, int Lanes, int FirstPanel, int PanelFloats, int BlockFloats)
{
    /// <summary>The full blocks, if there are any, then the tail, if there is one.</summary>
    /// <param name="plan">The cell's numbers.</param>
    /// <param name="firstGate">The first gate.</param>
    /// <param name="gates">Gates.</param>
    public static IEnumerable<GateBlocks> Of(CellPlan plan, int firstGate, int gates)
    {
        if (plan.FullBlocks > 0)
        {
            yield return new GateBlocks(0, plan.FullBlocks, gates, CellPlanner.BlockLanes, firstGate * plan.PanelFloats, plan.PanelFloats, plan.BlockFloats);
        }

        if (plan.TailLanes > 0)
        {
            yield return new GateBlocks(
                plan.FullBlocks, 1, gates, plan.TailLanes, (plan.FullBlocks * plan.BlockFloats) + (firstGate * plan.TailPanelFloats), plan.TailPanelFloats, 0);
        }
    }

    /// <summary>The first of their sums in a row that holds those of these gates only.</summary>
    public int FirstSum => FirstBlock * CellPlanner.BlockLanes * Gates;

    /// <summary>Where a row of the first gate's panel starts in the parameters.</summary>
    /// <param name="row">The row.</param>
    public int PanelAt(int row) => FirstPanel + (row * Lanes);

    /// <summary>Panel and block stride, as arguments.</summary>
    public string Strides => string.Format(CultureInfo.InvariantCulture, "{0}, {1}", PanelFloats, BlockFloats);

    /// <summary>Blocks, gates and lanes, as arguments.</summary>
    public string Counts => string.Format(CultureInfo.InvariantCulture, "{0}, {1}, {2}", Blocks, Gates, Lanes);
}
