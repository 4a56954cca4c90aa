using System.Linq;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Planning;

/// <summary>Every number that emission needs; it decides nothing itself.</summary>
internal sealed record CellPlan
{
    /// <summary>The format of the weights that a step reads: an implementation of the library's <c>IWeights</c>.</summary>
    public static string Weights => "FloatWeight";

    /// <summary>Gates, each with a panel of weights in every block.</summary>
    public required int Gates { get; init; }

    /// <summary>Hidden units with padding.</summary>
    public required int PaddedHidden { get; init; }

    /// <summary>Outputs with padding: of a cell without projection, its hidden units.</summary>
    public required int PaddedOutput { get; init; }

    /// <summary>What stands behind the gate sums in a row of sums.</summary>
    public required EquatableArray<VectorOffset> Extras { get; init; }

    /// <summary>What stands behind the panels in the parameters.</summary>
    public required EquatableArray<VectorOffset> ParameterVectors { get; init; }

    /// <summary>Rows of a panel.</summary>
    public required int Rows { get; init; }

    /// <summary>The first row of recurrent weights in a panel: behind the bias, the inputs and the recurrent bias, where there is one.</summary>
    public required int FirstRecurrentRow { get; init; }

    /// <summary>Whether the input sums of many steps are computed ahead in one product, and the kernel of a step reads those; else each step computes its own.</summary>
    public required bool SumsInputsAhead { get; init; }

    /// <summary>Whether every other step of one stream walks the weights backwards: they outgrow the second-level cache.</summary>
    public required bool TurnsRound { get; init; }

    /// <summary>Whether threads divide the units of a step of one stream among them.</summary>
    public required bool SharesSteps { get; init; }

    /// <summary>Whether many streams share one matrix product; else they go one by one through the kernels of one stream.</summary>
    public required bool BatchesByProduct { get; init; }

    /// <summary>Whether many streams go a few at a time, where the hardware has vectors for that; the others, and those left over, one by one.</summary>
    public required bool StepsStreams { get; init; }

    /// <summary>Rows of gate sums that a call may keep on the stack.</summary>
    public required int StackRows { get; init; }

    /// <summary>Rows of gate sums that a workspace has at least, so that few streams still fill the product's tiles.</summary>
    public required int WorkspaceRows { get; init; }

    /// <summary>Trained numbers, padding not counted.</summary>
    public required int ParameterCount { get; init; }

    /// <summary>What the backward pass needs, or null where it is not emitted.</summary>
    public required TrainingPlan? Training { get; init; }

    /// <summary>Floats of the gate sums of a step, with padding.</summary>
    public int GateFloats => Gates * PaddedHidden;

    /// <summary>Floats of a state, with padding.</summary>
    public required int StateFloats { get; init; }

    /// <summary>Which declaration a state is of.</summary>
    public required uint StateFingerprint { get; init; }

    /// <summary>Floats of a row of sums.</summary>
    public int SumFloats => GateFloats + Extras.Sum(static extra => extra.Floats);

    /// <summary>Floats of the panels of all gates.</summary>
    public int PanelsFloats => Rows * Gates * PaddedHidden;

    /// <summary>Floats of the parameters with padding.</summary>
    public int ParameterFloats => PanelsFloats + ParameterVectors.Sum(static vector => vector.Floats);

    /// <summary>Where a vector stands, or 0 where there is none.</summary>
    public int OffsetOf(string vector) => Extras.Concat(ParameterVectors).FirstOrDefault(other => other.Name == vector)?.Offset ?? 0;
}

/// <summary>Where a vector stands in a row of sums, or in the parameters.</summary>
/// <param name="Name">Its name in emitted text.</param>
/// <param name="Offset">Floats before it.</param>
/// <param name="Floats">Floats in it.</param>
internal sealed record VectorOffset(string Name, int Offset, int Floats);
