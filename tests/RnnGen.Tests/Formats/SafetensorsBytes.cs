using System;
using System.Buffers.Binary;
using System.IO;
using System.Text;
using RnnGen.Formats;

namespace RnnGen.Tests.Formats;

/// <summary>Safetensors files as bytes, good or bad, put together without the code under test.</summary>
internal static class SafetensorsBytes
{
    /// <summary>A file of the right length field, the header text as given, and data.</summary>
    public static byte[] FromHeader(string header, params byte[] data) => FromHeader(Encoding.UTF8.GetBytes(header), data);

    /// <inheritdoc cref="FromHeader(string, byte[])"/>
    public static byte[] FromHeader(byte[] header, params byte[] data) => [.. Length((ulong)header.Length), .. header, .. data];

    /// <summary>The 8 bytes that a file starts with.</summary>
    public static byte[] Length(ulong length)
    {
        byte[] bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        return bytes;
    }

    /// <summary>An LSTM 3 -> 5 as PyTorch 1.13 saved it, with input, output and gradients: 21 tensors of F32.</summary>
    public static byte[] FromPyTorch() => File.ReadAllBytes(PyTorchPath);

    /// <inheritdoc cref="FromPyTorch"/>
    public static string PyTorchPath { get; } = Path.Combine(AppContext.BaseDirectory, "Formats", "Files", "A_lstm_3x5.safetensors");

    /// <summary>A file with a tensor of every element type, a scalar, an empty tensor, and metadata.</summary>
    public static byte[] OfEveryType()
    {
        var writer = new SafetensorsWriter();
        foreach (ElementType type in Enum.GetValues<ElementType>())
        {
            byte[] data = new byte[8 * type.BitCount() / 8];
            for (int i = 0; i < data.Length; i++)
            {
                // The last byte of a double has most of its exponent: one that floats have, too.
                data[i] = type == ElementType.F64 && i % sizeof(double) == sizeof(double) - 1 ? (byte)0x3F : (byte)(37 * i);
            }

            writer.WriteBytes($"layer.{type}", type, [2, 4], data);
        }

        writer.Write("scalar", [], [1.5f]);
        writer.Write("empty", [3, 0], []);
        writer.SetMetadata("format", "pt");
        writer.SetMetadata("caf\u00E9", "\u65E5\u672C \"quoted\" \U0001F600");
        using var stream = new MemoryStream();
        writer.WriteTo(stream);
        return stream.ToArray();
    }
}
