using System;
using RnnGen;

namespace AmpPlayer;

/// <summary>Plays a file through the amplifier.</summary>
internal static class Playback
{
    /// <summary>Frames that are read, computed and written at once. The samples do not depend on it.</summary>
    private const int FramesABlock = 1024;

    /// <summary>Plays all frames. Each channel is a stream of its own.</summary>
    /// <param name="amplifier">The amplifier.</param>
    /// <param name="correction">The capture's rate and the input's.</param>
    /// <param name="input">What is played.</param>
    /// <param name="output">Where it is written to.</param>
    /// <returns>The largest absolute value of an output.</returns>
    public static float Play(Amp amplifier, RateCorrection correction, WavInput input, WavOutput output)
    {
        int channels = input.Channels;
        var streams = new AmpStream[channels];
        foreach (ref AmpStream stream in streams.AsSpan())
        {
            stream = new AmpStream(amplifier, correction);
        }

        float[] frames = new float[FramesABlock * channels];
        float[] channel = new float[FramesABlock];
        float peak = 0;
        int count;
        while ((count = input.Read(frames)) > 0)
        {
            Span<float> block = frames.AsSpan(0, count);
            Span<float> samples = channel.AsSpan(0, count / channels);
            for (int c = 0; c < channels; c++)
            {
                for (int i = 0; i < samples.Length; i++)
                {
                    samples[i] = block[(i * channels) + c];
                }

                streams[c].Process(samples);
                for (int i = 0; i < samples.Length; i++)
                {
                    block[(i * channels) + c] = samples[i];
                    peak = float.Max(peak, float.Abs(samples[i]));
                }
            }

            output.Write(block);
        }

        return peak;
    }
}
