using System.Collections.Generic;
using System.Linq;
using Google.Protobuf;
using RnnGen.Import.Onnx.Schema;
using AttributeType = RnnGen.Import.Onnx.Schema.AttributeProto.Types.AttributeType;

namespace RnnGen.Import.Export;

/// <summary>The attributes of nodes.</summary>
internal static class Attributes
{
    /// <summary>An integer.</summary>
    public static AttributeProto Of(string name, long value) => new() { Name = name, Type = AttributeType.Int, I = value };

    /// <summary>A float.</summary>
    public static AttributeProto Of(string name, float value) => new() { Name = name, Type = AttributeType.Float, F = value };

    /// <summary>A text.</summary>
    public static AttributeProto Of(string name, string value) => new() { Name = name, Type = AttributeType.String, S = ByteString.CopyFromUtf8(value) };

    /// <summary>A graph.</summary>
    public static AttributeProto Of(string name, GraphProto value) => new() { Name = name, Type = AttributeType.Graph, G = value };

    /// <summary>Integers.</summary>
    public static AttributeProto Of(string name, IEnumerable<long> values) => new() { Name = name, Type = AttributeType.Ints, Ints = { values } };

    /// <summary>Floats.</summary>
    public static AttributeProto Of(string name, IEnumerable<float> values) => new() { Name = name, Type = AttributeType.Floats, Floats = { values } };

    /// <summary>Texts.</summary>
    public static AttributeProto Of(string name, IEnumerable<string> values) =>
        new() { Name = name, Type = AttributeType.Strings, Strings = { values.Select(ByteString.CopyFromUtf8) } };
}
