using System;
using System.Linq;

namespace RnnGen.Samples.Tests;

/// <summary>What is played through amplifiers.</summary>
internal static class Guitar
{
    /// <summary>Plucked strings, one of another pitch for each channel; the second half is silence.</summary>
    public static WavFile Pluck(int sampleRate, int channels, int samples) => new(
        sampleRate,
        [.. Enumerable.Range(0, channels).Select(channel => Enumerable.Range(0, samples).Select(i =>
        {
            double time = (double)i / sampleRate, pitch = 110 * (channel + 1);
            return i > samples / 2 ? 0 : (float)(0.7 * Math.Exp(-8 * time) * (Math.Sin(2 * Math.PI * pitch * time) + (0.4 * Math.Sin(4 * Math.PI * pitch * time))));
        }).ToArray())]);
}
