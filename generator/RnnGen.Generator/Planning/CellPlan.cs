using System.Linq;
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

    /// <summary>Outputs with padding: of a cell without projection, its hidden units.</summary>
    public required int PaddedOutput { get; init; }

    /// <summary>What stands behind the gate sums in a row of sums.</summary>
    public required EquatableArray<VectorOffset> Extras { get; init; }

    /// <summary>What stands behind the panels in the parameters.</summary>
    public required EquatableArray<VectorOffset> ParameterVectors { get; init; }

    /// <summary>The first row of recurrent weights in a panel: behind the bias, the inputs and, where there is one, the recurrent bias.</summary>
    public required int FirstRecurrentRow { get; init; }

    /// <summary>Rows of a panel.</summary>
    public required int Rows { get; init; }

    /// <summary>Whether the input sums of many steps are computed ahead in one product, and the kernel of a step reads those; else each step computes its own.</summary>
    public required bool SumsInputsAhead { get; init; }

    /// <summary>Whether the input sums of a step are written out term by term, without a loop.</summary>
    public required bool UnrollsInput { get; init; }

    /// <summary>Whether the recurrent sums are written out term by term, without a loop.</summary>
    public required bool UnrollsRecurrence { get; init; }

    /// <summary>Whether every other step of one stream walks the weights backwards: they outgrow the second-level cache.</summary>
    public required bool TurnsRound { get; init; }

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

    /// <summary>What the backward pass needs, or null where it is not emitted.</summary>
    public required TrainingPlan? Training { get; init; }

    /// <summary>Whether a product has the one gate whose recurrent sum stays apart.</summary>
    public bool IsSeparate(ProductPlan product) => SeparateGate >= product.FirstGate && SeparateGate < product.FirstGate + product.Gates;

    /// <summary>Whether input sums and recurrent sums of all gates are added up, so that a product of both walks the panels once.</summary>
    public bool WalksOnce => Products.Count == 1 && SeparateGate < 0;

    /// <summary>Whether the gradients of the input sums differ from those of the recurrent sums (a candidate whose recurrent sum is reset).</summary>
    public bool HasInputGradients => SeparateGate >= 0;

    /// <summary>Whether a product of a step reads something else than h, whose gradient is a vector of its own.</summary>
    public bool HasResetGradients => Products.Count > 1;

    /// <summary>Floats of the gate sums of a step, with padding.</summary>
    public int GateFloats => Gates * PaddedHidden;

    /// <summary>Floats of a full panel.</summary>
    public int PanelFloats => Rows * CellPlanner.BlockLanes;

    /// <summary>Floats of all gates' panels of a full block.</summary>
    public int BlockFloats => Gates * PanelFloats;

    /// <summary>Floats of a tail panel.</summary>
    public int TailPanelFloats => Rows * TailLanes;

    /// <summary>Floats of the gate sums of a full block.</summary>
    public int BlockSums => Gates * CellPlanner.BlockLanes;

    /// <summary>Floats of a row of sums.</summary>
    public int SumFloats => GateFloats + Extras.Sum(static extra => extra.Floats);

    /// <summary>Floats of the panels of all gates.</summary>
    public int PanelsFloats => Rows * Gates * PaddedHidden;

    /// <summary>Floats of the parameters with padding.</summary>
    public int ParameterFloats => PanelsFloats + ParameterVectors.Sum(static vector => vector.Floats);

    /// <summary>The blocks of outputs, as those of hidden units.</summary>
    public int OutputFullBlocks => PaddedOutput / CellPlanner.BlockLanes;

    /// <summary>Outputs of the tail block of outputs.</summary>
    public int OutputTailLanes => PaddedOutput % CellPlanner.BlockLanes;
}

/// <summary>Where a vector stands in a row of sums, or in the parameters.</summary>
/// <param name="Name">Its name in emitted text.</param>
/// <param name="Offset">Floats before it.</param>
/// <param name="Floats">Floats in it.</param>
internal sealed record VectorOffset(string Name, int Offset, int Floats);
