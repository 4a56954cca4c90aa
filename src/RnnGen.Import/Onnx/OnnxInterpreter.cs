using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Import.Onnx.Schema;

namespace RnnGen.Import.Onnx;

/// <summary>
/// Goes through a graph node by node and follows what each name stands for: a constant, which is computed, or a value that depends on the inputs, of which is known what
/// stands on which axis. Recurrent nodes and dense layers become <see cref="Stage">stages</see>. What a node cannot give is kept as a fault, and thrown if it is needed.
/// </summary>
internal sealed partial class OnnxInterpreter
{
    /// <summary>Nodes that are run, those of functions once a call.</summary>
    private const int MaxNodes = 200_000;

    /// <summary>Faults that are kept: a file with more of them is refused for the first.</summary>
    private const int MaxFaults = 1_000;

    private const int MaxCallDepth = 16;

    private const int MaxRank = 16;

    /// <summary>Cells of the largest layer that can be declared, and those of another beside it.</summary>
    private const int MaxPieces = 256;

    private readonly FoldBudget _budget;

    private readonly TensorReader _tensors;

    private readonly Dictionary<(string Domain, string Name, string Overload), FunctionProto> _functions = [];

    private readonly Dictionary<GraphInput, InputStage> _inputStages = [];

    private readonly Dictionary<(Stage Stage, Pooling Pooling), PoolingStage> _pools = [];

    private int _nodes;

    private int _faults;

    /// <summary>Creates an interpreter.</summary>
    /// <param name="tensors">Reads constants.</param>
    /// <param name="budget">Bounds what is made of them.</param>
    /// <param name="functions">The file's functions.</param>
    public OnnxInterpreter(TensorReader tensors, FoldBudget budget, IEnumerable<FunctionProto> functions)
    {
        _tensors = tensors;
        _budget = budget;
        foreach (FunctionProto function in functions)
        {
            if (!_functions.TryAdd((DomainOf(function.Domain), function.Name, function.Overload), function))
            {
                throw new OnnxFault(function.Name, "functions", "the function is there twice");
            }
        }
    }

    /// <summary>The domain of ONNX's own operators has two names.</summary>
    public static string DomainOf(string domain) => domain == "ai.onnx" ? "" : domain;

    /// <summary>The version of ONNX's own operators that a file or function asks for.</summary>
    /// <exception cref="OnnxFault">It is not one that is read.</exception>
    public static int OpsetOf(IEnumerable<OperatorSetIdProto> imports, string? place)
    {
        long[] versions = [.. imports.Where(static import => DomainOf(import.Domain).Length == 0).Select(static import => import.Version).Distinct()];
        return versions is [>= 7 and <= 22] ? (int)versions[0] : throw new OnnxFault(
            place, "opset_import", versions.Length == 0 ? "no version of ONNX's operators; 7 to 22 are read" : $"version {string.Join(" and ", versions)} of ONNX's operators; 7 to 22 are read");
    }

    /// <summary>Makes constants of initializers: where a node takes one, so that no other is read.</summary>
    public void AddInitializers(IReadOnlyDictionary<string, TensorProto> initializers, Dictionary<string, OnnxValue> values)
    {
        foreach ((string name, TensorProto tensor) in initializers)
        {
            values.Add(name, new UnreadValue(() => _tensors.Read(tensor, name)));
        }
    }

    /// <summary>Runs nodes in their order.</summary>
    /// <param name="nodes">The nodes.</param>
    /// <param name="values">What names stand for; outputs are added.</param>
    /// <param name="opset">The version of the operators.</param>
    public void Run(IEnumerable<NodeProto> nodes, Dictionary<string, OnnxValue> values, int opset) => Run(nodes, values, opset, null, 0);

    private void Run(IEnumerable<NodeProto> nodes, Dictionary<string, OnnxValue> values, int opset, IReadOnlyDictionary<string, AttributeProto>? attributes, int depth)
    {
        foreach (NodeProto proto in nodes)
        {
            if (++_nodes > MaxNodes)
            {
                throw new OnnxFault(null, "graph", $"more than {MaxNodes} nodes");
            }

            OnnxValue?[] outputs;
            try
            {
                var node = new OnnxNode(proto, opset, attributes);
                outputs = Call(node, values, depth);
                foreach (OnnxValue? output in outputs)
                {
                    if (output is not null and not FaultValue && output.Shape.Length > MaxRank)
                    {
                        throw node.Fault(null, $"{output.Shape.Length} dimensions; at most {MaxRank} are read");
                    }
                }
            }
            catch (OnnxFault fault)
            {
                outputs = Failed(proto, fault);
            }
            catch (Exception fault) when (fault is ArgumentException or OverflowException or InvalidOperationException or IndexOutOfRangeException)
            {
                outputs = Failed(proto, new OnnxFault($"{proto.OpType} {proto.Name}", null, MessageText.Printable(fault.Message)));
            }

            for (int output = 0; output < Math.Min(proto.Output.Count, outputs.Length); output++)
            {
                if (proto.Output[output].Length > 0 && outputs[output] is { } value && !values.TryAdd(proto.Output[output], value))
                {
                    throw new OnnxFault($"{proto.OpType} {proto.Name}", "output", $"the name '{MessageText.Printable(proto.Output[output])}' is given twice");
                }
            }
        }
    }

    /// <summary>What a name stands for.</summary>
    /// <exception cref="OnnxFault">Nothing gives it, or what gives it could not.</exception>
    public static OnnxValue Find(Dictionary<string, OnnxValue> values, string name, string? place) =>
        values.GetValueOrDefault(name) switch
        {
            null => throw new OnnxFault(place, "input", $"nothing gives '{MessageText.Printable(name)}'"),
            FaultValue failed => throw failed.Fault,
            UnreadValue unread => unread.Value,
            OnnxValue value => value,
        };

    private OnnxValue[] Failed(NodeProto node, OnnxFault fault)
    {
        // A value that nothing needs may be of any kind; one that is needed gives this fault.
        if (++_faults > MaxFaults)
        {
            throw fault;
        }

        return [.. node.Output.Select(_ => (OnnxValue)new FaultValue(fault))];
    }

    private OnnxValue?[] Call(OnnxNode node, Dictionary<string, OnnxValue> values, int depth)
    {
        string domain = DomainOf(node.Proto.Domain);
        if (_functions.TryGetValue((domain, node.Proto.OpType, node.Proto.Overload), out FunctionProto? function))
        {
            return CallFunction(node, function, values, depth);
        }

        if (domain.Length > 0)
        {
            throw node.Fault(null, $"the operator {MessageText.Printable(node.Proto.OpType)} of the domain '{MessageText.Printable(domain)}' is not known; ONNX's own are needed");
        }

        OnnxValue?[] inputs = [.. node.Proto.Input.Select(name => name.Length == 0 ? null : Find(values, name, node.Place))];
        return Operate(node, new OnnxInputs(node, inputs));
    }

    private OnnxValue?[] CallFunction(OnnxNode node, FunctionProto function, Dictionary<string, OnnxValue> values, int depth)
    {
        if (depth >= MaxCallDepth)
        {
            throw node.Fault(null, $"functions call functions more than {MaxCallDepth} deep");
        }

        if (node.Proto.Input.Count > function.Input.Count || node.Proto.Output.Count > function.Output.Count)
        {
            throw node.Fault(null, $"{node.Proto.Input.Count} inputs and {node.Proto.Output.Count} outputs; the function has {function.Input.Count} and {function.Output.Count}");
        }

        var inner = new Dictionary<string, OnnxValue>(StringComparer.Ordinal);
        for (int input = 0; input < node.Proto.Input.Count; input++)
        {
            if (node.Proto.Input[input].Length > 0)
            {
                inner[function.Input[input]] = Find(values, node.Proto.Input[input], node.Place);
            }
        }

        var attributes = new Dictionary<string, AttributeProto>(node.Attributes, StringComparer.Ordinal);
        foreach (AttributeProto attribute in function.AttributeProto)
        {
            attributes.TryAdd(attribute.Name, attribute);
        }

        int opset = function.Node.Any(static inside => DomainOf(inside.Domain).Length == 0) ? OpsetOf(function.OpsetImport, function.Name) : node.Opset;
        Run(function.Node, inner, opset, attributes, depth + 1);
        return [.. function.Output.Take(node.Proto.Output.Count).Select(name => inner.GetValueOrDefault(name)
            ?? new FaultValue(node.Fault(null, $"the function's nodes do not give its output '{MessageText.Printable(name)}'")))];
    }

    private OnnxValue?[] Operate(OnnxNode node, OnnxInputs inputs)
    {
        switch (node.Proto.OpType)
        {
            case "LSTM":
                return Recurrent(node, inputs, RecurrentKind.Lstm);
            case "GRU":
                return Recurrent(node, inputs, RecurrentKind.Gru);
            case "RNN":
                return Recurrent(node, inputs, RecurrentKind.Rnn);
            case "Split":
                return Split(node, inputs);
        }

        OnnxValue result = node.Proto.OpType switch
        {
            "Constant" => Constant(node),
            "ConstantOfShape" => ConstantOfShape(node, inputs),
            "Identity" => inputs[0],
            "Dropout" => Dropout(node, inputs),
            "Cast" => Cast(inputs[0], node.Int("to", 0), node),
            "CastLike" => CastLike(node, inputs),
            "Transpose" => Transpose(inputs[0], node.Ints("perm"), node),
            "Squeeze" => Squeeze(inputs[0], inputs.Longs(1, "axes", _budget), node),
            "Unsqueeze" => Unsqueeze(inputs[0], inputs.Longs(1, "axes", _budget) ?? throw node.Fault("axes", "missing"), node),
            "Reshape" => Reshape(node, inputs),
            "Flatten" => Flatten(node, inputs),
            "Slice" => Slice(node, inputs),
            "Gather" => Gather(node, inputs),
            "Concat" => Concat(node, inputs),
            "Expand" => Expand(node, inputs),
            "Tile" => Tile(node, inputs),
            "ReverseSequence" => ReverseSequence(node, inputs),
            "Shape" => ShapeOf(node, inputs),
            "Size" => OnnxTensor.Of([inputs[0].Shape.Aggregate((Dimension)1, static (size, dimension) => size * dimension)], []),
            "Range" => Range(node, inputs),
            "Equal" or "Where" or "ReduceProd" or "Neg" or "Min" or "Max" => Numbers(node, inputs),
            "Add" or "Sub" or "Mul" or "Div" => Arithmetic(node, inputs),
            "MatMul" => MatMul(node, inputs),
            "Gemm" => Gemm(node, inputs),
            "Relu" => Activate(inputs[0], DenseActivation.Relu, node),
            "Tanh" => Activate(inputs[0], DenseActivation.Tanh, node),
            "Sigmoid" => Activate(inputs[0], DenseActivation.Sigmoid, node),
            "Softmax" => Softmax(inputs[0], DenseActivation.Softmax, node),
            "LogSoftmax" => Softmax(inputs[0], DenseActivation.LogSoftmax, node),
            "ReduceMean" => Reduce(node, inputs, DataPieceKind.Mean),
            "ReduceMax" => Reduce(node, inputs, DataPieceKind.Max),
            "GlobalAveragePool" => ReduceFrom(inputs.Data(0), 2, DataPieceKind.Mean, node),
            "GlobalMaxPool" => ReduceFrom(inputs.Data(0), 2, DataPieceKind.Max, node),
            "Loop" or "Scan" or "If" => throw node.Fault(null, $"{node.Proto.OpType} is not supported: LSTM, GRU and RNN are the recurrences that are read"),
            _ => throw node.Fault(null, $"the operator {MessageText.Printable(node.Proto.OpType)} is not supported"),
        };
        return [result];
    }

    private static OnnxValue Dropout(OnnxNode node, OnnxInputs inputs) =>
        // At inference nothing is dropped. A training_mode that is true asks for another thing.
        inputs.Optional(2) switch
        {
            null => inputs[0],
            OnnxTensor mode when mode.TrySingle(out Dimension isTraining) && isTraining == 0 => inputs[0],
            _ => throw node.Fault("training_mode", "the file asks for training; false is needed"),
        };

    /// <summary>What a node that failed gives.</summary>
    /// <param name="fault">Why.</param>
    private sealed class FaultValue(OnnxFault fault) : OnnxValue
    {
        /// <inheritdoc/>
        public override ImmutableArray<Dimension> Shape => throw fault;

        /// <summary>Why.</summary>
        public OnnxFault Fault => fault;
    }

    /// <summary>An initializer.</summary>
    /// <param name="read">Reads it.</param>
    private sealed class UnreadValue(Func<OnnxTensor> read) : OnnxValue
    {
        private OnnxTensor? _value;

        /// <inheritdoc/>
        public override ImmutableArray<Dimension> Shape => Value.Shape;

        /// <summary>The constant.</summary>
        public OnnxTensor Value => _value ??= read();
    }
}
