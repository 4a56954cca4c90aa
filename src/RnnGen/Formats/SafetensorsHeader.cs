using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Text.Unicode;

namespace RnnGen.Formats;

/// <summary>
/// The checked header of a safetensors file: where each tensor lies. Everything in it is known to be inside the file, so that reading
/// needs no checks of its own. The format is described at <see cref="SafetensorsFile"/>.
/// </summary>
internal sealed class SafetensorsHeader
{
    /// <summary>Bytes of the number that a file starts with: the length of the JSON text behind it.</summary>
    public const int LengthSize = sizeof(ulong);

    /// <summary>The longest JSON text accepted, in bytes; the limit of the reference implementation.</summary>
    public const int MaxTextLength = 100_000_000;

    /// <summary>The most dimensions a tensor may have: what the frameworks that write such files allow.</summary>
    public const int MaxRank = 64;

    /// <summary>The key of the map of free texts; no tensor has this name.</summary>
    public const string MetadataKey = "__metadata__";

    private static ReadOnlySpan<byte> ZipSignature => "PK\u0003\u0004"u8;

    private readonly Dictionary<string, TensorInfo> _byName;

    /// <summary>Takes tensors that the parser has checked one by one.</summary>
    internal SafetensorsHeader(
        long dataOffset, Dictionary<string, TensorInfo> byName, ImmutableArray<TensorInfo> inDataOrder, Dictionary<string, string> metadata)
    {
        DataOffset = dataOffset;
        _byName = byName;
        Tensors = inDataOrder;
        Metadata = metadata.AsReadOnly();
    }

    /// <summary>Where the tensors' data starts, in bytes from the start of the file.</summary>
    public long DataOffset { get; }

    /// <summary>The tensors in the order of their data.</summary>
    public ImmutableArray<TensorInfo> Tensors { get; }

    /// <summary>The texts under <c>__metadata__</c>; empty if there are none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Bytes of the data: up to the last tensor's end.</summary>
    public long DataLength => Tensors is [.., var last] ? last.Offset + last.ByteLength : 0;

    /// <summary>The tensors' full names.</summary>
    public IReadOnlyCollection<string> Names => _byName.Keys;

    /// <summary>Looks a tensor up by its full name.</summary>
    public TensorInfo? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Reads and checks the header of a file.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="file">The file's name, for messages.</param>
    /// <exception cref="TensorFormatException">The file is not a valid safetensors file.</exception>
    public static SafetensorsHeader Read(TensorBytes bytes, string file)
    {
        Span<byte> first = stackalloc byte[LengthSize];
        int count = bytes.Read(0, first);
        ulong textLength = count < LengthSize ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(first);
        byte[] start = new byte[Math.Min(bytes.Length, LengthSize + (long)Math.Min(textLength, MaxTextLength))];
        count = bytes.Read(0, start);
        // Fewer than it said: somebody cuts the file short at this very moment.
        return Parse(start.AsSpan(0, count), count == start.Length ? bytes.Length : count, file);
    }

    /// <summary>
    /// Reads a safetensors file from a stream, and checks its header. A stream that is something else is not read further than needed to see it, however
    /// long it is.
    /// </summary>
    /// <param name="bytes">Takes the file.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="file">The file's name, for messages.</param>
    /// <exception cref="TensorFormatException">The file is not a valid safetensors file.</exception>
    public static SafetensorsHeader Read(StreamBytes bytes, Stream stream, string file)
    {
        Span<byte> first = stackalloc byte[LengthSize];
        if (bytes.ReadTo(stream, LengthSize))
        {
            bytes.Read(0, first);
            ulong textLength = BinaryPrimitives.ReadUInt64LittleEndian(first);
            if (textLength <= MaxTextLength && bytes.ReadTo(stream, LengthSize + (long)textLength))
            {
                byte[] start = new byte[bytes.Length];
                bytes.Read(0, start);
                SafetensorsHeader header = Parse(start, fileLength: null, file);
                if (header.DataLength < long.MaxValue - header.DataOffset
                    && bytes.ReadTo(stream, header.DataOffset + header.DataLength) && !bytes.ReadTo(stream, header.DataOffset + header.DataLength + 1))
                {
                    return header;
                }
            }
        }

        // Too short or too long, or no header: this says which.
        return Read(bytes, file);
    }

    /// <summary>Reads and checks a header. Allocates in proportion to the text that is there, never to a size that it claims.</summary>
    /// <param name="start">The file's first bytes: all of them, or at least the header.</param>
    /// <param name="fileLength">The length of the whole file, in bytes; or null, if it is not known and to be that which the header says.</param>
    /// <param name="file">The file's name, for messages.</param>
    /// <exception cref="TensorFormatException">The file is not a valid safetensors file.</exception>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> start, long? fileLength, string file)
    {
        long length = fileLength ?? long.MaxValue;
        if (length < LengthSize)
        {
            throw Invalid(file, length == 0 ? "the file is empty" : $"the file has only {length} bytes, not even a header's length");
        }

        ulong textLength = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (textLength == 0)
        {
            throw Invalid(file, "the header's length is 0");
        }

        if (start.StartsWith(ZipSignature))
        {
            throw Invalid(file, "this is a zip archive, as torch.save writes; safetensors.torch.save_file writes a safetensors file");
        }

        if (textLength > MaxTextLength)
        {
            throw Invalid(file, $"the header's length is {textLength}, above {MaxTextLength}: this is hardly a safetensors file");
        }

        if (textLength > (ulong)(length - LengthSize))
        {
            throw Invalid(file, $"the header's length is {textLength}, but only {length - LengthSize} bytes follow: the file is cut short");
        }

        ReadOnlySpan<byte> text = start.Slice(LengthSize, (int)textLength);
        if (text[0] != (byte)'{')
        {
            throw Invalid(file, $"the header starts with byte 0x{text[0]:X2}, not with '{{': this is hardly a safetensors file");
        }

        if (!Utf8.IsValid(text))
        {
            throw Invalid(file, "the header is not valid UTF-8");
        }

        return new SafetensorsHeaderParser(text, fileLength, file).Parse();
    }

    private static TensorFormatException Invalid(string file, string problem) => new(file, null, "header", problem);
}
