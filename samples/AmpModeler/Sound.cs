using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using NAudio.Wave;

namespace AmpModeler;

/// <summary>What a WAV file holds.</summary>
/// <param name="Rate">Samples a second.</param>
/// <param name="Channels">The samples of each channel; full scale is 1.</param>
internal sealed record Sound(int Rate, float[][] Channels)
{
    private const int MaxChannels = 64;

    // Samples that are read or written together.
    private const int Piece = 65_536;

    /// <summary>Samples of each channel.</summary>
    public int Length => Channels[0].Length;

    /// <summary>Its length.</summary>
    public double Seconds => (double)Length / Rate;

    /// <summary>Reads a WAV file: whole numbers of 8, 16, 24 or 32 bits, or floats.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="BadSoundException">It is no such file, or damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Sound Read(string path)
    {
        try
        {
            using FileStream bytes = File.OpenRead(path);
            RequireWhole(path, bytes);
            using var reader = new WaveFileReader(bytes);
            return Read(path, reader);
        }
        catch (Exception fault) when (fault is not (BadSoundException or IOException or UnauthorizedAccessException) || fault is EndOfStreamException)
        {
            // The library has exceptions of several kinds for what it cannot read.
            throw new BadSoundException(path, fault.Message.ReplaceLineEndings(" "), fault);
        }
    }

    /// <summary>Writes a WAV file of 32-bit floats.</summary>
    /// <param name="path">The file to make or to replace.</param>
    public void Write(string path)
    {
        using var writer = new WaveFileWriter(path, WaveFormat.CreateIeeeFloatWaveFormat(Rate, Channels.Length));
        float[] frames = new float[Piece / Channels.Length * Channels.Length];
        for (int first = 0; first < Length; first += frames.Length / Channels.Length)
        {
            int count = Math.Min(frames.Length / Channels.Length, Length - first);
            for (int channel = 0; channel < Channels.Length; channel++)
            {
                for (int index = 0; index < count; index++)
                {
                    frames[(index * Channels.Length) + channel] = Channels[channel][first + index];
                }
            }

            writer.WriteSamples(frames, 0, count * Channels.Length);
        }
    }

    // The library takes what is there for all that should be. Programs that write to a pipe do not know the length, and say 2^31 or more.
    private static void RequireWhole(string path, FileStream file)
    {
        Span<byte> header = stackalloc byte[8];
        if (file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length && header.StartsWith("RIFF"u8)
            && BinaryPrimitives.ReadInt32LittleEndian(header[4..]) is > 0 and var promised && promised > file.Length - header.Length)
        {
            throw new BadSoundException(path, $"it is cut short: its header promises {promised} more bytes, and there are {file.Length - header.Length}");
        }

        file.Position = 0;
    }

    private static Sound Read(string path, WaveFileReader reader)
    {
        WaveFormat format = reader.WaveFormat;
        if (format.Channels is < 1 or > MaxChannels || format.SampleRate < 1 || format.BlockAlign < 1)
        {
            throw new BadSoundException(path, $"it has {format.Channels} channels at {format.SampleRate} Hz; 1 to {MaxChannels} are read");
        }

        long length = reader.Length / format.BlockAlign;
        if (length is 0 or > int.MaxValue)
        {
            throw new BadSoundException(path, $"it has {length} samples; 1 to {int.MaxValue} are read");
        }

        ISampleProvider samples = reader.ToSampleProvider();
        var channels = new float[format.Channels][];
        Array.Fill(channels, []);
        float[] frames = new float[Piece / format.Channels * format.Channels];
        int read = 0;
        while (ReadFull(samples, frames) is > 0 and var floats)
        {
            int count = floats / format.Channels;
            for (int channel = 0; channel < channels.Length; channel++)
            {
                // Doubled, and not taken from the header at once, which may promise more than there is.
                if (channels[channel].Length < read + count)
                {
                    Array.Resize(ref channels[channel], (int)Math.Min(length, Math.Max(read + count, 2L * read)));
                }

                for (int index = 0; index < count; index++)
                {
                    float sample = frames[(index * channels.Length) + channel];
                    channels[channel][read + index] = float.IsFinite(sample)
                        ? sample
                        : throw new BadSoundException(path, $"sample {read + index} of channel {channel + 1} is {sample}");
                }
            }

            read += count;
        }

        return read == length
            ? new Sound(format.SampleRate, channels)
            : throw new BadSoundException(path, $"it is cut short: its header promises {length} samples, and there are {read}");
    }

    private static int ReadFull(ISampleProvider samples, Span<float> frames)
    {
        int filled = 0;
        while (filled < frames.Length && samples.Read(frames[filled..]) is > 0 and var count)
        {
            filled += count;
        }

        return filled;
    }
}
