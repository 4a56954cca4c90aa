using RnnGen.Generator.Model;

namespace RnnGen.Generator.Planning;

/// <summary>Every number that emission needs; it decides nothing itself.</summary>
internal sealed record CellPlan
{
    /// <summary>Gates, each with a panel of weights in every block.</summary>
    public required int Gates { get; init; }

    /// <summary>Hidden units with padding.</summary>
    public required int PaddedHidden { get; init; }

    /// <summary>Blocks of <see cref="CellPlanner.BlockLanes"/> units.</summary>
    public required int FullBlocks { get; init; }

    /// <summary>Units of the tail block: 0 or <see cref="CellPlanner.TailLanes"/>.</summary>
    public required int TailLanes { get; init; }

    /// <summary>The one gate whose recurrent sum has a bias of its own and is not added to its input sum (a GRU's candidate), or -1.</summary>
    public required int SeparateGate { get; init; }

    /// <summary>Floats a unit behind the gate sums: the separate recurrent sum, or the vector that the second product reads.</summary>
    public required int ExtraSums { get; init; }

    /// <summary>The first row of recurrent weights in a panel: behind the bias, the inputs and, where there is one, the recurrent bias.</summary>
    public required int FirstRecurrentRow { get; init; }

    /// <summary>Rows of a panel.</summary>
    public required int Rows { get; init; }

    /// <summary>Whether a step reads its inputs inside the kernel; else their sums are computed first, and the kernel reads those.</summary>
    public required bool FusesInput { get; init; }

    /// <summary>Whether the recurrent sums are written out term by term, without a loop.</summary>
    public required bool UnrollsRecurrence { get; init; }

    /// <summary>Whether many streams share one matrix product; else they go one by one through the kernels of one stream.</summary>
    public required bool BatchesByProduct { get; init; }

    /// <summary>Rows of gate sums that a call may keep on the stack.</summary>
    public required int StackRows { get; init; }

    /// <summary>Rows of gate sums that a workspace has at least, so that few streams still fill the product's tiles.</summary>
    public required int WorkspaceRows { get; init; }

    /// <summary>Trained numbers, padding not counted.</summary>
    public required int ParameterCount { get; init; }

    /// <summary>The products of a step, in order.</summary>
    public required EquatableArray<ProductPlan> Products { get; init; }

    /// <summary>Floats of a full panel.</summary>
    public int PanelFloats => Rows * CellPlanner.BlockLanes;

    /// <summary>Floats of all gates' panels of a full block.</summary>
    public int BlockFloats => Gates * PanelFloats;

    /// <summary>Floats of a tail panel.</summary>
    public int TailPanelFloats => Rows * TailLanes;

    /// <summary>Floats of the gate sums of a full block.</summary>
    public int BlockSums => Gates * CellPlanner.BlockLanes;

    /// <summary>Where the extra sums start in a row of sums.</summary>
    public int FirstExtraSum => Gates * PaddedHidden;

    /// <summary>Floats of a row of sums.</summary>
    public int SumFloats => (Gates + ExtraSums) * PaddedHidden;

    /// <summary>Floats of the parameters with padding.</summary>
    public int ParameterFloats => Rows * Gates * PaddedHidden;
}
