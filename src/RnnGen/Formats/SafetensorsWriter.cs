using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RnnGen.Formats;

/// <summary>
/// Collects tensors and saves them as a safetensors file (the format is described at <see cref="SafetensorsFile"/>). The same tensors
/// give the same bytes, in whatever order they were added: widest elements first, which keeps every element aligned, then by name.
/// </summary>
/// <remarks>Not safe for use by several threads at once.</remarks>
public sealed class SafetensorsWriter : ITensorSink
{
    /// <summary>Where the data starts is a multiple of this, in bytes; the header is padded with spaces to get there.</summary>
    private const int DataAlignment = 8;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly JsonWriterOptions JsonOptions = new()
    {
        // The header is no part of a web page, so names stay readable. Its structure is right by construction.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly Dictionary<string, Entry> _tensors = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _metadata = new(StringComparer.Ordinal);

    /// <summary>Adds a whole tensor, stored as <c>F32</c>: every bit is kept. The values are copied before the call returns.</summary>
    /// <inheritdoc cref="Write(string, ReadOnlySpan{int}, ReadOnlySpan{float}, ElementType)"/>
    public void Write(string name, ReadOnlySpan<int> shape, ReadOnlySpan<float> values) => Write(name, shape, values, ElementType.F32);

    /// <summary>
    /// Adds a whole tensor, stored as <c>F32</c>, <c>F64</c>, <c>F16</c> or <c>BF16</c>. The last two round to the nearest, ties to even;
    /// what is too large for them becomes an infinity. The values are copied before the call returns.
    /// </summary>
    /// <param name="name">The tensor's full name; each name once.</param>
    /// <param name="shape">The tensor's shape; empty for a scalar.</param>
    /// <param name="values">Its elements, row-major: as many as <paramref name="shape"/> has.</param>
    /// <param name="elementType">What to store for each element.</param>
    /// <exception cref="ArgumentException">
    /// The name is taken, reserved (<c>__metadata__</c>) or not valid Unicode, or the number of values is not that of the shape, or the
    /// tensor takes more than 2 GB.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative, or the element type is none of the four.</exception>
    public void Write(string name, ReadOnlySpan<int> shape, ReadOnlySpan<float> values, ElementType elementType)
    {
        if (!ElementDecoder.IsFloatingPoint(elementType))
        {
            throw new ArgumentOutOfRangeException(nameof(elementType), elementType, "Floats are stored as F32, F64, F16 or BF16.");
        }

        byte[] data = AddEntry(name, shape, values.Length, elementType);
        ElementEncoder.FromSingles(values, elementType, data);
    }

    /// <summary>Adds a whole tensor, stored as <c>F64</c>. The values are copied before the call returns.</summary>
    /// <inheritdoc cref="Write(string, ReadOnlySpan{int}, ReadOnlySpan{float}, ElementType)"/>
    public void WriteDoubles(string name, ReadOnlySpan<int> shape, ReadOnlySpan<double> values)
    {
        byte[] data = AddEntry(name, shape, values.Length, ElementType.F64);
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(data.AsSpan(i * sizeof(double)), values[i]);
        }
    }

    /// <summary>Adds a whole tensor, stored as <c>I64</c>. The values are copied before the call returns.</summary>
    /// <inheritdoc cref="Write(string, ReadOnlySpan{int}, ReadOnlySpan{float}, ElementType)"/>
    public void WriteInt64s(string name, ReadOnlySpan<int> shape, ReadOnlySpan<long> values)
    {
        byte[] data = AddEntry(name, shape, values.Length, ElementType.I64);
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(data.AsSpan(i * sizeof(long)), values[i]);
        }
    }

    /// <summary>Sets a text under <c>__metadata__</c>, in place of one that the key may have had.</summary>
    /// <param name="key">The text's key.</param>
    /// <param name="value">The text.</param>
    /// <exception cref="ArgumentException">A text is not valid Unicode.</exception>
    public void SetMetadata(string key, string value)
    {
        CheckText(key, nameof(key));
        CheckText(value, nameof(value));
        _metadata[key] = value;
    }

    /// <summary>
    /// Writes all that was collected. The path holds, whatever happens, either the old file or the whole new one: the new one is written
    /// beside it, flushed to the disk, and renamed over it, and the directory is flushed, too. What a killed save to this path left beside it is removed. More
    /// may be added, and saved again, afterwards.
    /// </summary>
    /// <param name="path">
    /// The file to make or to replace. A link there is followed: what it points to is replaced. A file that is replaced hands its mode (0600, say) on. (Windows
    /// does not replace a file that is open in a <see cref="SafetensorsFile"/>; other systems do.)
    /// </param>
    /// <exception cref="IOException">The directory is not there, the disk is full, ...; the old file, if any, is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">
    /// The directory may not be written, or <paramref name="path"/> is a directory.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The names take more than the 100 MB that readers of the format accept as a header.
    /// </exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, WriteTo);
    }

    /// <summary>Adds a tensor of any type from the bytes to store.</summary>
    internal void WriteBytes(string name, ElementType elementType, ReadOnlySpan<int> shape, ReadOnlySpan<byte> data)
    {
        byte[] stored = AddEntry(name, shape, data.Length * 8L / elementType.BitCount(), elementType);
        data.CopyTo(stored);
    }

    /// <summary>Writes the file's bytes.</summary>
    internal void WriteTo(Stream stream)
    {
        Entry[] ordered = [.. _tensors.Values
            .OrderByDescending(entry => entry.ElementType.BitCount())
            .ThenBy(entry => entry.Name, StringComparer.Ordinal)];

        ReadOnlySpan<byte> header = MakeHeader(ordered);
        Span<byte> length = stackalloc byte[SafetensorsHeader.LengthSize];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (Entry entry in ordered)
        {
            stream.Write(entry.Data);
        }
    }

    private static void CheckText(string text, string argument)
    {
        ArgumentNullException.ThrowIfNull(text, argument);
        try
        {
            _ = StrictUtf8.GetByteCount(text);
        }
        catch (EncoderFallbackException exception)
        {
            throw new ArgumentException("Not valid Unicode: it has a surrogate without its other half.", argument, exception);
        }
    }

    private byte[] AddEntry(string name, ReadOnlySpan<int> shape, long count, ElementType elementType)
    {
        CheckText(name, nameof(name));
        if (name == SafetensorsHeader.MetadataKey)
        {
            throw new ArgumentException($"'{name}' is not a tensor's name: the format keeps texts there.", nameof(name));
        }

        if (shape.Length > SafetensorsHeader.MaxRank)
        {
            throw new ArgumentException(
                $"Tensor '{name}' has {shape.Length} dimensions, more than {SafetensorsHeader.MaxRank}.", nameof(shape));
        }

        long wanted = TensorShape.CountElements(shape);
        if (count != wanted)
        {
            throw new ArgumentException(
                $"Tensor '{name}' has {count} values, the shape {TensorShape.Describe(shape)} needs {wanted}.", nameof(shape));
        }

        long bytes = count * elementType.BitCount() / 8;
        if (bytes > Array.MaxLength)
        {
            throw new ArgumentException($"Tensor '{name}' takes {bytes} bytes, more than {Array.MaxLength}.", nameof(shape));
        }

        var entry = new Entry(name, elementType, shape.ToArray(), new byte[bytes]);
        if (!_tensors.TryAdd(name, entry))
        {
            throw new ArgumentException($"There is a tensor '{name}' already.", nameof(name));
        }

        return entry.Data;
    }

    private ReadOnlySpan<byte> MakeHeader(Entry[] ordered)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, JsonOptions))
        {
            json.WriteStartObject();
            if (_metadata.Count > 0)
            {
                json.WriteStartObject(SafetensorsHeader.MetadataKey);
                foreach ((string key, string value) in _metadata)
                {
                    json.WriteString(key, value);
                }

                json.WriteEndObject();
            }

            long offset = 0;
            foreach (Entry entry in ordered)
            {
                json.WriteStartObject(entry.Name);
                json.WriteString("dtype"u8, entry.ElementType.Code());
                json.WriteStartArray("shape"u8);
                foreach (int dimension in entry.Shape)
                {
                    json.WriteNumberValue(dimension);
                }

                json.WriteEndArray();
                json.WriteStartArray("data_offsets"u8);
                json.WriteNumberValue(offset);
                offset += entry.Data.Length;
                json.WriteNumberValue(offset);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        int padding = -(SafetensorsHeader.LengthSize + text.WrittenCount) & (DataAlignment - 1);
        text.Write("       "u8[..padding]);
        return text.WrittenCount <= SafetensorsHeader.MaxTextLength
            ? text.WrittenSpan
            : throw new InvalidOperationException(
                $"The header takes {text.WrittenCount} bytes; readers of the format accept {SafetensorsHeader.MaxTextLength}.");
    }

    private sealed record Entry(string Name, ElementType ElementType, int[] Shape, byte[] Data);
}
