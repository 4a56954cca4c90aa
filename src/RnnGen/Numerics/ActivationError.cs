namespace RnnGen.Numerics;

/// <summary>The largest errors of <see cref="Activation"/> over all floats, on hardware with fused multiply-add.</summary>
/// <remarks>Found by tests/RnnGen.Accuracy, which walks every float against double arithmetic, and asserted there and in the unit
/// tests. A unit in the last place (ulp) is the distance of the floats around the exact result.</remarks>
public static class ActivationError
{
    /// <summary>Where there is no fused multiply-add, each product is rounded once more: the errors are at most this many times those
    /// stated.</summary>
    public const double FactorWithoutFusedMultiplyAdd = 1.5;

    /// <summary>Absolute, of <see cref="Activation.Sigmoid(float)"/>.</summary>
    public const double Sigmoid = 1.35e-7;

    /// <summary>Absolute, of <see cref="Activation.SigmoidPrecise(float)"/>.</summary>
    public const double SigmoidPrecise = 9.5e-8;

    /// <summary>In units in the last place, of <see cref="Activation.SigmoidPrecise(float)"/> for x at least
    /// <see cref="SigmoidPreciseUlpsFrom"/>.</summary>
    public const double SigmoidPreciseUlps = 2.5;

    /// <summary>Where <see cref="SigmoidPreciseUlps"/> begins: just before the results turn subnormal.</summary>
    public const float SigmoidPreciseUlpsFrom = -87f;

    /// <summary>Absolute, of <see cref="Activation.SigmoidFast(float)"/>.</summary>
    public const double SigmoidFast = 2.9e-5;

    /// <summary>Absolute, of <see cref="Activation.Tanh(float)"/>.</summary>
    public const double Tanh = 2.6e-7;

    /// <summary>In units in the last place, of <see cref="Activation.Tanh(float)"/>.</summary>
    public const double TanhUlps = 5;

    /// <summary>Absolute, of <see cref="Activation.TanhPrecise(float)"/>.</summary>
    public const double TanhPrecise = 9.5e-8;

    /// <summary>In units in the last place, of <see cref="Activation.TanhPrecise(float)"/>.</summary>
    public const double TanhPreciseUlps = 2.5;

    /// <summary>Absolute, of <see cref="Activation.TanhFast(float)"/>.</summary>
    public const double TanhFast = 5.7e-5;
}
