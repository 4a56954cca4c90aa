using System;
using System.ComponentModel;
using RnnGen.Formats;
using RnnGen.Numerics;

namespace RnnGen.Cells;

/// <summary>
/// Where each parameter of a cell lies in its flat span, and the way between that and PyTorch's tensors.
/// </summary>
/// <remarks>
/// Hidden units stand in blocks of <see cref="PanelProduct.Lanes"/>, the last one or eight of them in a tail block of
/// <see cref="PanelProduct.TailLanes"/>; units past the last are padding, always zero. A block holds one panel a gate, gates in PyTorch's order;
/// a panel holds rows of one float a unit: the bias, then the weights of every input, then (where one gate has a recurrent bias, and zero in all
/// others) the recurrent bias, then the weights of every hidden unit.
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
    /// <param name="gates">Gates: 4 for an LSTM, 3 for a GRU, 1 for an Elman cell.</param>
    /// <param name="input">Inputs.</param>
    /// <param name="hidden">Hidden units.</param>
    /// <param name="fullBlocks">Blocks of <see cref="PanelProduct.Lanes"/> units.</param>
    /// <param name="tailLanes">Units of the tail block: 0 or <see cref="PanelProduct.TailLanes"/>.</param>
    /// <param name="recurrentBiasGate">The one gate whose recurrent bias is apart (a GRU's candidate), or -1.</param>
    public PanelLayout(int gates, int input, int hidden, int fullBlocks, int tailLanes, int recurrentBiasGate = -1)
    {
        _gates = gates;
        _input = input;
        _hidden = hidden;
        _fullBlocks = fullBlocks;
        _tailLanes = tailLanes;
        _recurrentBiasGate = recurrentBiasGate;
    }

    private int FirstRecurrentRow => 1 + _input + (_recurrentBiasGate < 0 ? 0 : 1);

    private int Rows => FirstRecurrentRow + _hidden;

    private int RecurrentBiasRow => 1 + _input;

    /// <summary>Floats of the flat span.</summary>
    private int Length => _gates * Rows * ((_fullBlocks * PanelProduct.Lanes) + _tailLanes);

    /// <summary>
    /// Loads <c>weight_ih_l0</c> [gates * hidden, input], <c>weight_hh_l0</c> [gates * hidden, hidden] and, where they are there,
    /// <c>bias_ih_l0</c> and <c>bias_hh_l0</c> [gates * hidden], whose sum is the bias. The names without <c>_l0</c> (<c>nn.LSTMCell</c>) will do.
    /// </summary>
    /// <param name="source">Where from.</param>
    /// <param name="prefix">What stands before the names; a dot is put between where it ends in a letter or digit.</param>
    /// <param name="parameters">The flat span; it is written only when everything has been read.</param>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> or <paramref name="prefix"/> is null.</exception>
    /// <exception cref="TensorFormatException">A tensor is missing or not what it should be.</exception>
    public void Load(ITensorSource source, string prefix, Span<float> parameters)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(prefix);
        StateDictNames names = StateDictNames.In(source, prefix);
        int units = _gates * _hidden;
        float[] packed = new float[Length];
        float[] tensor = new float[Math.Max(units * _input, units * _hidden)];

        source.Read(names.WeightIh, [units, _input], tensor.AsSpan(0, units * _input));
        Pack(tensor, _input, firstRow: 1, packed);
        source.Read(names.WeightHh, [units, _hidden], tensor.AsSpan(0, units * _hidden));
        Pack(tensor, _hidden, FirstRecurrentRow, packed);
        if (source.Contains(names.BiasIh) || source.Contains(names.BiasHh))
        {
            float[] recurrentBias = new float[units];
            source.Read(names.BiasIh, [units], tensor.AsSpan(0, units));
            source.Read(names.BiasHh, [units], recurrentBias);
            for (int unit = 0; unit < units; unit++)
            {
                if (HasRecurrentBias(unit))
                {
                    packed[IndexOf(unit, 0)] = tensor[unit];
                    packed[IndexOf(unit, RecurrentBiasRow)] = recurrentBias[unit];
                }
                else
                {
                    packed[IndexOf(unit, 0)] = tensor[unit] + recurrentBias[unit];
                }
            }
        }

        packed.CopyTo(parameters);
    }

    /// <summary>
    /// Saves the four tensors of PyTorch's <c>state_dict</c>; the whole bias goes to <c>bias_ih_l0</c>, and <c>bias_hh_l0</c> is zeros but for the gate
    /// whose recurrent bias is apart.
    /// </summary>
    /// <param name="sink">Where to.</param>
    /// <param name="prefix">What stands before the names; a dot is put between where it ends in a letter or digit.</param>
    /// <param name="parameters">The flat span.</param>
    /// <exception cref="ArgumentNullException"><paramref name="sink"/> or <paramref name="prefix"/> is null.</exception>
    public void Save(ITensorSink sink, string prefix, ReadOnlySpan<float> parameters)
    {
        ArgumentNullException.ThrowIfNull(sink);
        ArgumentNullException.ThrowIfNull(prefix);
        var names = StateDictNames.OfLayer(prefix);
        int units = _gates * _hidden;
        sink.Write(names.WeightIh, [units, _input], Unpack(parameters, _input, firstRow: 1));
        sink.Write(names.WeightHh, [units, _hidden], Unpack(parameters, _hidden, FirstRecurrentRow));
        sink.Write(names.BiasIh, [units], Unpack(parameters, columns: 1, firstRow: 0));
        float[] recurrentBias = new float[units];
        for (int unit = 0; unit < units; unit++)
        {
            recurrentBias[unit] = HasRecurrentBias(unit) ? parameters[IndexOf(unit, RecurrentBiasRow)] : 0f;
        }

        sink.Write(names.BiasHh, [units], recurrentBias);
    }

    /// <summary>tmp</summary>
    public void SaveGradients(ITensorSink sink, string prefix, ReadOnlySpan<float> gradients) => Save(sink, prefix, gradients);

    /// <summary>
    /// Draws every parameter uniformly from +-1/sqrt(hidden), in the order of PyTorch's tensors (<c>weight_ih</c>, <c>weight_hh</c>, bias,
    /// and the recurrent bias that is apart).
    /// </summary>
    /// <param name="seed">The same seed gives the same parameters on every machine.</param>
    /// <param name="parameters">The flat span.</param>
    public void Initialize(int seed, Span<float> parameters)
    {
        var random = new SplitMix64((ulong)seed);
        float bound = 1f / MathF.Sqrt(_hidden);
        Draw(ref random, bound, _input, firstRow: 1, parameters);
        Draw(ref random, bound, _hidden, FirstRecurrentRow, parameters);
        Draw(ref random, bound, columns: 1, firstRow: 0, parameters);
        for (int unit = 0; unit < _gates * _hidden; unit++)
        {
            if (HasRecurrentBias(unit))
            {
                parameters[IndexOf(unit, RecurrentBiasRow)] = random.NextUniform(bound);
            }
        }
    }

    private void Draw(ref SplitMix64 random, float bound, int columns, int firstRow, Span<float> parameters)
    {
        for (int unit = 0; unit < _gates * _hidden; unit++)
        {
            for (int column = 0; column < columns; column++)
            {
                parameters[IndexOf(unit, firstRow + column)] = random.NextUniform(bound);
            }
        }
    }

    private void Pack(ReadOnlySpan<float> tensor, int columns, int firstRow, Span<float> parameters)
    {
        for (int unit = 0; unit < _gates * _hidden; unit++)
        {
            for (int column = 0; column < columns; column++)
            {
                parameters[IndexOf(unit, firstRow + column)] = tensor[(unit * columns) + column];
            }
        }
    }

    private float[] Unpack(ReadOnlySpan<float> parameters, int columns, int firstRow)
    {
        float[] tensor = new float[_gates * _hidden * columns];
        for (int unit = 0; unit < _gates * _hidden; unit++)
        {
            for (int column = 0; column < columns; column++)
            {
                tensor[(unit * columns) + column] = parameters[IndexOf(unit, firstRow + column)];
            }
        }

        return tensor;
    }

    private bool HasRecurrentBias(int gateUnit) => gateUnit / _hidden == _recurrentBiasGate;

    /// <summary>The place of one parameter, given its row in PyTorch's tensors (gate * hidden + unit) and its row in the panel.</summary>
    private int IndexOf(int gateUnit, int row)
    {
        (int gate, int unit) = Math.DivRem(gateUnit, _hidden);
        (int block, int lane) = Math.DivRem(unit, PanelProduct.Lanes);
        int lanes = block < _fullBlocks ? PanelProduct.Lanes : _tailLanes;
        int panel = (block * _gates * PanelProduct.Lanes) + (gate * lanes);
        return (panel * Rows) + (row * lanes) + lane;
    }
}
