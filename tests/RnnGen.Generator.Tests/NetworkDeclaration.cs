using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Cells;
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
    // Without a name: dropout alone.
    private readonly List<(string? Name, Func<Context, IEnumerable<Layer<double>>> Create)> _layers = [];
    private readonly List<DeclaredInput> _inputs = [];
    private readonly Random _random;

    // What was added later is drawn from numbers of its own, so that all else stays as it was.
    private readonly Random _later;
    private readonly Random _chain;
    private readonly Random _added;
    private readonly List<(string Name, int Vocabulary, int Size)> _tables = [];
    private readonly Random _dropping;
    private readonly Dictionary<string, int> _names = [];
    private int _size;
    private int _emittedLayers;
    private int _emittedCells;
    private bool _isBehindRecurrent;
    private bool _hasRecurrent;
    private bool _isBehindResidual;

    // Whether it is inside another network: without dropout, and without a chain.
    private bool _isNested;

    private NetworkDeclaration(int seed)
    {
        Seed = seed;
        _random = new Random(seed);
        _later = new Random((seed * 7919) + 1);
        _chain = new Random((seed * 7919) + 2);
        _added = new Random((seed * 7919) + 3);
        _dropping = new Random((seed * 7919) + 4);
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

    public override string ToString() => $"seed {Seed}:\n{string.Concat(InnerDeclarations.Select(static inner => inner + "\n"))}{Attributes}";

    /// <summary>A network of one to five layers, drawn at random.</summary>
    public static NetworkDeclaration Draw(int seed)
    {
        var declaration = new NetworkDeclaration(seed);
        declaration.Draw();
        return declaration;
    }

    /// <summary>The number of a stream, on which what is dropped of it depends: not its place.</summary>
    public static long DropoutStream(int stream) => 1000 - (3L * stream);

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
        string[] names = [.. _layers.Select(static layer => layer.Name).OfType<string>()];
        return layers.SelectMany((layer, index) => layer is ConcatenationLayer<double> joined
            ? joined.Parts.SelectMany((part, input) => part is NestedLayer<double> nested
                ? _inputs[input].Inner!.Named((Network<double>)nested.Inner).Select(parameter => ($"{_inputs[input].Name}.{parameter.Name}", parameter.Parameter))
                : part.Parameters.Select(parameter => ($"{_inputs[input].Name}.{parameter.Name}", parameter)))
            : layer.Parameters.Select(parameter => ($"{names[index]}.{parameter.Name}", parameter)));
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
            DeclaredDropout dropout = DrawDropout(0.3);
            if (dropout.Rate > 0)
            {
                // Floats alone are what [Network(input)] says.
                int width = _size;
                ulong place = Dropping.OfLayer(_emittedLayers++);
                _attributes.Add("[RnnGen.Network]");
                _attributes.Add(Text($"[RnnGen.InputLayer({InputSize}{dropout.Options})]"));
                _layers.Add((null, context => Masks(width, dropout, place, context)));
            }
            else
            {
                _attributes.Add(Text($"[RnnGen.Network(input: {InputSize})]"));
            }
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
        DeclaredDropout dropout = DrawDropout(0.4);
        _attributes.Add(Text($"[RnnGen.EmbeddingLayer(vocabulary: {vocabulary}, size: {size}{(padding < 0 ? "" : Text($", PaddingIndex = {padding}"))}{(isSparse ? ", SparseRows = true" : "")}{dropout.Options})]"));
        ulong place = Dropping.OfLayer(_emittedLayers++);
        if (!isSparse)
        {
            _tables.Add((name, vocabulary, size));
        }

        _layers.Add((name, context =>
        {
            var layer = new EmbeddingLayer<double>(vocabulary, size, padding);
            context.Fill(name + ".weight", layer.Parameters[0].Values);
            context.Tables.Add(name, layer);
            return [layer, .. Masks(size, dropout, place, context)];
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
        var dropped = new List<DeclaredDropout>();
        for (int index = 0; index < count; index++)
        {
            if (isNested(index))
            {
                DrawNestedInput(Text($"{(Likely(0.5) ? "In put-" : "x.")}{index}"));
                dropped.Add(new DeclaredDropout(0, false));
                continue;
            }

            // A single input that takes no bags is no joined one.
            NetworkInputKind kind = count == 1 ? NetworkInputKind.Bag : (NetworkInputKind)_random.Next(3);
            int size = _random.Next(1, 12), vocabulary = _random.Next(1, 20), padding = Likely(0.4) ? _random.Next(vocabulary) : -1;
            bool isMean = Likely(0.5);
            string name = Text($"{(Likely(0.5) ? "In put-" : "x.")}{index}");
            bool isSparse = Likely(0.3) && kind != NetworkInputKind.Floats;
            string options = Text($"Name = \"{name}\"{(padding < 0 || kind == NetworkInputKind.Floats ? "" : Text($", PaddingIndex = {padding}"))}{(isSparse ? ", SparseRows = true" : "")}");
            if (kind == NetworkInputKind.Token && !isSparse)
            {
                _tables.Add((name, vocabulary, size));
            }

            DeclaredDropout dropout = DrawDropout(0.4);
            dropped.Add(dropout);
            options += dropout.Options;
            _attributes.Add(kind switch
            {
                NetworkInputKind.Floats => Text($"[RnnGen.InputLayer({size}, {options})]"),
                NetworkInputKind.Token => Text($"[RnnGen.EmbeddingLayer({vocabulary}, {size}, {options})]"),
                _ => Text($"[RnnGen.EmbeddingBagLayer({vocabulary}, {size}, RnnGen.BagMode.{(isMean ? "Mean" : "Sum")}, {options})]"),
            });
            _inputs.Add(new DeclaredInput(name, kind, kind == NetworkInputKind.Floats ? 0 : vocabulary, size, padding, isMean));
        }

        Size(_inputs.Sum(static input => input.Size));
        int width = _size;
        _layers.Add(("", context =>
        {
            Layer<double>[] parts = [.. _inputs.Select(input => input.Reference(context.Tensors))];
            foreach ((DeclaredInput input, Layer<double> part) in _inputs.Zip(parts))
            {
                if (part is EmbeddingLayer<double> table)
                {
                    context.Tables.Add(input.Name, table);
                }
            }

            ConcatenationLayer<double> joined = new(parts);
            if (context.DropoutSeed is not { } seed || dropped.TrueForAll(static dropout => dropout.Rate == 0))
            {
                return [joined];
            }

            // One layer of factors for the row to which they are joined.
            float[] ones = Ones(width);
            int column = 0;
            for (int number = 0; number < dropped.Count; number++)
            {
                Drop(dropped[number], seed, Dropping.OfInput(number), ones, width, column, _inputs[number].Size);
                column += _inputs[number].Size;
            }

            return [joined, Mask(width, ones, context.Stream)];
        }
        ));
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
                _hasRecurrent = true;
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

        DrawTied();
        DrawChain(isPossible: !IsPooled && _attributes.Count > 1);
    }

    private void DrawTied()
    {
        if (_tables.Count == 0 || _added.NextDouble() < 0.4)
        {
            return;
        }

        // A table is the weight of one layer at most.
        int place = _added.Next(_tables.Count);
        (string table, int vocabulary, int size) = _tables[place];
        _tables.RemoveAt(place);
        if (_size != size)
        {
            AddDense(size, DenseActivation.None, lastStep: false, isSaid: false);
        }

        AddDense(vocabulary, (DenseActivation)_added.Next(Enum.GetValues<DenseActivation>().Length), lastStep: false, isSaid: false, table);
        _isBehindRecurrent = false;
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
        bool variational = _dropping.NextDouble() < 0.5;
        DeclaredDropout dropout = new(stacked > 1 && !_isNested && Likely(0.5) ? 0.3 : 0, variational);
        double recurrentDropout = !_isNested && _dropping.NextDouble() < 0.3 ? 0.4 : 0;
        DrawDropoutLayer();
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
        bool residual = _added.NextDouble() < 0.3 && (!bidirectional || _size % 2 == 0);
        if (residual)
        {
            // What it takes must be as wide as what it gives. (Of few units normalised sums may lie too close together.)
            hidden = bidirectional ? _size / 2 : _size;
            cell = cell with { Hidden = hidden, Projection = 0, LayerNorm = cell.LayerNorm && hidden > 8 };
        }

        _isBehindResidual = residual;
        string name = Name(kind.ToString().ToLowerInvariant());
        string input = Likely(0.3) ? Text($"input: {_size}, ") : "";
        string options = string.Concat(cell.Options.Select(static option => ", " + option));
        _attributes.Add(Text($"[RnnGen.{kind}Layer({input}hidden: {hidden}, Layers = {stacked}, Bidirectional = {(bidirectional ? "true" : "false")}{dropout.Options}{(recurrentDropout > 0 ? Text($", RecurrentDropout = {recurrentDropout}") : "")}{(reverse ? ", Reverse = true" : "")}{(residual ? ", Residual = true" : "")}{options})]"));
        IsCausal &= !bidirectional && !reverse;
        HasDropout |= dropout.Rate > 0 || recurrentDropout > 0;
        for (int index = 0; index < stacked; index++)
        {
            Declaration own = cell with { Input = _size };
            string suffix = Text($"_l{index}");
            Size(own.OutputSize * (bidirectional ? 2 : 1));
            int width = _size, firstCell = _emittedCells;
            _emittedCells += bidirectional ? 2 : 1;
            ulong place = Dropping.OfLayer(_emittedLayers++);
            DeclaredDropout above = index + 1 < stacked ? dropout : new DeclaredDropout(0, false);
            _layers.Add((name, context =>
            {
                Layer<double> layer = Cell(context, own, firstCell, reverse ? suffix + "_reverse" : suffix);
                layer = reverse ? new ReverseLayer<double>(layer) : layer;
                layer = bidirectional ? new BidirectionalLayer<double>(layer, Cell(context, own, firstCell + 1, suffix + "_reverse")) : layer;
                Layer<double>[] rows = [layer, .. Masks(width, above, place, context)];
                return residual ? [new ResidualLayer<double>(rows.Length == 1 ? layer : new Network<double>(rows))] : rows;
            }
            ));
        }

        Layer<double> Cell(Context context, Declaration own, int number, string suffix)
        {
            Layer<double> layer = ReferenceTwin.ExactLayer(own, context.Tensors, name + ".", suffix);
            return recurrentDropout == 0 || context.DropoutSeed is not { } seed
                ? layer
                : new WeightDropLayer<double>(layer, "weight_hh" + suffix, WeightFactors(own, recurrentDropout, seed, number));
        }
    }

    private void DrawDense()
    {
        DrawDropoutLayer();
        int outputs = _random.Next(1, 40);
        var activation = (DenseActivation)_random.Next(Enum.GetValues<DenseActivation>().Length);
        bool lastStep = !IsPooled && Likely(0.2);
        AddDense(outputs, activation, lastStep, Likely(0.3));
    }

    private void AddDense(int outputs, DenseActivation activation, bool lastStep, bool isSaid, string? tieTo = null)
    {
        int inputs = _size;
        string name = Name("linear");
        string options = (lastStep ? ", Steps = RnnGen.DenseSteps.LastStep" : "") + (tieTo is null ? "" : $", TieTo = \"{tieTo}\"");
        _attributes.Add(Text($"[RnnGen.DenseLayer({(isSaid ? Text($"inputs: {inputs}, ") : "")}outputs: {outputs}, Activation = RnnGen.DenseActivation.{activation}{options})]"));
        if (lastStep)
        {
            AddPooling(Pooling.LastStep);
        }

        Size(outputs);
        _emittedLayers++;
        _layers.Add((name, context =>
        {
            Reference.DenseActivation function = Enum.Parse<Reference.DenseActivation>(activation.ToString());
            DenseLayer<double> layer = tieTo is null ? new(inputs, outputs, function) : new(context.Tables[tieTo], function);
            foreach (Parameter<double> parameter in layer.Parameters)
            {
                context.Fill($"{name}.{parameter.Name}", parameter.Values);
            }

            return [layer];
        }
        ));
    }

    private void DrawPooling()
    {
        var pooling = (Pooling)_random.Next(_isBehindRecurrent && !_isBehindResidual ? 4 : 3);
        if (pooling == Pooling.Max && _inputs.Exists(static input => input.Inner is not null) && !_hasRecurrent)
        {
            // Equal words give equal rows: which of them is the largest is one of floats, and another of doubles.
            pooling = Pooling.Mean;
        }

        if (pooling != Pooling.FinalState)
        {
            DrawDropoutLayer();
        }

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
            (string? name, Func<Context, IEnumerable<Layer<double>>> create) = _layers[^1];
            _layers[^1] = (name, context => [new FinalStateLayer<double>(create(context).Single())]);
            return;
        }

        PooledSize = size;
        PoolsSums = pooling == Pooling.Mean;
        _layers.Add(("", _ => [new PoolingLayer<double>(size, Enum.Parse<PoolingKind>(pooling.ToString()))]));
    }

    private void DrawDropoutLayer()
    {
        DeclaredDropout dropout = DrawDropout(0.25);
        if (dropout.Rate == 0)
        {
            return;
        }

        int width = _size;
        bool isPooled = IsPooled;
        ulong place = Dropping.OfLayer(_emittedLayers++);
        _attributes.Add(Text($"[RnnGen.DropoutLayer({dropout.Rate}{(dropout.IsVariational ? ", Variational = true" : "")})]"));
        _layers.Add((null, context => isPooled ? SequenceMasks(width, dropout.Rate, place, context) : Masks(width, dropout, place, context)));
    }

    private DeclaredDropout DrawDropout(double probability)
    {
        DeclaredDropout dropout = new(_dropping.NextDouble() < probability && !_isNested ? 0.4 : 0, _dropping.NextDouble() < 0.5);
        HasDropout |= dropout.Rate > 0;
        return dropout;
    }

    /// <summary>Dropout as emitted code does it, as a layer of factors; none where there is none.</summary>
    private static ScalingLayer<double>[] Masks(int width, DeclaredDropout dropout, ulong place, Context context)
    {
        if (context.DropoutSeed is not { } seed || dropout.Rate == 0)
        {
            return [];
        }

        float[] ones = Ones(width);
        Drop(dropout, seed, place, ones, width, 0, width);
        return [Mask(width, ones, context.Stream)];
    }

    /// <summary>The same of rows of sequences.</summary>
    private static ScalingLayer<double>[] SequenceMasks(int width, double rate, ulong place, Context context)
    {
        if (context.DropoutSeed is not { } seed)
        {
            return [];
        }

        float[] ones = [.. Enumerable.Repeat(1f, Streams * width)];
        DropoutRows.ApplyToSequences(rate, DroppingOf(seed), place, Batch(), ones, width);
        return [new ScalingLayer<double>(width, (_, i) => ones[(context.Stream * width) + i])];
    }

    private static ScalingLayer<double> Mask(int width, float[] factors, int stream) => new(width, (row, i) => factors[(((row * Streams) + stream) * width) + i]);

    /// <summary>Of a batch of rows.</summary>
    private static float[] Ones(int width) => [.. Enumerable.Repeat(1f, Steps * Streams * width)];

    private static void Drop(DeclaredDropout dropout, long seed, ulong place, float[] rows, int width, int first, int count)
    {
        if (dropout.Rate > 0)
        {
            DropoutRows.Apply(dropout.Rate, dropout.IsVariational, DroppingOf(seed), place, Batch(), rows, width, first, count);
        }
    }

    /// <summary>What weight drop multiplies PyTorch's <c>weight_hh</c> with.</summary>
    private static double[] WeightFactors(Declaration cell, double rate, long seed, int number)
    {
        int gates = cell.Kind switch { DeclaredKind.Lstm => cell.CoupledGates ? 3 : 4, DeclaredKind.Gru => 3, _ => 1 };
        var layout = new PanelLayout(gates, input: 1, cell.Hidden) { OutputSize = cell.OutputSize, IsElementwise = cell.Recurrence == Recurrence.Diagonal };
        float[] ones = [.. Enumerable.Repeat(1f, layout.Length)];
        new RecurrentDropout(rate, number, layout).Apply(DroppingOf(seed), ones);
        var sink = new TensorSink();
        layout.Save(sink, "", ones);
        return [.. sink.Values["weight_hh_l0"].Select(static factor => (double)factor)];
    }

    private static Dropping DroppingOf(long seed)
    {
        var dropping = new Dropping(Streams) { Seed = seed };
        for (int stream = 0; stream < Streams; stream++)
        {
            dropping.Streams[stream] = DropoutStream(stream);
        }

        dropping.Record();
        return dropping;
    }

    private static SequenceBatch Batch()
    {
        var batch = new SequenceBatch(Streams, Steps * Streams);
        int rows = Steps * Streams;
        batch.Arrange(rows, 1, rows, 1, isPerStep: true, Streams, [], SequenceLayout.TimeFirst, "tape", Steps);
        batch.MoveNext();
        return batch;
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

    /// <summary>What is dropped of the rows of a layer.</summary>
    private sealed record DeclaredDropout(double Rate, bool IsVariational)
    {
        /// <summary>The options of the layer's attribute.</summary>
        public string Options => Rate == 0 ? "" : Text($", Dropout = {Rate}{(IsVariational ? ", VariationalDropout = true" : "")}");
    }

    /// <summary>What a layer of the reference is made of besides its declaration.</summary>
    private sealed record Context(IReadOnlyDictionary<string, float[]> Tensors, int Stream, long? DropoutSeed, bool[]? Mask)
    {
        /// <summary>The tables of tokens by their names: the weight of a dense layer may be one.</summary>
        public Dictionary<string, EmbeddingLayer<double>> Tables { get; } = [];

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
