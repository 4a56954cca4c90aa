using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using Google.Protobuf;
using RnnGen.Import.Onnx.Schema;
using AttributeType = RnnGen.Import.Onnx.Schema.AttributeProto.Types.AttributeType;
using DataType = RnnGen.Import.Onnx.Schema.TensorProto.Types.DataType;

namespace RnnGen.Benchmarks.Peers.Onnx;

/// <summary>
/// An ONNX model of one node or several, built in memory. Its classes are made from ONNX's own schema, which is that of <c>RnnGen.Import</c>.
/// </summary>
internal sealed class OnnxModel
{
    // Operator set 14 is the first with the recurrent operators' layout attribute; IR 7 is the file format it came with.
    private const int OperatorSet = 14;
    private const int IntermediateRepresentation = 7;

    private readonly GraphProto _graph;

    /// <summary>Builds a graph of its first node.</summary>
    /// <param name="operatorType">The operator, such as <c>LSTM</c>.</param>
    /// <param name="inputs">Its inputs in order, by name; an empty name leaves an optional one out.</param>
    /// <param name="outputs">Its outputs in order, by name; an empty name leaves one out.</param>
    /// <param name="attributes">Its attributes.</param>
    public OnnxModel(string operatorType, IEnumerable<string> inputs, IEnumerable<string> outputs, IEnumerable<AttributeProto> attributes)
    {
        _graph = new GraphProto { Name = operatorType };
        AddNode(operatorType, inputs, outputs, attributes);
    }

    /// <summary>An attribute that is an integer.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public static AttributeProto Attribute(string name, long value) => new() { Name = name, Type = AttributeType.Int, I = value };

    /// <summary>An attribute that is a float.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public static AttributeProto Attribute(string name, float value) => new() { Name = name, Type = AttributeType.Float, F = value };

    /// <summary>An attribute that is a list of floats.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">Its values.</param>
    public static AttributeProto Attribute(string name, IEnumerable<float> values) => new() { Name = name, Type = AttributeType.Floats, Floats = { values } };

    /// <summary>An attribute that is a list of texts.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">Its values.</param>
    public static AttributeProto Attribute(string name, IEnumerable<string> values) =>
        new() { Name = name, Type = AttributeType.Strings, Strings = { values.Select(ByteString.CopyFromUtf8) } };

    /// <summary>Adds a node behind those that are there.</summary>
    /// <param name="operatorType">The operator, such as <c>LSTM</c>.</param>
    /// <param name="inputs">Its inputs in order, by name; an empty name leaves an optional one out.</param>
    /// <param name="outputs">Its outputs in order, by name; an empty name leaves one out.</param>
    /// <param name="attributes">Its attributes.</param>
    public void AddNode(string operatorType, IEnumerable<string> inputs, IEnumerable<string> outputs, IEnumerable<AttributeProto> attributes) =>
        _graph.Node.Add(new NodeProto { OpType = operatorType, Input = { inputs }, Output = { outputs }, Attribute = { attributes } });

    /// <summary>Adds a constant tensor of integers in one dimension.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">Its elements.</param>
    public void AddConstant(string name, ReadOnlySpan<long> values) => AddConstant(name, DataType.Int64, [values.Length], MemoryMarshal.AsBytes(values));

    /// <summary>Adds a constant tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="values">Its elements, row-major.</param>
    public void AddConstant(string name, ReadOnlySpan<long> shape, ReadOnlySpan<float> values) =>
        AddConstant(name, DataType.Float, shape, MemoryMarshal.AsBytes(values));

    /// <summary>Declares a tensor that the caller gives.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its shape.</param>
    public void AddInput(string name, ReadOnlySpan<long> shape) => _graph.Input.Add(TensorInfo(name, shape));

    /// <summary>Declares a tensor that the caller gets.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its shape.</param>
    public void AddOutput(string name, ReadOnlySpan<long> shape) => _graph.Output.Add(TensorInfo(name, shape));

    /// <summary>The model as the bytes of an .onnx file.</summary>
    public byte[] ToArray() => new ModelProto
    {
        IrVersion = IntermediateRepresentation,
        ProducerName = "RnnGen.Benchmarks",
        Graph = _graph,
        OpsetImport = { new OperatorSetIdProto { Domain = "", Version = OperatorSet } },
    }.ToByteArray();

    private void AddConstant(string name, DataType type, ReadOnlySpan<long> shape, ReadOnlySpan<byte> data) =>
        _graph.Initializer.Add(new TensorProto { Name = name, DataType = (int)type, Dims = { shape.ToArray() }, RawData = ByteString.CopyFrom(data) });

    private static ValueInfoProto TensorInfo(string name, ReadOnlySpan<long> shape)
    {
        var dimensions = new TensorShapeProto();
        foreach (long size in shape)
        {
            dimensions.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = size });
        }

        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)DataType.Float, Shape = dimensions } },
        };
    }
}
