using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Collections.Immutable;
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

    /// <summary>Looks a tensor up by its full name.</summary>
    public TensorInfo? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Reads and checks a header. Allocates in proportion to the text that is there, never to a size that it claims.</summary>
    /// <param name="start">The file's first bytes: all of them, or at least <see cref="LengthSize"/> + <see cref="MaxTextLength"/>.</param>
    /// <param name="fileLength">The length of the whole file, in bytes.</param>
    /// <param name="file">The file's name, for messages.</param>
    /// <exception cref="TensorFormatException">The file is not a valid safetensors file.</exception>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> start, long fileLength, string file)
    {
        if (fileLength < LengthSize)
        {
            throw Invalid(
                file, fileLength == 0 ? "the file is empty" : $"the file has only {fileLength} bytes, not even a header's length");
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

        if (textLength > (ulong)(fileLength - LengthSize))
        {
            throw Invalid(
                file, $"the header's length is {textLength}, but only {fileLength - LengthSize} bytes follow: the file is cut short");
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
