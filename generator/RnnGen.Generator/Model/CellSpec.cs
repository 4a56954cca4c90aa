namespace RnnGen.Generator.Model;

/// <summary>
/// A valid cell declaration: the cache key of the pipeline. It holds only values that are equal when their texts are; nothing of Roslyn's
/// object model may enter (a test walks the graph).
/// </summary>
/// <param name="Type">The user's type.</param>
/// <param name="Kind">Which cell.</param>
/// <param name="Input">Inputs a step.</param>
/// <param name="Hidden">Hidden units.</param>
/// <param name="Accuracy">Which sigmoid and tanh.</param>
internal sealed record CellSpec(TypeSpec Type, CellKind Kind, int Input, int Hidden, AccuracyKind Accuracy)
{
    /// <summary>Which gated recurrent unit; of other kinds always the default.</summary>
    public GruVariantKind Variant { get; init; }

    /// <summary>The activation of an Elman cell; of other kinds always the default.</summary>
    public RnnActivationKind Activation { get; init; }

    public const int MinSize = 1;
    public const int MaxSize = 4096;
}
