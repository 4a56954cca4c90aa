using System;
using System.Collections.Generic;
using System.IO;
using Google.Protobuf;

namespace RnnGen.Benchmarks.Peers.Onnx;

/// <summary>A protobuf message built field by field, for the few message types of an ONNX file that are needed here.</summary>
internal sealed class ProtobufMessage
{
    private readonly List<Action<CodedOutputStream>> _fields = [];

    /// <summary>Adds an integer field (int32, int64 or enum).</summary>
    /// <param name="field">The field's number.</param>
    /// <param name="value">Its value.</param>
    /// <returns>This message.</returns>
    public ProtobufMessage Integer(int field, long value) =>
        Add(field, WireFormat.WireType.Varint, output => output.WriteInt64(value));

    /// <summary>Adds a float field.</summary>
    /// <param name="field">The field's number.</param>
    /// <param name="value">Its value.</param>
    /// <returns>This message.</returns>
    public ProtobufMessage Float(int field, float value) =>
        Add(field, WireFormat.WireType.Fixed32, output => output.WriteFloat(value));

    /// <summary>Adds a string field.</summary>
    /// <param name="field">The field's number.</param>
    /// <param name="value">Its value.</param>
    /// <returns>This message.</returns>
    public ProtobufMessage Text(int field, string value) =>
        Add(field, WireFormat.WireType.LengthDelimited, output => output.WriteString(value));

    /// <summary>Adds a bytes field.</summary>
    /// <param name="field">The field's number.</param>
    /// <param name="value">Its value, which must not change any more.</param>
    /// <returns>This message.</returns>
    public ProtobufMessage Bytes(int field, byte[] value) =>
        Add(field, WireFormat.WireType.LengthDelimited, output => output.WriteBytes(UnsafeByteOperations.UnsafeWrap(value)));

    /// <summary>Adds a message inside this one.</summary>
    /// <param name="field">The field's number.</param>
    /// <param name="value">The message, complete.</param>
    /// <returns>This message.</returns>
    public ProtobufMessage Message(int field, ProtobufMessage value) => Bytes(field, value.ToArray());

    /// <summary>The message as it goes over the wire.</summary>
    public byte[] ToArray()
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            foreach (Action<CodedOutputStream> field in _fields)
            {
                field(output);
            }
        }

        return bytes.ToArray();
    }

    private ProtobufMessage Add(int field, WireFormat.WireType type, Action<CodedOutputStream> writeValue)
    {
        _fields.Add(output =>
        {
            output.WriteTag(field, type);
            writeValue(output);
        });
        return this;
    }
}
