namespace RnnGen.Numerics;

/// <summary>The largest errors of <see cref="Activation"/> over all floats, on hardware with fused multiply-add.</summary>
/// <remarks>Bounds just above what tests/RnnGen.Accuracy found by walking every float against double arithmetic (the values in
/// brackets), asserted there and, on a sample, in the unit tests. A unit in the last place (ulp) is the distance of the floats around
/// the exact result.</remarks>
public static class ActivationError
{
    /// <summary>Where there is no fused multiply-add, each product is rounded once more: the errors are at most this many times those
    /// stated.</summary>
    public const double FactorWithoutFusedMultiplyAdd = 1.5;

    /// <summary>Absolute, of <see cref="Activation.Sigmoid(float)"/> [1.624e-7 at 9.652862].</summary>
    public const double Sigmoid = 1.65e-7;

    /// <summary>Absolute, of <see cref="Activation.SigmoidPrecise(float)"/> [8.931e-8 at 7.859211].</summary>
    public const double SigmoidPrecise = 9.5e-8;

    /// <summary>In units in the last place, of <see cref="Activation.SigmoidPrecise(float)"/> for x at least
    /// <see cref="SigmoidPreciseUlpsFrom"/> [2.481 at -16.635704].</summary>
    public const double SigmoidPreciseUlps = 2.6;

    /// <summary>Where <see cref="SigmoidPreciseUlps"/> begins: just before the results turn subnormal.</summary>
    public const float SigmoidPreciseUlpsFrom = -87f;

    /// <summary>Absolute, of <see cref="Activation.SigmoidFast(float)"/> [2.810e-5 at 9.41242].</summary>
    public const double SigmoidFast = 2.9e-5;

    /// <summary>Absolute, of <see cref="Activation.Tanh(float)"/> [2.918e-7 at 7.6988487].</summary>
    public const double Tanh = 2.95e-7;

    /// <summary>In units in the last place, of <see cref="Activation.Tanh(float)"/> [4.896 at 7.6988487].</summary>
    public const double TanhUlps = 5;

    /// <summary>Absolute, of <see cref="Activation.TanhPrecise(float)"/> [8.931e-8 at 3.812386].</summary>
    public const double TanhPrecise = 9.5e-8;

    /// <summary>In units in the last place, of <see cref="Activation.TanhPrecise(float)"/> [2.566 at 0.062023256].</summary>
    public const double TanhPreciseUlps = 2.6;

    /// <summary>Absolute, of <see cref="Activation.TanhFast(float)"/> [5.619e-5 at 3.5075738].</summary>
    public const double TanhFast = 5.7e-5;

    /// <summary>Absolute, of <see cref="Activation.Elu(float, float)"/> with an alpha of 1 [4.215e-8 at -16.982107].</summary>
    public const double Elu = 4.3e-8;

    /// <summary>In units in the last place, of <see cref="Activation.Elu(float, float)"/> with an alpha of 1 [0.940 at -0.346612].</summary>
    public const double EluUlps = 0.95;

    /// <summary>Absolute, of <see cref="Activation.Softsign(float)"/> [8.936e-8 at 2047.3749].</summary>
    public const double Softsign = 8.94e-8;

    /// <summary>In units in the last place, of <see cref="Activation.Softsign(float)"/> [1.499 at 2047.3749].</summary>
    public const double SoftsignUlps = 1.5;

    /// <summary>In units in the last place, of <see cref="Activation.Softplus(float)"/> for x at least <see cref="SoftplusUlpsFrom"/>
    /// [2.470 at -0.45011663].</summary>
    public const double SoftplusUlps = 2.5;

    /// <summary>Where <see cref="SoftplusUlps"/> begins: just before the results turn subnormal.</summary>
    public const float SoftplusUlpsFrom = -87f;
}
