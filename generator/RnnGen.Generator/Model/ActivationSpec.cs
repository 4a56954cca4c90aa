namespace RnnGen.Generator.Model;

/// <summary>An activation function with its constants. What the function does not take is 0, defaults are resolved and every number is finite
/// and not -0, so that equal specs have equal bits.</summary>
/// <param name="Kind">Which function.</param>
/// <param name="Alpha">Its alpha, or 0.</param>
/// <param name="Beta">Its beta, or 0.</param>
internal readonly record struct ActivationSpec(RnnActivationKind Kind, float Alpha, float Beta)
{
    public static ActivationSpec Sigmoid { get; } = Default(RnnActivationKind.Sigmoid);

    public static ActivationSpec Tanh { get; } = Default(RnnActivationKind.Tanh);

    public static bool TakesAlpha(RnnActivationKind kind) =>
        TakesBeta(kind) || kind is RnnActivationKind.LeakyRelu or RnnActivationKind.ThresholdedRelu or RnnActivationKind.Elu;

    public static bool TakesBeta(RnnActivationKind kind) =>
        kind is RnnActivationKind.HardSigmoid or RnnActivationKind.Affine or RnnActivationKind.ScaledTanh;

    /// <summary>The function with the constants that ONNX gives it.</summary>
    public static ActivationSpec Default(RnnActivationKind kind) => kind switch
    {
        RnnActivationKind.HardSigmoid => new(kind, 0.2f, 0.5f),
        RnnActivationKind.LeakyRelu => new(kind, 0.01f, 0),
        RnnActivationKind.ThresholdedRelu or RnnActivationKind.Elu or RnnActivationKind.Affine => new(kind, 1, 0),
        RnnActivationKind.ScaledTanh => new(kind, 1, 1),
        _ => new(kind, 0, 0),
    };
}
