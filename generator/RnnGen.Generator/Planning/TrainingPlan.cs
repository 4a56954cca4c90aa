using RnnGen.Generator.Model;

namespace RnnGen.Generator.Planning;

/// <summary>The gradients of some gates' sums on the tape: blocks of those gates' units, one after the other, as one product reads them.</summary>
/// <param name="FirstGate">The first gate.</param>
/// <param name="Gates">Neighbouring gates.</param>
/// <param name="Offset">Where they start in a row of gradients, in floats.</param>
/// <param name="Floats">Floats, with padding.</param>
internal sealed record GradientGroup(int FirstGate, int Gates, int Offset, int Floats);

/// <summary>Every number that the emission of the backward pass needs besides <see cref="CellPlan"/>.</summary>
internal sealed record TrainingPlan
{
    /// <summary>
    /// Where the operands start in their row: what a panel's rows are multiplied with (1 for the bias, x, 1 for the recurrent bias where there is one, h),
    /// shifted so that h starts on a cache line.
    /// </summary>
    public required int FirstOperand { get; init; }

    /// <summary>Where h starts in a row of operands.</summary>
    public required int HiddenOperand { get; init; }

    /// <summary>Floats of a row of operands.</summary>
    public required int OperandFloats { get; init; }

    /// <summary>Floats of a row of gradients of the sums; a cache line more than they need, so that rows do not all meet in one set of the cache.</summary>
    public required int GradientFloats { get; init; }

    /// <summary>Rows of gradients of the sums (steps times streams) that the backward pass computes before it multiplies them with what was summed.</summary>
    public required int ChunkRows { get; init; }

    /// <summary>The gradients of the sums, as the products of the backward pass read them.</summary>
    public required EquatableArray<GradientGroup> Groups { get; init; }

    /// <summary>Inputs, padded to whole transposed panels.</summary>
    public required int PaddedInput { get; init; }

    /// <summary>Floats of a tape for every step and stream, and for the state before the first step: the most that one of its buffers takes.</summary>
    public required int FloatsPerRow { get; init; }
}
