using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace RnnGen.Formats;

/// <summary>
/// One pass over a header's JSON text. It knows at every point which tensor and field it is in, so that each failure names them.
/// </summary>
internal ref struct SafetensorsHeaderParser
{
    /// <summary>Far above the 3 levels of a valid header; fields that a later version of the format may add can be nested.</summary>
    private const int MaxDepth = 64;

    private readonly string _file;
    private readonly long _dataOffset;
    private readonly long? _dataLength;
    private Utf8JsonReader _json;
    private string? _tensor;
    private string? _field;

    /// <summary>Starts at a header's first byte.</summary>
    /// <param name="text">The header's text: valid UTF-8 that starts with an opening brace.</param>
    /// <param name="fileLength">The length of the whole file, in bytes; or null, if it is not known.</param>
    /// <param name="file">The file's name, for messages.</param>
    public SafetensorsHeaderParser(ReadOnlySpan<byte> text, long? fileLength, string file)
    {
        _file = file;
        _dataOffset = SafetensorsHeader.LengthSize + text.Length;
        _dataLength = fileLength - _dataOffset;
        _json = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = MaxDepth });
    }

    /// <summary>Reads the text to its end and checks it.</summary>
    public SafetensorsHeader Parse()
    {
        try
        {
            return ParseHeader();
        }
        catch (JsonException exception)
        {
            throw Invalid($"not valid JSON: {MessageText.Printable(exception.Message)}", exception);
        }
    }

    private SafetensorsHeader ParseHeader()
    {
        var tensors = new Dictionary<string, TensorInfo>(StringComparer.Ordinal);
        Dictionary<string, string>? metadata = null;

        _json.Read();
        while (ReadName(out string name))
        {
            if (name == SafetensorsHeader.MetadataKey)
            {
                _field = SafetensorsHeader.MetadataKey;
                metadata = metadata is null ? ParseMetadata() : throw Invalid("present twice");
            }
            else
            {
                _tensor = name;
                if (tensors.ContainsKey(name))
                {
                    _field = "name";
                    throw Invalid("two tensors have this name");
                }

                tensors.Add(name, ParseTensor(name));
            }

            _tensor = null;
            _field = null;
        }

        // Whatever follows the closing brace, except white space, is invalid JSON and throws here.
        _json.Read();
        return new SafetensorsHeader(_dataOffset, tensors, Arrange(tensors.Values), metadata ?? []);
    }

    private Dictionary<string, string> ParseMetadata()
    {
        ReadStart(JsonTokenType.StartObject, "an object of texts");
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        while (ReadName(out string key))
        {
            _json.Read();
            string value = _json.TokenType == JsonTokenType.String
                ? ReadText()
                : throw Invalid($"the value of '{MessageText.Printable(key)}' is {DescribeToken()}, not a text");
            if (!metadata.TryAdd(key, value))
            {
                throw Invalid($"the key '{MessageText.Printable(key)}' is present twice");
            }
        }

        return metadata;
    }

    private TensorInfo ParseTensor(string name)
    {
        _field = null;
        ReadStart(JsonTokenType.StartObject, "an object with dtype, shape and data_offsets");
        ElementType? type = null;
        ImmutableArray<long> shape = default;
        (long Begin, long End)? offsets = null;
        HashSet<string>? otherFields = null;
        while (ReadName(out string field))
        {
            _field = field;
            switch (field)
            {
                case "dtype":
                    type = type is null ? ParseType() : throw PresentTwice();
                    break;
                case "shape":
                    shape = shape.IsDefault ? ParseShape() : throw PresentTwice();
                    break;
                case "data_offsets":
                    offsets = offsets is null ? ParseOffsets() : throw PresentTwice();
                    break;
                default:
                    // Ignored, as the reference implementation does.
                    if (!(otherFields ??= new HashSet<string>(StringComparer.Ordinal)).Add(field))
                    {
                        throw PresentTwice();
                    }

                    _json.Skip();
                    break;
            }

            _field = null;
        }

        ElementType knownType = type ?? throw Missing("dtype");
        ImmutableArray<long> knownShape = shape.IsDefault ? throw Missing("shape") : shape;
        (long begin, long end) = offsets ?? throw Missing("data_offsets");
        return CheckSize(name, knownType, knownShape, begin, end);
    }

    private ElementType ParseType()
    {
        _json.Read();
        if (_json.TokenType != JsonTokenType.String)
        {
            throw Invalid($"{DescribeToken()}, not a text");
        }

        string code = ReadText();
        return ElementTypeCodes.TryParse(code, out ElementType type)
            ? type
            : throw Invalid($"'{MessageText.Printable(code)}' is not a known type");
    }

    private ImmutableArray<long> ParseShape()
    {
        ReadStart(JsonTokenType.StartArray, "an array of dimensions");
        Span<long> dimensions = stackalloc long[SafetensorsHeader.MaxRank];
        int rank = 0;
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (rank == dimensions.Length)
            {
                throw Invalid($"more than {dimensions.Length} dimensions");
            }

            dimensions[rank] = ReadCount($"dimension {rank}");
            rank++;
        }

        return ImmutableArray.Create<long>(dimensions[..rank]);
    }

    private (long Begin, long End) ParseOffsets()
    {
        ReadStart(JsonTokenType.StartArray, "an array of two offsets");
        _json.Read();
        long begin = ReadCount("the begin");
        _json.Read();
        long end = ReadCount("the end");
        _json.Read();
        return _json.TokenType == JsonTokenType.EndArray ? (begin, end) : throw Invalid("more than two offsets");
    }

    private TensorInfo CheckSize(string name, ElementType type, ImmutableArray<long> shape, long begin, long end)
    {
        _field = "shape";
        long elements = 1;
        foreach (long dimension in shape)
        {
            if (dimension != 0 && elements > long.MaxValue / dimension)
            {
                throw Invalid($"[{string.Join(", ", shape)}] has more than 2^63 elements");
            }

            elements *= dimension;
        }

        int bitsEach = type.BitCount();
        if (elements > long.MaxValue / bitsEach)
        {
            throw Invalid($"[{string.Join(", ", shape)}] of {type.Code()} takes more than 2^63 bits");
        }

        long bits = elements * bitsEach;
        if (bits % 8 != 0)
        {
            throw Invalid($"[{string.Join(", ", shape)}] of {type.Code()} does not fill whole bytes");
        }

        _field = "data_offsets";
        if (begin > end)
        {
            throw Invalid($"it begins at {begin}, behind its end at {end}");
        }

        if (end > _dataLength)
        {
            throw Invalid($"it ends at {end}, but the file's data ends at {_dataLength}");
        }

        if (end - begin != bits / 8)
        {
            throw Invalid($"{end - begin} bytes, but [{string.Join(", ", shape)}] of {type.Code()} takes {bits / 8}");
        }

        return new TensorInfo(name, type, shape, elements, begin, bits / 8);
    }

    /// <summary>Sorts tensors by their data, which they must cover from its start to its end, each byte once.</summary>
    private ImmutableArray<TensorInfo> Arrange(Dictionary<string, TensorInfo>.ValueCollection tensors)
    {
        ImmutableArray<TensorInfo> arranged = [.. tensors];
        // An empty tensor comes before the one that begins where it does; among several the name decides, for the same order every time.
        arranged = arranged.Sort(static (left, right) =>
            (left.Offset, left.ByteLength).CompareTo((right.Offset, right.ByteLength)) is var order and not 0
                ? order
                : string.CompareOrdinal(left.Name, right.Name));

        _field = "data_offsets";
        long end = 0;
        TensorInfo? previous = null;
        foreach (TensorInfo tensor in arranged)
        {
            if (tensor.Offset != end)
            {
                _tensor = tensor.Name;
                throw tensor.Offset < end
                    ? Invalid($"it begins at {tensor.Offset} and overlaps {Describe(previous)}, which ends at {end}")
                    : Invalid($"it begins at {tensor.Offset}, which leaves a hole behind {Describe(previous)}, which ends at {end}");
            }

            end += tensor.ByteLength;
            previous = tensor;
        }

        return end == (_dataLength ?? end)
            ? arranged
            : throw Invalid(
                $"the tensors' data ends at {end}, but the file's at {_dataLength}: {_dataLength - end} bytes belong to no tensor");
    }

    private static string Describe(TensorInfo? previous) =>
        previous is null ? "the start of the data" : $"tensor '{MessageText.Printable(previous.Name)}'";

    /// <summary>Moves to the next key of an object, or past the object's end.</summary>
    private bool ReadName(out string name)
    {
        _json.Read();
        bool found = _json.TokenType == JsonTokenType.PropertyName;
        name = found ? ReadText() : "";
        return found;
    }

    private void ReadStart(JsonTokenType start, string wanted)
    {
        _json.Read();
        if (_json.TokenType != start)
        {
            throw Invalid($"{DescribeToken()}, not {wanted}");
        }
    }

    /// <summary>The whole number, not negative, that the reader is at.</summary>
    private readonly long ReadCount(string what) =>
        _json.TokenType == JsonTokenType.Number && _json.TryGetInt64(out long count) && count >= 0
            ? count
            : throw Invalid($"{what} is {DescribeToken()}, not a whole number from 0 to {long.MaxValue}");

    /// <summary>The text that the reader is at, key or value, without its escapes.</summary>
    private readonly string ReadText()
    {
        try
        {
            return _json.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            // The bytes were checked before: only an escape such as \ud800 without its other half is left.
            throw Invalid("a text has an escaped surrogate without its other half", exception);
        }
    }

    private readonly string DescribeToken() => _json.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.EndArray => "missing",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => MessageText.Printable(Encoding.ASCII.GetString(_json.ValueSpan)),
        JsonTokenType.True or JsonTokenType.False => "a truth value",
        JsonTokenType.Null => "null",
        _ => _json.TokenType.ToString(),
    };

    private TensorFormatException Missing(string field)
    {
        _field = field;
        return Invalid("missing");
    }

    private readonly TensorFormatException PresentTwice() => Invalid("present twice");

    private readonly TensorFormatException Invalid(string problem, Exception? cause = null) =>
        new(_file, _tensor, _field ?? "header", problem, cause);
}
