using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace RnnGen.Benchmarks.Peers.Onnx;

/// <summary>
/// An ONNX model of one node or several, built in memory. Field numbers are those of onnx.proto3
/// (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3).
/// </summary>
internal sealed class OnnxModel
{
    // Operator set 14 is the first with the recurrent operators' layout attribute; IR 7 is the file format it came with.
    private const int OperatorSet = 14;
    private const int IntermediateRepresentation = 7;

    private const int FloatElement = 1;
    private const int IntegerElement = 7;

    // AttributeProto.AttributeType.
    private const int FloatType = 1;
    private const int IntegerType = 2;
    private const int FloatsType = 6;
    private const int TextsType = 8;

    private readonly ProtobufMessage _graph = new();

    /// <summary>Builds a graph of its first node.</summary>
    /// <param name="operatorType">The operator, such as <c>LSTM</c>.</param>
    /// <param name="inputs">Its inputs in order, by name; an empty name leaves an optional one out.</param>
    /// <param name="outputs">Its outputs in order, by name; an empty name leaves one out.</param>
    /// <param name="attributes">Its attributes.</param>
    public OnnxModel(string operatorType, IEnumerable<string> inputs, IEnumerable<string> outputs, IEnumerable<ProtobufMessage> attributes)
    {
        AddNode(operatorType, inputs, outputs, attributes);
        _graph.Text(2, operatorType);
    }

    /// <summary>An attribute that is an integer.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public static ProtobufMessage Attribute(string name, long value) => new ProtobufMessage().Text(1, name).Integer(3, value).Integer(20, IntegerType);

    /// <summary>An attribute that is a float.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public static ProtobufMessage Attribute(string name, float value) => new ProtobufMessage().Text(1, name).Float(2, value).Integer(20, FloatType);

    /// <summary>An attribute that is a list of floats.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">Its values.</param>
    public static ProtobufMessage Attribute(string name, IEnumerable<float> values)
    {
        ProtobufMessage attribute = new ProtobufMessage().Text(1, name).Integer(20, FloatsType);
        foreach (float value in values)
        {
            attribute.Float(7, value);
        }

        return attribute;
    }

    /// <summary>An attribute that is a list of texts.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">Its values.</param>
    public static ProtobufMessage Attribute(string name, IEnumerable<string> values)
    {
        ProtobufMessage attribute = new ProtobufMessage().Text(1, name).Integer(20, TextsType);
        foreach (string value in values)
        {
            attribute.Text(9, value);
        }

        return attribute;
    }

    /// <summary>Adds a node behind those that are there.</summary>
    /// <param name="operatorType">The operator, such as <c>LSTM</c>.</param>
    /// <param name="inputs">Its inputs in order, by name; an empty name leaves an optional one out.</param>
    /// <param name="outputs">Its outputs in order, by name; an empty name leaves one out.</param>
    /// <param name="attributes">Its attributes.</param>
    public void AddNode(string operatorType, IEnumerable<string> inputs, IEnumerable<string> outputs, IEnumerable<ProtobufMessage> attributes)
    {
        var node = new ProtobufMessage();
        foreach (string input in inputs)
        {
            node.Text(1, input);
        }

        foreach (string output in outputs)
        {
            node.Text(2, output);
        }

        node.Text(4, operatorType);
        foreach (ProtobufMessage attribute in attributes)
        {
            node.Message(5, attribute);
        }

        _graph.Message(1, node);
    }

    /// <summary>Adds a constant tensor of integers in one dimension.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">Its elements.</param>
    public void AddConstant(string name, ReadOnlySpan<long> values)
    {
        ProtobufMessage tensor = new ProtobufMessage().Integer(1, values.Length).Integer(2, IntegerElement).Text(8, name);
        _graph.Message(5, tensor.Bytes(9, MemoryMarshal.AsBytes(values).ToArray()));
    }

    /// <summary>Adds a constant tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="values">Its elements, row-major.</param>
    public void AddConstant(string name, ReadOnlySpan<long> shape, ReadOnlySpan<float> values)
    {
        var tensor = new ProtobufMessage();
        foreach (long size in shape)
        {
            tensor.Integer(1, size);
        }

        tensor.Integer(2, FloatElement).Text(8, name).Bytes(9, MemoryMarshal.AsBytes(values).ToArray());
        _graph.Message(5, tensor);
    }

    /// <summary>Declares a tensor that the caller gives.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its shape.</param>
    public void AddInput(string name, ReadOnlySpan<long> shape) => _graph.Message(11, TensorInfo(name, shape));

    /// <summary>Declares a tensor that the caller gets.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its shape.</param>
    public void AddOutput(string name, ReadOnlySpan<long> shape) => _graph.Message(12, TensorInfo(name, shape));

    /// <summary>The model as the bytes of an .onnx file.</summary>
    public byte[] ToArray() => new ProtobufMessage()
        .Integer(1, IntermediateRepresentation)
        .Text(2, "RnnGen.Benchmarks")
        .Message(7, _graph)
        .Message(8, new ProtobufMessage().Text(1, "").Integer(2, OperatorSet))
        .ToArray();

    private static ProtobufMessage TensorInfo(string name, ReadOnlySpan<long> shape)
    {
        var dimensions = new ProtobufMessage();
        foreach (long size in shape)
        {
            dimensions.Message(1, new ProtobufMessage().Integer(1, size));
        }

        ProtobufMessage tensor = new ProtobufMessage().Integer(1, FloatElement).Message(2, dimensions);
        return new ProtobufMessage().Text(1, name).Message(2, new ProtobufMessage().Message(1, tensor));
    }
}
