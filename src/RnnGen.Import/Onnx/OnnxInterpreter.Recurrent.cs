using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using RnnGen.Formats;

namespace RnnGen.Import.Onnx;

/// <content>LSTM, GRU and RNN nodes.</content>
internal sealed partial class OnnxInterpreter
{
    // Where ONNX's gates (i, o, f, c; z, r, h) and peepholes (i, o, f) stand in our order.
    private static readonly int[] LstmGates = [0, 2, 3, 1];

    private static readonly int[] CoupledLstmGates = [0, 3, 1];

    private static readonly int[] GruGates = [1, 0, 2];

    private static readonly int[] RnnGates = [0];

    private static readonly int[] Peepholes = [0, 2, 1];

    private static readonly int[] CoupledPeepholes = [0, 1];

    private OnnxValue?[] Recurrent(OnnxNode node, OnnxInputs inputs, RecurrentKind kind)
    {
        node.AllowOnly(
            "activation_alpha", "activation_beta", "activations", "clip", "direction", "hidden_size",
            node.Opset >= 14 ? "layout" : "direction",
            kind switch { RecurrentKind.Lstm => "input_forget", RecurrentKind.Gru => "linear_before_reset", _ => "direction" });
        if (inputs.Count > (kind == RecurrentKind.Lstm ? 8 : 6))
        {
            throw node.Fault("inputs", $"{inputs.Count} inputs are more than {node.Proto.OpType} has");
        }

        int hidden = HiddenOf(node, inputs);
        string direction = node.Text("direction", "forward");
        bool isBidirectional = direction == "bidirectional";
        if (direction is not ("forward" or "reverse" or "bidirectional"))
        {
            throw node.Fault("direction", $"\"{MessageText.Printable(direction)}\"; forward, reverse or bidirectional is needed");
        }

        bool isBatchFirst = node.Flag("layout");
        (DataValue data, Stage stage) = StepsOf(inputs.Data(0), isBatchFirst, node);
        (int time, int batch) = isBatchFirst ? (1, 0) : (0, 1);
        bool isFlipped = data.Axes[time].Any(static part => part.IsFlipped);
        if (isFlipped && isBidirectional)
        {
            throw node.Fault("direction", "a bidirectional layer reads a sequence that was reversed before; this cannot be declared");
        }

        GraphInput? lengths = LengthsOf(inputs.Optional(4), data.SizeOf(data.Axes[time]), node);
        CheckLengths(stage, lengths, isFlipped, node);
        bool isCoupled = kind == RecurrentKind.Lstm && node.Flag("input_forget");
        int directions = isBidirectional ? 2 : 1;
        int gates = kind switch { RecurrentKind.Lstm => 4, RecurrentKind.Gru => 3, _ => 1 };
        int[] order = kind switch
        {
            RecurrentKind.Lstm => isCoupled ? CoupledLstmGates : LstmGates,
            RecurrentKind.Gru => GruGates,
            _ => RnnGates,
        };
        OnnxTensor weight = Weights(inputs, 1, "W", [directions, gates * hidden, stage.Size], node);
        OnnxTensor recurrent = Weights(inputs, 2, "R", [directions, gates * hidden, hidden], node);
        OnnxTensor? bias = inputs.Optional(3) is null ? null : Weights(inputs, 3, "B", [directions, 2 * gates * hidden], node);
        OnnxTensor? peephole = kind != RecurrentKind.Lstm || inputs.Optional(7) is null ? null : Weights(inputs, 7, "P", [directions, 3 * hidden], node);
        StateOf? initialHidden = State(inputs.Optional(5), "initial_h", directions, hidden, isBatchFirst, node);
        StateOf? initialCell = kind == RecurrentKind.Lstm ? State(inputs.Optional(6), "initial_c", directions, hidden, isBatchFirst, node) : null;
        var cells = ImmutableArray.CreateBuilder<CellTensors>();
        for (int d = 0; d < directions; d++)
        {
            cells.Add(new CellTensors
            {
                Input = Rows(weight, d, order, 0, hidden, node),
                Recurrent = Rows(recurrent, d, order, 0, hidden, node),
                InputBias = bias is null ? null : Rows(bias, d, order, 0, hidden, node),
                RecurrentBias = bias is null ? null : Rows(bias, d, order, gates, hidden, node),
                Peephole = peephole is null ? null : Rows(peephole, d, isCoupled ? CoupledPeepholes : Peepholes, 0, hidden, node),
                RestHidden = initialHidden?.Rest?[d],
                RestCell = initialCell?.Rest?[d],
            });
        }

        var layer = new RecurrentModelLayer("", kind, stage.Size, hidden)
        {
            Bidirectional = isBidirectional,
            Reverse = !isBidirectional && (direction == "reverse") != isFlipped,
            Bias = bias is not null,
            Clip = Clip(node),
            CoupledGates = isCoupled,
            Peephole = peephole is not null,
            Variant = kind == RecurrentKind.Gru && !node.Flag("linear_before_reset") ? GruVariant.ResetBefore : GruVariant.ResetAfter,
        };
        layer = WithActivations(layer, node, directions);
        var made = new RecurrentStage(stage, node.Place, LayerNames.Of(node, weight, recurrent, bias), layer) { Cells = cells.ToImmutable(), LengthsInput = lengths };
        Bind(initialHidden, made, ModelInputKind.Hidden, node);
        Bind(initialCell, made, ModelInputKind.Cell, node);

        ImmutableArray<AxisPart> timeAxis = data.Axes[time];
        ImmutableArray<AxisPart> batchAxis = data.Axes[batch];
        return
        [
            Output(DataPieceKind.Output, isBatchFirst ? [batchAxis, timeAxis, [AxisPart.Cells], [AxisPart.Features]] : [timeAxis, [AxisPart.Cells], batchAxis, [AxisPart.Features]]),
            Output(DataPieceKind.Hidden, isBatchFirst ? [batchAxis, [AxisPart.Cells], [AxisPart.Features]] : [[AxisPart.Cells], batchAxis, [AxisPart.Features]]),
            kind == RecurrentKind.Lstm ? Output(DataPieceKind.Cell, isBatchFirst ? [batchAxis, [AxisPart.Cells], [AxisPart.Features]] : [[AxisPart.Cells], batchAxis, [AxisPart.Features]]) : null,
        ];

        DataValue Output(DataPieceKind what, ImmutableArray<ImmutableArray<AxisPart>> axes) => new()
        {
            Axes = axes,
            Pieces = [.. Enumerable.Range(0, directions).Select(d => new DataPiece(made, what, d))],
            PieceSize = hidden,
        };
    }

    /// <summary>The hidden units, before anything is made of their size.</summary>
    private static int HiddenOf(OnnxNode node, OnnxInputs inputs)
    {
        ImmutableArray<Dimension> shape = inputs.Constant(2, "R").Shape;
        long fromWeights = shape.Length == 3 && shape[2].IsKnown ? shape[2].Factor
            : throw node.Fault("R", $"recurrent weights of shape {OnnxTensor.Describe(shape)}; [directions, gates * hidden_size, hidden_size] is needed");
        long hidden = node.Int("hidden_size", fromWeights);
        if (hidden is < 1 or > MaxFloats)
        {
            throw node.Fault("hidden_size", $"{hidden}; 1 to {MaxFloats} hidden units can be declared");
        }

        return hidden == fromWeights ? (int)hidden : throw node.Fault("hidden_size", $"{hidden}, where the recurrent weights R are for {fromWeights}");
    }

    private (DataValue Data, Stage Stage) StepsOf(DataValue value, bool isBatchFirst, OnnxNode node)
    {
        DataValue data = WithFeatures(value, node);
        if (data.Axes.Length != 3)
        {
            throw node.Fault("X", $"{OnnxTensor.Describe(data.Shape)}; three dimensions are needed: {(isBatchFirst ? "[batch, time, size]" : "[time, batch, size]")}");
        }

        CheckFeatures(data, 2, node);
        Stage stage = StageOf(data, node);
        if (stage.IsPooled)
        {
            throw node.Fault("X", $"reads what '{stage.Place}' gives once a sequence; outputs of every step are needed");
        }

        if (stage.Size > MaxFloats)
        {
            throw node.Fault("X", $"{stage.Size} floats a step; up to {MaxFloats} can be declared");
        }

        Mean(0, isBatchFirst ? AxisRole.Batch : AxisRole.Time);
        Mean(1, isBatchFirst ? AxisRole.Time : AxisRole.Batch);
        return (data, stage);

        void Mean(int axis, AxisRole role)
        {
            ImmutableArray<AxisPart> parts = [.. data.Axes[axis].Where(static part => part.Kind == AxisPartKind.Input)];
            ImmutableArray<AxisPart> essential = data.Essential(data.Axes[axis]);
            if (essential.Length > 1 || essential.Any(part => part.Kind != AxisPartKind.Input || !part.IsWhole || (part.IsFlipped && role == AxisRole.Batch)))
            {
                throw node.Fault("X", $"axis {axis} of {OnnxTensor.Describe(data.Shape)} must be {(role == AxisRole.Time ? "time" : "the batch")}, whole and alone");
            }

            // Of a size of 1 that several axes share, nothing tells which it is.
            if (essential.Length == 1 || parts.Length == 1)
            {
                (essential.Length == 1 ? essential[0] : parts[0]).Axis!.Mean(role, node.Place);
            }
        }
    }

    private static GraphInput? LengthsOf(OnnxValue? value, Dimension steps, OnnxNode node)
    {
        switch (value)
        {
            case null:
                return null;

            case OnnxTensor { IsFloat: false } tensor:
                // What says that all sequences are as long as the input says nothing.
                bool isAll = Alike(tensor) is { } alike ? alike == steps : tensor.Count is { } count && count <= int.MaxValue
                    && Enumerable.Range(0, (int)count).All(index => tensor.Numbers![tensor.Offset + (index * tensor.Strides[^1])] == steps);
                return tensor.Shape.Length == 1 && isAll ? null
                    : throw node.Fault("sequence_lens", $"constant lengths, where the input has {steps} steps; an input of the model, or all steps, are needed");

            case DataValue { Input: { } input, Axes: [var axis] } when !input.IsFloat && axis.All(static part => part.IsWhole && !part.IsFlipped):
                foreach (AxisPart part in axis)
                {
                    part.Axis!.Mean(AxisRole.Batch, node.Place);
                }

                input.Use(ModelInputKind.Lengths, 1);
                return input;

            default:
                throw node.Fault("sequence_lens", "lengths must be an input of the model, of one integer a sequence");
        }
    }

    private static void CheckLengths(Stage stage, GraphInput? lengths, bool isFlipped, OnnxNode node)
    {
        if (isFlipped && lengths is not null)
        {
            throw node.Fault("sequence_lens", "the sequence was reversed before, padding included; this cannot be declared");
        }

        for (Stage? before = stage; before is not null; before = before.Previous)
        {
            if (before is RecurrentStage recurrent && recurrent.LengthsInput != lengths)
            {
                throw node.Fault("sequence_lens", $"is {Describe(lengths)}, and of '{recurrent.Place}' {Describe(recurrent.LengthsInput)}; one input of lengths holds for all layers");
            }
        }

        static string Describe(GraphInput? input) => input is null ? "missing" : $"'{input.Name}'";
    }

    private static OnnxTensor Weights(OnnxInputs inputs, int index, string name, ReadOnlySpan<long> shape, OnnxNode node)
    {
        OnnxTensor tensor = inputs.Constant(index, name);
        bool fits = tensor.IsFloat && tensor.Shape.Length == shape.Length;
        for (int axis = 0; fits && axis < shape.Length; axis++)
        {
            fits = tensor.Shape[axis] == shape[axis];
        }

        return fits ? tensor : throw node.Fault(
            name, $"{OnnxTensor.Describe(tensor.Shape)}{(tensor.IsFloat ? "" : " of integers")}; [{string.Join(", ", shape.ToArray())}] of floats is needed for this direction, hidden_size and input");
    }

    /// <summary>Gates of a direction in our order.</summary>
    private float[] Rows(OnnxTensor tensor, int direction, int[] order, int first, int hidden, OnnxNode node)
    {
        OnnxValue one = Keep(Select(tensor, 0, new(direction, 1, 1), node), [.. Enumerable.Range(1, tensor.Shape.Length - 1)]);
        float[][] gates = [.. order.Select(gate => ((OnnxTensor)Select(one, 0, new((first + gate) * (long)hidden, hidden, 1), node)).ToFloats(_budget, node.Place))];
        if (gates.Length == 1)
        {
            return gates[0];
        }

        float[] rows = new float[gates.Sum(static gate => gate.Length)];
        int at = 0;
        foreach (float[] gate in gates)
        {
            gate.CopyTo(rows, at);
            at += gate.Length;
        }

        return rows;
    }

    private static float Clip(OnnxNode node)
    {
        float clip = node.Float("clip", 0);
        return clip > 0 || !node.Has("clip") ? clip : throw node.Fault("clip", $"{clip}, where a number above 0 is needed");
    }

    private static RecurrentModelLayer WithActivations(RecurrentModelLayer layer, OnnxNode node, int directions)
    {
        int each = layer.Kind switch { RecurrentKind.Lstm => 3, RecurrentKind.Gru => 2, _ => 1 };
        string[] standard = layer.Kind == RecurrentKind.Rnn ? ["Tanh"] : layer.Kind == RecurrentKind.Gru ? ["Sigmoid", "Tanh"] : ["Sigmoid", "Tanh", "Tanh"];
        string[] names = node.Texts("activations") ?? [.. Enumerable.Repeat(standard, directions).SelectMany(static name => name)];
        if (names.Length != each * directions)
        {
            throw node.Fault("activations", $"{names.Length} functions, where {each * directions} are needed");
        }

        // Functions take the constants in their order, those that have one.
        var alphas = new Queue<float>(node.Floats("activation_alpha"));
        var betas = new Queue<float>(node.Floats("activation_beta"));
        ModelActivation[] activations = [.. names.Select(name => Activation(name, alphas, betas, node))];
        if (alphas.Count > 0 || betas.Count > 0)
        {
            throw node.Fault(
                alphas.Count > 0 ? "activation_alpha" : "activation_beta",
                $"{(alphas.Count > 0 ? alphas : betas).Count} more than the functions {string.Join(", ", names.Select(MessageText.Printable))} take");
        }

        if (directions == 2 && !activations.AsSpan(0, each).SequenceEqual(activations.AsSpan(each)))
        {
            throw node.Fault("activations", $"[{string.Join(", ", names.Select(MessageText.Printable))}] differ between the directions; both must have the same, with the same alpha and beta");
        }

        return layer.Kind == RecurrentKind.Rnn ? layer with { Candidate = activations[0] }
            : layer with { Gate = activations[0], Candidate = activations[1], Cell = layer.Kind == RecurrentKind.Lstm ? activations[2] : layer.Cell };
    }

    private static ModelActivation Activation(string name, Queue<float> alphas, Queue<float> betas, OnnxNode node)
    {
        RnnActivation function = name.ToUpperInvariant() switch
        {
            "TANH" => RnnActivation.Tanh,
            "RELU" => RnnActivation.Relu,
            "SIGMOID" => RnnActivation.Sigmoid,
            "HARDSIGMOID" => RnnActivation.HardSigmoid,
            "LEAKYRELU" => RnnActivation.LeakyRelu,
            "THRESHOLDEDRELU" => RnnActivation.ThresholdedRelu,
            "AFFINE" => RnnActivation.Affine,
            "SCALEDTANH" => RnnActivation.ScaledTanh,
            "ELU" => RnnActivation.Elu,
            "SOFTSIGN" => RnnActivation.Softsign,
            "SOFTPLUS" => RnnActivation.Softplus,
            _ => throw node.Fault("activations", $"\"{MessageText.Printable(name)}\" is no function of ONNX's recurrent operators"),
        };
        bool takesBeta = function is RnnActivation.HardSigmoid or RnnActivation.Affine or RnnActivation.ScaledTanh;
        bool takesAlpha = takesBeta || function is RnnActivation.LeakyRelu or RnnActivation.ThresholdedRelu or RnnActivation.Elu;
        float? alpha = takesAlpha && alphas.TryDequeue(out float a) ? a : null;
        float? beta = takesBeta && betas.TryDequeue(out float b) ? b : null;
        bool isOut = alpha is { } given && (!float.IsFinite(given)
            || (function is RnnActivation.LeakyRelu or RnnActivation.Elu && given < 0) || (function == RnnActivation.ScaledTanh && given == 0));
        return isOut || (beta is { } other && !float.IsFinite(other))
            ? throw node.Fault("activation_alpha", $"alpha {alpha} and beta {beta} of {function} cannot be declared")
            : new(function, alpha, beta);
    }

    /// <summary>An initial state: nothing where it is zeros, an input of the model, or the same numbers for every sequence.</summary>
    private StateOf? State(OnnxValue? value, string field, int directions, int hidden, bool isBatchFirst, OnnxNode node)
    {
        (int cells, int batch) = isBatchFirst ? (1, 0) : (0, 1);
        string wanted = isBatchFirst ? $"[batch, {directions}, {hidden}]" : $"[{directions}, batch, {hidden}]";
        if (value is null)
        {
            return null;
        }

        ImmutableArray<Dimension> shape = value.Shape;
        if (shape.Length != 3 || shape[cells] != directions || shape[2] != hidden)
        {
            throw node.Fault(field, $"{OnnxTensor.Describe(shape)}; {wanted} is needed");
        }

        if (value is OnnxTensor tensor)
        {
            return Rest(tensor, field, cells, batch, node);
        }

        var data = (DataValue)value;
        if (data.Input is not { } input)
        {
            throw node.Fault(field, "starts with what another layer gives; zeros, an input of the model, or constants are needed");
        }

        ImmutableArray<AxisPart> cellParts = data.Essential(data.Axes[cells]);
        bool fits = input.IsFloat && !data.IsTruncated && cellParts.Length <= 1 && One(data.Axes[batch]) && One(data.Axes[2]) && cellParts.All(static part => !part.IsFlipped);
        AxisPart? cellPart = cellParts.Length == 1 ? cellParts[0] : data.Axes[cells].Length == 1 ? data.Axes[cells][0] : null;
        if (!fits)
        {
            throw node.Fault(field, $"takes other elements of the input '{input.Name}' than whole states in their order");
        }

        cellPart?.Axis!.Mean(AxisRole.Cells, node.Place);
        Name(data.Axes[batch], AxisRole.Batch);
        Name(data.Axes[2], AxisRole.Features);
        return new StateOf(null, input, cellPart?.Start ?? 0);

        bool One(ImmutableArray<AxisPart> parts) => data.Essential(parts) is [] || (data.Essential(parts) is [var part] && part.IsWhole && !part.IsFlipped);

        void Name(ImmutableArray<AxisPart> parts, AxisRole role)
        {
            ImmutableArray<AxisPart> essential = data.Essential(parts);
            if (essential.Length == 1 || parts.Length == 1)
            {
                (essential.Length == 1 ? essential[0] : parts[0]).Axis!.Mean(role, node.Place);
            }
        }
    }

    /// <summary>Constant initial states, which must be the same for all sequences.</summary>
    private StateOf? Rest(OnnxTensor tensor, string field, int cells, int batch, OnnxNode node)
    {
        if (!tensor.IsFloat)
        {
            throw node.Fault(field, "integers, where floats are needed");
        }

        var first = (OnnxTensor)Keep(Select(tensor, batch, new(0, 1, 1), node), [cells, 2]);
        float[] values = first.ToFloats(_budget, node.Place);
        if (tensor.Strides[batch] != 0 && !tensor.Shape[batch].IsOne)
        {
            for (long row = 1; row < tensor.Shape[batch].Factor; row++)
            {
                float[] other = ((OnnxTensor)Keep(Select(tensor, batch, new(row, 1, 1), node), [cells, 2])).ToFloats(_budget, node.Place);
                if (!other.AsSpan().SequenceEqual(values))
                {
                    throw node.Fault(field, "constant states that differ from sequence to sequence; the same for all are needed");
                }
            }
        }

        int hidden = (int)tensor.Shape[2].Factor;
        return Array.TrueForAll(values, static value => value == 0) ? null
            : new StateOf([.. values.Chunk(hidden)], null, 0);
    }

    private static void Bind(StateOf? state, RecurrentStage stage, ModelInputKind kind, OnnxNode node)
    {
        if (state?.Input is not { } input)
        {
            return;
        }

        input.Use(kind, stage.Layer.Hidden);
        for (int direction = 0; direction < stage.Pieces; direction++)
        {
            if (!input.Cells.TryAdd(state.Start + direction, new StateCell(stage, direction)))
            {
                throw node.Fault(kind == ModelInputKind.Hidden ? "initial_h" : "initial_c", $"takes states of the input '{input.Name}' that '{input.Cells[state.Start].Node.Place}' takes, too");
            }
        }
    }

    /// <summary>An initial state.</summary>
    /// <param name="Rest">The numbers of each direction, or null.</param>
    /// <param name="Input">The input that gives it, or null.</param>
    /// <param name="Start">The first cell of that input.</param>
    private sealed record StateOf(float[][]? Rest, GraphInput? Input, long Start);
}
