using System;
using System.Globalization;
using RnnGen;

namespace AmpModeler;

/// <summary>
/// A model of the diode clipper at other rates than its own, beside the circuit's equation solved there: as it is, with a corrected rate, and between two
/// resamplers.
/// </summary>
internal static class RateTable
{
    private static readonly int[] Rates = [44_100, 48_000, 88_200, 96_000];

    /// <summary>Prints the error-to-signal ratios, and the largest pole of the corrected recurrence at rest (from 1 on it is unstable).</summary>
    /// <param name="model">The model.</param>
    /// <param name="modelRate">Samples a second that it was trained for.</param>
    /// <param name="signal">The signal, the same at each rate.</param>
    public static void Print(IModel model, double modelRate, TestSignal signal)
    {
        var capture = new Capture("the model", model);
        Console.WriteLine("| rate | as it is | linear (largest pole) | cubic (largest pole) | resampled |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (int rate in Rates)
        {
            var recording = ClipperRecording.Of(signal, rate);
            string asItIs = Ratio(Play(capture, null, rate, recording.Inputs));
            string[] corrected = Array.ConvertAll((RateInterpolation[])[RateInterpolation.Linear, RateInterpolation.Cubic], interpolation =>
            {
                var correction = new RateCorrection(modelRate, rate, interpolation);
                RateStability stability = correction.Examine(model);
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Ratio(Play(capture, correction, rate, recording.Inputs))} ({stability.LargestPole:F4}{(stability.IsStable ? "" : ", unstable")})");
            });
            float[] resampled = Resampling.Run(recording.Inputs, rate, modelRate, (int)(recording.Inputs.Length * modelRate / rate));
            resampled = Resampling.Run(Play(capture, null, (int)modelRate, resampled), modelRate, rate, recording.Inputs.Length);
            string row = $"| {asItIs} | {corrected[0]} | {corrected[1]} | {Ratio(resampled)} |";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {rate:N0} Hz {row}"));

            string Ratio(float[] outputs) => ErrorToSignal.Of(recording.Targets, outputs).ToString("E1", CultureInfo.InvariantCulture);
        }
    }

    private static float[] Play(Capture capture, RateCorrection? correction, int rate, float[] samples) =>
        Playback.Of(capture, correction, new Sound(rate, [samples])).Output.Channels[0];
}
