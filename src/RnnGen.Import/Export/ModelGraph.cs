using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Import.Onnx.Schema;
using DataType = RnnGen.Import.Onnx.Schema.TensorProto.Types.DataType;

namespace RnnGen.Import.Export;

/// <summary>A model as an ONNX graph.</summary>
internal sealed class ModelGraph
{
    private const int OperatorSet = 17;
    private const int IntermediateRepresentation = 8;

    /// <summary>Bytes of a file that protobuf can hold, with some left for what is not tensors.</summary>
    private const long MaxTensorBytes = int.MaxValue - (1 << 20);

    private const string Time = "time";
    private const string Batch = "batch";

    private readonly GraphWriter _graph;
    private readonly SavedTensors _tensors = new();
    private readonly bool _withStates;

    private readonly string[] _inputs;

    // [time, batch] of the inputs, of which some constants take the batch.
    private readonly string _input;

    private string? _batchSize;

    // h at the end of the last recurrent layer, its topmost cells', [directions, batch, size].
    private string _finalState = "";

    private ModelGraph(IModel model, OnnxExportOptions options)
    {
        model.Save(_tensors);
        _withStates = options.States;
        _graph = new GraphWriter(model.GetType().Name);
        _inputs = IsJoined(model)
            ? [.. model.Inputs.Select(AddInput)]
            : [AddInput(new NetworkInput("input", model.VocabularySize > 0 ? NetworkInputKind.Token : NetworkInputKind.Floats, model.InputSize, model.VocabularySize))];
        _input = _inputs[0];
    }

    /// <summary>Creates the file of a model.</summary>
    /// <param name="model">An emitted cell or network.</param>
    /// <param name="options">What else it takes and gives.</param>
    /// <exception cref="NotSupportedException">ONNX cannot say what a layer does, or the file would be too large.</exception>
    public static ModelProto Create(IModel model, OnnxExportOptions options)
    {
        CheckSize(model);
        GraphProto graph = new ModelGraph(model, options).Write(model);
        return new ModelProto
        {
            IrVersion = IntermediateRepresentation,
            ProducerName = "RnnGen",
            ProducerVersion = typeof(OnnxExport).Assembly.GetName().Version?.ToString(fieldCount: 3) ?? "",
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = OperatorSet } },
            Graph = graph,
        };
    }

    /// <summary>A row's tensors are of about as many bytes in the file as in memory, which has padding and one of two biases.</summary>
    private static void CheckSize(IModel model)
    {
        long biases = model.Layers.OfType<RecurrentModelLayer>().Sum(static layer =>
            layer.Bias ? (long)layer.Layers * Directions(layer) * Recurrent.GatesOf(layer) * layer.Hidden : 0);
        long bytes = (model.ParameterCount + biases) * sizeof(float);
        if (bytes > MaxTensorBytes)
        {
            throw new NotSupportedException($"The model has {bytes} bytes of tensors; an ONNX file holds at most 2 GB: {MaxTensorBytes} bytes of tensors.");
        }
    }

    private static int Directions(RecurrentModelLayer layer) => layer.Bidirectional ? 2 : 1;

    private static string Text(int size) => size.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private GraphProto Write(IModel model)
    {
        bool isJoined = IsJoined(model), isPooled = false;
        string x = isJoined ? Join(model) : _input;
        ModelLayer? above = null;
        foreach (ModelLayer layer in model.Layers.Skip(isJoined ? _inputs.Length : 0))
        {
            x = layer switch
            {
                EmbeddingModelLayer embedding => Embed(embedding, x),
                RecurrentModelLayer recurrent => Recur(recurrent, x),
                DenseModelLayer dense => Multiply(dense, x),
                PoolingModelLayer pooling => Pool(pooling, above, x),

                // The network's outputs are the scores; no operator of ONNX finds labels by them.
                CrfModelLayer => x,
                _ => throw new NotSupportedException($"Layer '{layer.Name}' is a {layer.GetType().Name}, for which there is nothing in ONNX."),
            };
            isPooled |= layer is PoolingModelLayer;
            above = layer;
        }

        x = _graph.Add("Identity", "output", [x]);
        ReadOnlySpan<string> shape = isPooled ? [Batch, Text(model.OutputSize)] : [Time, Batch, Text(model.OutputSize)];
        _graph.AddOutput(x, shape);

        // The first output is what users look for; states follow it.
        ValueInfoProto[] outputs = [.. _graph.Proto.Output];
        _graph.Proto.Output.Clear();
        _graph.Proto.Output.Add(outputs[^1]);
        _graph.Proto.Output.AddRange(outputs[..^1]);
        return _graph.Proto;
    }

    /// <summary>What stands before the names of a layer's tensors.</summary>
    private static string PrefixOf(ModelLayer layer) => PrefixOf(layer.Name);

    private static string PrefixOf(string layer) => layer.Length == 0 ? "" : layer + ".";

    /// <summary>Whether a model has several inputs, or one that takes many ids a step: they are its first layers.</summary>
    private static bool IsJoined(IModel model) => model.Inputs is not [{ Kind: NetworkInputKind.Floats or NetworkInputKind.Token }];

    private string AddInput(NetworkInput input) => input.Kind switch
    {
        NetworkInputKind.Token => _graph.AddInput(input.Name, DataType.Int64, Time, Batch),
        NetworkInputKind.Floats => _graph.AddInput(input.Name, DataType.Float, Time, Batch, Text(input.Size)),
        NetworkInputKind.Sequence => throw new NotSupportedException($"Input '{input.Name}' takes a sequence of token ids a step ([NetworkLayer]), for which there is nothing in ONNX."),
        _ => throw new NotSupportedException($"Input '{input.Name}' takes bags of token ids ([EmbeddingBagLayer]), for which there is nothing in ONNX."),
    };

    /// <summary>What the inputs give, side by side.</summary>
    private string Join(IModel model)
    {
        string[] parts = [.. _inputs.Zip(model.Layers, (input, layer) => layer is EmbeddingModelLayer embedding ? Embed(embedding, input) : input)];
        return _graph.Add("Concat", "joined", parts, Attributes.Of("axis", -1));
    }

    private string Embed(EmbeddingModelLayer layer, string ids)
    {
        string prefix = PrefixOf(layer);
        string table = _graph.AddFloats(prefix + "weight", [layer.Vocabulary, layer.Size], _tensors[prefix + "weight"]);
        return _graph.Add("Gather", prefix + "rows", [table, ids], Attributes.Of("axis", 0));
    }

    private string Multiply(DenseModelLayer layer, string x)
    {
        string prefix = PrefixOf(layer);
        string saved = (layer.TieTo is { } table ? PrefixOf(table) : prefix) + "weight";
        string weight = _graph.AddFloats(prefix + "weight", [layer.Inputs, layer.Outputs], SavedTensors.Transposed(_tensors[saved], layer.Inputs));
        string bias = _graph.AddFloats(prefix + "bias", [layer.Outputs], _tensors[prefix + "bias"]);
        string product = _graph.Add("MatMul", prefix + "product", [x, weight]);
        string sum = _graph.Add("Add", prefix + "sum", [product, bias]);
        return layer.Activation switch
        {
            DenseActivation.None => sum,
            DenseActivation.Relu or DenseActivation.Tanh or DenseActivation.Sigmoid => Activated(),
            DenseActivation.Softmax or DenseActivation.LogSoftmax => Activated(Attributes.Of("axis", -1)),
            _ => throw new NotSupportedException($"Layer '{layer.Name}': Activation is {layer.Activation}, for which there is nothing in ONNX."),
        };

        string Activated(params ReadOnlySpan<AttributeProto> attributes) => _graph.Add(layer.Activation.ToString(), prefix + "activated", [sum], attributes);
    }

    private string Pool(PoolingModelLayer layer, ModelLayer? above, string x) => layer.Pooling switch
    {
        Pooling.LastStep => _graph.Add("Squeeze", "last", [Row("last_step", x, -1, int.MaxValue), _graph.Integers(0)]),
        Pooling.Mean => _graph.Add("ReduceMean", "mean", [x], Attributes.Of("axes", (long[])[0]), Attributes.Of("keepdims", 0)),
        Pooling.Max => _graph.Add("ReduceMax", "largest", [x], Attributes.Of("axes", (long[])[0]), Attributes.Of("keepdims", 0)),
        Pooling.FinalState when above is RecurrentModelLayer recurrent => FinalState(Directions(recurrent), recurrent.Output),
        _ => throw new NotSupportedException($"Pooling is {layer.Pooling}, for which there is nothing in ONNX."),
    };

    /// <summary>[directions, batch, size] as [batch, directions * size].</summary>
    private string FinalState(int directions, int size)
    {
        if (directions == 1)
        {
            return _graph.Add("Squeeze", "final", [_finalState, _graph.Integers(0)]);
        }

        string turned = _graph.Add("Transpose", "final_by_stream", [_finalState], Attributes.Of("perm", (long[])[1, 0, 2]));
        return _graph.Add("Reshape", "final", [turned, _graph.Integers(0, size)]);
    }

    private string Recur(RecurrentModelLayer layer, string x)
    {
        Recurrent.Check(layer);
        string prefix = PrefixOf(layer);
        bool hasCell = layer.Kind == RecurrentKind.Lstm;
        int output = layer.Projection > 0 ? layer.Projection : layer.Hidden;
        string hidden = AddState("initial_h", output);
        string cell = hasCell ? AddState("initial_c", layer.Hidden) : "";
        var finalHidden = new List<string>();
        var finalCell = new List<string>();
        for (int depth = 0; depth < layer.Layers; depth++)
        {
            var cells = new Recurrent(_graph, _tensors, layer, depth)
            {
                Input = x,
                InitialHidden = StateOf(hidden, "initial_h", depth, output),
                InitialCell = hasCell ? StateOf(cell, "initial_c", depth, layer.Hidden) : "",
                BatchSize = BatchSize,
            };
            string taken = x;
            (x, string h, string c) = cells.Write();
            x = layer.Residual ? _graph.Add("Add", $"{prefix}residual_l{depth}", [taken, x]) : x;
            finalHidden.Add(h);
            finalCell.Add(c);
        }

        _finalState = finalHidden[^1];
        if (_withStates)
        {
            GiveState("final_h", finalHidden, output);
            if (hasCell)
            {
                GiveState("final_c", finalCell, layer.Hidden);
            }
        }

        return x;

        string AddState(string name, int size) =>
            _withStates ? _graph.AddInput(prefix + name, DataType.Float, Text(layer.Layers * Directions(layer)), Batch, Text(size)) : "";

        void GiveState(string name, List<string> states, int size)
        {
            string state = states.Count == 1 ? _graph.Add("Identity", prefix + name, [states[0]])
                : _graph.Add("Concat", prefix + name, states.ToArray(), Attributes.Of("axis", 0));
            _graph.AddOutput(state, Text(layer.Layers * Directions(layer)), Batch, Text(size));
        }

        // [directions, batch, size] of the cells at one depth; nothing for zeros.
        string StateOf(string given, string name, int depth, int size)
        {
            int directions = Directions(layer);
            if (_withStates)
            {
                return layer.Layers == 1 ? given
                    : Row($"{given}_l{depth}", given, depth * directions, (depth + 1) * directions);
            }

            float[]?[] rest = [.. Recurrent.SuffixesOf(layer, depth).Select(suffix => _tensors.Find($"{prefix}{name}{suffix}"))];
            if (!rest.Any(SavedTensors.IsNonzero))
            {
                return "";
            }

            string row = _graph.AddFloats(
                $"{prefix}rest_{name}_l{depth}", [directions, 1, size], rest.SelectMany(values => values ?? new float[size]).ToArray());
            string shape = _graph.Add("Concat", "state_shape", [_graph.Integers(directions), BatchSize(), _graph.Integers(size)], Attributes.Of("axis", 0));
            return _graph.Add("Expand", $"{prefix}{name}_l{depth}", [row, shape]);
        }
    }

    /// <summary>A part of the first axis.</summary>
    private string Row(string name, string value, int start, int end) =>
        _graph.Add("Slice", name, [value, _graph.Integers(start), _graph.Integers(end), _graph.Integers(0)]);

    /// <summary>[1]: the number of streams.</summary>
    private string BatchSize() => _batchSize ??= _graph.Add("Shape", "batch_size", [_input], Attributes.Of("start", 1), Attributes.Of("end", 2));
}
