using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace RnnGen.Import.Onnx;

/// <content>Operators that compute with rows of floats: embeddings, dense layers, activations and pooling.</content>
internal sealed partial class OnnxInterpreter
{
    private const int MaxFloats = 4096;

    private const int MaxOutputs = 65536;

    private const int MaxVocabulary = 1_048_576;

    /// <summary>Units up to which an activation alone becomes a dense layer of the identity.</summary>
    private const int MaxIdentity = 1024;

    /// <summary>The layer whose rows a value holds, whole and in order. Rows at one step, means and final states are those of a pooling layer.</summary>
    /// <param name="data">The value.</param>
    /// <param name="node">Who wants them.</param>
    /// <exception cref="OnnxFault">They are no layer's rows.</exception>
    public Stage StageOf(DataValue data, OnnxNode node)
    {
        Stage stage = data.Pieces[0].Stage;
        if (data.Pieces.FirstOrDefault(piece => piece.Stage != stage) is { Stage: { } other })
        {
            throw node.Fault(null, $"the outputs of '{stage.Place}' and '{other.Place}' are used together; a network of ours is a chain of layers, each of which takes what the one before gives");
        }

        bool isWhole = data.Pieces.Length == stage.Pieces && data.Pieces.Select(static (piece, index) => piece.Direction == index).All(static same => same);
        if (!isWhole)
        {
            throw node.Fault(null, $"only some directions of '{stage.Place}', or in another order, are used: {Describe(data)}; all of them, forward first, are needed");
        }

        DataPieceKind kind = data.Pieces[0].Kind;
        if (kind == DataPieceKind.Output && data.Pieces.All(static piece => piece.Kind == DataPieceKind.Output))
        {
            return stage;
        }

        Pooling pooling = kind switch
        {
            DataPieceKind.Last when data.Pieces.All(static piece => piece.Kind == DataPieceKind.Last) => Pooling.LastStep,
            DataPieceKind.Mean when data.Pieces.All(static piece => piece.Kind == DataPieceKind.Mean) => Pooling.Mean,
            DataPieceKind.Max when data.Pieces.All(static piece => piece.Kind == DataPieceKind.Max) => Pooling.Max,
            _ when data.Pieces.All(IsFinalHidden) => Pooling.FinalState,
            DataPieceKind.Cell => throw node.Fault(null, $"the final c of '{stage.Place}' goes on; only the final h can"),
            _ => throw node.Fault(null, $"what is taken of '{stage.Place}' ({Describe(data)}) is neither the last step nor the final state of all directions"),
        };
        if (pooling != Pooling.FinalState && stage.Lengths is { } lengths)
        {
            throw node.Fault(null, $"time is pooled over padding, too, since '{lengths.Name}' says how long sequences are; only the final state can be taken then");
        }

        return Pool(stage, pooling);
    }

    private static bool IsFinalHidden(DataPiece piece) => piece.Kind == DataPieceKind.Hidden || (piece.Stage is RecurrentStage { Lengths: null } recurrent
        && piece.Kind == (recurrent.Layer.Reverse || piece.Direction == 1 ? DataPieceKind.First : DataPieceKind.Last));

    private static string Describe(DataValue data) => string.Join(", ", data.Pieces.Take(4).Select(static piece =>
        $"{(piece.Direction == 0 ? "forward" : "reverse")} {piece.Kind.ToString().ToLowerInvariant()}"));

    private PoolingStage Pool(Stage stage, Pooling pooling)
    {
        if (!_pools.TryGetValue((stage, pooling), out PoolingStage? pool))
        {
            _pools.Add((stage, pooling), pool = new PoolingStage(stage, pooling));
        }

        return pool;
    }

    /// <summary>An input of the model as rows of floats along its last axis.</summary>
    private DataValue WithFeatures(DataValue data, OnnxNode node)
    {
        if (data.Input is not { } input)
        {
            return data;
        }

        if (!input.IsFloat || data.IsTruncated)
        {
            throw node.Fault("input", $"the model's input '{input.Name}' holds integers; floats are needed here, or an embedding before it");
        }

        if (data.Axes.Length == 0)
        {
            throw node.Fault("input", $"the model's input '{input.Name}' is a single number");
        }

        int last = data.Axes.Length - 1;
        ImmutableArray<AxisPart> parts = data.Axes[last];
        Dimension size = data.SizeOf(parts);
        if (!size.IsKnown || size.Factor is < 1 or > MaxFloats || parts.Any(static part => !part.IsWhole || part.IsFlipped) || parts.Length > 1)
        {
            throw node.Fault("input", $"the last axis of the model's input '{input.Name}' has size {size} here; the floats of a step must be one whole axis of 1 to {MaxFloats}");
        }

        foreach (AxisPart part in parts)
        {
            part.Axis!.Mean(AxisRole.Features, node.Place);
        }

        input.Use(ModelInputKind.Floats, (int)size.Factor);
        if (!_inputStages.TryGetValue(input, out InputStage? stage))
        {
            _inputStages.Add(input, stage = new InputStage(input, (int)size.Factor));
        }

        return new DataValue
        {
            Axes = data.Axes.SetItem(last, [AxisPart.Features]),
            Pieces = [new(stage, DataPieceKind.Output, 0)],
            PieceSize = stage.PieceSize,
        };
    }

    /// <summary>Checks that an axis runs over the floats of whole rows.</summary>
    private static void CheckFeatures(DataValue data, int axis, OnnxNode node)
    {
        AxisPartKind[] kinds = [.. data.Essential(data.Axes[axis]).Select(static part => part.Kind)];
        AxisPartKind[] rest = [.. data.Axes.Where((_, other) => other != axis).SelectMany(parts => data.Essential(parts)).Select(static part => part.Kind)];
        if (kinds.Contains(AxisPartKind.Input) || rest.Contains(AxisPartKind.Features) || rest.Contains(AxisPartKind.Cells)
            || (kinds.Length == 2 && kinds is not [AxisPartKind.Cells, AxisPartKind.Features]))
        {
            throw node.Fault("input", $"axis {axis} of {OnnxTensor.Describe(data.Shape)} does not run over the floats of whole rows, directions side by side");
        }
    }

    private DataValue Embed(OnnxTensor table, DataValue ids, int axis, OnnxNode node)
    {
        if (ids.Input is not { } input || (input.IsFloat && !ids.IsTruncated))
        {
            throw node.Fault("indices", "token ids must be an input of the model, of integers or cast to such");
        }

        if (!table.IsFloat || table.Shape.Length != 2 || axis != 0)
        {
            throw node.Fault("data", $"takes from axis {axis} of {OnnxTensor.Describe(table.Shape)}; an embedding takes rows of a table of floats [vocabulary, size]");
        }

        (long vocabulary, long size) = (table.Shape[0].Factor, table.Shape[1].Factor);
        if (vocabulary is < 1 or > MaxVocabulary || size is < 1 or > MaxFloats)
        {
            throw node.Fault("data", $"a table of {OnnxTensor.Describe(table.Shape)}; up to {MaxVocabulary} tokens of up to {MaxFloats} floats can be declared");
        }

        input.Use(ModelInputKind.TokenIds, (int)vocabulary);
        if (!_inputStages.TryGetValue(input, out InputStage? start))
        {
            _inputStages.Add(input, start = new InputStage(input, 1));
        }

        var stage = new EmbeddingStage(start, node.Place, LayerNames.Of(node, table), (int)vocabulary, (int)size, table.ToFloats(_budget, node.Place));
        return new DataValue { Axes = ids.Axes.Add([AxisPart.Features]), Pieces = [new(stage, DataPieceKind.Output, 0)], PieceSize = (int)size };
    }

    private DataValue MatMul(OnnxNode node, OnnxInputs inputs)
    {
        if (inputs[0] is not DataValue)
        {
            throw node.Fault("input 0", inputs[1] is DataValue ? "weights stand on the left; a dense layer has them on the right" : "a product of constants is not computed");
        }

        OnnxTensor weight = inputs.Constant(1);
        while (weight.Shape.Length > 2 && weight.Shape[0].IsOne)
        {
            weight = (OnnxTensor)Keep(weight, [.. Enumerable.Range(1, weight.Shape.Length - 1)]);
        }

        return weight.Shape.Length == 2 ? Dense(inputs.Data(0), weight, null, LayerNames.Of(node, weight), node)
            : throw node.Fault("input 1", $"weights of shape {OnnxTensor.Describe(weight.Shape)}; [inputs, outputs] is needed");
    }

    private DataValue Gemm(OnnxNode node, OnnxInputs inputs)
    {
        node.AllowOnly("alpha", "beta", "transA", "transB");
        DataValue data = inputs.Data(0);
        if (data.Axes.Length != 2)
        {
            throw node.Fault("input 0", $"{data.Axes.Length} dimensions, where 2 are needed");
        }

        if (node.Int("transA", 0) != 0)
        {
            data = data.WithAxes(data.Axes.Reverse());
        }

        OnnxTensor weight = inputs.Constant(1);
        if (weight.Shape.Length != 2)
        {
            throw node.Fault("input 1", $"weights of shape {OnnxTensor.Describe(weight.Shape)}; two dimensions are needed");
        }

        string name = LayerNames.Of(node, weight, inputs.Optional(2) as OnnxTensor);
        if (node.Int("transB", 0) != 0)
        {
            weight = (OnnxTensor)Transpose(weight, null, node);
        }

        float alpha = node.Float("alpha", 1);
        float beta = node.Float("beta", 1);
        if (alpha != 1)
        {
            weight = Map(weight, value => alpha * value, node);
        }

        float[]? bias = null;
        if (inputs.Optional(2) is not null && beta != 0)
        {
            OnnxTensor c = inputs.Constant(2);
            if (c.Shape.Length > 2 || (c.Shape.Length == 2 && !c.Shape[0].IsOne))
            {
                throw node.Fault("input 2", $"a bias of shape {OnnxTensor.Describe(c.Shape)}; one row for all is needed");
            }

            bias = Map(c, value => beta * value, node).BroadcastTo(c.Shape.Length == 2 ? [1, weight.Shape[1]] : [weight.Shape[1]]).ToFloats(_budget, node.Place);
        }

        return Dense(data, weight, bias, name, node);
    }

    private DataValue Dense(DataValue value, OnnxTensor weight, float[]? bias, string name, OnnxNode node)
    {
        DataValue data = WithFeatures(value, node);
        int last = data.Axes.Length - 1;
        CheckFeatures(data, last, node);
        Stage stage = StageOf(data, node);
        (Dimension inputs, Dimension outputs) = (weight.Shape[0], weight.Shape[1]);
        if (inputs != stage.Size || !outputs.IsKnown || outputs.Factor is < 1 or > MaxOutputs || stage.Size > MaxOutputs)
        {
            throw node.Fault("input 1", $"weights of [{inputs}, {outputs}] for rows of {stage.Size} floats; [{stage.Size}, 1 to {MaxOutputs}] can be declared");
        }

        CheckLengths(stage, node);
        float[] values = ((OnnxTensor)Transpose(weight, null, node)).ToFloats(_budget, node.Place);
        return With(data, last, new DenseStage(stage, node.Place, name, (int)outputs.Factor, values, bias, DenseActivation.None));
    }

    /// <summary>Rows of padding are zeros here; a bias would make other numbers of them in ONNX.</summary>
    private static void CheckLengths(Stage stage, OnnxNode node)
    {
        if (!stage.IsPooled && stage.Lengths is { } lengths)
        {
            throw node.Fault(null, $"computes on every step of sequences whose lengths '{lengths.Name}' says, padding included; rows of padding are zeros here, and a layer of every step "
                + "above such sequences cannot be declared");
        }
    }

    private static DataValue With(DataValue data, int axis, Stage stage) => new()
    {
        Axes = [.. data.Axes.Select((parts, other) => other == axis ? [AxisPart.Features] : (ImmutableArray<AxisPart>)[.. parts.Where(static part => part.Kind == AxisPartKind.Input)])],
        Pieces = [new(stage, DataPieceKind.Output, 0)],
        PieceSize = stage.PieceSize,
    };

    /// <summary>The same axes over the rows of another layer, of which every float comes from one of those before.</summary>
    private static DataValue Elementwise(DataValue data, Stage stage) =>
        data.With(data.Axes, [.. Enumerable.Range(0, stage.Pieces).Select(piece => new DataPiece(stage, DataPieceKind.Output, piece))]);

    private static int FeaturesOf(DataValue data, OnnxNode node)
    {
        for (int axis = data.Axes.Length - 1; axis >= 0; axis--)
        {
            if (data.Axes[axis].Any(static part => part.Kind == AxisPartKind.Features))
            {
                return axis;
            }
        }

        // Of rows of one float, the axis may be gone.
        return data.PieceSize == 1 ? -1 : throw node.Fault("input", $"{OnnxTensor.Describe(data.Shape)} has no axis of the floats of a row");
    }

    private DataValue Activate(OnnxValue value, DenseActivation activation, OnnxNode node)
    {
        DataValue data = WithFeatures(value as DataValue ?? throw node.Fault("input", "an activation of a constant is not computed"), node);
        Stage stage = StageOf(data, node);
        CheckLengths(stage, node);
        if (stage is DenseStage { Activation: DenseActivation.None } dense)
        {
            return Elementwise(data, new DenseStage(
                dense.Previous!, dense.Place, dense.Name, dense.Outputs, dense.Weight, dense.Bias, activation)
            { ElementwisePieces = dense.Pieces });
        }

        return Elementwise(data, Diagonal(stage, null, null, activation, node));
    }

    private DataValue Softmax(OnnxValue value, DenseActivation activation, OnnxNode node)
    {
        DataValue data = WithFeatures(value as DataValue ?? throw node.Fault("input", "an activation of a constant is not computed"), node);
        int rank = data.Axes.Length;
        int axis = AxisOf(node.Int("axis", node.Opset < 13 ? 1 : -1), rank, node);

        // Before opset 13 all axes from this one on were one.
        int[] over = node.Opset < 13 ? [.. Enumerable.Range(axis, rank - axis).Where(other => !data.SizeOf(data.Axes[other]).IsOne)] : [axis];
        if (over.Length > 1)
        {
            throw node.Fault("axis", $"{axis} of {OnnxTensor.Describe(data.Shape)} in opset {node.Opset} means all axes from there on; the axis of the floats of a row is needed");
        }

        foreach (int one in over)
        {
            CheckFeatures(data, one, node);
            if (data.Axes[one].All(static part => part.Kind == AxisPartKind.Input) && data.PieceSize > 1)
            {
                throw node.Fault("axis", $"{axis} is not the axis of the floats of a row");
            }
        }

        if (over.Length == 0 && data.PieceSize * data.Pieces.Length > 1)
        {
            throw node.Fault("axis", $"{axis} is not the axis of the floats of a row");
        }

        return Activate(data, activation, node);
    }

    /// <summary>A dense layer that scales, shifts or activates each float by itself.</summary>
    private DenseStage Diagonal(Stage stage, float[]? scale, float[]? shift, DenseActivation activation, OnnxNode node)
    {
        int size = stage.Size;
        if (size > MaxIdentity)
        {
            throw node.Fault(null, $"is applied to {size} floats that no dense layer gives; up to {MaxIdentity} can be");
        }

        _budget.Take(node.Place, (long)size * size);
        float[] weight = new float[size * size];
        for (int unit = 0; unit < size; unit++)
        {
            weight[(unit * size) + unit] = scale is null ? 1 : scale[unit];
        }

        return new DenseStage(stage, node.Place, LayerNames.Of(node), size, weight, shift, activation) { ElementwisePieces = stage.Pieces };
    }

    /// <summary>A sum, difference, product or quotient with a constant row: a bias, or a scale.</summary>
    private DataValue Affine(OnnxValue left, OnnxValue right, string op, OnnxNode node)
    {
        if (left is DataValue && right is DataValue)
        {
            throw node.Fault(null, "two values that depend on the model's inputs meet (a residual connection, or gates made by hand); a network of ours is a chain of layers");
        }

        DataValue data = WithFeatures((left as DataValue ?? right as DataValue)!, node);
        OnnxTensor constant = (left as OnnxTensor ?? right as OnnxTensor)!;
        if (op == "Div" && left is OnnxTensor)
        {
            throw node.Fault(null, "a constant divided by a value of the model cannot be declared");
        }

        Stage stage = StageOf(data, node);
        float[] row = RowOf(constant, data, stage, node);
        bool isSum = op is "Add" or "Sub";
        if (Array.TrueForAll(row, value => value == (isSum ? 0 : 1)) && (left is DataValue || op != "Sub"))
        {
            // Nothing changes; a network that needs no layer more has none.
            return data;
        }

        CheckLengths(stage, node);
        float[]? scale = op switch
        {
            "Mul" => row,
            "Div" => [.. row.Select(static value => 1 / value)],
            "Sub" when left is OnnxTensor => [.. row.Select(static _ => -1f)],
            _ => null,
        };
        float[]? shift = !isSum ? null : op == "Sub" && left is DataValue ? [.. row.Select(static value => -value)] : row;
        if (stage is not DenseStage { Activation: DenseActivation.None } dense)
        {
            return Elementwise(data, Diagonal(stage, scale, shift, DenseActivation.None, node));
        }

        float[] weight = dense.Weight;
        float[]? bias = dense.Bias;
        if (scale is not null)
        {
            _budget.Take(node.Place, weight.Length);
            int inputs = weight.Length / dense.Outputs;
            weight = [.. weight.Select((value, index) => value * scale[index / inputs])];
            bias = bias?.Select((value, index) => value * scale[index]).ToArray();
        }

        if (shift is not null)
        {
            bias = bias is null ? shift : [.. bias.Select((value, index) => value + shift[index])];
        }

        string name = dense.Name.Length > 0 ? dense.Name : LayerNames.Of(node, constant);
        return Elementwise(data, new DenseStage(dense.Previous!, dense.Place, name, dense.Outputs, weight, bias, DenseActivation.None) { ElementwisePieces = dense.Pieces });
    }

    /// <summary>A constant as one number for each float of a row.</summary>
    private float[] RowOf(OnnxTensor constant, DataValue data, Stage stage, OnnxNode node)
    {
        int axis = FeaturesOf(data, node);
        int lead = data.Axes.Length - constant.Shape.Length;
        ImmutableArray<Dimension> shape = data.Shape;
        OnnxFault Misfit() => node.Fault("inputs", $"a constant of shape {OnnxTensor.Describe(constant.Shape)} meets {OnnxTensor.Describe(shape)}; one number for each float of a row is needed");
        if (lead < 0 || !constant.IsFloat)
        {
            throw Misfit();
        }

        for (int other = 0; other < constant.Shape.Length; other++)
        {
            bool repeats = constant.Strides[other] == 0 && constant.Shape[other] == shape[other + lead];
            if (!constant.Shape[other].IsOne && !repeats && other + lead != axis)
            {
                throw Misfit();
            }
        }

        // One row: the axes but that of the floats are gone.
        OnnxTensor one = constant;
        for (int other = constant.Shape.Length - 1; other >= 0; other--)
        {
            if (other + lead != axis)
            {
                one = (OnnxTensor)Keep((OnnxTensor)Select(one, other, new(0, 1, 1), node), [.. Enumerable.Range(0, one.Shape.Length).Where(index => index != other)]);
            }
        }

        bool isMerged = axis >= 0 && data.SizeOf(data.Axes[axis]) == stage.Size;
        int width = isMerged ? stage.Size : stage.PieceSize;
        float[] row = one.BroadcastTo([width]).ToFloats(_budget, node.Place);
        return width == stage.Size ? row : [.. Enumerable.Range(0, stage.Size).Select(index => row[index % width])];
    }

    private OnnxValue Reduce(OnnxNode node, OnnxInputs inputs, DataPieceKind kind)
    {
        DataValue data = inputs.Data(0);
        long[]? axes = inputs.Longs(1, "axes", _budget);
        if (axes is null or [])
        {
            return node.Int("noop_with_empty_axes", 0) != 0 ? data : throw node.Fault("axes", "all axes are reduced to one number; only time can be");
        }

        int[] which = [.. axes.Select(axis => AxisOf(axis, data.Axes.Length, node, "axes"))];
        DataValue reduced = ReduceAxes(data, which, kind, node);
        return node.Int("keepdims", 1) != 0 ? reduced : Keep(reduced, [.. Enumerable.Range(0, data.Axes.Length).Where(axis => !which.Contains(axis))]);
    }

    private DataValue ReduceFrom(DataValue data, int first, DataPieceKind kind, OnnxNode node) =>
        ReduceAxes(data, [.. Enumerable.Range(first, Math.Max(0, data.Axes.Length - first))], kind, node);

    /// <summary>The mean or the largest over time. The axes stay, with size 1.</summary>
    private DataValue ReduceAxes(DataValue value, IReadOnlyCollection<int> axes, DataPieceKind kind, OnnxNode node)
    {
        DataValue data = value;
        foreach (int axis in axes)
        {
            ImmutableArray<AxisPart> parts = data.Essential(data.Axes[axis]);
            if (parts.Length == 0)
            {
                // One step: its mean is itself.
                continue;
            }

            data = WithFeatures(data, node);
            if (data.Axes[axis] is not [{ Kind: AxisPartKind.Input, IsWhole: true } part] || part.Axis!.Role == AxisRole.Batch
                || data.Pieces.Any(static piece => piece.Kind != DataPieceKind.Output || piece.Stage.IsPooled))
            {
                throw node.Fault("axes", $"axis {axis} of {OnnxTensor.Describe(data.Shape)} is reduced, which is not time; only time can be");
            }

            part.Axis.Mean(AxisRole.Time, node.Place);
            data = data.With(data.Axes.SetItem(axis, []), [.. data.Pieces.Select(piece => piece with { Kind = kind })]);
        }

        return data;
    }
}
