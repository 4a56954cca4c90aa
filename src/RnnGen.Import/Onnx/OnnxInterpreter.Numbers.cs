using System;
using System.Collections.Immutable;
using System.Linq;
using RnnGen.Import.Onnx.Schema;
using DataType = RnnGen.Import.Onnx.Schema.TensorProto.Types.DataType;

namespace RnnGen.Import.Onnx;

/// <content>Operators that give constants, and those that compute with them.</content>
internal sealed partial class OnnxInterpreter
{
    private OnnxTensor Constant(OnnxNode node)
    {
        node.AllowOnly("value", "value_float", "value_floats", "value_int", "value_ints", "value_string", "value_strings", "sparse_value");
        if (node.Tensor("value") is { } tensor)
        {
            TensorReader.Check(tensor, node.Place);
            return _tensors.Read(tensor, node.Place);
        }

        if (node.Has("value_float"))
        {
            return OnnxTensor.Of(new FloatData([node.Float("value_float", 0)]), []);
        }

        if (node.Has("value_int"))
        {
            return OnnxTensor.Of([node.Int("value_int", 0)], []);
        }

        if (node.Has("value_floats"))
        {
            float[] values = node.Floats("value_floats");
            return OnnxTensor.Of(new FloatData(values), [values.Length]);
        }

        return node.Ints("value_ints") is { } numbers ? OnnxTensor.Of(numbers.Select(static number => (Dimension)number))
            : throw node.Fault("value", $"a constant of {string.Join(", ", node.Attributes.Keys)}; a tensor, floats or integers are needed");
    }

    private OnnxTensor ConstantOfShape(OnnxNode node, OnnxInputs inputs)
    {
        Dimension[] shape = inputs.Constant(0, "shape").ToNumbers(_budget, node.Place);
        if (shape.Length > MaxRank || Array.Exists(shape, static size => size.Factor < 0))
        {
            throw node.Fault("shape", $"[{string.Join(", ", shape.Take(MaxRank))}] is no shape");
        }

        OnnxTensor value = node.Tensor("value") is { } tensor ? _tensors.Read(tensor, node.Place) : OnnxTensor.Of(new FloatData([0f]), []);
        return value.Count == 1 ? value.View([.. shape], [.. shape.Select(static _ => 0L)], value.Offset) : throw node.Fault("value", $"{value.Count} elements, where 1 is needed");
    }

    private OnnxValue CastLike(OnnxNode node, OnnxInputs inputs) => inputs[1] switch
    {
        // A type is needed, which is not followed: floats stay floats, and integers integers.
        OnnxTensor like => Cast(inputs[0], (long)(like.IsFloat ? DataType.Float : DataType.Int64), node),
        DataValue { Input: { } input } => Cast(inputs[0], (long)(input.IsFloat ? DataType.Float : DataType.Int64), node),
        _ => Cast(inputs[0], (long)DataType.Float, node),
    };

    private OnnxValue Cast(OnnxValue value, long type, OnnxNode node)
    {
        bool toFloat = type is >= 0 and <= int.MaxValue && TensorReader.IsFloat((int)type);
        if (!toFloat && !(type is >= 0 and <= int.MaxValue && TensorReader.IsInteger((int)type)))
        {
            throw node.Fault("to", $"{TensorReader.NameOf((int)Math.Clamp(type, -1, int.MaxValue))}; floats of 16, 32 or 64 bits or integers are needed");
        }

        switch (value)
        {
            case DataValue data when toFloat:
                return data;

            case DataValue data:
                return data.Input is { } input ? (input.IsFloat ? data.Truncated() : data)
                    : throw node.Fault("to", $"floats that a layer gives become {TensorReader.NameOf((int)type)}; they must stay floats");

            case OnnxTensor { IsFloat: true } tensor when toFloat:
                // A narrower type rounds.
                return (DataType)type is DataType.Float16 or DataType.Bfloat16
                    ? Map(tensor, number => (DataType)type == DataType.Float16 ? (float)(Half)number : RoundToBFloat16(number), node)
                    : tensor;

            case OnnxTensor { IsFloat: true } tensor:
                float[] floats = tensor.ToFloats(_budget, node.Place);
                _budget.Take(node.Place, floats.Length, 16);
                bool isTruth = (DataType)type == DataType.Bool;
                return OnnxTensor.Of([.. floats.Select(number => (Dimension)(isTruth ? number != 0 ? 1 : 0 : checked((long)number)))], tensor.Shape);

            case OnnxTensor tensor when toFloat:
                Dimension[] numbers = tensor.ToNumbers(_budget, node.Place);
                return OnnxTensor.Of(new FloatData([.. numbers.Select(number => number.IsKnown ? (float)number.Factor
                    : throw node.Fault("to", $"the size {number} becomes a float, and is known only when the model runs"))]), tensor.Shape);

            case OnnxTensor tensor when (DataType)type == DataType.Bool:
                return OnnxTensor.Of([.. tensor.ToNumbers(_budget, node.Place).Select(static number => (Dimension)(number == 0 ? 0 : 1))], tensor.Shape);

            default:
                return value;
        }
    }

    private static float RoundToBFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return float.IsNaN(value) ? value : BitConverter.UInt32BitsToSingle((bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF0000);
    }

    private OnnxTensor Map(OnnxTensor tensor, Func<float, float> function, OnnxNode node)
    {
        // A repeated element is computed once.
        if (tensor.Strides.All(static stride => stride == 0) && tensor.Count != 0)
        {
            return OnnxTensor.Of(new FloatData([function(tensor.Floats![tensor.Offset])]), []).BroadcastTo(tensor.Shape);
        }

        float[] values = tensor.ToFloats(_budget, node.Place);
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = function(values[index]);
        }

        return OnnxTensor.Of(new FloatData(values), tensor.Shape, tensor.Name);
    }

    private static OnnxTensor ShapeOf(OnnxNode node, OnnxInputs inputs)
    {
        ImmutableArray<Dimension> shape = inputs[0].Shape;
        int rank = shape.Length;
        int start = Bound(node.Int("start", 0));
        int end = Bound(node.Int("end", rank));
        return OnnxTensor.Of(shape[start..Math.Max(start, end)]);

        int Bound(long axis) => (int)Math.Clamp(axis < 0 ? Math.Max(axis, -rank) + rank : axis, 0, rank);
    }

    private OnnxTensor Range(OnnxNode node, OnnxInputs inputs)
    {
        if (!inputs.Constant(0).TrySingle(out Dimension start) || !inputs.Constant(1).TrySingle(out Dimension limit) || !inputs.Constant(2).TrySingle(out Dimension delta)
            || !start.IsKnown || !limit.IsKnown || !delta.IsKnown || delta == 0)
        {
            throw node.Fault("limit", "a range of known integers is needed");
        }

        Int128 count = ((Int128)limit.Factor - start.Factor + delta.Factor - Math.Sign(delta.Factor)) / delta.Factor;
        _budget.Take(node.Place, count <= 0 ? 0 : count > int.MaxValue ? int.MaxValue : (long)count, 32);
        return OnnxTensor.Of(Enumerable.Range(0, count <= 0 ? 0 : (int)count).Select(index => (Dimension)(start.Factor + (index * delta.Factor))));
    }

    private static ImmutableArray<Dimension> Broadcast(ImmutableArray<Dimension> left, ImmutableArray<Dimension> right, OnnxNode node)
    {
        int rank = Math.Max(left.Length, right.Length);
        var shape = new Dimension[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            Dimension l = axis < rank - left.Length ? 1 : left[axis - rank + left.Length];
            Dimension r = axis < rank - right.Length ? 1 : right[axis - rank + right.Length];
            shape[axis] = l.IsOne ? r : r.IsOne || l == r ? l : throw node.Fault("inputs", $"{OnnxTensor.Describe(left)} and {OnnxTensor.Describe(right)} do not fit each other");
        }

        return [.. shape];
    }

    private OnnxValue Arithmetic(OnnxNode node, OnnxInputs inputs)
    {
        (OnnxValue left, OnnxValue right) = (inputs[0], inputs[1]);
        string op = node.Proto.OpType;
        if (left is DataValue || right is DataValue)
        {
            return Affine(left, right, op, node);
        }

        var (l, r) = ((OnnxTensor)left, (OnnxTensor)right);
        ImmutableArray<Dimension> shape = Broadcast(l.Shape, r.Shape, node);
        if (l.IsFloat != r.IsFloat)
        {
            throw node.Fault("inputs", "floats and integers are mixed");
        }

        return l.IsFloat ? Floats(l, r, shape, node, op switch
        {
            "Add" => static (a, b) => a + b,
            "Sub" => static (a, b) => a - b,
            "Mul" => static (a, b) => a * b,
            _ => static (a, b) => a / b,
        }) : Integers(l, r, shape, node, op switch
        {
            "Mul" => static (a, b) => a * b,
            "Div" => (a, b) => Divide(a, b) ?? throw node.Fault("inputs", $"{a} / {b} is not known"),
            _ => (a, b) => a.IsKnown && b.IsKnown ? checked(op == "Add" ? a.Factor + b.Factor : a.Factor - b.Factor)
                : a == b && op == "Sub" ? 0 : b == 0 ? a : a == 0 && op == "Add" ? b
                : throw node.Fault("inputs", $"{a} {(op == "Add" ? "+" : "-")} {b} is not known"),
        });
    }

    private static Dimension? Divide(Dimension dividend, Dimension divisor) =>
        dividend.IsKnown && divisor.IsKnown && divisor.Factor is not (0 or -1) ? dividend.Factor / divisor.Factor
            : dividend.TryDivide(divisor, out Dimension quotient) ? quotient : null;

    private OnnxTensor Floats(OnnxTensor left, OnnxTensor right, ImmutableArray<Dimension> shape, OnnxNode node, Func<float, float, float> function)
    {
        float[] l = left.BroadcastTo(shape).ToFloats(_budget, node.Place);
        float[] r = right.BroadcastTo(shape).ToFloats(_budget, node.Place);
        for (int index = 0; index < l.Length; index++)
        {
            l[index] = function(l[index], r[index]);
        }

        return OnnxTensor.Of(new FloatData(l), shape, left.Name);
    }

    private OnnxTensor Integers(OnnxTensor left, OnnxTensor right, ImmutableArray<Dimension> shape, OnnxNode node, Func<Dimension, Dimension, Dimension> function)
    {
        Dimension[] l = left.BroadcastTo(shape).ToNumbers(_budget, node.Place);
        Dimension[] r = right.BroadcastTo(shape).ToNumbers(_budget, node.Place);
        return OnnxTensor.Of([.. l.Select((number, index) => function(number, r[index]))], shape);
    }

    /// <summary>Operators on shapes and indices alone.</summary>
    private OnnxTensor Numbers(OnnxNode node, OnnxInputs inputs)
    {
        OnnxTensor first = inputs.Constant(0);
        switch (node.Proto.OpType)
        {
            case "ReduceProd":
                if (first.Shape.Length > 1 || inputs.Longs(1, "axes", _budget) is not (null or [] or [0] or [-1]))
                {
                    throw node.Fault("axes", "a product of a list of numbers is needed");
                }

                return OnnxTensor.Of([Product(first.ToNumbers(_budget, node.Place))], node.Flag("keepdims", true) && first.Shape.Length == 1 ? [1] : []);

            case "Neg":
                return OnnxTensor.Of([.. first.ToNumbers(_budget, node.Place).Select(static number => number * -1)], first.Shape);

            case "Equal":
                return Integers(first, inputs.Constant(1), Broadcast(first.Shape, inputs[1].Shape, node), node, (left, right) =>
                    left == right ? 1 : left.IsKnown && right.IsKnown ? 0

                        // A size is at least 1.
                        : (left.IsKnown && left.Factor <= 0 && right.Factor > 0) || (right.IsKnown && right.Factor <= 0 && left.Factor > 0) ? 0
                        : throw node.Fault("inputs", $"whether {left} is {right} is not known"));

            case "Where":
                ImmutableArray<Dimension> shape = Broadcast(Broadcast(first.Shape, inputs[1].Shape, node), inputs[2].Shape, node);
                Dimension[] conditions = first.BroadcastTo(shape).ToNumbers(_budget, node.Place);
                Dimension[] yes = inputs.Constant(1).BroadcastTo(shape).ToNumbers(_budget, node.Place);
                Dimension[] no = inputs.Constant(2).BroadcastTo(shape).ToNumbers(_budget, node.Place);
                return OnnxTensor.Of([.. conditions.Select((condition, index) => condition == 0 ? no[index] : yes[index])], shape);

            default:
                OnnxTensor result = first;
                for (int input = 1; input < inputs.Count; input++)
                {
                    bool isMin = node.Proto.OpType == "Min";
                    result = Integers(result, inputs.Constant(input), Broadcast(result.Shape, inputs[input].Shape, node), node, (left, right) =>
                        left == right ? left : left.IsKnown && right.IsKnown ? (isMin ? Math.Min(left.Factor, right.Factor) : Math.Max(left.Factor, right.Factor))
                            : throw node.Fault("inputs", $"which of {left} and {right} is larger is not known"));
                }

                return result;
        }
    }
}
