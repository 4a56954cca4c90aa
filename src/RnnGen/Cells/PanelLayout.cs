using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Formats;
using RnnGen.Numerics;

namespace RnnGen.Cells;

/// <summary>
/// Where each parameter of a cell lies in its flat span, and the way between that and PyTorch's tensors.
/// </summary>
/// <remarks>
/// Hidden units stand in blocks of <see cref="PanelProduct.Lanes"/>, the last one or eight of them in a tail block of
/// <see cref="PanelProduct.TailLanes"/>; units past the last are padding, always zero. A block holds one panel a gate, gates in PyTorch's order;
/// a panel holds rows of one float a unit: the bias (zeros in a cell without), then the weights of every input, then (where one gate has a recurrent
/// bias, and zero in all others) the recurrent bias, then the weights of every float of h (none, where the recurrence is element by element). Behind the
/// panels stand, where the cell has them: the projection, in panels of outputs with a row a hidden unit; the recurrent weights of a recurrence element by
/// element, a vector of the padded hidden units a gate; the peepholes, likewise; gains and shifts of the gates' layer normalisation, a vector a gate each;
/// gain and shift of the other vector that is normalised.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct PanelLayout
{
    private readonly int _gates;
    private readonly int _input;
    private readonly int _hidden;
    private readonly int _fullBlocks;
    private readonly int _tailLanes;
    private readonly int _recurrentBiasGate;

    /// <summary>Describes a layout.</summary>
    /// <param name="gates">Gates: 4 for an LSTM (3 with coupled gates), 3 for a GRU, 1 for an Elman cell.</param>
    /// <param name="input">Inputs.</param>
    /// <param name="hidden">Hidden units.</param>
    /// <param name="recurrentBiasGate">The one gate whose recurrent bias is apart (a GRU's candidate), or -1.</param>
    public PanelLayout(int gates, int input, int hidden, int recurrentBiasGate = -1)
    {
        _gates = gates;
        _input = input;
        _hidden = hidden;
        _fullBlocks = RoundUp(hidden) / PanelProduct.Lanes;
        _tailLanes = RoundUp(hidden) % PanelProduct.Lanes;
        _recurrentBiasGate = recurrentBiasGate;
        HasBias = true;
        OutputSize = hidden;
        ForgetGate = -1;
        Suffix = StateDictNames.FirstLayer;
        GateActivation = ModelActivation.Sigmoid;
        CandidateActivation = ModelActivation.Tanh;
        CellActivation = ModelActivation.Tanh;
    }

    /// <summary>Which layer of a module it is, as its tensors' names end: <c>_l0</c>, <c>_l1_reverse</c>.</summary>
    public string Suffix { get; init; }

    /// <summary>What the gates do.</summary>
    public CellForm Form { get; init; }

    /// <summary>The activation of the gates.</summary>
    public ModelActivation GateActivation { get; init; }

    /// <summary>The activation of the candidate, or of an Elman cell's output.</summary>
    public ModelActivation CandidateActivation { get; init; }

    /// <summary>The activation of c' on its way to h'.</summary>
    public ModelActivation CellActivation { get; init; }

    /// <summary>The bound of the activations' arguments, or 0 for none.</summary>
    public float Clip { get; init; }

    /// <summary>Whether biases are parameters; else their rows are zeros that must stay zeros.</summary>
    public bool HasBias { get; init; }

    /// <summary>Floats of h: the hidden units, or fewer, where h is a projection of them.</summary>
    public int OutputSize { get; init; }

    /// <summary>Gates that look at the cell state: 0, 2 (i, o) or 3 (i, f, o).</summary>
    public int PeepholeGates { get; init; }

    /// <summary>Whether the recurrence is element by element: a recurrent weight a gate and unit.</summary>
    public bool IsElementwise { get; init; }

    /// <summary>Whether the gates' sums are normalised.</summary>
    public bool HasLayerNorm { get; init; }

    /// <summary>
    /// What is normalised besides them, as its tensors' names say it: <c>cell</c> (an LSTM's c), <c>recurrent</c> (a sum that stays apart), or null.
    /// </summary>
    public string? NormalizedVector { get; init; }

    /// <summary>The gate whose bias <see cref="Initialize"/> sets to <see cref="ForgetBias"/>, or -1.</summary>
    public int ForgetGate { get; init; }

    /// <summary>The forget gate's first bias.</summary>
    public float ForgetBias { get; init; }

    /// <summary>Where the projection starts.</summary>
    public int ProjectionOffset => _gates * Rows * PaddedHidden;

    /// <summary>Where the recurrent weights of a recurrence element by element start.</summary>
    public int RecurrentOffset => ProjectionOffset + (HasProjection ? _hidden * RoundUp(OutputSize) : 0);

    /// <summary>Where the peepholes start.</summary>
    public int PeepholeOffset => RecurrentOffset + (IsElementwise ? _gates * PaddedHidden : 0);

    /// <summary>Where the layer normalisation's gains and shifts start.</summary>
    public int LayerNormOffset => PeepholeOffset + (PeepholeGates * PaddedHidden);

    /// <summary>Floats of the flat span.</summary>
    public int Length => LayerNormOffset + (HasLayerNorm ? 2 * (_gates + (NormalizedVector is null ? 0 : 1)) * PaddedHidden : 0);

    /// <summary>Floats of a state, with padding: h, and of an LSTM c behind it.</summary>
    public int StateLength => CellStateOffset + (HasCellState ? PaddedHidden : 0);

    private bool HasCellState => Form is CellForm.Lstm or CellForm.CoupledLstm;

    private int CellStateOffset => RoundUp(OutputSize);

    private int GateGainOffset => LayerNormOffset;

    private int GateShiftOffset => GateGainOffset + (_gates * PaddedHidden);

    private int VectorGainOffset => GateShiftOffset + (_gates * PaddedHidden);

    private int VectorShiftOffset => VectorGainOffset + PaddedHidden;

    private bool HasProjection => OutputSize != _hidden;

    private int PaddedHidden => (_fullBlocks * PanelProduct.Lanes) + _tailLanes;

    private int FirstRecurrentRow => 1 + _input + (_recurrentBiasGate < 0 ? 0 : 1);

    private int Rows => FirstRecurrentRow + (IsElementwise ? 0 : OutputSize);

    private int RecurrentBiasRow => 1 + _input;

    /// <summary>
    /// Loads <c>weight_ih_l0</c> [gates * hidden, input], <c>weight_hh_l0</c> [gates * hidden, output] ([gates * hidden] of a recurrence element by element) and,
    /// where they are there, <c>bias_ih_l0</c> and <c>bias_hh_l0</c> [gates * hidden], whose sum is the bias; <c>weight_hr_l0</c> [output, hidden] of a projection;
    /// <c>weight_peephole_l0</c> [peepholes * hidden]; <c>layer_norm_gates_weight_l0</c> and <c>_bias_l0</c> [gates * hidden],
    /// <c>layer_norm_cell_weight_l0</c> (or <c>_recurrent_</c>) and <c>_bias_l0</c> [hidden]. The names without <c>_l0</c> (<c>nn.LSTMCell</c>) will do.
    /// </summary>
    /// <param name="source">Where from.</param>
    /// <param name="prefix">What stands before the names; a dot is put between where it ends in a letter or digit.</param>
    /// <param name="parameters">The flat span; it stays as it was if anything is wrong.</param>
    /// <param name="mode">What to do about tensors that nothing reads.</param>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> or <paramref name="prefix"/> is null.</exception>
    /// <exception cref="TensorFormatException">
    /// A tensor is missing or not what it should be, or is there and nothing reads it, or the cell has no biases and the source has.
    /// </exception>
    public void Load(ITensorSource source, string prefix, Span<float> parameters, LoadMode mode = LoadMode.Module)
    {
        PanelLayout layout = this;
        ModelReader.Load(source, prefix, mode, [layout.Declared("")], parameters[..Length], rest: [], (reader, loaded, _) => layout.Load(reader, reader.Module(0), loaded));
    }

    /// <summary>
    /// Loads them, and, where they are there, <c>initial_h_l0</c> [output] and <c>initial_c_l0</c> [hidden] of an LSTM; what is not there becomes zeros.
    /// </summary>
    /// <typeparam name="TState">The cell's state.</typeparam>
    /// <param name="source">Where from.</param>
    /// <param name="prefix">What stands before the names; a dot is put between where it ends in a letter or digit.</param>
    /// <param name="parameters">The flat span; it stays as it was if anything is wrong.</param>
    /// <param name="mode">What to do about tensors that nothing reads.</param>
    /// <returns>The state from which streams start.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> or <paramref name="prefix"/> is null.</exception>
    /// <exception cref="TensorFormatException">
    /// A tensor is missing or not what it should be, or is there and nothing reads it, or the cell has no biases and the source has.
    /// </exception>
    public TState Load<TState>(ITensorSource source, string prefix, Span<float> parameters, LoadMode mode)
        where TState : struct
    {
        PanelLayout layout = this;
        TState rest = default;
        ModelReader.Load(
            source, prefix, mode, [layout.Declared("")], parameters[..Length], StateFloats.Of(ref rest, 0, StateLength), (reader, loaded, loadedRest) =>
            {
                TensorModule module = reader.Module(0);
                layout.Load(reader, module, loaded);
                layout.LoadRest(reader, module, loadedRest);
            });
        return rest;
    }

    /// <summary>Loads one layer of a model: the tensors of <see cref="Load(ITensorSource, string, Span{float}, LoadMode)"/>.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="module">Where its tensors are.</param>
    /// <param name="parameters">The flat span, of zeros.</param>
    internal void Load(ModelReader reader, TensorModule module, Span<float> parameters)
    {
        var names = StateDictNames.In(reader.Source, module.Prefix, module.Suffix);
        foreach (TensorPlace place in Weights(names).Concat(Options(names)))
        {
            place.Load(reader, parameters);
        }

        LoadBiases(reader, names, parameters);
    }

    /// <summary>
    /// Saves what <see cref="Load(ITensorSource, string, Span{float}, LoadMode)"/> loads, in the order of PyTorch's <c>state_dict</c> (weights, biases, <c>weight_hr_l0</c>), then what PyTorch does not
    /// have; the whole bias goes to <c>bias_ih_l0</c>, and <c>bias_hh_l0</c> is zeros but for the gate whose recurrent bias is apart. Every bit is kept: of a
    /// bias of -0 both are -0.
    /// </summary>
    /// <param name="sink">Where to.</param>
    /// <param name="prefix">What stands before the names; a dot is put between where it ends in a letter or digit.</param>
    /// <param name="parameters">The flat span.</param>
    /// <exception cref="ArgumentNullException"><paramref name="sink"/> or <paramref name="prefix"/> is null.</exception>
    public void Save(ITensorSink sink, string prefix, ReadOnlySpan<float> parameters)
    {
        if (sink is LayerList layers)
        {
            layers.Add(Describe(""));
            return;
        }

        Save(sink, prefix, parameters, bothBiases: false);
        bool gatesAreSigmoid = GateActivation.Function == RnnActivation.Sigmoid;
        sink.Describe(StateDictNames.OfLayer(prefix, Suffix).WeightHh, new CellDescription(Form, _hidden, gatesAreSigmoid, HasBias, HasLayerNorm));
    }

    /// <summary>Saves them, and what is not all zeros of the state from which streams start.</summary>
    /// <typeparam name="TState">The cell's state.</typeparam>
    /// <param name="sink">Where to.</param>
    /// <param name="prefix">What stands before the names; a dot is put between where it ends in a letter or digit.</param>
    /// <param name="parameters">The flat span.</param>
    /// <param name="rest">That state.</param>
    /// <exception cref="ArgumentNullException"><paramref name="sink"/> or <paramref name="prefix"/> is null.</exception>
    public void Save<TState>(ITensorSink sink, string prefix, ReadOnlySpan<float> parameters, in TState rest)
        where TState : struct
    {
        Save(sink, prefix, parameters);
        SaveRest(sink, prefix, StateFloats.Of(ref Unsafe.AsRef(in rest), 0, StateLength));
    }

    /// <summary>
    /// Saves gradients under the names of their parameters, as PyTorch's <c>grad</c> of each: of two biases whose sum is the parameter both have its
    /// gradient.
    /// </summary>
    /// <param name="sink">Where to.</param>
    /// <param name="prefix">What stands before the names; a dot is put between where it ends in a letter or digit.</param>
    /// <param name="gradients">The flat span of gradients.</param>
    /// <exception cref="ArgumentNullException"><paramref name="sink"/> or <paramref name="prefix"/> is null.</exception>
    public void SaveGradients(ITensorSink sink, string prefix, ReadOnlySpan<float> gradients) => Save(sink, prefix, gradients, bothBiases: true);

    /// <summary>
    /// Draws every parameter uniformly from +-1/sqrt(hidden), in the order <c>weight_ih</c>, <c>weight_hh</c>, bias, the recurrent bias that is apart,
    /// <c>weight_hr</c>, peepholes. A cell without biases draws none, so the last two differ from those of the same seed with biases. Gains are ones and
    /// shifts zeros, and the forget gate's bias is as declared, which changes no other number. Allocates nothing.
    /// </summary>
    /// <param name="seed">The same seed gives the same parameters on every machine.</param>
    /// <param name="parameters">The flat span.</param>
    public void Initialize(int seed, Span<float> parameters)
    {
        var random = new SplitMix64((ulong)seed);
        float bound = 1f / MathF.Sqrt(_hidden);
        DrawRows(ref random, bound, _input, firstRow: 1, parameters);
        DrawRows(ref random, bound, IsElementwise ? 0 : OutputSize, FirstRecurrentRow, parameters);
        DrawVectors(ref random, bound, IsElementwise ? _gates : 0, RecurrentOffset, parameters);
        if (HasBias)
        {
            DrawBiases(ref random, bound, parameters);
        }

        for (int weight = 0; HasProjection && weight < OutputSize * _hidden; weight++)
        {
            parameters[ProjectionIndexOf(weight / _hidden, weight % _hidden)] = random.NextUniform(bound);
        }

        DrawVectors(ref random, bound, PeepholeGates, PeepholeOffset, parameters);
        for (int unit = 0; HasLayerNorm && unit < _gates * _hidden; unit++)
        {
            parameters[VectorIndexOf(GateGainOffset, unit)] = 1f;
            parameters[VectorIndexOf(GateShiftOffset, unit)] = 0f;
        }

        for (int unit = 0; HasLayerNorm && NormalizedVector is not null && unit < _hidden; unit++)
        {
            parameters[VectorGainOffset + unit] = 1f;
            parameters[VectorShiftOffset + unit] = 0f;
        }
    }

    /// <summary>What cell it is.</summary>
    /// <param name="name">Its name.</param>
    internal RecurrentModelLayer Describe(string name) => new(name, Kind, _input, _hidden)
    {
        Bias = HasBias,
        Variant = Form == CellForm.ComplementGru ? GruVariant.ComplementReset
            : Form == CellForm.Gru && _recurrentBiasGate < 0 ? GruVariant.ResetBefore : GruVariant.ResetAfter,
        Peephole = PeepholeGates > 0,
        Projection = HasProjection ? OutputSize : 0,
        CoupledGates = Form == CellForm.CoupledLstm,
        Clip = Clip,
        LayerNorm = HasLayerNorm,
        Recurrence = IsElementwise ? Recurrence.Diagonal : Recurrence.Full,
        Gate = GateActivation,
        Candidate = CandidateActivation,
        Cell = CellActivation,
    };

    private RecurrentKind Kind => Form switch
    {
        CellForm.Elman => RecurrentKind.Rnn,
        CellForm.Lstm or CellForm.CoupledLstm => RecurrentKind.Lstm,
        CellForm.Gru or CellForm.ComplementGru => RecurrentKind.Gru,
        _ => throw new NotSupportedException("The layout does not say what the gates do."),
    };

    /// <summary>What it is in a model.</summary>
    /// <param name="layer">The name of its layer.</param>
    internal DeclaredModule Declared(string layer) => new(layer, StateDictNames.FirstTensor, Suffix);

    /// <summary>Loads the state from which streams start; what the source does not have stays as it is.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="module">Where its tensors are.</param>
    /// <param name="rest">The state, of zeros.</param>
    internal void LoadRest(ModelReader reader, TensorModule module, Span<float> rest)
    {
        foreach ((string name, int offset, int size) in RestVectors(StateDictNames.In(reader.Source, module.Prefix, module.Suffix)))
        {
            if (reader.Source.Contains(name))
            {
                reader.Read(name, [size], rest.Slice(offset, size));
            }
        }
    }

    /// <summary>Saves the state from which streams start: what is not all zeros of it, so that a model that starts from zeros has PyTorch's tensors only.</summary>
    /// <param name="sink">Where to.</param>
    /// <param name="prefix">What stands before the names.</param>
    /// <param name="rest">The state.</param>
    internal void SaveRest(ITensorSink sink, string prefix, ReadOnlySpan<float> rest)
    {
        foreach ((string name, int offset, int size) in RestVectors(StateDictNames.OfLayer(prefix, Suffix)))
        {
            ReadOnlySpan<float> values = rest.Slice(offset, size);
            if (MemoryMarshal.Cast<float, int>(values).ContainsAnyExcept(0))
            {
                sink.Write(name, [size], values);
            }
        }
    }

    /// <summary>The tensors of a state, and where each is in it.</summary>
    private IEnumerable<(string Name, int Offset, int Size)> RestVectors(StateDictNames names)
    {
        yield return (names.InitialH, 0, OutputSize);
        if (HasCellState)
        {
            yield return (names.InitialC, CellStateOffset, _hidden);
        }
    }

    private void LoadBiases(ModelReader reader, StateDictNames names, Span<float> packed)
    {
        ITensorSource source = reader.Source;
        bool isThere = source.Contains(names.BiasIh) || source.Contains(names.BiasHh);
        if (isThere && !HasBias)
        {
            reader.Fail(new TensorFormatException(
                source.Name, source.Contains(names.BiasIh) ? names.BiasIh : names.BiasHh, null,
                "is there, but the cell was declared without biases (Bias = false)."));
        }

        if (!isThere || !HasBias)
        {
            return;
        }

        int units = _gates * _hidden;
        float[] bias = new float[units];
        float[] recurrentBias = new float[units];
        reader.Read(names.BiasIh, [units], bias);
        reader.Read(names.BiasHh, [units], recurrentBias);
        for (int unit = 0; unit < units; unit++)
        {
            if (HasRecurrentBias(unit))
            {
                packed[IndexOf(unit, 0)] = bias[unit];
                packed[IndexOf(unit, RecurrentBiasRow)] = recurrentBias[unit];
                continue;
            }

            float sum = bias[unit] + recurrentBias[unit];
            if (float.IsInfinity(sum) && float.IsFinite(bias[unit]) && float.IsFinite(recurrentBias[unit]))
            {
                reader.Fail(new TensorFormatException(
                    source.Name, names.BiasIh, null,
                    $"element {unit} and that of {names.BiasHh}, whose sum is the parameter, add up to more than a float holds"));
                return;
            }

            packed[IndexOf(unit, 0)] = sum;
        }
    }

    private void Save(ITensorSink sink, string prefix, ReadOnlySpan<float> values, bool bothBiases)
    {
        ArgumentNullException.ThrowIfNull(sink);
        ArgumentNullException.ThrowIfNull(prefix);
        var names = StateDictNames.OfLayer(prefix, Suffix);
        foreach (TensorPlace place in Weights(names))
        {
            place.Save(sink, values);
        }

        if (HasBias)
        {
            SaveBiases(sink, names, values, bothBiases);
        }

        foreach (TensorPlace place in Options(names))
        {
            place.Save(sink, values);
        }
    }

    private void SaveBiases(ITensorSink sink, StateDictNames names, ReadOnlySpan<float> values, bool bothBiases)
    {
        int units = _gates * _hidden;
        float[] bias = new float[units];
        float[] recurrentBias = new float[units];
        for (int unit = 0; unit < units; unit++)
        {
            bias[unit] = values[IndexOf(unit, 0)];
            // Only -0 added to -0 gives it back.
            float rest = bothBiases || (bias[unit] == 0f && float.IsNegative(bias[unit])) ? bias[unit] : 0f;
            recurrentBias[unit] = HasRecurrentBias(unit) ? values[IndexOf(unit, RecurrentBiasRow)] : rest;
        }

        sink.Write(names.BiasIh, [units], bias);
        sink.Write(names.BiasHh, [units], recurrentBias);
    }

    private void DrawRows(ref SplitMix64 random, float bound, int columns, int firstRow, Span<float> parameters)
    {
        for (int unit = 0; unit < _gates * _hidden; unit++)
        {
            for (int column = 0; column < columns; column++)
            {
                parameters[IndexOf(unit, firstRow + column)] = random.NextUniform(bound);
            }
        }
    }

    private void DrawVectors(ref SplitMix64 random, float bound, int vectors, int offset, Span<float> parameters)
    {
        for (int element = 0; element < vectors * _hidden; element++)
        {
            parameters[VectorIndexOf(offset, element)] = random.NextUniform(bound);
        }
    }

    private void DrawBiases(ref SplitMix64 random, float bound, Span<float> parameters)
    {
        for (int unit = 0; unit < _gates * _hidden; unit++)
        {
            // Drawn in any case, so that what comes after does not depend on the forget gate's bias.
            float drawn = random.NextUniform(bound);
            parameters[IndexOf(unit, 0)] = unit / _hidden == ForgetGate ? ForgetBias : drawn;
        }

        for (int unit = 0; unit < _gates * _hidden; unit++)
        {
            if (HasRecurrentBias(unit))
            {
                parameters[IndexOf(unit, RecurrentBiasRow)] = random.NextUniform(bound);
            }
        }
    }

    /// <summary>The weights of all gates. The biases are apart: they are two tensors for one parameter.</summary>
    private IEnumerable<TensorPlace> Weights(StateDictNames names) =>
    [
        new(names.WeightIh, [_gates * _hidden, _input], _input, PanelRows(firstRow: 1)),
        IsElementwise
            ? Vectors(names.WeightHh, _gates, RecurrentOffset)
            : new(names.WeightHh, [_gates * _hidden, OutputSize], OutputSize, PanelRows(FirstRecurrentRow)),
    ];

    /// <summary>What stands behind the panels, as PyTorch orders it: after the biases.</summary>
    private IEnumerable<TensorPlace> Options(StateDictNames names)
    {
        PanelLayout layout = this;
        if (HasProjection)
        {
            yield return new TensorPlace(
                names.WeightHr, [OutputSize, _hidden], _hidden,
                RowGroup.Panels(OutputSize, panel => (layout.ProjectionIndexOf(panel * PanelProduct.Lanes, 0), layout.ProjectionLanes(panel))));
        }

        if (PeepholeGates > 0)
        {
            yield return Vectors(names.WeightPeephole, PeepholeGates, PeepholeOffset);
        }

        if (HasLayerNorm)
        {
            yield return Vectors(names.LayerNormWeight("gates"), _gates, GateGainOffset);
            yield return Vectors(names.LayerNormBias("gates"), _gates, GateShiftOffset);
        }

        if (HasLayerNorm && NormalizedVector is not null)
        {
            yield return Vectors(names.LayerNormWeight(NormalizedVector), 1, VectorGainOffset);
            yield return Vectors(names.LayerNormBias(NormalizedVector), 1, VectorShiftOffset);
        }
    }

    /// <summary>Vectors of one float a unit, which are one tensor.</summary>
    private TensorPlace Vectors(string name, int count, int offset) => new(name, [count * _hidden], _hidden, RowGroup.Lines(count, offset, PaddedHidden));

    /// <summary>The rows of all gates: a tensor's columns are rows of the panels, from one on.</summary>
    private IEnumerable<RowGroup> PanelRows(int firstRow)
    {
        PanelLayout layout = this;
        return Enumerable.Range(0, _gates).SelectMany(gate => RowGroup.Panels(
            layout._hidden,
            block => (layout.IndexOf((gate * layout._hidden) + (block * PanelProduct.Lanes), firstRow), layout.LanesOf(block))));
    }

    /// <summary>Parts of the parameters that are recurrent weights: a panel's each, or all of a recurrence element by element.</summary>
    internal int RecurrentParts => IsElementwise ? 1 : _gates * (_fullBlocks + (_tailLanes > 0 ? 1 : 0));

    /// <summary>Where one of them starts, and its floats, those of padding among them.</summary>
    /// <param name="part">Which.</param>
    internal (int First, int Count) RecurrentPart(int part)
    {
        if (IsElementwise)
        {
            return (RecurrentOffset, _gates * PaddedHidden);
        }

        (int block, int gate) = Math.DivRem(part, _gates);
        return (IndexOf((gate * _hidden) + (block * PanelProduct.Lanes), FirstRecurrentRow), OutputSize * LanesOf(block));
    }

    private bool HasRecurrentBias(int gateUnit) => gateUnit / _hidden == _recurrentBiasGate;

    /// <summary>The place of one parameter, given its row in PyTorch's tensors (gate * hidden + unit) and its row in the panel.</summary>
    private int IndexOf(int gateUnit, int row)
    {
        (int gate, int unit) = Math.DivRem(gateUnit, _hidden);
        (int block, int lane) = Math.DivRem(unit, PanelProduct.Lanes);
        int lanes = LanesOf(block);
        int panel = (block * _gates * PanelProduct.Lanes) + (gate * lanes);
        return (panel * Rows) + (row * lanes) + lane;
    }

    /// <summary>The place of the projection's weight of one output and one hidden unit.</summary>
    private int ProjectionIndexOf(int output, int unit)
    {
        (int block, int lane) = Math.DivRem(output, PanelProduct.Lanes);
        return ProjectionOffset + (block * PanelProduct.Lanes * _hidden) + (unit * ProjectionLanes(block)) + lane;
    }

    private int LanesOf(int block) => block < _fullBlocks ? PanelProduct.Lanes : _tailLanes;

    private int ProjectionLanes(int block) => Math.Min(PanelProduct.Lanes, RoundUp(OutputSize) - (block * PanelProduct.Lanes));

    /// <summary>The place of one element of vectors of the padded hidden units, given its place in dense ones.</summary>
    private int VectorIndexOf(int offset, int element) => offset + (element / _hidden * PaddedHidden) + (element % _hidden);

    private static int RoundUp(int units) => (units + PanelProduct.TailLanes - 1) / PanelProduct.TailLanes * PanelProduct.TailLanes;
}
