using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Google.Protobuf;
using RnnGen.Formats;
using RnnGen.Import.Onnx.Schema;

namespace RnnGen.Import.Export;

/// <summary>A graph that is put together node by node, or the body of one of its nodes. Names are unique in all of it.</summary>
internal sealed class GraphWriter
{
    private readonly GraphWriter? _outer;
    private readonly HashSet<string> _names;
    private readonly Dictionary<string, string> _integers;

    /// <summary>Starts a graph.</summary>
    /// <param name="name">Its name.</param>
    public GraphWriter(string name)
    {
        Proto.Name = name;
        _names = new(StringComparer.Ordinal);
        _integers = new(StringComparer.Ordinal);
    }

    private GraphWriter(string name, GraphWriter outer)
    {
        Proto.Name = name;
        _outer = outer;
        _names = outer._names;
        _integers = outer._integers;
    }

    /// <summary>The graph so far.</summary>
    public GraphProto Proto { get; } = new();

    /// <summary>Starts the body of a node. It sees all that the graph has so far, and its constants are the graph's.</summary>
    /// <param name="name">Its name.</param>
    public GraphWriter StartBody(string name) => new(name, this);

    /// <summary>A name that nothing else has.</summary>
    /// <param name="name">The name, to which a number is added where it is taken.</param>
    public string Unique(string name)
    {
        string unique = name;
        for (int number = 2; !_names.Add(unique); number++)
        {
            unique = string.Create(CultureInfo.InvariantCulture, $"{name}_{number}");
        }

        return unique;
    }

    /// <summary>Adds a node with one output.</summary>
    /// <param name="operatorType">The operator.</param>
    /// <param name="output">The output's name, to which a number is added where it is taken.</param>
    /// <param name="inputs">The inputs; an empty name leaves one out.</param>
    /// <param name="attributes">The attributes.</param>
    /// <returns>The output's name.</returns>
    public string Add(string operatorType, string output, ReadOnlySpan<string> inputs, params ReadOnlySpan<AttributeProto> attributes) =>
        AddNode(operatorType, [output], inputs, attributes)[0];

    /// <summary>Adds a node.</summary>
    /// <param name="operatorType">The operator.</param>
    /// <param name="outputs">The outputs' names, to which numbers are added where they are taken; an empty name leaves one out.</param>
    /// <param name="inputs">The inputs; an empty name leaves one out, behind the last none are.</param>
    /// <param name="attributes">The attributes.</param>
    /// <returns>The outputs' names.</returns>
    public string[] AddNode(string operatorType, ReadOnlySpan<string> outputs, ReadOnlySpan<string> inputs, params ReadOnlySpan<AttributeProto> attributes)
    {
        string[] names = new string[outputs.Length];
        for (int index = 0; index < outputs.Length; index++)
        {
            names[index] = outputs[index].Length == 0 ? "" : Unique(outputs[index]);
        }

        var node = new NodeProto { OpType = operatorType, Name = names.First(static name => name.Length > 0) };
        node.Input.AddRange(inputs.TrimEnd("").ToArray());
        node.Output.AddRange(names.AsSpan().TrimEnd("").ToArray());
        node.Attribute.AddRange(attributes.ToArray());
        Proto.Node.Add(node);
        return names;
    }

    /// <summary>Adds a constant of floats.</summary>
    /// <param name="name">Its name, to which a number is added where it is taken.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="values">Its elements, row-major.</param>
    /// <returns>Its name.</returns>
    public string AddFloats(string name, ReadOnlySpan<long> shape, ReadOnlySpan<float> values)
    {
        byte[] bytes = new byte[values.Length * sizeof(float)];
        ElementEncoder.FromSingles(values, ElementType.F32, bytes);
        return AddConstant(name, TensorProto.Types.DataType.Float, shape, UnsafeByteOperations.UnsafeWrap(bytes));
    }

    /// <summary>A scalar.</summary>
    /// <param name="name">Its name, to which a number is added where it is taken.</param>
    /// <param name="value">Its value.</param>
    /// <returns>Its name.</returns>
    public string AddFloat(string name, float value) => AddFloats(name, [], [value]);

    /// <summary>Integers in one dimension; the same ones are there once.</summary>
    /// <param name="values">The integers.</param>
    /// <returns>Their name.</returns>
    public string Integers(params ReadOnlySpan<long> values)
    {
        string key = string.Join('_', values.ToArray().Select(static value => value.ToString(CultureInfo.InvariantCulture)))
            .Replace("-", "minus", StringComparison.Ordinal);
        if (!_integers.TryGetValue(key, out string? name))
        {
            byte[] bytes = new byte[values.Length * sizeof(long)];
            for (int index = 0; index < values.Length; index++)
            {
                BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(index * sizeof(long)), values[index]);
            }

            name = AddConstant($"integers_{key}", TensorProto.Types.DataType.Int64, [values.Length], UnsafeByteOperations.UnsafeWrap(bytes));
            _integers.Add(key, name);
        }

        return name;
    }

    /// <summary>Declares an input.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">The type of its elements.</param>
    /// <param name="shape">Its dimensions: numbers, or names of those that are free. None says nothing of them.</param>
    public string AddInput(string name, TensorProto.Types.DataType type, params ReadOnlySpan<string> shape)
    {
        string unique = Unique(name);
        Proto.Input.Add(Declared(unique, type, shape));
        return unique;
    }

    /// <summary>Declares a value as an output.</summary>
    /// <param name="value">The value's name.</param>
    /// <param name="shape">Its dimensions: numbers, or names of those that are free. None says nothing of them.</param>
    public void AddOutput(string value, params ReadOnlySpan<string> shape) => Proto.Output.Add(Declared(value, TensorProto.Types.DataType.Float, shape));

    private static ValueInfoProto Declared(string name, TensorProto.Types.DataType type, ReadOnlySpan<string> shape)
    {
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)type };
        if (!shape.IsEmpty)
        {
            tensor.Shape = new TensorShapeProto();
            foreach (string dimension in shape)
            {
                tensor.Shape.Dim.Add(long.TryParse(dimension, CultureInfo.InvariantCulture, out long size)
                    ? new TensorShapeProto.Types.Dimension { DimValue = size }
                    : new TensorShapeProto.Types.Dimension { DimParam = dimension });
            }
        }

        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }

    private string AddConstant(string name, TensorProto.Types.DataType type, ReadOnlySpan<long> shape, ByteString data)
    {
        GraphWriter outermost = this;
        while (outermost._outer is { } outer)
        {
            outermost = outer;
        }

        string unique = Unique(name);
        var tensor = new TensorProto { Name = unique, DataType = (int)type, RawData = data };
        tensor.Dims.AddRange(shape.ToArray());
        outermost.Proto.Initializer.Add(tensor);
        return unique;
    }
}
