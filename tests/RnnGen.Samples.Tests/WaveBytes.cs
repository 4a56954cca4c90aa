using System;
using System.Buffers.Binary;
using System.IO;
using System.Linq;
using System.Text;

namespace RnnGen.Samples.Tests;

/// <summary>WAV files, byte by byte: a test does not write with the library that the sample reads with.</summary>
internal static class WaveBytes
{
    private const ushort Pcm = 1;
    private const ushort IeeeFloat = 3;
    private const ushort Extensible = 0xFFFE;

    /// <summary>A file of floats.</summary>
    /// <param name="rate">Samples a second.</param>
    /// <param name="channels">The samples of each channel.</param>
    public static byte[] Floats(int rate, params float[][] channels) => File(IeeeFloat, 32, rate, channels, BitConverter.GetBytes);

    /// <summary>A file of whole numbers.</summary>
    /// <param name="bits">16, 24 or 32.</param>
    /// <param name="rate">Samples a second.</param>
    /// <param name="channels">The samples of each channel: -1 to 1.</param>
    public static byte[] Integers(int bits, int rate, params float[][] channels) => File(
        Pcm, bits, rate, channels,
        sample => BitConverter.GetBytes((int)Math.Clamp(Math.Round(sample * Math.Pow(2, bits - 1)), int.MinValue, int.MaxValue))[..(bits / 8)]);

    /// <summary>As programs write files of more than 16 bits: the format is said in an extension.</summary>
    /// <inheritdoc cref="Floats"/>
    public static byte[] ExtensibleFloats(int rate, params float[][] channels) => File(Extensible, 32, rate, channels, BitConverter.GetBytes);

    /// <summary>The samples of a file of floats.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rate">Samples a second.</param>
    /// <param name="channels">Channels.</param>
    /// <exception cref="InvalidDataException">It is another file.</exception>
    public static float[][] ReadFloats(string path, out int rate, out int channels)
    {
        byte[] bytes = System.IO.File.ReadAllBytes(path);
        int place = 12, tag = 0, bits = 0;
        (rate, channels) = (0, 0);
        while (place + 8 <= bytes.Length)
        {
            string name = Encoding.ASCII.GetString(bytes, place, 4);
            int length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(place + 4));
            ReadOnlySpan<byte> chunk = bytes.AsSpan(place + 8, length);
            if (name == "fmt ")
            {
                tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk);
                channels = BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]);
                rate = BinaryPrimitives.ReadInt32LittleEndian(chunk[4..]);
                bits = BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]);
            }
            else if (name == "data" && tag == IeeeFloat && bits == 32)
            {
                var samples = new float[channels][];
                for (int channel = 0; channel < channels; channel++)
                {
                    samples[channel] = new float[length / 4 / channels];
                }

                for (int index = 0; index < length / 4; index++)
                {
                    samples[index % channels][index / channels] = BinaryPrimitives.ReadSingleLittleEndian(chunk[(4 * index)..]);
                }

                return samples;
            }

            place += 8 + length + (length & 1);
        }

        throw new InvalidDataException($"{path} has no samples of 32-bit floats.");
    }

    private static byte[] File(ushort tag, int bits, int rate, float[][] channels, Func<float, byte[]> encode)
    {
        byte[] data = [.. Enumerable.Range(0, channels.Length == 0 ? 0 : channels[0].Length).SelectMany(index => channels.SelectMany(channel => encode(channel[index])))];
        ushort frame = (ushort)(bits / 8 * channels.Length);
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        int extension = tag == Extensible ? 24 : 0;
        writer.Write("RIFF"u8);
        writer.Write(36 + extension + data.Length);
        writer.Write("WAVEfmt "u8);
        writer.Write(16 + extension);
        writer.Write(tag);
        writer.Write((ushort)channels.Length);
        writer.Write(rate);
        writer.Write(rate * frame);
        writer.Write(frame);
        writer.Write((ushort)bits);
        if (tag == Extensible)
        {
            writer.Write((ushort)22);
            writer.Write((ushort)bits);
            writer.Write(0);

            // KSDATAFORMAT_SUBTYPE_IEEE_FLOAT
            writer.Write(new Guid("00000003-0000-0010-8000-00aa00389b71").ToByteArray());
        }

        writer.Write("data"u8);
        writer.Write(data.Length);
        writer.Write(data);
        writer.Flush();
        return stream.ToArray();
    }
}
