namespace RnnGen.Generator.Cells;

/// <summary>A part of a cell's step.</summary>
internal abstract record StepPart;

/// <summary>The sums of the pass's gates, then the pass, in registers.</summary>
/// <param name="Pass">The pass.</param>
/// <param name="Operand">The vector behind the sums that the recurrent weights are multiplied with, or nothing for h.</param>
internal sealed record SumPart(UnitPass Pass, string Operand = "") : StepPart
{
    /// <summary>Whether the sums only go to the row, where the pass finds them later.</summary>
    public bool IsKept { get; init; }
}

/// <summary>A pass whose sums are in the row.</summary>
internal sealed record PassPart(UnitPass Pass) : StepPart;

/// <summary>Normalises the sums of some gates.</summary>
internal sealed record NormalizePart(int FirstGate, int Gates) : StepPart;

/// <summary>Normalises a vector behind the sums.</summary>
internal sealed record NormalizeVectorPart(NormalizedVector Vector) : StepPart;

/// <summary>h' is a projection of what the passes gave.</summary>
internal sealed record ProjectPart : StepPart;

/// <summary>A part of a cell's backward step.</summary>
internal abstract record GradientPart;

/// <summary>A pass.</summary>
internal sealed record GradientPassPart(GradientPass Pass) : GradientPart;

/// <summary>From the gradients of some gates' normalised sums to those of the sums.</summary>
internal sealed record NormalizeGradientPart(int FirstGate, int Gates) : GradientPart;

/// <summary>From the gradients of the normalised c to those of c.</summary>
internal sealed record NormalizeCellGradientPart(NormalizedVector Vector) : GradientPart;

/// <summary>From the gradients of the last gate's normalised recurrent sum, which stays apart, to those of the sum.</summary>
internal sealed record NormalizeApartGradientPart(NormalizedVector Vector) : GradientPart;

/// <summary>dh: the gradients of sums times the recurrent weights.</summary>
internal sealed record HiddenProductPart : GradientPart;

/// <summary>The gradient of what the reset gate leaves of h, likewise.</summary>
internal sealed record ResetProductPart : GradientPart;

/// <summary>dh becomes the gradient of what was projected.</summary>
internal sealed record ProjectGradientPart : GradientPart;
