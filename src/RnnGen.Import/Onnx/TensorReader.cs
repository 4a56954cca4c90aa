using System;
using System.Buffers;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Import.Onnx.Schema;
using DataLocation = RnnGen.Import.Onnx.Schema.TensorProto.Types.DataLocation;
using DataType = RnnGen.Import.Onnx.Schema.TensorProto.Types.DataType;

namespace RnnGen.Import.Onnx;

/// <summary>Makes constants of a file's tensors: of raw and typed data, and of data in a second file beside the first.</summary>
/// <param name="source">The file.</param>
/// <param name="budget">Is asked for room.</param>
internal sealed class TensorReader(ModelSource source, FoldBudget budget)
{
    /// <summary>The most numbers of an index or shape.</summary>
    private const int MaxNumbers = 1 << 16;

    private const int MaxRank = 16;

    /// <summary>What makes a path of a name, or a name that only some systems have.</summary>
    private static readonly SearchValues<char> NoNames = SearchValues.Create("/\\:*?\"<>|");

    private readonly Dictionary<string, long> _externalFiles = new(StringComparer.Ordinal);

    /// <summary>Checks what can be said of a tensor without its elements, so that a damaged one is refused even where nothing needs it.</summary>
    public static void Check(TensorProto tensor, string place)
    {
        long count = CountOf(tensor, place);
        if (IsExternal(tensor))
        {
            _ = LocationOf(tensor, place);
        }
        else if (BitsOf(tensor.DataType) is { } bits)
        {
            CheckLength(tensor, place, count, bits);
        }
    }

    /// <summary>The tensor.</summary>
    public OnnxTensor Read(TensorProto tensor, string place)
    {
        long count = CountOf(tensor, place);
        ImmutableArray<Dimension> shape = [.. tensor.Dims.Select(static dimension => (Dimension)dimension)];
        int bits = BitsOf(tensor.DataType) ?? throw new OnnxFault(place, "data_type", $"{NameOf(tensor.DataType)}; floats of 16, 32 or 64 bits or integers are needed");
        if (count > Array.MaxLength)
        {
            throw new OnnxFault(place, "dims", $"{OnnxTensor.Describe(shape)} has {count} elements, more than can be read");
        }

        ReadOnlyMemory<byte>? bytes = null;
        if (IsExternal(tensor))
        {
            bytes = ReadExternal(tensor, place, (count * bits) / 8);
        }
        else
        {
            CheckLength(tensor, place, count, bits);
            if (tensor.HasRawData)
            {
                bytes = tensor.RawData.Memory;
            }
        }

        return FloatTypeOf(tensor.DataType) is { } floats
            ? OnnxTensor.Of(bytes is { } stored ? new FloatData(stored, floats) : new FloatData(TypedFloats(tensor, place)), shape, tensor.Name)
            : OnnxTensor.Of(Numbers(tensor, place, bytes, (int)count, bits), shape);
    }

    /// <summary>What messages call a type.</summary>
    public static string NameOf(int type) => Enum.IsDefined((DataType)type) ? ((DataType)type).ToString().ToUpperInvariant() : $"type {type}";

    /// <summary>Whether a type is one of floats.</summary>
    public static bool IsFloat(int type) => FloatTypeOf(type) is not null;

    /// <summary>Whether a type is one of integers that are read.</summary>
    public static bool IsInteger(int type) => !IsFloat(type) && BitsOf(type) is not null;

    private static ElementType? FloatTypeOf(int type) => (DataType)type switch
    {
        DataType.Float => ElementType.F32,
        DataType.Double => ElementType.F64,
        DataType.Float16 => ElementType.F16,
        DataType.Bfloat16 => ElementType.BF16,
        _ => null,
    };

    private static int? BitsOf(int type) => (DataType)type switch
    {
        DataType.Float16 or DataType.Bfloat16 or DataType.Int16 or DataType.Uint16 => 16,
        DataType.Float or DataType.Int32 or DataType.Uint32 => 32,
        DataType.Double or DataType.Int64 => 64,
        DataType.Int8 or DataType.Uint8 or DataType.Bool => 8,
        _ => null,
    };

    private static bool IsExternal(TensorProto tensor) => tensor.DataLocation == DataLocation.External;

    private static long CountOf(TensorProto tensor, string place)
    {
        if (tensor.Segment is not null)
        {
            throw new OnnxFault(place, "segment", "tensors in segments are not read");
        }

        if (tensor.Dims.Count > MaxRank)
        {
            throw new OnnxFault(place, "dims", $"{tensor.Dims.Count} dimensions; at most {MaxRank} are read");
        }

        Int128 count = 1;
        foreach (long dimension in tensor.Dims)
        {
            if (dimension < 0)
            {
                throw new OnnxFault(place, "dims", $"the dimension {dimension} is negative");
            }

            count *= dimension;
            if (count > long.MaxValue / 64)
            {
                throw new OnnxFault(place, "dims", $"[{string.Join(", ", tensor.Dims)}] has more elements than a file can hold");
            }
        }

        return (long)count;
    }

    private static void CheckLength(TensorProto tensor, string place, long count, int bits)
    {
        (string field, long has, long needs) = tensor.HasRawData
            ? ("raw_data", tensor.RawData.Length, count * bits / 8)
            : (DataType)tensor.DataType switch
            {
                DataType.Float => ("float_data", tensor.FloatData.Count, count),
                DataType.Double => ("double_data", tensor.DoubleData.Count, count),
                DataType.Int64 => ("int64_data", tensor.Int64Data.Count, count),
                DataType.Uint32 => ("uint64_data", tensor.Uint64Data.Count, count),
                _ => ("int32_data", tensor.Int32Data.Count, count),
            };
        if (has != needs)
        {
            throw new OnnxFault(
                place, field, $"{has} {(tensor.HasRawData ? "bytes" : "elements")}; [{string.Join(", ", tensor.Dims)}] of {NameOf(tensor.DataType)} needs {needs}");
        }
    }

    private static float Narrow(double value, string place) => double.IsFinite(value) && float.IsInfinity((float)value)
        ? throw new OnnxFault(place, "double_data", $"{value:R} is too large for a float")
        : (float)value;

    private static long EntryNumber(TensorProto tensor, string place, string key, long otherwise)
    {
        string? text = Entry(tensor, place, key);
        return text is null ? otherwise
            : long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out long value) ? value
            : throw new OnnxFault(place, $"external_data {key}", $"\"{MessageText.Printable(text)}\", where a number is needed");
    }

    private static string? Entry(TensorProto tensor, string place, string key)
    {
        string[] values = [.. tensor.ExternalData.Where(entry => entry.Key == key).Select(static entry => entry.Value)];
        return values.Length > 1 ? throw new OnnxFault(place, $"external_data {key}", "is there twice") : values.FirstOrDefault();
    }

    /// <summary>The name of the second file: nothing but a name, since what a file says must not open files elsewhere.</summary>
    private static string LocationOf(TensorProto tensor, string place)
    {
        string location = Entry(tensor, place, "location") ?? throw new OnnxFault(place, "external_data location", "missing");
        bool isName = location.Length > 0 && location.AsSpan().IndexOfAny(NoNames) < 0 && !location.Any(char.IsControl) && location.Trim('.', ' ').Length > 0
            && location[^1] is not ('.' or ' ');
        return isName ? location
            : throw new OnnxFault(place, "external_data location", $"\"{MessageText.Printable(location)}\"; only a file in the directory of the model is opened, by its bare name");
    }

    private float[] TypedFloats(TensorProto tensor, string place)
    {
        switch ((DataType)tensor.DataType)
        {
            case DataType.Float:
                budget.Take(place, tensor.FloatData.Count);
                return [.. tensor.FloatData];
            case DataType.Double:
                budget.Take(place, tensor.DoubleData.Count);
                return [.. tensor.DoubleData.Select(value => Narrow(value, place))];
            default:
                // 16 bits in the lower half of each integer.
                budget.Take(place, tensor.Int32Data.Count);
                bool isHalf = (DataType)tensor.DataType == DataType.Float16;
                return [.. tensor.Int32Data.Select(value => value is < 0 or > ushort.MaxValue
                    ? throw new OnnxFault(place, "int32_data", $"{value} is no number of 16 bits")
                    : isHalf ? (float)BitConverter.UInt16BitsToHalf((ushort)value) : BitConverter.UInt32BitsToSingle((uint)value << 16))];
        }
    }

    private Dimension[] Numbers(TensorProto tensor, string place, ReadOnlyMemory<byte>? bytes, int count, int bits)
    {
        if (count > MaxNumbers)
        {
            throw new OnnxFault(place, "dims", $"{count} integers; at most {MaxNumbers} are read: quantised weights are not supported, floats are needed");
        }

        budget.Take(place, count, 16);
        if (bytes is not { } stored)
        {
            return (DataType)tensor.DataType switch
            {
                DataType.Int64 => [.. tensor.Int64Data.Select(static value => (Dimension)value)],
                DataType.Uint32 => [.. tensor.Uint64Data.Select(static value => (Dimension)checked((long)value))],
                _ => [.. tensor.Int32Data.Select(static value => (Dimension)value)],
            };
        }

        ElementType type = (DataType)tensor.DataType switch
        {
            DataType.Int64 => ElementType.I64,
            DataType.Int32 => ElementType.I32,
            DataType.Int16 => ElementType.I16,
            DataType.Int8 => ElementType.I8,
            DataType.Uint32 => ElementType.U32,
            DataType.Uint16 => ElementType.U16,
            _ => ElementType.U8,
        };
        long[] values = new long[count];
        ElementDecoder.ToInt64s(stored.Span[..(count * bits / 8)], type, values);
        return [.. values.Select(static value => (Dimension)value)];
    }

    private byte[] ReadExternal(TensorProto tensor, string place, long needs)
    {
        string location = LocationOf(tensor, place);
        if (source.Directory is null)
        {
            throw new OnnxFault(
                place, "external_data location", $"the elements are in the file \"{location}\"; a stream has no directory: open the model by its path, or save it with its data inside");
        }

        long offset = EntryNumber(tensor, place, "offset", 0);
        var file = new FileInfo(Path.Combine(source.Directory, location));
        if (!file.Exists || file.LinkTarget is not null || (file.Attributes & (FileAttributes.Device | FileAttributes.ReparsePoint | FileAttributes.Directory)) != 0)
        {
            throw new OnnxFault(place, "external_data location", $"there is no plain file \"{location}\" beside the model");
        }

        long has = file.Length - offset;
        long length = EntryNumber(tensor, place, "length", needs);
        if (length != needs || has < needs)
        {
            throw new OnnxFault(
                place, length != needs ? "external_data length" : "external_data offset",
                length != needs ? $"{length}; [{string.Join(", ", tensor.Dims)}] of {NameOf(tensor.DataType)} needs {needs} bytes"
                    : $"{offset}; from there on \"{location}\" has {Math.Max(has, 0)} bytes, and {needs} are needed");
        }

        if (_externalFiles.TryAdd(location, file.Length))
        {
            budget.Extend(8 * file.Length);
        }

        budget.Take(place, needs, 1);
        byte[] bytes = new byte[needs];
        if (needs > 0)
        {
            using FileStream stream = file.OpenRead();
            stream.Position = offset;
            stream.ReadExactly(bytes);
        }

        return bytes;
    }
}
