using System;
using NAudio.Wave;
using NAudio.Wave.SampleProviders;

namespace KeywordSpotter;

/// <summary>Samples from and to WAV files, by NAudio.</summary>
internal static class SoundFile
{
    /// <summary>Opens a WAV file of one or two channels; another sample rate than ours is converted.</summary>
    /// <param name="path">The file.</param>
    /// <param name="samples">Its samples: one channel, at our rate.</param>
    /// <returns>What is to be closed in the end.</returns>
    /// <exception cref="FormatException">It is no WAV file, or one that cannot be read.</exception>
    public static IDisposable Open(string path, out ISampleProvider samples)
    {
        WaveFileReader? reader = null;
        try
        {
            reader = new WaveFileReader(path);
            ISampleProvider own = reader.ToSampleProvider();
            own = own.WaveFormat.Channels switch
            {
                1 => own,
                2 => new StereoToMonoSampleProvider(own),
                int channels => throw new FormatException($"it has {channels} channels; one or two are needed"),
            };
            samples = own.WaveFormat.SampleRate == LogMelFeatures.SampleRate ? own : new WdlResamplingSampleProvider(own, LogMelFeatures.SampleRate);
            return reader;
        }
        catch (Exception problem) when (problem is not UnauthorizedAccessException)
        {
            // NAudio says what it does not like by exceptions of many kinds.
            reader?.Dispose();
            throw new FormatException($"{path}: {problem.Message}", problem);
        }
    }

    /// <summary>Writes a WAV file of 16 bits.</summary>
    /// <param name="path">The file.</param>
    /// <param name="samples">-1 to 1.</param>
    public static void Write(string path, float[] samples)
    {
        using var writer = new WaveFileWriter(path, new WaveFormat(LogMelFeatures.SampleRate, bits: 16, channels: 1));
        writer.WriteSamples(samples, 0, samples.Length);
    }
}
