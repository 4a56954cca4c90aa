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
    public const int MinSize = 1;
    public const int MaxSize = 4096;

    /// <summary>Which gated recurrent unit; of other kinds always the default.</summary>
    public GruVariantKind Variant { get; init; }

    /// <summary>Whether biases are parameters.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>Whether gates of an LSTM look at its cell state.</summary>
    public bool Peephole { get; init; }

    /// <summary>Floats that an LSTM's output is projected to, or 0.</summary>
    public int Projection { get; init; }

    /// <summary>Whether an LSTM's forget gate is what its input gate leaves.</summary>
    public bool CoupledGates { get; init; }

    /// <summary>Whether an LSTM's sums and cell state are normalised.</summary>
    public bool LayerNorm { get; init; }

    /// <summary>Where the arguments of activations are clipped, or 0.</summary>
    public float Clip { get; init; }

    /// <summary>The forget gate's bias after initialisation, or null, where it is drawn.</summary>
    public float? ForgetBias { get; init; }

    /// <summary>The activation of the gates.</summary>
    public ActivationSpec GateActivation { get; init; } = ActivationSpec.Default(RnnActivationKind.Sigmoid);

    /// <summary>The activation of the candidate, or of an Elman cell.</summary>
    public ActivationSpec CandidateActivation { get; init; } = ActivationSpec.Default(RnnActivationKind.Tanh);

    /// <summary>The activation of an LSTM's cell state on its way out.</summary>
    public ActivationSpec CellActivation { get; init; } = ActivationSpec.Default(RnnActivationKind.Tanh);

    /// <summary>Whether the backward pass is emitted.</summary>
    public bool Training { get; init; } = true;

    /// <summary>Floats that a step gives.</summary>
    public int OutputSize => Projection > 0 ? Projection : Hidden;
}
