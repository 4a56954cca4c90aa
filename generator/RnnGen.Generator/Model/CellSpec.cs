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

    /// <summary>Whether the backward pass is emitted.</summary>
    public bool Training { get; init; } = true;

    /// <summary>Whether biases are parameters.</summary>
    public bool Bias { get; init; } = true;
    public bool Peephole { get; init; }
    public int Projection { get; init; }
    public bool CoupledGates { get; init; }
    public bool LayerNorm { get; init; }
    public float Clip { get; init; }
    public float? ForgetBias { get; init; }
    public ActivationSpec GateActivation { get; init; } = new(RnnActivationKind.Sigmoid, 0, 0);
    public ActivationSpec CandidateActivation { get; init; } = new(RnnActivationKind.Tanh, 0, 0);
    public ActivationSpec CellActivation { get; init; } = new(RnnActivationKind.Tanh, 0, 0);
    public int OutputSize => Projection > 0 ? Projection : Hidden;

    public const int MinSize = 1;
    public const int MaxSize = 4096;
}

internal sealed record ActivationSpec(RnnActivationKind Kind, float Alpha, float Beta);
