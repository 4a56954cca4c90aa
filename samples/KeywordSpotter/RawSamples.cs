using System;
using System.Buffers.Binary;
using System.IO;
using NAudio.Wave;

namespace KeywordSpotter;

/// <summary>A stream of 16-bit samples without a header. NAudio's own wants a stream with a position, which a pipe has not.</summary>
/// <param name="stream">The stream.</param>
internal sealed class RawSamples(Stream stream) : ISampleProvider
{
    private readonly byte[] _bytes = new byte[sizeof(short) * LogMelFeatures.Hop];

    public WaveFormat WaveFormat { get; } = WaveFormat.CreateIeeeFloatWaveFormat(LogMelFeatures.SampleRate, channels: 1);

    public int Read(Span<float> buffer)
    {
        int count = Math.Min(buffer.Length, LogMelFeatures.Hop);
        count = stream.ReadAtLeast(_bytes.AsSpan(0, sizeof(short) * count), sizeof(short) * count, throwOnEndOfStream: false) / sizeof(short);
        for (int i = 0; i < count; i++)
        {
            buffer[i] = BinaryPrimitives.ReadInt16LittleEndian(_bytes.AsSpan(sizeof(short) * i)) / 32768f;
        }

        return count;
    }
}
