using System;
using System.Linq;

namespace RnnGen.Import.Onnx;

/// <summary>The inputs of a node.</summary>
internal readonly struct OnnxInputs(OnnxNode node, OnnxValue?[] values)
{
    /// <summary>How many there are.</summary>
    public int Count => values.Length;

    /// <summary>An input that must be there.</summary>
    public OnnxValue this[int index] => Optional(index) ?? throw node.Fault($"input {index}", "missing");

    /// <summary>An input, or null.</summary>
    public OnnxValue? Optional(int index) => index < values.Length ? values[index] : null;

    /// <summary>An input that must depend on the model's inputs.</summary>
    public DataValue Data(int index) => this[index] as DataValue ?? throw node.Fault($"input {index}", "a constant, where a value is needed that depends on the model's inputs");

    /// <summary>An input that must be a constant.</summary>
    public OnnxTensor Constant(int index) => Constant(index, $"input {index}");

    /// <summary>An input that must be a constant.</summary>
    public OnnxTensor Constant(int index, string field) => this[index] as OnnxTensor
        ?? throw node.Fault(field, "the value depends on the model's inputs; a constant is needed: weights as initializers, sizes as numbers");

    /// <summary>Numbers of an input, or of the attribute that it was before, or null where neither is there.</summary>
    public long[]? Longs(int index, string attribute, FoldBudget budget)
    {
        if (Optional(index) is null)
        {
            return node.Ints(attribute);
        }

        OnnxNode owner = node;
        return [.. Constant(index, attribute).ToNumbers(budget, node.Place).Select(number => number.IsKnown ? number.Factor
            : throw owner.Fault(attribute, $"{number}, where a number is needed that does not depend on the input's size"))];
    }
}
