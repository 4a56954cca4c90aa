using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Cells;
using RnnGen.Formats;
using RnnGen.Memory;
using RnnGen.Numerics;

namespace RnnGen.Networks;

/// <summary>
/// What the library knows of a network's layers, found out once by going through them: what its memory, its states and its tensors are made by.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class NetworkDescription
{
    private NetworkDescription(int inputSize, int vocabularySize, int parameterFloats)
    {
        InputSize = inputSize;
        VocabularySize = vocabularySize;
        ParameterFloats = parameterFloats;
        WidestRow = inputSize;
    }

    /// <summary>Elements that a step takes; of several inputs, floats of the row to which what they give is joined.</summary>
    internal int InputSize { get; }

    /// <summary>The inputs, where there are several or one takes bags.</summary>
    internal List<NetworkInput> Inputs { get; } = [];

    /// <summary>Of these, networks that read sequences.</summary>
    internal List<NestedNetwork> Nested { get; } = [];

    /// <summary>Whether no output depends on a later input.</summary>
    internal bool IsCausal { get; private init; }

    /// <summary>Tokens, or 0.</summary>
    internal int VocabularySize { get; }

    /// <summary>Floats of all parameters, with padding.</summary>
    internal int ParameterFloats { get; }

    /// <summary>Floats of the widest row that any layer takes or gives.</summary>
    internal int WidestRow { get; private set; }

    /// <summary>The layers, in their order.</summary>
    internal List<LayerMemory> Layers { get; } = [];

    /// <summary>The cells of all layers, in their order.</summary>
    internal List<CellMemory> Cells { get; } = [];

    /// <summary>Floats of the states of all cells, with padding.</summary>
    internal int StateFloats => Cells.Count == 0 ? 0 : Cells[^1].State + Cells[^1].StateFloats;

    /// <summary>What pooling keeps, or null.</summary>
    internal PooledMemory? Pooled { get; private set; }

    /// <summary>The chain of labels, or null.</summary>
    internal CrfPlace? Crf { get; private set; }

    /// <summary>The tensors of all layers, in the order in which they are drawn, loaded and saved.</summary>
    internal List<LayerTensors> Tensors { get; } = [];

    /// <summary>The layers as they were declared.</summary>
    internal List<ModelLayer> Declared { get; } = [];

    /// <summary>Which parameters are those of each layer that has any.</summary>
    internal IReadOnlyList<LayerParts> Parts =>
        [.. Tensors.GroupBy(static tensors => tensors.Name).Select(static layer => new LayerParts(layer.Key, [.. layer.SelectMany(static tensors => tensors.Parts)]))];

    /// <summary>That of a network.</summary>
    /// <typeparam name="TNetwork">The network.</typeparam>
    public static NetworkDescription Of<TNetwork>()
        where TNetwork : struct, INetworkArithmetic => OfNetwork<TNetwork>.Value;

    /// <summary>That of a network that is trained, with the tapes of its cells.</summary>
    /// <typeparam name="TNetwork">The network.</typeparam>
    public static NetworkDescription OfTrained<TNetwork>()
        where TNetwork : struct, INetworkTraining => OfTrainedNetwork<TNetwork>.Value;

    private static NetworkDescription Create<TNetwork>()
        where TNetwork : struct, INetworkArithmetic
    {
        return new NetworkDescription(TNetwork.JoinedSize > 0 ? TNetwork.JoinedSize : TNetwork.InputSize, TNetwork.VocabularySize, TNetwork.ParameterFloats)
        {
            IsCausal = TNetwork.IsCausal,
        };
    }

    private void Add(LayerMemory layer)
    {
        WidestRow = Math.Max(WidestRow, layer.Width);
        Layers.Add(layer);
    }

    private void AddRecurrent<TLayer>(CellMemory cell, int inputSize)
        where TLayer : struct, IRecurrentLayer
    {
        int outputSize = cell.OutputSize;
        bool readsFromEnd = TLayer.IsBidirectional || TLayer.IsReverse;
        Declare<TLayer>();
        Add(new LayerMemory(TLayer.IsBidirectional ? 2 * outputSize : outputSize, IsOfSequences: false)
        {
            HalfFloats = readsFromEnd ? outputSize : 0,
            TurnedFloats = readsFromEnd ? inputSize : 0,
        });
        cell = cell with { RecurrentDropout = TLayer.RecurrentDropout };
        AddCell<TLayer>(cell with { State = TLayer.State, Parameters = TLayer.Parameters }, TLayer.IsReverse ? StateDictNames.Reverse : "");
        if (TLayer.IsBidirectional)
        {
            AddCell<TLayer>(cell with { State = TLayer.State + cell.StateFloats, Parameters = TLayer.ReverseParameters }, StateDictNames.Reverse);
        }
    }

    /// <summary>Stacked cells are one layer, which the lowest starts.</summary>
    private void Declare<TLayer>()
        where TLayer : struct, IRecurrentLayer
    {
        if (TLayer.Depth > 0)
        {
            Declared[^1] = (RecurrentModelLayer)Declared[^1] with { Layers = TLayer.Depth + 1 };
            return;
        }

        Declared.Add(TLayer.Layout.Describe(TLayer.Name) with
        {
            Bidirectional = TLayer.IsBidirectional,
            Reverse = TLayer.IsReverse,
            Residual = TLayer.Residual > 0,
        });
    }

    private void AddCell<TLayer>(CellMemory cell, string ending)
        where TLayer : struct, IRecurrentLayer
    {
        Cells.Add(cell);
        Tensors.Add(new CellTensors(TLayer.Name, cell.Parameters, TLayer.Layout with { Suffix = $"_l{TLayer.Depth}{ending}" }, cell.State));
    }

    // Found out at the first use, and kept.
    private static class OfNetwork<TNetwork>
        where TNetwork : struct, INetworkArithmetic
    {
        public static readonly NetworkDescription Value = Describe();

        private static NetworkDescription Describe()
        {
            NetworkDescription description = Create<TNetwork>();
            var inputs = new DescribingInputs { Description = description };
            TNetwork.EachInput(ref inputs);
            var pass = new NetworkPass { Description = description };
            TNetwork.EachStep<Describing>(ref pass);
            TNetwork.EachSequence<Describing>(ref pass);
            return description;
        }
    }

    private static class OfTrainedNetwork<TNetwork>
        where TNetwork : struct, INetworkTraining
    {
        public static readonly NetworkDescription Value = Describe();

        private static NetworkDescription Describe()
        {
            NetworkDescription description = Create<TNetwork>();
            var inputs = new DescribingInputs { Description = description };
            TNetwork.EachTrainedInput(ref inputs);
            var pass = new NetworkPass { Description = description };
            TNetwork.EachTrainedStep<Describing>(ref pass);
            TNetwork.EachSequence<Describing>(ref pass);
            return description;
        }
    }

    /// <summary>Goes through the inputs, and notes what they are.</summary>
    private struct DescribingInputs : IRunInputVisitor, ITrainingInputVisitor
    {
        public NetworkDescription Description;

        public readonly void Tokens<TInput>()
            where TInput : struct, ITokenInput
        {
            Description.Inputs.Add(new NetworkInput(TInput.Name, NetworkInputKind.Token, TInput.Outputs, TInput.Vocabulary));
            Description.Declared.Add(new EmbeddingModelLayer(TInput.Name, TInput.Vocabulary, TInput.Outputs));
            AddTable<TInput>(TInput.TiedTo);
        }

        public readonly void Bags<TInput>()
            where TInput : struct, IBagInput
        {
            Description.Inputs.Add(new NetworkInput(TInput.Name, NetworkInputKind.Bag, TInput.Outputs, TInput.Vocabulary));
            Description.Declared.Add(
                new EmbeddingBagModelLayer(TInput.Name, TInput.Vocabulary, TInput.Outputs, TInput.Mode) { PaddingIndex = TInput.PaddingIndex });
            AddTable<TInput>(tiedTo: null);
        }

        readonly void IRunInputVisitor.Nested<TInput, TNested>() => AddNested<TInput>(Of<TNested>());

        readonly void ITrainingInputVisitor.Nested<TInput, TNested>() => AddNested<TInput>(OfTrained<TNested>());

        private readonly void AddNested<TInput>(NetworkDescription network)
            where TInput : struct, INestedInput
        {
            Description.Inputs.Add(new NetworkInput(TInput.Name, NetworkInputKind.Sequence, TInput.Outputs, TInput.Vocabulary));
            Description.Nested.Add(new NestedNetwork(TInput.Number, network, TInput.Parameters, TInput.MaxSteps));
            Description.Declared.Add(new NestedModelLayer(TInput.Name, TInput.Network, TInput.MaxSteps, [.. network.Declared]));
            Description.Tensors.AddRange(network.Tensors.Select(static tensors => new NestedTensors(tensors, TInput.Name, TInput.Parameters)));
        }

        public readonly void Floats<TInput>()
            where TInput : struct, IFloatInput
        {
            Description.Inputs.Add(new NetworkInput(TInput.Name, NetworkInputKind.Floats, TInput.Outputs, 0));
            Description.Declared.Add(new InputModelLayer(TInput.Name, TInput.Outputs));
        }

        private readonly void AddTable<TInput>(string? tiedTo)
            where TInput : struct, ITableInput => Description.Tensors.Add(
                new EmbeddingTensors(TInput.Name, TInput.Parameters, TInput.Vocabulary, TInput.Outputs, TInput.PaddingIndex)
                {
                    HasSparseRows = TInput.HasSparseRows,
                    TiedTo = tiedTo,
                });
    }

    /// <summary>Goes through the layers, and notes what they are.</summary>
    private readonly struct Describing : IRunPass, ITrainingPass
    {
        public static void Embedding<TLayer>(ref NetworkPass pass)
            where TLayer : struct, IEmbeddingLayer
        {
            pass.Description!.Add(new LayerMemory(TLayer.Outputs, TLayer.TakesSequences));
            pass.Description.Declared.Add(new EmbeddingModelLayer(TLayer.Name, TLayer.Vocabulary, TLayer.Outputs));
            pass.Description.Tensors.Add(
                new EmbeddingTensors(TLayer.Name, TLayer.Parameters, TLayer.Vocabulary, TLayer.Outputs, TLayer.PaddingIndex)
                {
                    HasSparseRows = TLayer.HasSparseRows,
                    TiedTo = TLayer.TiedTo,
                });
        }

        public static void Dense<TLayer>(ref NetworkPass pass)
            where TLayer : struct, IDenseLayer
        {
            var layout = new DenseLayout(TLayer.Inputs, TLayer.Outputs);
            pass.Description!.Add(new LayerMemory(TLayer.Outputs, TLayer.TakesSequences) { Dense = layout });
            EmbeddingTensors? table = pass.Description.Tensors.OfType<EmbeddingTensors>().FirstOrDefault(static table => table.TiedTo == TLayer.Name);
            pass.Description.Declared.Add(new DenseModelLayer(TLayer.Name, TLayer.Inputs, TLayer.Outputs, TLayer.Activation) { TieTo = table?.Name });
            pass.Description.Tensors.Add(table is null ? new DenseTensors(TLayer.Name, TLayer.Parameters, layout) : new TiedDenseTensors(TLayer.Name, layout, table));
        }

        static void IRunPass.Recurrent<TLayer, TCell>(ref NetworkPass pass) =>
            pass.Description!.AddRecurrent<TLayer>(CellMemory.Of<TCell>(), TCell.InputSize);

        static void ITrainingPass.Recurrent<TLayer, TCell>(ref NetworkPass pass) =>
            pass.Description!.AddRecurrent<TLayer>(CellMemory.Of<TCell>() with { Tape = CellTapeSizes.Of<TCell>() }, TCell.InputSize);

        public static void Pool<TLayer>(ref NetworkPass pass)
            where TLayer : struct, IPoolingLayer
        {
            if (TLayer.Pooling != Pooling.FinalState)
            {
                pass.Description!.Pooled = new PooledMemory(TLayer.State, TLayer.Width, TLayer.Pooling == Pooling.Mean);
            }
        }

        public static void FinishPooling<TLayer>(ref NetworkPass pass)
            where TLayer : struct, IPoolingLayer
        {
            pass.Description!.Add(new LayerMemory(TLayer.Width, IsOfSequences: true) { NotesWinners = TLayer.Pooling == Pooling.Max });
            pass.Description.Declared.Add(new PoolingModelLayer(TLayer.Pooling));
        }

        public static void Dropout<TLayer>(ref NetworkPass pass)
            where TLayer : struct, IDropoutLayer =>
            pass.Description!.Add(new LayerMemory(TLayer.Width, TLayer.TakesSequences) { IsOfTraining = true });

        public static void Crf<TLayer>(ref NetworkPass pass)
            where TLayer : struct, ICrfLayer
        {
            // It passes rows on, and has none of its own.
            var place = new CrfPlace(TLayer.Parameters, TLayer.Labels);
            pass.Description!.Crf = place;
            pass.Description.Declared.Add(new CrfModelLayer(TLayer.Name, TLayer.Labels));
            pass.Description.Tensors.Add(new CrfTensors(TLayer.Name, place));
        }
    }
}

/// <summary>The memory of a layer.</summary>
/// <param name="Width">Floats of a row that it gives.</param>
/// <param name="IsOfSequences">Whether it gives a row a sequence.</param>
internal sealed record LayerMemory(int Width, bool IsOfSequences)
{
    /// <summary>Of a layer that reads from the end, floats of a row that one direction gives.</summary>
    public int HalfFloats { get; init; }

    /// <summary>Of a layer that reads from the end, floats of a row of inputs.</summary>
    public int TurnedFloats { get; init; }

    /// <summary>The sizes of a dense layer, whose backward pass needs scratch memory.</summary>
    public DenseLayout? Dense { get; init; }

    /// <summary>Whether it gives rows of its own in training only.</summary>
    public bool IsOfTraining { get; init; }

    /// <summary>Whether it is noted which row each pooled float is from.</summary>
    public bool NotesWinners { get; init; }
}

/// <summary>The memory of a cell.</summary>
/// <param name="StateFloats">Floats of a state.</param>
/// <param name="OutputSize">Floats of h.</param>
/// <param name="RowFloats">Floats of a row of sums of many streams; 0 where streams go one by one.</param>
/// <param name="WorkspaceRows">Rows of sums that a workspace has at least.</param>
internal sealed record CellMemory(int StateFloats, int OutputSize, int RowFloats, int WorkspaceRows)
{
    /// <summary>Floats before its state in the network's.</summary>
    public int State { get; init; }

    /// <summary>Floats before its parameters in the network's.</summary>
    public int Parameters { get; init; }

    /// <summary>The share of its recurrent weights to drop in training.</summary>
    public double RecurrentDropout { get; init; }

    /// <summary>What its tape takes, where it is trained.</summary>
    public CellTapeSizes Tape { get; init; }

    /// <summary>That of a cell, wherever it is in a network.</summary>
    public static CellMemory Of<TCell>()
        where TCell : struct, ICellArithmetic =>
        new(CellSizes<TCell>.StateFloats, TCell.OutputSize, TCell.BatchesByProduct ? TCell.RowFloats : 0, TCell.BatchesByProduct ? TCell.WorkspaceRows : 0);
}

/// <summary>What pooling keeps in a state.</summary>
/// <param name="State">Floats before the number of rows, behind which the rest is.</param>
/// <param name="Width">Floats of a row.</param>
/// <param name="IsSum">Whether sums in double precision are kept; else floats.</param>
internal sealed record PooledMemory(int State, int Width, bool IsSum)
{
    /// <summary>Floats that the number of rows takes.</summary>
    public const int CountFloats = sizeof(long) / sizeof(float);
}

/// <summary>The tensors of one cell or layer.</summary>
/// <param name="Name">The layer's name in a <c>state_dict</c>.</param>
/// <param name="Offset">Where they start in the parameters.</param>
internal abstract record LayerTensors(string Name, int Offset)
{
    /// <summary>Floats of them, with padding.</summary>
    public abstract int Floats { get; }

    /// <summary>Which parameters they are.</summary>
    public virtual IEnumerable<GradientRange> Parts => [new(Offset, Floats)];

    /// <summary>Which floats they have of the states of all cells.</summary>
    public virtual GradientRange RestPart => default;

    /// <summary>The table of tokens whose gradients are those of the rows that were added to, or null.</summary>
    public virtual EmbeddingTensors? SparseTable => null;

    /// <summary>What they are in a model.</summary>
    public virtual DeclaredModule Declared => new(Name, "weight", "");

    public abstract void Initialize(int seed, Span<float> parameters);

    public abstract void Load(ModelReader reader, TensorModule module, Span<float> parameters);

    public abstract void Save(ITensorSink sink, string prefix, ReadOnlySpan<float> parameters);

    /// <summary>Loads what they say of the state from which streams start.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="module">Where its tensors are.</param>
    /// <param name="rest">The states of all cells, of zeros.</param>
    public virtual void LoadRest(ModelReader reader, TensorModule module, Span<float> rest)
    {
    }

    /// <summary>Saves what is not all zeros of the state from which streams start.</summary>
    /// <param name="sink">Where to.</param>
    /// <param name="prefix">What stands before the names, with its dot.</param>
    /// <param name="rest">The states of all cells.</param>
    public virtual void SaveRest(ITensorSink sink, string prefix, ReadOnlySpan<float> rest)
    {
    }

    public virtual void SaveGradients(ITensorSink sink, string prefix, ReadOnlySpan<float> gradients) => Save(sink, prefix, gradients);
}

/// <summary>Those of a cell.</summary>
/// <param name="Name">The layer's name in a <c>state_dict</c>.</param>
/// <param name="Offset">Where they start in the parameters.</param>
/// <param name="Layout">Where each is.</param>
/// <param name="State">Floats before the cell's state in the network's.</param>
internal sealed record CellTensors(string Name, int Offset, PanelLayout Layout, int State) : LayerTensors(Name, Offset)
{
    public override int Floats => Layout.Length;

    public override GradientRange RestPart => new(State, Layout.StateLength);

    public override DeclaredModule Declared => Layout.Declared(Name);

    public override void Initialize(int seed, Span<float> parameters) => Layout.Initialize(seed, parameters);

    public override void Load(ModelReader reader, TensorModule module, Span<float> parameters) => Layout.Load(reader, module, parameters);

    public override void Save(ITensorSink sink, string prefix, ReadOnlySpan<float> parameters) => Layout.Save(sink, prefix, parameters);

    public override void LoadRest(ModelReader reader, TensorModule module, Span<float> rest) =>
        Layout.LoadRest(reader, module, rest.Slice(State, Layout.StateLength));

    public override void SaveRest(ITensorSink sink, string prefix, ReadOnlySpan<float> rest) => Layout.SaveRest(sink, prefix, rest.Slice(State, Layout.StateLength));

    public override void SaveGradients(ITensorSink sink, string prefix, ReadOnlySpan<float> gradients) => Layout.SaveGradients(sink, prefix, gradients);
}

/// <summary>Those of a dense layer.</summary>
internal sealed record DenseTensors(string Name, int Offset, DenseLayout Layout) : LayerTensors(Name, Offset)
{
    public override int Floats => Layout.Length;

    public override void Initialize(int seed, Span<float> parameters) => Layout.Initialize(seed, parameters);

    public override void Load(ModelReader reader, TensorModule module, Span<float> parameters) => Layout.Load(reader, module, parameters);

    public override void Save(ITensorSink sink, string prefix, ReadOnlySpan<float> parameters) => Layout.Save(sink, prefix, parameters);
}

/// <summary>The bias of a dense layer whose weight is the table of an embedding, which is saved there, and in a file may be under either name.</summary>
/// <param name="Name">The layer's name in a <c>state_dict</c>.</param>
/// <param name="Layout">Where each parameter is.</param>
/// <param name="Table">The table.</param>
internal sealed record TiedDenseTensors(string Name, DenseLayout Layout, EmbeddingTensors Table) : LayerTensors(Name, Table.Offset)
{
    public override int Floats => Layout.Length;

    public override IEnumerable<GradientRange> Parts => Layout.BiasParts(Offset);

    public override DeclaredModule Declared => DeclaredAs(Name);

    /// <summary>What it is in a model: it reads the table, too.</summary>
    /// <param name="name">The layer's name.</param>
    public static DeclaredModule DeclaredAs(string name) => new(name, "bias", "");

    public override void Initialize(int seed, Span<float> parameters)
    {
        var random = new SplitMix64((ulong)seed);
        Layout.DrawBias(ref random, parameters);
    }

    public override void Load(ModelReader reader, TensorModule module, Span<float> parameters)
    {
        TensorPlace table = Layout.Weight(reader.PlaceOf(Table.Declared)), own = Layout.Weight(module);
        if (!reader.Source.Contains(own.Name))
        {
            table.Load(reader, parameters);
        }
        else if (!reader.Source.Contains(table.Name))
        {
            own.Load(reader, parameters);
        }
        else
        {
            table.Load(reader, parameters);
            float[] second = new float[Layout.Length];
            own.Load(reader, second);
            if (!reader.HasFailed && Differ(parameters, second))
            {
                reader.Fail(new TensorFormatException(
                    reader.Source.Name, own.Name, null, $"differs from '{table.Name}'; the declaration has one weight for both (TieTo)"));
            }
        }

        Layout.LoadBias(reader, module, parameters);
    }

    public override void Save(ITensorSink sink, string prefix, ReadOnlySpan<float> parameters) => Layout.Bias(new TensorModule(prefix, "")).Save(sink, parameters);

    /// <summary>Whether weights differ, by their bits: NaN equals itself.</summary>
    private bool Differ(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        foreach (GradientRange part in Layout.WeightParts(0))
        {
            if (!MemoryMarshal.Cast<float, int>(part.Of(first)).SequenceEqual(MemoryMarshal.Cast<float, int>(part.Of(second))))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>That of a table of tokens.</summary>
internal sealed record EmbeddingTensors(string Name, int Offset, int Vocabulary, int Size, int PaddingIndex) : LayerTensors(Name, Offset)
{
    /// <summary>Whether its gradients are those of the rows that were added to.</summary>
    public bool HasSparseRows { get; init; }

    /// <summary>The name of the dense layer whose weight it is, too, or null.</summary>
    public string? TiedTo { get; init; }

    private TiedTable? Tied => TiedTo is null ? null : new TiedTable(Size, Vocabulary);

    public override int Floats => Tied?.Layout.Length ?? (Vocabulary * Size);

    public override IEnumerable<GradientRange> Parts => Tied?.Layout.WeightParts(Offset) ?? base.Parts;

    public override EmbeddingTensors? SparseTable => HasSparseRows ? this : null;

    public override void Initialize(int seed, Span<float> parameters)
    {
        if (Tied is { } tied)
        {
            tied.Initialize(seed, PaddingIndex, parameters);
            return;
        }

        EmbeddingRows.Initialize(seed, Floats, parameters);
        if (PaddingIndex >= 0)
        {
            parameters.Slice(PaddingIndex * Size, Size).Clear();
        }
    }

    public override void Load(ModelReader reader, TensorModule module, Span<float> parameters)
    {
        if (Tied is not { } tied)
        {
            EmbeddingRows.Load(reader, module, Vocabulary, Size, parameters);
        }
        else if (!reader.Declares(TiedDenseTensors.DeclaredAs(TiedTo!)))
        {
            tied.Layout.Weight(module).Load(reader, parameters);
        }
    }

    public override void Save(ITensorSink sink, string prefix, ReadOnlySpan<float> parameters)
    {
        if (Tied is { } tied)
        {
            tied.Layout.Weight(new TensorModule(prefix, "")).Save(sink, parameters);
        }
        else
        {
            EmbeddingRows.Save(sink, prefix, Vocabulary, Size, parameters);
        }
    }
}

/// <summary>Those of a chain of labels.</summary>
/// <param name="Name">The layer's name in a <c>state_dict</c>.</param>
/// <param name="Place">Where they are.</param>
internal sealed record CrfTensors(string Name, CrfPlace Place) : LayerTensors(Name, Place.Offset)
{
    private const string Start = "start_transitions";
    private const string End = "end_transitions";
    private const string Transitions = "transitions";

    /// <summary>The bound of first numbers, which <c>pytorch-crf</c> draws uniformly.</summary>
    private const float Bound = 0.1f;

    public override int Floats => Place.Floats;

    public override DeclaredModule Declared => new(Name, Start, "");

    public override void Initialize(int seed, Span<float> parameters)
    {
        var random = new SplitMix64((ulong)seed);
        foreach (ref float parameter in parameters)
        {
            parameter = random.NextUniform(Bound);
        }
    }

    public override void Load(ModelReader reader, TensorModule module, Span<float> parameters)
    {
        int labels = Place.Labels;
        reader.Read(module.Name(Start), [labels], parameters[..labels]);
        reader.Read(module.Name(End), [labels], parameters.Slice(Place.End, labels));
        reader.Read(module.Name(Transitions), [labels, labels], parameters[Place.Transitions..]);
    }

    public override void Save(ITensorSink sink, string prefix, ReadOnlySpan<float> parameters)
    {
        int labels = Place.Labels;
        sink.Write(prefix + Start, [labels], parameters[..labels]);
        sink.Write(prefix + End, [labels], parameters.Slice(Place.End, labels));
        sink.Write(prefix + Transitions, [labels, labels], parameters[Place.Transitions..]);
    }
}
