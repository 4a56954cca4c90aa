namespace RnnGen.Generator.Model;

/// <summary>An activation with its parameters; those that it does not take are zero.</summary>
/// <param name="Kind">The function.</param>
/// <param name="Alpha">Its alpha.</param>
/// <param name="Beta">Its beta.</param>
internal sealed record ActivationSpec(RnnActivationKind Kind, float Alpha, float Beta)
{
    /// <summary>The function with ONNX's parameters.</summary>
    public static ActivationSpec Default(RnnActivationKind kind) => kind switch
    {
        RnnActivationKind.HardSigmoid => new(kind, 0.2f, 0.5f),
        RnnActivationKind.LeakyRelu => new(kind, 0.01f, 0f),
        RnnActivationKind.ThresholdedRelu or RnnActivationKind.Affine or RnnActivationKind.Elu => new(kind, 1f, 0f),
        RnnActivationKind.ScaledTanh => new(kind, 1f, 1f),
        _ => new(kind, 0f, 0f),
    };

    /// <summary>Whether the function has an alpha.</summary>
    public bool TakesAlpha => Kind is RnnActivationKind.LeakyRelu or RnnActivationKind.ThresholdedRelu or RnnActivationKind.Elu || TakesBeta;

    /// <summary>Whether the function has a beta.</summary>
    public bool TakesBeta => Kind is RnnActivationKind.HardSigmoid or RnnActivationKind.Affine or RnnActivationKind.ScaledTanh;

    /// <summary>What is wrong with an alpha, in words, or null: the derivative must follow from the value.</summary>
    public string? AlphaProblem => Kind switch
    {
        RnnActivationKind.LeakyRelu or RnnActivationKind.Elu when Alpha < 0 => "must not be negative",
        RnnActivationKind.ScaledTanh when Alpha == 0 => "must not be zero",
        _ => null,
    };
}
