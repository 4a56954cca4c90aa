using System;
using NAudio.Dsp;

namespace AmpModeler;

/// <summary>Brings a signal to another rate by a windowed sinc (the resampler of Cockos' WDL, in NAudio).</summary>
internal static class Resampling
{
    // Input samples that a sample of the output is made of, and the sinc's values between two of them.
    private const int SincLength = 128;
    private const int SincSteps = 256;

    /// <summary>Resamples a whole signal. Both begin at the same moment: the filter's delay is taken out, which no real-time program could do.</summary>
    /// <param name="samples">The signal.</param>
    /// <param name="rate">Its samples a second.</param>
    /// <param name="newRate">Samples a second of the result.</param>
    /// <param name="count">Samples of the result.</param>
    public static float[] Run(float[] samples, double rate, double newRate, int count)
    {
        if (rate == newRate)
        {
            return samples;
        }

        var resampler = new WdlResampler();
        resampler.SetMode(false, 0, true, SincLength, SincSteps);
        resampler.SetFeedMode(false);
        resampler.SetRates(rate, newRate);
        float[] result = new float[count];
        int wanted = resampler.ResamplePrepare(count, 1, out Span<float> input);
        samples.AsSpan(0, Math.Min(wanted, samples.Length)).CopyTo(input);
        input[Math.Min(wanted, samples.Length)..].Clear();
        int written = resampler.ResampleOut(result, wanted, count, 1);
        return written <= count ? result : throw new InvalidOperationException($"The resampler wrote {written} samples of {count}.");
    }
}
