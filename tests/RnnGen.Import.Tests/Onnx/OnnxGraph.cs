using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using Google.Protobuf;
using RnnGen.Import.Onnx.Schema;
using AttributeType = RnnGen.Import.Onnx.Schema.AttributeProto.Types.AttributeType;

namespace RnnGen.Import.Tests.Onnx;

/// <summary>Builds an ONNX model node by node.</summary>
internal sealed class OnnxGraph
{
    private const int Float = 1;
    private const int Int32 = 6;
    private const int Int64 = 7;

    private int _names;

    public OnnxGraph(int opset)
    {
        Opset = opset;
        Model = new ModelProto { IrVersion = 8, ProducerName = "test", Graph = new GraphProto { Name = "graph" } };
        Model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = opset });
    }

    /// <summary>The version of the operators.</summary>
    public int Opset { get; }

    /// <summary>The model.</summary>
    public ModelProto Model { get; }

    /// <summary>Its bytes.</summary>
    public byte[] ToBytes() => Model.ToByteArray();

    /// <summary>Adds a node with one output.</summary>
    public string Add(string op, string[] inputs, params AttributeProto[] attributes) => Add(op, inputs, 1, attributes)[0];

    /// <summary>Adds a node.</summary>
    public string[] Add(string op, string[] inputs, int outputs, AttributeProto[] attributes)
    {
        string[] names = [.. Enumerable.Range(0, outputs).Select(_ => Name(op))];
        var node = new NodeProto { OpType = op, Name = Name(op) };
        node.Input.AddRange(inputs);
        node.Output.AddRange(names);
        node.Attribute.AddRange(attributes);
        Model.Graph.Node.Add(node);
        return names;
    }

    /// <summary>Gives a value another name.</summary>
    public void AddAs(string op, string input, string output, params AttributeProto[] attributes)
    {
        var node = new NodeProto { OpType = op, Name = Name(op) };
        node.Input.Add(input);
        node.Output.Add(output);
        node.Attribute.AddRange(attributes);
        Model.Graph.Node.Add(node);
    }

    /// <summary>A constant of floats.</summary>
    public string Floats(float[] values, params long[] shape)
    {
        var tensor = new TensorProto { Name = Name("weight"), DataType = Float, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(values)) };
        tensor.Dims.AddRange(shape);
        Model.Graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    /// <summary>A constant of integers.</summary>
    public string Ints(params long[] values)
    {
        var tensor = new TensorProto { Name = Name("numbers"), DataType = Int64 };
        tensor.Dims.Add(values.Length);
        tensor.Int64Data.AddRange(values);
        Model.Graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    /// <summary>A single integer.</summary>
    public string Int(long value)
    {
        var tensor = new TensorProto { Name = Name("number"), DataType = Int64 };
        tensor.Int64Data.Add(value);
        Model.Graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    /// <summary>An input: a size of 0 is left open.</summary>
    public string Input(string name, Type type, params (string Name, int Size)[] shape)
    {
        Model.Graph.Input.Add(Info(name, type == typeof(float) ? Float : type == typeof(int) ? Int32 : Int64, shape));
        return name;
    }

    /// <summary>An output, of any shape.</summary>
    public void Output(string name) => Model.Graph.Output.Add(Info(name, Float, null));

    /// <summary>Takes away axes of size 1, as the opset says it.</summary>
    public string Squeeze(string value, params long[] axes) =>
        Opset < 13 ? Add("Squeeze", [value], Attribute("axes", axes)) : Add("Squeeze", [value, Ints(axes)]);

    /// <summary>Adds axes of size 1, as the opset says it.</summary>
    public string Unsqueeze(string value, params long[] axes) =>
        Opset < 13 ? Add("Unsqueeze", [value], Attribute("axes", axes)) : Add("Unsqueeze", [value, Ints(axes)]);

    /// <summary>A slice, as the opset says it.</summary>
    public string Slice(string value, long axis, long start, long end) => Opset < 10
        ? Add("Slice", [value], Attribute("axes", [axis]), Attribute("starts", [start]), Attribute("ends", [end]))
        : Add("Slice", [value, Ints(start), Ints(end), Ints(axis)]);

    /// <summary>A transposition.</summary>
    public string Transpose(string value, params long[] order) => Add("Transpose", [value], Attribute("perm", order));

    public static AttributeProto Attribute(string name, long value) => new() { Name = name, Type = AttributeType.Int, I = value };

    public static AttributeProto Attribute(string name, float value) => new() { Name = name, Type = AttributeType.Float, F = value };

    public static AttributeProto Attribute(string name, string value) => new() { Name = name, Type = AttributeType.String, S = ByteString.CopyFromUtf8(value) };

    public static AttributeProto Attribute(string name, long[] values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeType.Ints };
        attribute.Ints.AddRange(values);
        return attribute;
    }

    public static AttributeProto Attribute(string name, IEnumerable<float> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeType.Floats };
        attribute.Floats.AddRange(values);
        return attribute;
    }

    public static AttributeProto Attribute(string name, IEnumerable<string> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeType.Strings };
        attribute.Strings.AddRange(values.Select(ByteString.CopyFromUtf8));
        return attribute;
    }

    private static ValueInfoProto Info(string name, int type, (string Name, int Size)[]? shape)
    {
        var info = new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = type } } };
        if (shape is not null)
        {
            info.Type.TensorType.Shape = new TensorShapeProto();
            info.Type.TensorType.Shape.Dim.AddRange(shape.Select(static axis => axis.Size > 0
                ? new TensorShapeProto.Types.Dimension { DimValue = axis.Size } : new TensorShapeProto.Types.Dimension { DimParam = axis.Name }));
        }

        return info;
    }

    private string Name(string kind) => $"{kind}_{_names++}";
}
