using RnnGen;

namespace AmpPlayer;

/// <summary>The amplifier: its layers and its weights are those of <c>amp.nam</c>.</summary>
[Network(Model = "amp.nam")]
internal sealed partial class Amp
{
    /// <summary>Samples a second at which it was captured: <c>sample_rate</c> in the file.</summary>
    public const int SampleRate = 48_000;

    /// <summary>The lowest rate that it runs at.</summary>
    public const double LowestRate = SampleRate * RateCorrection.MinRatio;

    /// <summary>The highest rate that it runs at.</summary>
    public const double HighestRate = SampleRate * RateCorrection.MaxRatio;
}
