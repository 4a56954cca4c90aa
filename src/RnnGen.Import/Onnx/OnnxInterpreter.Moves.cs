using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace RnnGen.Import.Onnx;

/// <content>Operators that only move elements.</content>
internal sealed partial class OnnxInterpreter
{
    private static int AxisOf(long axis, int rank, OnnxNode node, string field = "axis") => axis >= -rank && axis < rank ? (int)(axis < 0 ? axis + rank : axis)
        : throw node.Fault(field, $"{axis}, where -{rank} to {rank - 1} is possible");

    private static OnnxValue Transpose(OnnxValue value, long[]? permutation, OnnxNode node)
    {
        int rank = value.Shape.Length;
        int[] order = permutation is null ? [.. Enumerable.Range(0, rank).Reverse()] : [.. permutation.Select(axis => AxisOf(axis, rank, node, "perm"))];
        if (order.Length != rank || order.Distinct().Count() != rank)
        {
            throw node.Fault("perm", $"[{string.Join(", ", order)}] is no order of {rank} axes");
        }

        return value is OnnxTensor tensor
            ? tensor.View([.. order.Select(axis => tensor.Shape[axis])], [.. order.Select(axis => tensor.Strides[axis])], tensor.Offset)
            : ((DataValue)value) is var data ? data.WithAxes(order.Select(axis => data.Axes[axis])) : value;
    }

    private static OnnxValue Squeeze(OnnxValue value, long[]? axes, OnnxNode node)
    {
        ImmutableArray<Dimension> shape = value.Shape;
        HashSet<int> gone = axes is null ? [.. Enumerable.Range(0, shape.Length).Where(axis => shape[axis].IsOne)]
            : [.. axes.Select(axis => AxisOf(axis, shape.Length, node, "axes"))];
        foreach (int axis in gone)
        {
            if (!shape[axis].IsOne)
            {
                throw node.Fault("axes", $"axis {axis} of {OnnxTensor.Describe(shape)} is squeezed; its size must be 1");
            }
        }

        return Keep(value, [.. Enumerable.Range(0, shape.Length).Where(axis => !gone.Contains(axis))]);
    }

    private static OnnxValue Unsqueeze(OnnxValue value, long[] axes, OnnxNode node)
    {
        int rank = value.Shape.Length + axes.Length;
        if (rank > MaxRank)
        {
            throw node.Fault("axes", $"{rank} dimensions; at most {MaxRank} are read");
        }

        HashSet<int> added = [.. axes.Select(axis => AxisOf(axis, rank, node, "axes"))];
        if (added.Count != axes.Length)
        {
            throw node.Fault("axes", "an axis is there twice");
        }

        int next = 0;
        int[] kept = [.. Enumerable.Range(0, rank).Select(axis => added.Contains(axis) ? -1 : next++)];
        return Keep(value, kept);
    }

    /// <summary>Some axes of a value; -1 is a new one of size 1.</summary>
    private static OnnxValue Keep(OnnxValue value, int[] axes)
    {
        if (value is OnnxTensor tensor)
        {
            return tensor.View([.. axes.Select(axis => axis < 0 ? 1 : tensor.Shape[axis])], [.. axes.Select(axis => axis < 0 ? 0 : tensor.Strides[axis])], tensor.Offset);
        }

        var data = (DataValue)value;
        return data.WithAxes(axes.Select(axis => axis < 0 ? [] : data.Axes[axis]));
    }

    private OnnxValue Reshape(OnnxNode node, OnnxInputs inputs)
    {
        Dimension[] wanted = inputs.Constant(1, "shape").ToNumbers(_budget, node.Place);
        bool zeroIsZero = node.Flag("allowzero");
        ImmutableArray<Dimension> shape = inputs[0].Shape;
        for (int axis = 0; axis < wanted.Length; axis++)
        {
            if (wanted[axis] == 0 && !zeroIsZero)
            {
                wanted[axis] = axis < shape.Length ? shape[axis] : throw node.Fault("shape", $"0 at {axis} takes over a dimension that {OnnxTensor.Describe(shape)} does not have");
            }
        }

        return ReshapeTo(inputs[0], wanted, node);
    }

    private OnnxValue Flatten(OnnxNode node, OnnxInputs inputs)
    {
        ImmutableArray<Dimension> shape = inputs[0].Shape;
        long axis = node.Int("axis", 1);
        int at = axis == shape.Length ? shape.Length : AxisOf(axis, shape.Length, node);
        Dimension[] wanted = [Product(shape[..at]), Product(shape[at..])];
        return ReshapeTo(inputs[0], wanted, node);
    }

    private static Dimension Product(IEnumerable<Dimension> dimensions) => dimensions.Aggregate((Dimension)1, static (product, dimension) => product * dimension);

    private OnnxValue ReshapeTo(OnnxValue value, Dimension[] wanted, OnnxNode node)
    {
        if (wanted.Length > MaxRank)
        {
            throw node.Fault("shape", $"{wanted.Length} dimensions; at most {MaxRank} are read");
        }

        Dimension total = Product(value.Shape);
        int[] open = [.. Enumerable.Range(0, wanted.Length).Where(axis => wanted[axis] == -1)];
        if (open.Length == 1)
        {
            Dimension rest = Product(wanted.Where((_, axis) => axis != open[0]));
            if (rest == 0 || !total.TryDivide(rest, out wanted[open[0]]))
            {
                throw Misfit();
            }
        }

        if (open.Length > 1 || Product(wanted) != total || Array.Exists(wanted, static size => size.Factor < 0))
        {
            throw Misfit();
        }

        if (value is DataValue data)
        {
            return data.WithAxes(Regroup(data, wanted) ?? throw Misfit());
        }

        var tensor = (OnnxTensor)value;
        if (tensor.Shape.SequenceEqual(wanted))
        {
            return tensor;
        }

        // A constant of one value everywhere stays so in every shape, also in one that is not known.
        if (tensor.Strides.All(static stride => stride == 0) && tensor.Count != 0)
        {
            return tensor.View([.. wanted], [.. wanted.Select(static _ => 0L)], tensor.Offset);
        }

        return tensor.IsFloat
            ? OnnxTensor.Of(new FloatData(tensor.ToFloats(_budget, node.Place)), [.. wanted], tensor.Name)
            : OnnxTensor.Of(tensor.ToNumbers(_budget, node.Place), [.. wanted]);

        OnnxFault Misfit() => node.Fault(
            "shape", $"[{string.Join(", ", wanted)}] from {OnnxTensor.Describe(value.Shape)}: axes may be joined and taken apart again, not cut in the middle");
    }

    /// <summary>The parts of a value's axes, in their order, as other axes; null where an axis would have to be cut.</summary>
    private static ImmutableArray<AxisPart>[]? Regroup(DataValue data, Dimension[] wanted)
    {
        var parts = new Queue<AxisPart>(data.Axes.SelectMany(static axis => axis));
        var axes = new ImmutableArray<AxisPart>[wanted.Length];
        for (int axis = 0; axis < wanted.Length; axis++)
        {
            ImmutableArray<AxisPart>.Builder taken = ImmutableArray.CreateBuilder<AxisPart>();
            Dimension left = wanted[axis];
            if (left.IsOne && parts.TryPeek(out AxisPart single) && data.SizeOf(single).IsOne)
            {
                taken.Add(parts.Dequeue());
            }

            while (!left.IsOne)
            {
                if (!parts.TryDequeue(out AxisPart part) || !left.TryDivide(data.SizeOf(part), out Dimension rest))
                {
                    return null;
                }

                taken.Add(part);
                left = rest;
            }

            axes[axis] = taken.ToImmutable();
        }

        // What is left has size 1.
        return parts.All(part => data.SizeOf(part).IsOne) ? axes : null;
    }

    private OnnxValue Slice(OnnxNode node, OnnxInputs inputs)
    {
        OnnxValue value = inputs[0];
        bool isOld = node.Opset < 10;
        Dimension[] starts = List("starts", 1) ?? throw node.Fault("starts", "missing");
        Dimension[] ends = List("ends", 2) ?? throw node.Fault("ends", "missing");
        Dimension[] axes = List("axes", 3) ?? [.. Enumerable.Range(0, starts.Length).Select(static axis => (Dimension)axis)];
        Dimension[] steps = isOld ? [.. starts.Select(static _ => (Dimension)1)] : List("steps", 4) ?? [.. starts.Select(static _ => (Dimension)1)];
        if (ends.Length != starts.Length || axes.Length != starts.Length || steps.Length != starts.Length)
        {
            throw node.Fault("starts", $"{starts.Length} starts, {ends.Length} ends, {axes.Length} axes and {steps.Length} steps");
        }

        for (int index = 0; index < starts.Length; index++)
        {
            int axis = AxisOf(Known(axes[index], "axes"), value.Shape.Length, node, "axes");
            Dimension size = value.Shape[axis];
            Selection selection = Selection.Slice(size, starts[index], ends[index], Known(steps[index], "steps"))
                ?? throw node.Fault("starts", $"from {starts[index]} to {ends[index]} of an axis of size {size}: all of it, its first or its last element can be taken");
            value = Select(value, axis, selection, node);
        }

        return value;

        Dimension[]? List(string name, int input) => isOld ? node.Ints(name)?.Select(static number => (Dimension)number).ToArray()
            : inputs.Optional(input) is null ? null : inputs.Constant(input, name).ToNumbers(_budget, node.Place);

        long Known(Dimension number, string field) => number.IsKnown ? number.Factor : throw node.Fault(field, $"{number}, where a number is needed");
    }

    private OnnxValue?[] Split(OnnxNode node, OnnxInputs inputs)
    {
        OnnxValue value = inputs[0];
        int axis = AxisOf(node.Int("axis", 0), value.Shape.Length, node);
        Dimension size = value.Shape[axis];
        int outputs = node.Proto.Output.Count;
        if (!size.IsKnown)
        {
            throw node.Fault("axis", $"an axis of size {size} is split; a known size is needed");
        }

        long[]? parts = node.Opset < 13 ? node.Ints("split") : inputs.Longs(1, "split", _budget);
        if (parts is null)
        {
            long count = node.Int("num_outputs", outputs);
            if (count != outputs || count < 1)
            {
                throw node.Fault("num_outputs", $"{count}; the node has {outputs}");
            }

            long part = (size.Factor + count - 1) / count;
            parts = [.. Enumerable.Range(0, outputs).Select(index => Math.Max(0, Math.Min(part, size.Factor - (index * part))))];
        }

        if (parts.Length != outputs || Array.Exists(parts, static part => part < 0) || parts.Aggregate((Int128)0, static (sum, part) => sum + part) != size.Factor)
        {
            throw node.Fault("split", $"[{string.Join(", ", parts)}] for {outputs} outputs and an axis of size {size}");
        }

        var results = new OnnxValue?[outputs];
        long start = 0;
        for (int output = 0; output < outputs; output++)
        {
            if (node.Proto.Output[output].Length > 0)
            {
                results[output] = Select(value, axis, new(start, parts[output], 1), node);
            }

            start += parts[output];
        }

        return results;
    }

    private OnnxValue Gather(OnnxNode node, OnnxInputs inputs)
    {
        OnnxValue value = inputs[0];
        int axis = AxisOf(node.Int("axis", 0), value.Shape.Length, node);
        if (inputs[1] is DataValue ids)
        {
            return Embed(value as OnnxTensor ?? throw node.Fault("indices", "the elements to take depend on the model's inputs; constant ones are needed"), ids, axis, node);
        }

        OnnxTensor indices = inputs.Constant(1, "indices");
        Dimension size = value.Shape[axis];
        Dimension[] numbers = indices.ToNumbers(_budget, node.Place);
        if (indices.Shape.Length == 0)
        {
            OnnxValue row = Select(value, axis, At(numbers[0]), node);
            return Keep(row, [.. Enumerable.Range(0, value.Shape.Length).Where(other => other != axis)]);
        }

        if (indices.Shape.Length > 1)
        {
            throw node.Fault("indices", $"constant indices of shape {OnnxTensor.Describe(indices.Shape)}; one dimension at most is supported");
        }

        if (numbers.Length == 1)
        {
            return Select(value, axis, At(numbers[0]), node);
        }

        // Several of a constant, or several cells: one by one, side by side again.
        OnnxValue[] rows = [.. numbers.Select(number => Select(value, axis, At(number), node))];
        return Join(rows, axis, node);

        Selection At(Dimension number)
        {
            Selection? selection = number.IsKnown ? Selection.At(size, number.Factor) : null;
            return selection ?? throw node.Fault("indices", $"{number} of an axis of size {size}{(size.IsKnown ? "" : "; its first (0) or last (-1) element can be taken")}");
        }
    }

    private OnnxValue Concat(OnnxNode node, OnnxInputs inputs)
    {
        if (inputs.Count == 0)
        {
            throw node.Fault("inputs", "missing");
        }

        OnnxInputs all = inputs;
        OnnxValue[] values = [.. Enumerable.Range(0, inputs.Count).Select(index => all[index])];
        return Join(values, AxisOf(node.Int("axis", 1), values[0].Shape.Length, node), node);
    }

    private OnnxValue Join(OnnxValue[] values, int axis, OnnxNode node)
    {
        if (values.Length == 1)
        {
            return values[0];
        }

        if (Array.Exists(values, value => value.Shape.Length != values[0].Shape.Length))
        {
            throw node.Fault("inputs", $"{string.Join(" and ", values.Take(8).Select(static value => OnnxTensor.Describe(value.Shape)))} have different numbers of dimensions");
        }

        if (Array.TrueForAll(values, static value => value is OnnxTensor))
        {
            return JoinConstants([.. values.Cast<OnnxTensor>()], axis, node);
        }

        return Array.TrueForAll(values, static value => value is DataValue) ? JoinData([.. values.Cast<DataValue>()], axis, node)
            : throw node.Fault("inputs", "a constant and a value that depends on the model's inputs are put side by side; this cannot be declared");
    }

    private OnnxTensor JoinConstants(OnnxTensor[] tensors, int axis, OnnxNode node)
    {
        ImmutableArray<Dimension> first = tensors[0].Shape;
        Dimension joined = 0;
        foreach (OnnxTensor tensor in tensors)
        {
            if (tensor.IsFloat != tensors[0].IsFloat || !tensor.Shape.RemoveAt(axis).SequenceEqual(first.RemoveAt(axis)))
            {
                throw node.Fault("inputs", $"{OnnxTensor.Describe(first)} and {OnnxTensor.Describe(tensor.Shape)} do not fit side by side");
            }

            joined = tensor.Shape[axis].IsKnown ? checked(joined.Factor + tensor.Shape[axis].Factor) : throw node.Fault("inputs", "a size is not known");
        }

        ImmutableArray<Dimension> shape = first.SetItem(axis, joined);

        // Zeros of the batch's size, put side by side, are zeros of the batch's size.
        if (shape.Any(static dimension => !dimension.IsKnown))
        {
            bool isUniform = Array.TrueForAll(tensors, tensor => tensor.IsFloat && tensor.Strides.All(static stride => stride == 0)
                && BitConverter.SingleToInt32Bits(tensor.Floats![tensor.Offset]) == BitConverter.SingleToInt32Bits(tensors[0].Floats![tensors[0].Offset]));
            return isUniform ? tensors[0].View(shape, tensors[0].Strides, tensors[0].Offset) : throw node.Fault("inputs", "constants of sizes that are not known are put side by side");
        }

        // Row by row of what stands before the axis.
        long outer = Product(shape[..axis]).Factor;
        if (tensors[0].IsFloat)
        {
            float[][] parts = [.. tensors.Select(tensor => tensor.ToFloats(_budget, node.Place))];
            return OnnxTensor.Of(new FloatData(Interleave(parts, outer, node)), shape);
        }

        Dimension[][] numbers = [.. tensors.Select(tensor => tensor.ToNumbers(_budget, node.Place))];
        return OnnxTensor.Of(Interleave(numbers, outer, node), shape);
    }

    private T[] Interleave<T>(T[][] parts, long outer, OnnxNode node)
    {
        long total = parts.Sum(static part => (long)part.Length);
        _budget.Take(node.Place, total, typeof(T) == typeof(float) ? sizeof(float) : 16);
        var joined = new T[total];
        int at = 0;
        for (long row = 0; row < outer; row++)
        {
            foreach (T[] part in parts)
            {
                int length = (int)(part.Length / outer);
                part.AsSpan((int)(row * length), length).CopyTo(joined.AsSpan(at));
                at += length;
            }
        }

        return joined;
    }

    private static DataValue JoinData(DataValue[] values, int axis, OnnxNode node)
    {
        DataValue first = values[0];
        bool isOfFeatures = first.Axes[axis].Any(static part => part.Kind == AxisPartKind.Features);
        foreach (DataValue value in values)
        {
            if (value.Input is not null || value.PieceSize != first.PieceSize)
            {
                throw node.Fault("inputs", value.Input is { } input
                    ? $"the model's input '{input.Name}' is put beside another value; a network of ours is a chain of layers"
                    : $"rows of {first.PieceSize} and of {value.PieceSize} floats are put side by side; a network of ours is a chain of layers");
            }

            ImmutableArray<AxisPart> parts = value.Essential(value.Axes[axis]);
            AxisPartKind[] kinds = [.. parts.Select(static part => part.Kind)];
            bool fits = isOfFeatures
                ? (value.Pieces.Length == 1 ? value.Axes[axis].Any(static part => part.Kind == AxisPartKind.Features) && kinds is [] or [AxisPartKind.Features]
                    : kinds is [AxisPartKind.Cells, AxisPartKind.Features] || (value.PieceSize == 1 && kinds is [AxisPartKind.Cells]))
                : value.Pieces.Length == 1 ? kinds.Length == 0 : kinds is [AxisPartKind.Cells];
            for (int other = 0; fits && other < value.Axes.Length; other++)
            {
                fits = other == axis || value.Essential(value.Axes[other]).SequenceEqual(first.Essential(first.Axes[other]));
            }

            if (!fits)
            {
                throw node.Fault("axis", $"values are put side by side along axis {axis}; directions, layers and the floats of a row can be");
            }
        }

        if (values.Sum(static value => value.Pieces.Length) > MaxPieces)
        {
            throw node.Fault("inputs", $"more than {MaxPieces} rows are put side by side");
        }

        ImmutableArray<AxisPart> merged = isOfFeatures ? [AxisPart.Cells, AxisPart.Features] : [AxisPart.Cells];
        IEnumerable<ImmutableArray<AxisPart>> axes = first.Axes.Select((parts, other) => other == axis ? merged : [.. parts.Where(static part => part.Kind != AxisPartKind.Cells)]);
        return first.With([.. axes], [.. values.SelectMany(static value => value.Pieces)]);
    }

    /// <summary>A part of an axis; the axis stays.</summary>
    private static OnnxValue Select(OnnxValue value, int axis, Selection selection, OnnxNode node)
    {
        Dimension size = value.Shape[axis];
        if (selection.IsWhole(size))
        {
            return value;
        }

        if (value is OnnxTensor tensor)
        {
            if (!size.IsKnown)
            {
                // Along an axis whose size is not known all elements are alike.
                return tensor.View(tensor.Shape.SetItem(axis, selection.Count), tensor.Strides, tensor.Offset);
            }

            long stride = tensor.Strides[axis];
            return tensor.View(
                tensor.Shape.SetItem(axis, selection.Count), tensor.Strides.SetItem(axis, stride * selection.Step), tensor.Offset + (selection.Count == 0 ? 0 : selection.Start * stride));
        }

        return SelectData((DataValue)value, axis, selection, node);
    }

    private static DataValue SelectData(DataValue data, int axis, Selection selection, OnnxNode node)
    {
        ImmutableArray<AxisPart> parts = data.Essential(data.Axes[axis]);
        Dimension size = data.SizeOf(data.Axes[axis]);
        switch (parts)
        {
            case [{ Kind: AxisPartKind.Cells }]:
                return Pick(selection.Start, selection.Count.Factor, selection.Step);

            case [{ Kind: AxisPartKind.Cells }, { Kind: AxisPartKind.Features }]
                when selection.Step == 1 && selection.Start % data.PieceSize == 0 && selection.Count.Factor % data.PieceSize == 0 && selection.Count.Factor > 0:
                return Pick(selection.Start / data.PieceSize, selection.Count.Factor / data.PieceSize, 1);

            case [{ Kind: AxisPartKind.Input } part] when selection.IsFlipped(size):
                return Replace(part with { IsFlipped = !part.IsFlipped });

            case [{ Kind: AxisPartKind.Input } part] when data.Input is not null && selection.Step == 1 && size.IsKnown && !part.IsFlipped:
                return Replace(part with { Start = part.Start + selection.Start, Size = selection.Count });

            case [{ Kind: AxisPartKind.Input } part] when data.Pieces.Length > 0 && selection.Count.IsOne && part.Axis!.Role != AxisRole.Batch && part.IsWhole:
                bool isLast = size.IsKnown ? selection.Start == size.Factor - 1 : selection.Start == -1;
                if ((!isLast && selection.Start != 0) || data.Pieces.Any(static piece => piece.Kind != DataPieceKind.Output || piece.Stage.IsPooled))
                {
                    break;
                }

                part.Axis.Mean(AxisRole.Time, node.Place);
                DataPieceKind kind = isLast == part.IsFlipped ? DataPieceKind.First : DataPieceKind.Last;
                return data.With(data.Axes.SetItem(axis, []), [.. data.Pieces.Select(piece => piece with { Kind = kind })]);
        }

        throw node.Fault(null, $"takes a part of axis {axis} of {OnnxTensor.Describe(data.Shape)}; of time its first or last step can be taken, of layers and directions whole ones");

        DataValue Pick(long start, long count, long step) => data.With(
            data.Axes, [.. Enumerable.Range(0, (int)count).Select(index => data.Pieces[(int)(start + (index * step))])]);

        DataValue Replace(AxisPart part) => data.WithAxes(data.Axes.SetItem(axis, [part]));
    }

    private OnnxValue Expand(OnnxNode node, OnnxInputs inputs)
    {
        Dimension[] wanted = inputs.Constant(1, "shape").ToNumbers(_budget, node.Place);
        ImmutableArray<Dimension> shape = inputs[0].Shape;
        if (wanted.Length > MaxRank || Array.Exists(wanted, static size => size.Factor < 0))
        {
            throw node.Fault("shape", $"[{string.Join(", ", wanted.Take(MaxRank))}] is no shape");
        }

        int rank = Math.Max(wanted.Length, shape.Length);
        Dimension[] target = new Dimension[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            Dimension asked = axis < rank - wanted.Length ? 1 : wanted[axis - rank + wanted.Length];
            Dimension has = axis < rank - shape.Length ? 1 : shape[axis - rank + shape.Length];
            target[axis] = asked.IsOne ? has : asked;
        }

        if (inputs[0] is OnnxTensor tensor)
        {
            return tensor.BroadcastTo([.. target]);
        }

        var data = (DataValue)inputs[0];
        int added = rank - shape.Length;
        return target.AsSpan(0, added).IndexOfAnyExcept((Dimension)1) < 0 && target.AsSpan(added).SequenceEqual(shape.AsSpan())
            ? data.WithAxes(Enumerable.Repeat(ImmutableArray<AxisPart>.Empty, added).Concat(data.Axes))
            : throw node.Fault("shape", $"a value of shape {OnnxTensor.Describe(shape)} is repeated to [{string.Join(", ", target)}]; only constants can be");
    }

    private OnnxValue Tile(OnnxNode node, OnnxInputs inputs)
    {
        Dimension[] repeats = inputs.Constant(1, "repeats").ToNumbers(_budget, node.Place);
        ImmutableArray<Dimension> shape = inputs[0].Shape;
        if (repeats.Length != shape.Length)
        {
            throw node.Fault("repeats", $"{repeats.Length} numbers for {shape.Length} dimensions");
        }

        if (Array.TrueForAll(repeats, static repeat => repeat.IsOne))
        {
            return inputs[0];
        }

        OnnxTensor tensor = inputs.Constant(0);
        for (int axis = 0; axis < shape.Length; axis++)
        {
            if (!repeats[axis].IsOne && tensor.Strides[axis] != 0 && !shape[axis].IsOne)
            {
                throw node.Fault("repeats", $"{repeats[axis]} times an axis of size {shape[axis]}; an axis of size 1 can be repeated");
            }
        }

        return tensor.View(
            [.. shape.Select((dimension, axis) => dimension * repeats[axis])], [.. tensor.Strides.Select((stride, axis) => repeats[axis].IsOne ? stride : 0)], tensor.Offset);
    }

    private OnnxValue ReverseSequence(OnnxNode node, OnnxInputs inputs)
    {
        DataValue data = inputs.Data(0);
        int time = AxisOf(node.Int("time_axis", 0), data.Axes.Length, node, "time_axis");
        Dimension size = data.Shape[time];
        Dimension[] lengths = Alike(inputs.Constant(1, "sequence_lens")) is { } length ? [length] : inputs.Constant(1, "sequence_lens").ToNumbers(_budget, node.Place);
        return Array.TrueForAll(lengths, length => length == size)
            ? Select(data, time, new(size.IsKnown ? size.Factor - 1 : -1, size, -1), node)
            : throw node.Fault("sequence_lens", $"sequences of different lengths are reversed; all steps ({size}) can be");
    }

    /// <summary>The number that a tensor repeats, if it is one that is repeated.</summary>
    private static Dimension? Alike(OnnxTensor tensor) => !tensor.IsFloat && tensor.Count != 0 && tensor.Strides.All(static stride => stride == 0) ? tensor.Numbers![tensor.Offset] : null;
}
