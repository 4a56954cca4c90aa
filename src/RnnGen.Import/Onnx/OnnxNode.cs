using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Import.Onnx.Schema;
using AttributeType = RnnGen.Import.Onnx.Schema.AttributeProto.Types.AttributeType;

namespace RnnGen.Import.Onnx;

/// <summary>A node with its attributes, in which a function's own attributes are replaced by what its caller gave.</summary>
internal sealed class OnnxNode
{
    private readonly Dictionary<string, AttributeProto> _attributes = new(StringComparer.Ordinal);

    /// <summary>Wraps a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="opset">The version of the operators.</param>
    /// <param name="caller">Inside of a function, the attributes of the node that calls it; else null.</param>
    /// <exception cref="OnnxFault">It has an attribute twice.</exception>
    public OnnxNode(NodeProto node, int opset, IReadOnlyDictionary<string, AttributeProto>? caller)
    {
        Proto = node;
        Opset = opset;
        Name = node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault(static output => output.Length > 0) ?? "";
        Place = $"{node.OpType} {Name}";
        foreach (AttributeProto attribute in node.Attribute)
        {
            AttributeProto? given = attribute;
            if (attribute.RefAttrName.Length > 0 && (caller is null || !caller.TryGetValue(attribute.RefAttrName, out given)))
            {
                // An attribute that the caller left out is left out here.
                continue;
            }

            if (!_attributes.TryAdd(attribute.Name, given))
            {
                throw Fault(attribute.Name, "the attribute is there twice");
            }
        }
    }

    /// <summary>The node.</summary>
    public NodeProto Proto { get; }

    /// <summary>The version of the operators.</summary>
    public int Opset { get; }

    /// <summary>The node's name, or that of its first output.</summary>
    public string Name { get; }

    /// <summary>What messages call it.</summary>
    public string Place { get; }

    /// <summary>The attributes.</summary>
    public IReadOnlyDictionary<string, AttributeProto> Attributes => _attributes;

    /// <summary>What is wrong with the node, to be thrown.</summary>
    public OnnxFault Fault(string? field, string problem) => new(Place, field, problem);

    /// <summary>Refuses attributes that nobody reads: they could change what the node gives.</summary>
    public void AllowOnly(params ReadOnlySpan<string> names)
    {
        foreach (string name in _attributes.Keys)
        {
            if (!names.Contains(name))
            {
                throw Fault(name, $"the attribute is not known for {Proto.OpType} of opset {Opset}");
            }
        }
    }

    /// <summary>Whether an attribute is there.</summary>
    public bool Has(string name) => _attributes.ContainsKey(name);

    /// <summary>An integer.</summary>
    public long Int(string name, long otherwise) => Find(name, AttributeType.Int) is { } attribute ? attribute.I : otherwise;

    /// <summary>A truth value.</summary>
    public bool Flag(string name, bool otherwise = false) => Int(name, otherwise ? 1 : 0) switch
    {
        0 => false,
        1 => true,
        long other => throw Fault(name, $"{other}, where 0 or 1 is needed"),
    };

    /// <summary>A float.</summary>
    public float Float(string name, float otherwise)
    {
        float value = Find(name, AttributeType.Float) is { } attribute ? attribute.F : otherwise;
        return float.IsFinite(value) ? value : throw Fault(name, $"{value}, where a finite number is needed");
    }

    /// <summary>A text.</summary>
    public string Text(string name, string otherwise) => Find(name, AttributeType.String) is { } attribute ? attribute.S.ToStringUtf8() : otherwise;

    /// <summary>Integers, or null.</summary>
    public long[]? Ints(string name) => Find(name, AttributeType.Ints) is { } attribute ? [.. attribute.Ints] : null;

    /// <summary>Floats.</summary>
    public float[] Floats(string name) => Find(name, AttributeType.Floats) is { } attribute ? [.. attribute.Floats] : [];

    /// <summary>Texts, or null.</summary>
    public string[]? Texts(string name) => Find(name, AttributeType.Strings) is { } attribute ? [.. attribute.Strings.Select(static text => text.ToStringUtf8())] : null;

    /// <summary>A tensor, or null.</summary>
    public TensorProto? Tensor(string name) => Find(name, AttributeType.Tensor)?.T;

    private AttributeProto? Find(string name, AttributeType type)
    {
        if (!_attributes.TryGetValue(name, out AttributeProto? attribute))
        {
            return null;
        }

        bool fits = attribute.HasType ? attribute.Type == type : type switch
        {
            AttributeType.Int => attribute.HasI,
            AttributeType.Float => attribute.HasF,
            AttributeType.String => attribute.HasS,
            AttributeType.Tensor => attribute.T is not null,
            _ => true,
        };
        return fits && (type != AttributeType.Tensor || attribute.T is not null) ? attribute
            : throw Fault(name, $"the attribute is of type {MessageText.Printable(attribute.Type.ToString())}, where {type} is needed");
    }
}
