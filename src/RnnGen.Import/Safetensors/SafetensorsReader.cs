using System;
using System.Buffers.Binary;
using RnnGen.Formats;

namespace RnnGen.Import.Safetensors;

/// <summary>Reads safetensors files, and the index of a model that is in several.</summary>
internal sealed class SafetensorsReader : IModelReader
{
    private const ulong MaxHeader = 100_000_000;

    /// <inheritdoc/>
    public static bool Recognises(ReadOnlySpan<byte> start, ModelSource source) => IsFile(start) || ShardIndex.Recognises(start, source);

    /// <inheritdoc/>
    public static ImportedModel Read(ModelSource source)
    {
        if (!IsFile(source.Start(sizeof(ulong) + 1)))
        {
            return ShardIndex.Read(source);
        }

        var contents = new SafetensorsContents();
        try
        {
            // What came from a path is read from there, part by part.
            using SafetensorsFile file = source.Directory is null ? SafetensorsFile.Open(source.ReadAll(), source.Name) : SafetensorsFile.Open(source.Name);
            contents.Add(file);
        }
        catch (TensorFormatException fault)
        {
            throw Fault(fault);
        }

        return contents.ToModel(source);
    }

    /// <summary>What is wrong with a file, in this package's words.</summary>
    internal static ModelFormatException Fault(TensorFormatException fault)
    {
        string known = new TensorFormatException(fault.File, fault.Tensor, fault.Field, "").Message;
        return new ModelFormatException(fault.File, fault.Tensor, fault.Field, fault.Message[known.Length..], fault);
    }

    private static bool IsFile(ReadOnlySpan<byte> start) =>
        start.Length > sizeof(ulong) && start[sizeof(ulong)] == (byte)'{' && BinaryPrimitives.ReadUInt64LittleEndian(start) is > 0 and <= MaxHeader;
}
