using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Import.Onnx.Schema;

namespace RnnGen.Import.Tests.Onnx;

/// <summary>A random model with inputs for it: one of every form that this importer reads.</summary>
internal sealed class OnnxOracleModel
{
    private static readonly string[] Functions =
        ["Tanh", "Relu", "Sigmoid", "HardSigmoid", "LeakyRelu", "ThresholdedRelu", "Affine", "ScaledTanh", "Elu", "Softsign", "Softplus"];

    private static readonly string[] HeadFunctions = ["", "Relu", "Tanh", "Sigmoid", "Softmax", "LogSoftmax"];

    private readonly Random _random;
    private readonly OnnxGraph _graph;
    private readonly bool _ours;
    private readonly bool _hasReverse;
    private readonly bool _hasRest;
    private readonly int _steps;
    private readonly int _streams;
    private readonly List<string> _outputs = [];

    /// <summary>Builds a model.</summary>
    /// <param name="seed">The same seed gives the same model.</param>
    /// <param name="hasReverse">Whether layers may run in reverse.</param>
    /// <param name="hasRest">Whether layers may start with constants.</param>
    /// <param name="ours">Whether it is the form for this importer: ONNX Runtime has no layout 1, and gets transpositions around layout 0.</param>
    public OnnxOracleModel(int seed, bool hasReverse, bool hasRest, bool ours)
    {
        _random = new Random(seed);
        _ours = ours;
        _hasReverse = hasReverse;
        _hasRest = hasRest;
        int[] opsets = [7, 9, 10, 11, 12, 13, 14, 15, 17, 18, 20, 21, 22];
        _graph = new OnnxGraph(opsets[_random.Next(opsets.Length)]);
        _steps = _random.Next(1, 7);
        _streams = _random.Next(1, 4);
        Build();
    }

    /// <summary>The model.</summary>
    public byte[] Bytes => _graph.ToBytes();

    /// <summary>Its inputs.</summary>
    public Dictionary<string, CaseTensor> Inputs { get; } = [];

    /// <summary>Inputs of 64-bit integers.</summary>
    public HashSet<string> Longs { get; } = [];

    /// <summary>Inputs of 32-bit integers.</summary>
    public HashSet<string> Ints { get; } = [];

    /// <summary>Its nodes, for people.</summary>
    public string Describe() => string.Join('\n', _graph.Model.Graph.Node.Select(static node =>
        $"{string.Join(", ", node.Output)} = {node.OpType}({string.Join(", ", node.Input)}) {string.Join(", ", node.Attribute.Select(static attribute => attribute.ToString()))}")
        .Prepend($"opset {_graph.Opset}, {_steps} steps, {_streams} streams"));

    private bool Maybe(int percent = 50) => _random.Next(100) < percent;

    private (string Name, int Size) Time => ("time", _isOpen ? 0 : _steps);

    private (string Name, int Size) Batch => ("batch", _isOpen ? 0 : _streams);

    private bool _isOpen;

    private void Build()
    {
        _isOpen = Maybe(60);
        bool isBatchFirst = _graph.Opset >= 14 && Maybe(30);
        int size;
        string x;
        string lengths = "";
        bool hasLengths = Maybe(20);
        if (Maybe(25))
        {
            int vocabulary = _random.Next(3, 9);
            size = _random.Next(1, 6);
            bool isTimeFirst = Maybe(30);
            Inputs["ids"] = new(
                isTimeFirst ? [_steps, _streams] : [_streams, _steps], [.. Enumerable.Range(0, _steps * _streams).Select(_ => (double)_random.Next(vocabulary))]);
            Longs.Add("ids");
            x = _graph.Add("Gather", [Weights(vocabulary, size), _graph.Input("ids", typeof(long), isTimeFirst ? [Time, Batch] : [Batch, Time])]);
            if (isTimeFirst == isBatchFirst)
            {
                x = _graph.Transpose(x, 1, 0, 2);
            }
        }
        else
        {
            size = _random.Next(1, 6);
            bool isTimeFirst = Maybe();
            Inputs["x"] = Random(isTimeFirst ? [_steps, _streams, size] : [_streams, _steps, size]);
            x = _graph.Input("x", typeof(float), isTimeFirst ? [Time, Batch, ("", size)] : [Batch, Time, ("", size)]);
            if (isTimeFirst == isBatchFirst)
            {
                x = _graph.Transpose(x, 1, 0, 2);
            }
        }

        if (Maybe(15))
        {
            int outputs = _random.Next(1, 6);
            x = Dense(x, size, outputs);
            x = Function(x, ["", "Relu", "Tanh", "Sigmoid"], 2);
            size = outputs;
        }

        if (hasLengths)
        {
            Inputs["lengths"] = new([_streams], [.. Enumerable.Range(0, _streams).Select(stream => stream == 0 ? _steps : (double)_random.Next(1, _steps + 1))]);
            Ints.Add("lengths");
            lengths = _graph.Input("lengths", typeof(int), [Batch]);
        }

        int layers = _random.Next(1, 4);
        string kind = Kind();
        string direction = Direction();
        int hidden = _random.Next(1, 7);
        bool alike = Maybe();
        var options = new Options(this, kind, direction);
        string[] made = [];
        for (int layer = 0; layer < layers; layer++)
        {
            if (layer > 0 && !alike)
            {
                kind = Kind();
                direction = Direction();
                hidden = _random.Next(1, 7);
                options = new Options(this, kind, direction);
            }

            made = Recurrent(x, size, hidden, options, lengths, isBatchFirst, layer);
            size = hidden * options.Directions;
            if (layer < layers - 1)
            {
                x = Rows(made[0], options.Directions, hidden, isBatchFirst);
            }
        }

        Head(made, options, hidden, isBatchFirst, hasLengths, layers);
        foreach (string output in _outputs)
        {
            _graph.Output(output);
        }
    }

    private string Kind() => _random.Next(3) switch { 0 => "LSTM", 1 => "GRU", _ => "RNN" };

    private string Direction() => _hasReverse && Maybe() ? "reverse" : Maybe(35) ? "bidirectional" : "forward";

    /// <summary>[time, batch, directions * hidden] (batch first: [batch, time, ...]) of Y.</summary>
    private string Rows(string y, int directions, int hidden, bool isBatchFirst)
    {
        if (isBatchFirst)
        {
            return directions == 1 && Maybe() ? _graph.Squeeze(y, 2) : _graph.Add("Reshape", [y, _graph.Ints(0, 0, directions * hidden)]);
        }

        if (directions == 1 && Maybe(70))
        {
            return _graph.Squeeze(y, 1);
        }

        string moved = _graph.Transpose(y, 0, 2, 1, 3);
        return _graph.Add("Reshape", [moved, Maybe() ? _graph.Ints(0, 0, -1) : _graph.Ints(0, 0, directions * hidden)]);
    }

    private void Head(string[] made, Options options, int hidden, bool isBatchFirst, bool hasLengths, int layers)
    {
        string[] cellOutputs = options.Kind == "LSTM" ? ["Y", "Y_h", "Y_c"] : ["Y", "Y_h"];
        int form = hasLengths ? (Maybe() ? 0 : 3) : _random.Next(6);
        int width = hidden * options.Directions;
        string row;
        switch (form)
        {
            case 0:
                // The operator's own outputs.
                for (int output = 0; output < cellOutputs.Length; output++)
                {
                    if (output > 0 || Maybe(80) || layers == 1)
                    {
                        _graph.AddAs("Identity", made[output], cellOutputs[output]);
                        _outputs.Add(cellOutputs[output]);
                    }
                }

                return;

            case 1:
                // Every step.
                string rows = Rows(made[0], options.Directions, hidden, isBatchFirst);
                if (Maybe())
                {
                    rows = _graph.Transpose(rows, 1, 0, 2);
                }

                int outputs = _random.Next(1, 6);
                string steps = Maybe(30) ? rows : Dense(rows, width, outputs);
                Finish(Maybe(80) ? Function(steps, HeadFunctions[..(steps == rows ? 4 : 6)], 2) : steps);
                if (Maybe(30))
                {
                    _graph.AddAs("Identity", made[1], "Y_h");
                    _outputs.Add("Y_h");
                }

                return;

            case 2:
                // The last step.
                rows = Rows(made[0], options.Directions, hidden, isBatchFirst);
                int time = isBatchFirst ? 1 : 0;
                row = Maybe() ? _graph.Add("Gather", [rows, _graph.Int(-1)], OnnxGraph.Attribute("axis", time))
                    : _graph.Squeeze(_graph.Slice(rows, time, -1, int.MaxValue), time);
                break;

            case 3:
                // The final state.
                string hn = isBatchFirst ? _graph.Transpose(made[1], 1, 0, 2) : made[1];
                if (options.Directions == 1)
                {
                    row = Maybe() ? _graph.Squeeze(hn, 0) : _graph.Add("Gather", [hn, _graph.Int(-1)], OnnxGraph.Attribute("axis", 0));
                }
                else if (Maybe())
                {
                    string forward = _graph.Add("Gather", [hn, _graph.Int(-2)], OnnxGraph.Attribute("axis", 0));
                    string reverse = _graph.Squeeze(_graph.Slice(hn, 0, 1, 2), 0);
                    row = _graph.Add("Concat", [forward, reverse], OnnxGraph.Attribute("axis", -1));
                }
                else
                {
                    row = _graph.Add("Reshape", [_graph.Transpose(hn, 1, 0, 2), _graph.Ints(-1, width)]);
                }

                break;

            default:
                // Over time.
                rows = Rows(made[0], options.Directions, hidden, isBatchFirst);
                string op = form == 4 ? "ReduceMean" : "ReduceMax";
                time = isBatchFirst ? 1 : 0;
                bool keeps = Maybe(30);
                AttributeProto keep = OnnxGraph.Attribute("keepdims", keeps ? 1 : 0);
                row = _graph.Opset < 18 ? _graph.Add(op, [rows], OnnxGraph.Attribute("axes", [time]), keep) : _graph.Add(op, [rows, _graph.Ints(time)], keep);
                row = keeps ? _graph.Squeeze(row, time) : row;
                break;
        }

        if (Maybe(30))
        {
            row = _graph.Add("Dropout", [row]);
        }

        int results = _random.Next(1, 6);
        row = Maybe(20) ? row : Gemm(row, width, results);
        Finish(Maybe(70) && row.StartsWith("Gemm", StringComparison.Ordinal) ? Function(row, HeadFunctions, 1) : row);
    }

    private void Finish(string value)
    {
        _graph.AddAs("Identity", value, "y");
        _outputs.Add("y");
    }

    private string Function(string value, string[] functions, int last)
    {
        string function = functions[_random.Next(functions.Length)];
        return function switch
        {
            "" => value,
            "Softmax" or "LogSoftmax" => _graph.Opset < 13 || Maybe()
                ? _graph.Add(function, [value], OnnxGraph.Attribute("axis", last)) : _graph.Add(function, [value]),
            _ => _graph.Add(function, [value]),
        };
    }

    private string Dense(string value, int inputs, int outputs)
    {
        string product = _graph.Add("MatMul", [value, Weights(inputs, outputs)]);
        string bias = Weights(outputs);
        return Maybe(20) ? product : _graph.Add("Add", Maybe() ? [product, bias] : [bias, product]);
    }

    private string Gemm(string value, int inputs, int outputs)
    {
        bool isTransposed = Maybe();
        List<AttributeProto> attributes = [OnnxGraph.Attribute("transB", isTransposed ? 1 : 0)];
        if (Maybe(30))
        {
            attributes.Add(OnnxGraph.Attribute("alpha", 0.7f));
            attributes.Add(OnnxGraph.Attribute("beta", 1.3f));
        }

        string weight = isTransposed ? Weights(outputs, inputs) : Weights(inputs, outputs);
        string[] all = Maybe(80) || _graph.Opset < 11 ? [value, weight, Maybe(70) ? Weights(outputs) : Weights(1, outputs)] : [value, weight];
        return _graph.Add("Gemm", all, [.. attributes]);
    }

    private string[] Recurrent(string x, int size, int hidden, Options options, string lengths, bool isBatchFirst, int layer)
    {
        int directions = options.Directions;
        int gates = options.Gates;
        string w = Constant([directions, gates * hidden, size]);
        string r = Constant([directions, gates * hidden, hidden]);
        string b = options.HasBias ? Constant([directions, 2 * gates * hidden]) : "";
        string h = State("h", options.HiddenState, hidden, directions, isBatchFirst, layer);
        string c = options.Kind == "LSTM" ? State("c", options.CellState, hidden, directions, isBatchFirst, layer) : "";
        string p = options.HasPeephole ? Constant([directions, 3 * hidden]) : "";
        bool isOld = isBatchFirst && !_ours;
        string into = isOld ? _graph.Transpose(x, 1, 0, 2) : x;
        string[] inputs = options.Kind == "LSTM" ? [into, w, r, b, lengths, h, c, p] : [into, w, r, b, lengths, h];
        inputs = [.. inputs.Reverse().SkipWhile(static name => name.Length == 0).Reverse()];
        AttributeProto[] attributes =
        [
            .. options.Attributes, OnnxGraph.Attribute("hidden_size", hidden), .. isBatchFirst && _ours ? (AttributeProto[])[OnnxGraph.Attribute("layout", 1)] : [],
        ];
        string[] outputs = _graph.Add(options.Kind, inputs, options.Kind == "LSTM" ? 3 : 2, attributes);
        return !isOld ? outputs : [_graph.Transpose(outputs[0], 2, 0, 1, 3), .. outputs.Skip(1).Select(state => _graph.Transpose(state, 1, 0, 2))];
    }

    /// <summary>Weights, behind nodes that only move them as exporters write them.</summary>
    private string Constant(int[] shape)
    {
        float[] values = Values(shape.Aggregate(1, static (count, size) => count * size), 0.6);
        long[] dims = [.. shape.Select(static size => (long)size)];
        switch (_random.Next(6))
        {
            case 0:
                return _graph.Unsqueeze(_graph.Floats(values, [shape[0] * shape[1], .. dims[2..]]), 0) is var flat
                    ? _graph.Add("Reshape", [flat, _graph.Ints(dims)]) : "";
            case 1 when dims[1] % 2 == 0:
                AttributeProto axis = OnnxGraph.Attribute("axis", 1);
                string[] halves = _graph.Opset < 18
                    ? _graph.Add("Split", [_graph.Floats(values, dims)], 2, [axis])
                    : _graph.Add("Split", [_graph.Floats(values, dims)], 2, [axis, OnnxGraph.Attribute("num_outputs", 2)]);
                return _graph.Add("Concat", [halves[0], halves[1]], OnnxGraph.Attribute("axis", 1));
            case 2 when shape.Length == 3:
                // Stored the other way round.
                return _graph.Transpose(_graph.Floats(values, dims[0], dims[2], dims[1]), 0, 2, 1);
            case 3 when shape[0] == 2:
                string one = _graph.Floats(values[..(values.Length / 2)], [1, .. dims[1..]]);
                string two = _graph.Floats(values[(values.Length / 2)..], [1, .. dims[1..]]);
                return _graph.Add("Concat", [one, two], OnnxGraph.Attribute("axis", 0));
            default:
                return _graph.Floats(values, dims);
        }
    }

    private string State(string name, int form, int hidden, int directions, bool isBatchFirst, int layer)
    {
        int[] shape = isBatchFirst ? [_streams, directions, hidden] : [directions, _streams, hidden];
        bool isOld = isBatchFirst && !_ours;
        string state;
        switch (form)
        {
            case 0:
                return "";
            case 1:
                string input = $"{name}{layer}";
                Inputs[input] = Random(shape);
                state = _graph.Input(input, typeof(float), isBatchFirst ? [Batch, ("", directions), ("", hidden)] : [("", directions), Batch, ("", hidden)]);
                break;
            case 2:
                // Zeros, made of the batch's size.
                string source = Inputs.Keys.First(static key => key is "x" or "ids");
                bool isTimeFirst = Inputs[source].Shape[0] == _steps && Inputs[source].Shape[1] == _streams
                    && _graph.Model.Graph.Input.First(one => one.Name == source).Type.TensorType.Shape.Dim[0] is { } first && (_isOpen ? first.DimParam == "time" : true);

                // Expand is there from opset 8 on.
                if (!_isOpen || _graph.Opset < 8)
                {
                    state = _graph.Floats(new float[shape.Aggregate(1, static (count, size) => count * size)], [.. shape.Select(static size => (long)size)]);
                    break;
                }

                string batch = _graph.Add("Gather", [_graph.Add("Shape", [source]), _graph.Ints(isTimeFirst ? 1 : 0)], OnnxGraph.Attribute("axis", 0));
                string sizes = _graph.Add(
                    "Concat", isBatchFirst ? [batch, _graph.Ints(directions, hidden)] : [_graph.Ints(directions), batch, _graph.Ints(hidden)], OnnxGraph.Attribute("axis", 0));
                state = _graph.Opset < 9 || Maybe() ? _graph.Add("Expand", [_graph.Floats([0], 1, 1, 1), sizes]) : _graph.Add("ConstantOfShape", [sizes]);
                break;
            default:
                // The same numbers for all sequences.
                float[] rows = Values(directions * hidden, 1);
                float[] all = new float[rows.Length * _streams];
                for (int direction = 0; direction < directions; direction++)
                {
                    for (int stream = 0; stream < _streams; stream++)
                    {
                        int at = isBatchFirst ? (stream * directions) + direction : (direction * _streams) + stream;
                        rows.AsSpan(direction * hidden, hidden).CopyTo(all.AsSpan(at * hidden));
                    }
                }

                state = _graph.Floats(all, [.. shape.Select(static size => (long)size)]);
                break;
        }

        return isOld ? _graph.Transpose(state, 1, 0, 2) : state;
    }

    private string Weights(params int[] shape) =>
        _graph.Floats(Values(shape.Aggregate(1, static (count, size) => count * size), 0.8), [.. shape.Select(static size => (long)size)]);

    private CaseTensor Random(int[] shape) =>
        new(shape, [.. Values(shape.Aggregate(1, static (count, size) => count * size), 1).Select(static value => (double)value)]);

    private float[] Values(int count, double range) => [.. Enumerable.Range(0, count).Select(_ => (float)(((_random.NextDouble() * 2) - 1) * range))];

    /// <summary>The options of recurrent layers that are alike.</summary>
    private sealed class Options
    {
        public Options(OnnxOracleModel model, string kind, string direction)
        {
            Kind = kind;
            Directions = direction == "bidirectional" ? 2 : 1;
            HasBias = model.Maybe(80);
            HasPeephole = kind == "LSTM" && model.Maybe(25);
            int states = model._hasRest ? 4 : 3;
            HiddenState = model._random.Next(states);
            CellState = model._random.Next(states);
            if (direction != "forward" || model.Maybe())
            {
                Attributes.Add(OnnxGraph.Attribute("direction", direction));
            }

            if (model.Maybe(25))
            {
                Attributes.Add(OnnxGraph.Attribute("clip", 0.3f + (float)model._random.NextDouble()));
            }

            if (kind == "LSTM" && model.Maybe(25))
            {
                Attributes.Add(OnnxGraph.Attribute("input_forget", 1));
            }

            if (kind == "GRU" && model.Maybe())
            {
                Attributes.Add(OnnxGraph.Attribute("linear_before_reset", 1));
            }

            if (model.Maybe(40))
            {
                AddActivations(model);
            }
        }

        public string Kind { get; }

        public int Directions { get; }

        public int Gates => Kind switch { "LSTM" => 4, "GRU" => 3, _ => 1 };

        public bool HasBias { get; }

        public bool HasPeephole { get; }

        public int HiddenState { get; }

        public int CellState { get; }

        public List<AttributeProto> Attributes { get; } = [];

        private void AddActivations(OnnxOracleModel model)
        {
            string[] names = [.. Enumerable.Range(0, Kind switch { "LSTM" => 3, "GRU" => 2, _ => 1 }).Select(_ => Functions[model._random.Next(Functions.Length)])];
            List<float> alphas = [];
            List<float> betas = [];
            foreach (string name in names)
            {
                if (name is "HardSigmoid" or "LeakyRelu" or "ThresholdedRelu" or "Affine" or "ScaledTanh" or "Elu")
                {
                    alphas.Add(0.2f + (0.6f * (float)model._random.NextDouble()));
                }

                if (name is "HardSigmoid" or "Affine" or "ScaledTanh")
                {
                    betas.Add(0.2f + (0.6f * (float)model._random.NextDouble()));
                }
            }

            // Names in any case, which ONNX Runtime does not always take; both directions alike.
            IEnumerable<string> all = names.Select(name => model.Maybe(20) && model._ours ? name.ToLowerInvariant() : name).ToArray();
            Attributes.Add(OnnxGraph.Attribute("activations", Enumerable.Repeat(all, Directions).SelectMany(static name => name)));
            if (alphas.Count > 0)
            {
                Attributes.Add(OnnxGraph.Attribute("activation_alpha", Enumerable.Repeat(alphas, Directions).SelectMany(static value => value)));
            }

            if (betas.Count > 0)
            {
                Attributes.Add(OnnxGraph.Attribute("activation_beta", Enumerable.Repeat(betas, Directions).SelectMany(static value => value)));
            }
        }
    }
}
