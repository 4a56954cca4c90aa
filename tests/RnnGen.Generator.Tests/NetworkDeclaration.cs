using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Networks;
using RnnGen.Reference;

namespace RnnGen.Generator.Tests;

/// <summary>A network to test: its attributes, and the reference network of the same layers and parameters.</summary>
public sealed class NetworkDeclaration
{
    /// <summary>The batch of every test, of which the masks of dropout are a function.</summary>
    public const int Steps = 7;

    /// <inheritdoc cref="Steps"/>
    public const int Streams = 5;

    private readonly List<string> _attributes = [];
    private readonly List<(string Name, Func<Context, IEnumerable<Layer<double>>> Create)> _layers = [];
    private readonly List<DeclaredInput> _inputs = [];
    private readonly Random _random;

    // What was added later is drawn from numbers of its own, so that all else stays as it was.
    private readonly Random _later;
    private readonly Random _chain;
    private readonly Dictionary<string, int> _names = [];
    private int _size;
    private int _emittedLayers;
    private bool _isBehindRecurrent;

    // Whether it is inside another network: without dropout, and without a chain.
    private bool _isNested;

    private NetworkDeclaration(int seed)
    {
        Seed = seed;
        _random = new Random(seed);
        _later = new Random((seed * 7919) + 1);
        _chain = new Random((seed * 7919) + 2);
    }

    public int Seed { get; }

    /// <summary>Tokens, or 0 where it takes floats.</summary>
    public int Vocabulary { get; private set; }

    public int InputSize { get; private set; }

    public bool IsCausal { get; private set; } = true;

    public bool IsPooled { get; private set; }

    public bool HasDropout { get; private set; }

    /// <summary>The largest relative error that its layers add up to, in units of a cell's.</summary>
    public double Depth { get; private set; }

    /// <summary>Numbers that pooling keeps in a state, or 0.</summary>
    public int PooledSize { get; private set; }

    /// <summary>Whether they have 64 bits.</summary>
    public bool PoolsSums { get; private set; }

    /// <summary>Whether its last layer is a chain of labels.</summary>
    public bool HasChain { get; private set; }

    /// <summary>The declarations of the networks inside it.</summary>
    public IEnumerable<string> InnerDeclarations =>
        _inputs.Where(static input => input.Inner is not null).Select(static input => $"{input.Inner!.Attributes}\nsealed partial class {input.InnerClass};");

    /// <summary>The attributes as a user would write them.</summary>
    public string Attributes => string.Join("\n", _attributes);

    public override string ToString() => $"seed {Seed}:\n{Attributes}";

    /// <summary>A network of one to five layers, drawn at random.</summary>
    public static NetworkDeclaration Draw(int seed)
    {
        var declaration = new NetworkDeclaration(seed);
        declaration.Draw();
        return declaration;
    }

    /// <summary>The reference with the parameters that emitted code saved.</summary>
    /// <param name="tensors">By state_dict name.</param>
    /// <param name="stream">The sequence that it will run over: dropout differs.</param>
    /// <param name="dropoutSeed">Of training; null otherwise.</param>
    /// <param name="mask">Which labels may follow which, or null for any.</param>
    public Network<double> Reference(IReadOnlyDictionary<string, float[]> tensors, int stream, long? dropoutSeed, bool[]? mask = null)
    {
        var context = new Context(tensors, stream, dropoutSeed, mask);
        return new Network<double>([.. _layers.SelectMany(layer => layer.Create(context))]);
    }

    /// <summary>The inputs, where there are several or one takes bags: of each its kind, tokens, floats a step, and the most ids of a step.</summary>
    public IReadOnlyList<DeclaredInput> Inputs => _inputs;

    /// <summary>Columns of a row of the reference that are floats, and so have gradients.</summary>
    public IReadOnlyList<int> FloatColumns => _inputs.Count == 0
        ? [.. Enumerable.Range(0, Vocabulary > 0 ? 0 : InputSize)]
        : [.. _inputs.SelectMany((input, index) => Enumerable.Range(
            _inputs.Take(index).Sum(static before => before.Columns), input.Kind == NetworkInputKind.Floats ? input.Columns : 0))];

    /// <summary>Numbers of a row of the reference.</summary>
    public int Columns => _inputs.Count == 0 ? InputSize : _inputs.Sum(static input => input.Columns);

    /// <summary>A network of one to four inputs side by side (of one only where it takes bags) and up to three layers, drawn at random.</summary>
    public static NetworkDeclaration DrawJoined(int seed)
    {
        var declaration = new NetworkDeclaration(seed);
        declaration.DrawInputs(declaration._random.Next(1, 5), static _ => false);
        declaration.DrawLayers(declaration._random.Next(0, 4));
        return declaration;
    }

    /// <summary>The same, of which one input at least is a network that reads sequences.</summary>
    public static NetworkDeclaration DrawOuter(int seed)
    {
        var declaration = new NetworkDeclaration(seed);
        int count = declaration._random.Next(1, 4), nested = declaration._random.Next(count);
        declaration.DrawInputs(count, index => index == nested || declaration.Likely(0.3));
        declaration.DrawLayers(declaration._random.Next(0, 3));
        return declaration;
    }

    // A network that takes tokens and pools.
    private static NetworkDeclaration DrawNested(int seed)
    {
        var declaration = new NetworkDeclaration(seed) { _isNested = true };
        declaration.DrawEmbedding();
        declaration.DrawLayers(declaration._random.Next(0, 3));
        if (!declaration.IsPooled)
        {
            declaration.DrawPooling();
            declaration.DrawLayers(declaration._random.Next(0, 2));
        }

        return declaration;
    }

    /// <summary>The parameters of a reference with their state_dict names.</summary>
    /// <param name="reference">One that <see cref="Reference"/> made.</param>
    public IEnumerable<(string Name, Parameter<double> Parameter)> Named(Network<double> reference)
    {
        // A layer of factors stands behind the one it is of, and has no parameters.
        Layer<double>[] layers = [.. reference.Layers.Where(static layer => layer is not ScalingLayer<double>)];
        return layers.SelectMany((layer, index) => layer is ConcatenationLayer<double> joined
            ? joined.Parts.SelectMany((part, input) => part is NestedLayer<double> nested
                ? _inputs[input].Inner!.Named((Network<double>)nested.Inner).Select(parameter => ($"{_inputs[input].Name}.{parameter.Name}", parameter.Parameter))
                : part.Parameters.Select(parameter => ($"{_inputs[input].Name}.{parameter.Name}", parameter)))
            : layer.Parameters.Select(parameter => ($"{_layers[index].Name}.{parameter.Name}", parameter)));
    }

    private void Draw()
    {
        if (Likely(0.4))
        {
            DrawEmbedding();
        }
        else
        {
            InputSize = _random.Next(1, 12);
            Size(InputSize);
            _attributes.Add(Text($"[RnnGen.Network(input: {InputSize})]"));
        }

        DrawLayers(_random.Next(1, 5));
    }

    private void DrawEmbedding()
    {
        Vocabulary = _random.Next(1, 20);
        InputSize = 1;
        Size(_random.Next(1, 12));
        int vocabulary = Vocabulary, size = _size, padding = _later.NextDouble() < 0.4 ? _later.Next(vocabulary) : -1;
        string name = Name("embedding");
        bool isSparse = _isNested && Likely(0.4);
        _attributes.Insert(0, "[RnnGen.Network]");
        _attributes.Add(Text($"[RnnGen.EmbeddingLayer(vocabulary: {vocabulary}, size: {size}{(padding < 0 ? "" : Text($", PaddingIndex = {padding}"))}{(isSparse ? ", SparseRows = true" : "")})]"));
        _emittedLayers++;
        _layers.Add((name, context =>
        {
            var layer = new EmbeddingLayer<double>(vocabulary, size, padding);
            context.Fill(name + ".weight", layer.Parameters[0].Values);
            return [layer];
        }
        ));
    }

    private void DrawNestedInput(string name)
    {
        NetworkDeclaration inner = DrawNested(_random.Next());
        int maxSteps = _random.Next(1, DeclaredInput.LongestBag + 2);
        Depth += inner.Depth;
        var input = new DeclaredInput(name, NetworkInputKind.Sequence, inner.Vocabulary, inner._size, PaddingIndex: -1, IsMean: false) { Inner = inner, MaxSteps = maxSteps };
        _attributes.Add(Text($"[RnnGen.NetworkLayer(typeof({input.InnerClass}), maxSteps: {maxSteps}, Name = \"{name}\")]"));
        _inputs.Add(input);
    }

    private void DrawInputs(int count, Predicate<int> isNested)
    {
        InputSize = 1;
        _attributes.Add("[RnnGen.Network]");
        for (int index = 0; index < count; index++)
        {
            if (isNested(index))
            {
                DrawNestedInput(Text($"{(Likely(0.5) ? "In put-" : "x.")}{index}"));
                continue;
            }

            // A single input that takes no bags is no joined one.
            NetworkInputKind kind = count == 1 ? NetworkInputKind.Bag : (NetworkInputKind)_random.Next(3);
            int size = _random.Next(1, 12), vocabulary = _random.Next(1, 20), padding = Likely(0.4) ? _random.Next(vocabulary) : -1;
            bool isMean = Likely(0.5);
            string name = Text($"{(Likely(0.5) ? "In put-" : "x.")}{index}");
            string options = Text($"Name = \"{name}\"{(padding < 0 || kind == NetworkInputKind.Floats ? "" : Text($", PaddingIndex = {padding}"))}{(Likely(0.3) && kind != NetworkInputKind.Floats ? ", SparseRows = true" : "")}");
            _attributes.Add(kind switch
            {
                NetworkInputKind.Floats => Text($"[RnnGen.InputLayer({size}, {options})]"),
                NetworkInputKind.Token => Text($"[RnnGen.EmbeddingLayer({vocabulary}, {size}, {options})]"),
                _ => Text($"[RnnGen.EmbeddingBagLayer({vocabulary}, {size}, RnnGen.BagMode.{(isMean ? "Mean" : "Sum")}, {options})]"),
            });
            _inputs.Add(new DeclaredInput(name, kind, kind == NetworkInputKind.Floats ? 0 : vocabulary, size, padding, isMean));
        }

        Size(_inputs.Sum(static input => input.Size));
        _layers.Add(("", context => [new ConcatenationLayer<double>([.. _inputs.Select(input => input.Reference(context.Tensors))])]));
    }

    private void DrawLayers(int layers)
    {
        for (int layer = 0; layer < layers; layer++)
        {
            int kind = _random.Next(12);
            if (kind < 6 && !IsPooled)
            {
                DrawRecurrent((DeclaredKind)(kind % 3));
                _isBehindRecurrent = true;
            }
            else if (kind < 9)
            {
                DrawDense();
                _isBehindRecurrent = false;
            }
            else if (!IsPooled)
            {
                DrawPooling();
            }
        }

        DrawChain(isPossible: !IsPooled && _attributes.Count > 1);
    }

    private void DrawChain(bool isPossible)
    {
        if (_chain.NextDouble() >= 0.5 || !isPossible || _isNested)
        {
            return;
        }

        HasChain = true;
        int labels = _size;
        string name = _chain.NextDouble() < 0.3 ? "tags" : "crf";
        string[] arguments = [.. _chain.NextDouble() < 0.3 ? (string[])[Text($"labels: {labels}")] : [], .. name == "crf" ? (string[])[] : [$"Name = \"{name}\""]];
        _attributes.Add(arguments.Length == 0 ? "[RnnGen.CrfLayer]" : $"[RnnGen.CrfLayer({string.Join(", ", arguments)})]");
        _layers.Add((name, context =>
        {
            CrfLayer<double> layer = new(labels, context.Mask);
            foreach (Parameter<double> parameter in layer.Parameters)
            {
                context.Fill($"{name}.{parameter.Name}", parameter.Values);
            }

            return [layer];
        }
        ));
    }

    private void DrawRecurrent(DeclaredKind kind)
    {
        int stacked = Likely(0.4) ? _random.Next(2, 4) : 1;
        bool bidirectional = Likely(0.3), reverse = _later.NextDouble() < 0.3 && !bidirectional;
        double dropout = stacked > 1 && !_isNested && Likely(0.5) ? 0.3 : 0;
        int hidden = _random.Next(1, 40);
        bool isLstm = kind == DeclaredKind.Lstm;
        bool coupled = isLstm && Likely(0.2);
        bool peephole = isLstm && Likely(0.2);
        bool diagonal = Likely(0.25);
        var cell = new Declaration(_size, hidden, Accuracy.Standard, Seed, kind)
        {
            Variant = (GruVariant)_random.Next(3),
            Bias = Likely(0.8),
            Peephole = peephole,

            // Of few units the sums may lie so close together that their normalisation magnifies roundings.
            LayerNorm = !peephole && hidden > 8 && Likely(0.3),
            CoupledGates = coupled,
            Recurrence = diagonal ? Recurrence.Diagonal : Recurrence.Full,
            Projection = isLstm && !diagonal && hidden > 1 && Likely(0.3) ? _random.Next(1, hidden) : 0,
        };
        string name = Name(kind.ToString().ToLowerInvariant());
        string input = Likely(0.3) ? Text($"input: {_size}, ") : "";
        string options = string.Concat(cell.Options.Select(static option => ", " + option));
        _attributes.Add(Text($"[RnnGen.{kind}Layer({input}hidden: {hidden}, Layers = {stacked}, Bidirectional = {(bidirectional ? "true" : "false")}, Dropout = {dropout}{(reverse ? ", Reverse = true" : "")}{options})]"));
        IsCausal &= !bidirectional && !reverse;
        HasDropout |= dropout > 0;
        for (int index = 0; index < stacked; index++)
        {
            Declaration own = cell with { Input = _size };
            string suffix = Text($"_l{index}");
            Size(own.OutputSize * (bidirectional ? 2 : 1));
            int width = _size, emitted = _emittedLayers++;
            double rate = index + 1 < stacked ? dropout : 0;
            _layers.Add((name, context =>
            {
                Layer<double> layer = ReferenceTwin.ExactLayer(own, context.Tensors, name + ".", reverse ? suffix + "_reverse" : suffix);
                layer = reverse ? new ReverseLayer<double>(layer) : layer;
                layer = bidirectional ? new BidirectionalLayer<double>(layer, ReferenceTwin.ExactLayer(own, context.Tensors, name + ".", suffix + "_reverse")) : layer;
                return rate == 0 || context.DropoutSeed is not { } seed ? [layer] : [layer, Mask(width, rate, seed, emitted, context.Stream)];
            }
            ));
        }
    }

    private void DrawDense()
    {
        int outputs = _random.Next(1, 40);
        var activation = (DenseActivation)_random.Next(Enum.GetValues<DenseActivation>().Length);
        bool lastStep = !IsPooled && Likely(0.2);
        int inputs = _size;
        string name = Name("linear");
        _attributes.Add(Text($"[RnnGen.DenseLayer({(Likely(0.3) ? Text($"inputs: {inputs}, ") : "")}outputs: {outputs}, Activation = RnnGen.DenseActivation.{activation}{(lastStep ? ", Steps = RnnGen.DenseSteps.LastStep" : "")})]"));
        if (lastStep)
        {
            AddPooling(Pooling.LastStep);
        }

        Size(outputs);
        _emittedLayers++;
        _layers.Add((name, context =>
        {
            var layer = new DenseLayer<double>(inputs, outputs, Enum.Parse<Reference.DenseActivation>(activation.ToString()));
            context.Fill(name + ".weight", layer.Parameters[0].Values);
            context.Fill(name + ".bias", layer.Parameters[1].Values);
            return [layer];
        }
        ));
    }

    private void DrawPooling()
    {
        var pooling = (Pooling)_random.Next(_isBehindRecurrent ? 4 : 3);
        _attributes.Add(Text($"[RnnGen.PoolingLayer(RnnGen.Pooling.{pooling})]"));
        AddPooling(pooling);
    }

    private void AddPooling(Pooling pooling)
    {
        int size = _size;
        IsPooled = true;
        _emittedLayers++;
        if (pooling == Pooling.FinalState)
        {
            // Of the reference a final state is what the layer gives. The last of stacked layers has no dropout.
            (string name, Func<Context, IEnumerable<Layer<double>>> create) = _layers[^1];
            _layers[^1] = (name, context => [new FinalStateLayer<double>(create(context).Single())]);
            return;
        }

        PooledSize = size;
        PoolsSums = pooling == Pooling.Mean;
        _layers.Add(("", _ => [new PoolingLayer<double>(size, Enum.Parse<PoolingKind>(pooling.ToString()))]));
    }

    /// <summary>Dropout as emitted code does it, as factors: of a batch of ones.</summary>
    private static ScalingLayer<double> Mask(int width, double rate, long seed, int layer, int stream)
    {
        var batch = new SequenceBatch(Streams, Steps * Streams);
        float[] ones = [.. Enumerable.Repeat(1f, Steps * Streams * width)];
        batch.Arrange(ones.Length, width, ones.Length, width, isPerStep: true, Streams, [], SequenceLayout.TimeFirst, "tape", Steps);
        batch.MoveNext();
        DropoutRows.Apply(rate, seed, layer, batch, ones, width);
        return new ScalingLayer<double>(width, (row, i) => ones[(((row * Streams) + stream) * width) + i]);
    }

    private string Name(string name)
    {
        _names[name] = _names.GetValueOrDefault(name) + 1;
        return _names[name] == 1 ? name : Text($"{name}{_names[name]}");
    }

    private void Size(int size)
    {
        _size = size;
        Depth++;
    }

    private bool Likely(double probability) => _random.NextDouble() < probability;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>What a layer of the reference is made of besides its declaration.</summary>
    private sealed record Context(IReadOnlyDictionary<string, float[]> Tensors, int Stream, long? DropoutSeed, bool[]? Mask)
    {
        public void Fill(string name, double[] values)
        {
            float[] tensor = Tensors[name];
            for (int index = 0; index < values.Length; index++)
            {
                values[index] = tensor[index];
            }
        }
    }
}
