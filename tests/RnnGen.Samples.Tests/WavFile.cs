using System;
using System.Buffers.Binary;
using System.IO;
using System.Linq;
using System.Text;

namespace RnnGen.Samples.Tests;

/// <summary>WAV files byte by byte, as the format's description has them: not by the library that the samples read them with.</summary>
/// <param name="SampleRate">Samples a second.</param>
/// <param name="Channels">The samples of each channel.</param>
internal sealed record WavFile(int SampleRate, float[][] Channels)
{
    private const int Pcm = 1;
    private const int Float = 3;
    private const int Extensible = 0xFFFE;

    // KSDATAFORMAT_SUBTYPE_PCM: behind the format's number 14 bytes that are always the same.
    private static readonly byte[] SubformatTail = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];

    /// <summary>Writes PCM (of fewer than 32 bits) or floats (of 32).</summary>
    /// <param name="path">The file.</param>
    /// <param name="bits">Bits of a sample.</param>
    /// <param name="extensible">Whether the header is the long one that recorders write for 24 bits, or for more than two channels.</param>
    /// <returns>The samples as the file has them: rounded to its bits.</returns>
    public WavFile Write(string path, int bits, bool extensible = false)
    {
        int format = bits == 32 ? Float : Pcm, frame = Channels.Length * bits / 8, length = Channels[0].Length * frame;
        using var writer = new BinaryWriter(File.Create(path));
        writer.Write("RIFF"u8);
        writer.Write(4 + (extensible ? 48 : 24) + 8 + length);
        writer.Write("WAVEfmt "u8);
        writer.Write(extensible ? 40 : 16);
        writer.Write((ushort)(extensible ? Extensible : format));
        writer.Write((ushort)Channels.Length);
        writer.Write(SampleRate);
        writer.Write(SampleRate * frame);
        writer.Write((ushort)frame);
        writer.Write((ushort)bits);
        if (extensible)
        {
            writer.Write((ushort)22);
            writer.Write((ushort)bits);
            writer.Write((1 << Channels.Length) - 1);
            writer.Write((ushort)format);
            writer.Write(SubformatTail);
        }

        writer.Write("data"u8);
        writer.Write(length);
        float scale = bits == 32 ? 1 : 1 << (bits - 1);
        float[][] rounded = [.. Channels.Select(channel => Array.ConvertAll(channel, sample => bits == 32 ? sample : float.Round(sample * scale) / scale))];
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        for (int i = 0; i < Channels[0].Length; i++)
        {
            foreach (float[] channel in rounded)
            {
                BinaryPrimitives.WriteInt32LittleEndian(bytes, bits == 32 ? BitConverter.SingleToInt32Bits(channel[i]) : (int)(channel[i] * scale));
                writer.Write(bytes[..(bits / 8)]);
            }
        }

        return this with { Channels = rounded };
    }

    /// <summary>Reads a file of floats.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public static WavFile ReadFloats(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        if (bytes.Length < 12 || Text(0) != "RIFF" || BitConverter.ToUInt32(bytes, 4) != bytes.Length - 8 || Text(8) != "WAVE")
        {
            throw new InvalidDataException($"{path} is no WAV file.");
        }

        int rate = 0, channels = 0;
        for (int start = 12; start + 8 <= bytes.Length;)
        {
            int length = BitConverter.ToInt32(bytes, start + 4), data = start + 8;
            switch (Text(start))
            {
                case "fmt " when BitConverter.ToUInt16(bytes, data) == Float && BitConverter.ToUInt16(bytes, data + 14) == 32:
                    (channels, rate) = (BitConverter.ToUInt16(bytes, data + 2), BitConverter.ToInt32(bytes, data + 4));
                    break;
                case "fmt ":
                    throw new InvalidDataException($"{path} is not of floats.");
                case "data":
                    int frames = length / (channels * sizeof(float));
                    return new WavFile(rate, [.. Enumerable.Range(0, channels).Select(channel => Enumerable.Range(0, frames)
                        .Select(i => BitConverter.ToSingle(bytes, data + (((i * channels) + channel) * sizeof(float)))).ToArray())]);
            }

            start = data + length + (length & 1);
        }

        throw new InvalidDataException($"{path} has no samples.");

        string Text(int at) => Encoding.ASCII.GetString(bytes, at, 4);
    }
}
