using System.Collections.Generic;
using System.Globalization;
using System.Numerics;

namespace KeywordSpotter;

/// <summary>
/// What a Raspberry Pi Zero 2 W would need, from what is to be computed and what one of its four Cortex-A53 cores does in a clock cycle. An estimate, not a
/// measurement.
/// </summary>
internal static class SmallDevice
{
    private const double MegaHertz = 1000;

    // A fused multiply-add has four floats, but the core loads 64 bits a cycle, and every weight is loaded for one product: two a cycle at best. Half of it is
    // assumed.
    private const double NetworkProductsPerCycle = 1;

    // Sigmoid or tanh of four floats.
    private const double CyclesOfActivation = 40;

    // NWaves computes float by float, and the core does not go ahead of what it waits for: four cycles for a product, four for a sum, four for loads, checks
    // and the loop.
    private const double CyclesOfScalarProduct = 12;

    // A logarithm or an exponential of the C library.
    private const double CyclesOfFunction = 150;

    /// <summary>From frame to frame.</summary>
    public const int MicrosecondsOfFrame = LogMelFeatures.Hop * 1_000_000 / LogMelFeatures.SampleRate;

    private const int Hidden = KeywordNetwork.Hidden;

    private const int NetworkProducts = (3 * Hidden * (LogMelFeatures.Bands + Hidden)) + (Hidden * Vocabulary.Classes);

    // Window; half-size complex transform, five products and sums a butterfly; its last step, eight a bin; the power, and every band over all bins.
    private static readonly int FeatureProducts = LogMelFeatures.Window
        + (LogMelFeatures.FourierSize / 4 * BitOperations.Log2(LogMelFeatures.FourierSize / 2) * 5)
        + (LogMelFeatures.FourierSize / 2 * 8)
        + (LogMelFeatures.FourierSize / 2 * (2 + LogMelFeatures.Bands));

    /// <summary>The estimate, in lines.</summary>
    public static IEnumerable<string> Describe()
    {
        double network = ((NetworkProducts / NetworkProductsPerCycle) + (3 * Hidden / 4 * CyclesOfActivation)) / MegaHertz;
        double features = ((FeatureProducts * CyclesOfScalarProduct) + (LogMelFeatures.Bands * CyclesOfFunction)) / MegaHertz;
        double decision = Vocabulary.Classes * (CyclesOfFunction + (Detector.Frames * CyclesOfScalarProduct)) / MegaHertz;
        double all = network + features + decision;
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"Raspberry Pi Zero 2 W, one Cortex-A53 at 1 GHz: network {NetworkProducts:N0} multiply-adds a frame, {network:F0} us at "
            + $"{NetworkProductsPerCycle:F0} a cycle (half of what its loads of 64 bits a cycle allow);");
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"features {FeatureProducts:N0} multiply-adds, one float at a time, {features:F0} us at {CyclesOfScalarProduct:F0} cycles each; "
            + $"decision {decision:F0} us;");
        yield return string.Create(
            CultureInfo.InvariantCulture, $"together {all:F0} us of {MicrosecondsOfFrame:N0}: {all / MicrosecondsOfFrame:P1} of one core of four");
    }
}
