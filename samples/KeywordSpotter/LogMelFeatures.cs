using System;
using NWaves.FeatureExtractors;
using NWaves.FeatureExtractors.Options;
using NWaves.Filters.Fda;
using NWaves.Windows;

namespace KeywordSpotter;

/// <summary>
/// What the network hears: of every 20 ms the logarithm of the energy in some bands of the mel scale, by NWaves. A frame allocates nothing. One stream has one
/// object.
/// </summary>
internal sealed class LogMelFeatures
{
    /// <summary>Samples a second.</summary>
    public const int SampleRate = 16_000;

    /// <summary>Samples from frame to frame: 20 ms.</summary>
    public const int Hop = 320;

    /// <summary>Bands: floats of a frame.</summary>
    public const int Bands = 20;

    /// <summary>The size of the Fourier transform: the window and zeros.</summary>
    public const int FourierSize = 512;

    /// <summary>Samples of a frame: 25 ms.</summary>
    public const int Window = 400;

    // Brings the logarithms to about -1 to 1: a network learns faster so. Below the floor is the noise of a quiet 16-bit recording.
    private const float Floor = 1e-4f;
    private const float Centre = -1;
    private const float Scale = 0.2f;

    private readonly FilterbankExtractor _extractor;
    private readonly float[] _window = NWaves.Windows.Window.OfType(WindowType.Hann, Window);
    private readonly float[] _samples = new float[Window];
    private readonly float[] _block = new float[FourierSize];
    private readonly float[] _logarithms = new float[Bands];

    /// <summary>Starts a stream, before which there was silence.</summary>
    public LogMelFeatures()
    {
        (double, double, double)[] bands = FilterBanks.MelBands(Bands, SampleRate, lowFreq: 80, highFreq: 7600);
        _extractor = new FilterbankExtractor(new FilterbankOptions
        {
            SamplingRate = SampleRate,
            FrameSize = Window,
            HopSize = Hop,
            FilterBank = FilterBanks.Triangular(FourierSize, SampleRate, bands, mapper: NWaves.Utils.Scale.HerzToMel),
            NonLinearity = NonLinearityType.LogE,
            LogFloor = Floor,
        });
    }

    /// <summary>The features of the next frame.</summary>
    /// <param name="samples">The next <see cref="Hop"/> samples.</param>
    /// <param name="features">[band], written.</param>
    public void Next(ReadOnlySpan<float> samples, Span<float> features)
    {
        _samples.AsSpan(Hop).CopyTo(_samples);
        samples.CopyTo(_samples.AsSpan(Window - Hop));
        for (int i = 0; i < Window; i++)
        {
            _block[i] = _samples[i] * _window[i];
        }

        // The transform leaves what stands behind the window as it is: zeros.
        _extractor.ProcessFrame(_block, _logarithms);
        for (int band = 0; band < Bands; band++)
        {
            features[band] = (_logarithms[band] - Centre) * Scale;
        }
    }

    /// <summary>The features of a whole recording, from silence.</summary>
    /// <param name="samples">The samples; those after the last whole frame are not looked at.</param>
    /// <returns>[frame, band]</returns>
    public float[] Compute(ReadOnlySpan<float> samples)
    {
        Array.Clear(_samples);
        float[] features = new float[samples.Length / Hop * Bands];
        for (int frame = 0; frame < features.Length / Bands; frame++)
        {
            Next(samples.Slice(frame * Hop, Hop), features.AsSpan(frame * Bands, Bands));
        }

        return features;
    }
}
