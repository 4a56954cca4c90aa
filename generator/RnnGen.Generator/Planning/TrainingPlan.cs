namespace RnnGen.Generator.Planning;

/// <summary>Every number that the emission of the backward pass needs besides <see cref="CellPlan"/>.</summary>
internal sealed record TrainingPlan
{
    /// <summary>
    /// Where h starts in a row of operands (1 for the bias, x, 1 for the recurrent bias where there is one, h): on a cache line.
    /// </summary>
    public required int HiddenOperand { get; init; }

    /// <summary>Floats of a row of operands.</summary>
    public required int OperandFloats { get; init; }

    /// <summary>Floats of a row of gradients of the sums; a cache line more than they need, so that rows do not all meet in one set of the cache.</summary>
    public required int GradientFloats { get; init; }

    /// <summary>Rows of gradients of the sums (steps times streams) that the backward pass computes before it multiplies them with what was summed.</summary>
    public required int ChunkRows { get; init; }
}
