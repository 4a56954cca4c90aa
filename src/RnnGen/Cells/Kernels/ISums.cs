using System.Runtime.CompilerServices;
using RnnGen.Numerics;
using RnnGen.Weights;

namespace RnnGen.Cells;

// Fields of generic types are set by their own methods, which the compiler does not look at.
#pragma warning disable CS0649, IDE0044

/// <summary>
/// Sums in registers: those of some gates (<see cref="Gates{TFirst,TSecond,V}"/>, <see cref="FourSums{V}"/>) of some vectors of units (<see cref="Vectors{S,V}"/>),
/// put together from <see cref="Sum{V}"/>. All offsets are constants to the JIT. (They are handed down, and not computed where they are used: each call that the JIT inlines
/// takes 10 us of the first step.)
/// </summary>
/// <typeparam name="S">The sums themselves.</typeparam>
/// <typeparam name="V">The vector.</typeparam>
internal interface ISums<S, V>
    where S : struct, ISums<S, V>
    where V : struct, IVector<V>
{
    /// <summary>Gates of which it has sums.</summary>
    static abstract int GateCount { get; }

    /// <summary>Units of which it has sums.</summary>
    static abstract int UnitCount { get; }

    /// <summary>A gate's sum of the first vector; of a gate that it does not have, anything.</summary>
    V Of(int gate);

    /// <summary>Starts each sum with its bias, the first row of a panel.</summary>
    /// <param name="panel">The panel of the first gate.</param>
    /// <param name="offset">Floats from there to the first sum's.</param>
    /// <param name="gate">Floats from a gate's panel to the next.</param>
    /// <returns>The offset of the gate behind.</returns>
    int Load<TCell>(ref float panel, int offset, int gate)
        where TCell : struct, ICellArithmetic;

    /// <summary>To each sum <paramref name="factor"/> times its weight.</summary>
    /// <param name="factor">The factor, in every lane.</param>
    /// <param name="weights">A row of weights of the first gate.</param>
    /// <param name="offset">Elements from there to the first sum's.</param>
    /// <param name="gate">Elements from a gate's panel to the next.</param>
    /// <param name="part">The part of the elements.</param>
    /// <returns>The offset of the gate behind.</returns>
    int AddProducts<TCell, W>(V factor, ref W weights, int offset, int gate, int part)
        where TCell : struct, ICellArithmetic
        where W : unmanaged, IWeights<W>;

    /// <summary>To each sum that of the other.</summary>
    void Add(in S other);

    /// <summary>To each input sum the recurrent sum that is there.</summary>
    /// <param name="x">What <typeparamref name="TInputs"/> read for all sums.</param>
    /// <param name="inputs">Where the inputs are.</param>
    /// <param name="panel">The panel of the first gate.</param>
    /// <param name="offset">Floats from there to the first sum's bias.</param>
    /// <param name="place">The place of the first sum in a row.</param>
    /// <param name="gate">Floats from a gate's panel to the next.</param>
    /// <param name="lanes">Floats from a gate of a row to the next.</param>
    void AddInputs<TCell, TBlock, TInputs>(V x, ref float inputs, ref float panel, int offset, int place, int gate, int lanes)
        where TCell : struct, ICellArithmetic
        where TBlock : struct, IBlock
        where TInputs : struct, IInputs;

    /// <summary>The sums to a row.</summary>
    /// <param name="row">The place of the first sum.</param>
    /// <param name="lanes">Floats from a gate to the next.</param>
    void Store<TCell>(ref float row, int lanes)
        where TCell : struct, ICellArithmetic;

    /// <summary>The pass, vector by vector.</summary>
    void Apply<TCell, TPass, TTape>(ref float h, ref float c, ref float hNew, ref float parameters, ref float row, int unit, int lanes)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch;
}

/// <summary>The sum of one gate of one vector of units.</summary>
internal struct Sum<V> : ISums<Sum<V>, V>
    where V : struct, IVector<V>
{
    private V _sum;

    public static int GateCount => 1;

    public static int UnitCount
    {
        [MethodImpl(Sums.Inline)]
        get => V.Count;
    }

    [MethodImpl(Sums.Inline)]
    public readonly V Of(int gate) => _sum;

    [MethodImpl(Sums.Inline)]
    public int Load<TCell>(ref float panel, int offset, int gate)
        where TCell : struct, ICellArithmetic
    {
        _sum = V.Load(ref panel, offset);
        return offset + gate;
    }

    [MethodImpl(Sums.Inline)]
    public int AddProducts<TCell, W>(V factor, ref W weights, int offset, int gate, int part)
        where TCell : struct, ICellArithmetic
        where W : unmanaged, IWeights<W>
    {
        _sum = W.AddProduct(_sum, factor, ref weights, offset, part);
        return offset + gate;
    }

    [MethodImpl(Sums.Inline)]
    public void Add(in Sum<V> other) => _sum += other._sum;

    [MethodImpl(Sums.Inline)]
    public void AddInputs<TCell, TBlock, TInputs>(V x, ref float inputs, ref float panel, int offset, int place, int gate, int lanes)
        where TCell : struct, ICellArithmetic
        where TBlock : struct, IBlock
        where TInputs : struct, IInputs =>
        _sum = TInputs.Of<TBlock, V>(x, ref inputs, ref panel, offset, place) + _sum;

    [MethodImpl(Sums.Inline)]
    public readonly void Store<TCell>(ref float row, int lanes)
        where TCell : struct, ICellArithmetic =>
        V.Store(_sum, ref row);

    [MethodImpl(Sums.Inline)]
    public readonly void Apply<TCell, TPass, TTape>(ref float h, ref float c, ref float hNew, ref float parameters, ref float row, int unit, int lanes)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch =>
        Sums.Apply<TCell, TPass, TTape, Sum<V>, V>(in this, ref h, ref c, ref hNew, ref parameters, ref row, unit, lanes);
}

/// <summary>The sum of one gate of one vector, whose recurrent sum has a bias of its own and stays apart from the input sum.</summary>
internal struct SumsApart<V> : ISums<SumsApart<V>, V>
    where V : struct, IVector<V>
{
    private Sum<V> _sum;
    private V _input;

    public static int GateCount => 1;

    public static int UnitCount
    {
        [MethodImpl(Sums.Inline)]
        get => V.Count;
    }

    [MethodImpl(Sums.Inline)]
    public readonly V Of(int gate) => gate == 0 ? _input : _sum.Of(0);

    [MethodImpl(Sums.Inline)]
    public int Load<TCell>(ref float panel, int offset, int gate)
        where TCell : struct, ICellArithmetic =>
        _sum.Load<TCell>(ref panel, offset, gate);

    [MethodImpl(Sums.Inline)]
    public int AddProducts<TCell, W>(V factor, ref W weights, int offset, int gate, int part)
        where TCell : struct, ICellArithmetic
        where W : unmanaged, IWeights<W> =>
        _sum.AddProducts<TCell, W>(factor, ref weights, offset, gate, part);

    [MethodImpl(Sums.Inline)]
    public void Add(in SumsApart<V> other) => _sum.Add(in other._sum);

    [MethodImpl(Sums.Inline)]
    public void AddInputs<TCell, TBlock, TInputs>(V x, ref float inputs, ref float panel, int offset, int place, int gate, int lanes)
        where TCell : struct, ICellArithmetic
        where TBlock : struct, IBlock
        where TInputs : struct, IInputs
    {
        Sum<V> bias = default;
        bias.Load<TCell>(ref panel, offset + (CellSizes<TCell>.RecurrentBiasRow * TBlock.Lanes), 0);
        bias.Add(in _sum);
        _sum = bias;
        _input = TInputs.Of<TBlock, V>(x, ref inputs, ref panel, offset, place);
    }

    [MethodImpl(Sums.Inline)]
    public readonly void Store<TCell>(ref float row, int lanes)
        where TCell : struct, ICellArithmetic =>
        _sum.Store<TCell>(ref row, lanes);

    [MethodImpl(Sums.Inline)]
    public readonly void Apply<TCell, TPass, TTape>(ref float h, ref float c, ref float hNew, ref float parameters, ref float row, int unit, int lanes)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch =>
        Sums.Apply<TCell, TPass, TTape, SumsApart<V>, V>(in this, ref h, ref c, ref hNew, ref parameters, ref row, unit, lanes);
}

/// <summary>The sums of some gates of one vector, and of the gates behind them.</summary>
internal struct Gates<TFirst, TSecond, V> : ISums<Gates<TFirst, TSecond, V>, V>
    where TFirst : struct, ISums<TFirst, V>
    where TSecond : struct, ISums<TSecond, V>
    where V : struct, IVector<V>
{
    private TFirst _first;
    private TSecond _second;

    public static int GateCount
    {
        [MethodImpl(Sums.Inline)]
        get => TFirst.GateCount + TSecond.GateCount;
    }

    public static int UnitCount
    {
        [MethodImpl(Sums.Inline)]
        get => V.Count;
    }

    [MethodImpl(Sums.Inline)]
    public readonly V Of(int gate) => gate < TFirst.GateCount ? _first.Of(gate) : _second.Of(gate - TFirst.GateCount);

    [MethodImpl(Sums.Inline)]
    public int Load<TCell>(ref float panel, int offset, int gate)
        where TCell : struct, ICellArithmetic
    {
        offset = _first.Load<TCell>(ref panel, offset, gate);
        return _second.Load<TCell>(ref panel, offset, gate);
    }

    [MethodImpl(Sums.Inline)]
    public int AddProducts<TCell, W>(V factor, ref W weights, int offset, int gate, int part)
        where TCell : struct, ICellArithmetic
        where W : unmanaged, IWeights<W>
    {
        offset = _first.AddProducts<TCell, W>(factor, ref weights, offset, gate, part);
        return _second.AddProducts<TCell, W>(factor, ref weights, offset, gate, part);
    }

    [MethodImpl(Sums.Inline)]
    public void Add(in Gates<TFirst, TSecond, V> other)
    {
        _first.Add(in other._first);
        _second.Add(in other._second);
    }

    [MethodImpl(Sums.Inline)]
    public void AddInputs<TCell, TBlock, TInputs>(V x, ref float inputs, ref float panel, int offset, int place, int gate, int lanes)
        where TCell : struct, ICellArithmetic
        where TBlock : struct, IBlock
        where TInputs : struct, IInputs
    {
        int before = TFirst.GateCount;
        _first.AddInputs<TCell, TBlock, TInputs>(x, ref inputs, ref panel, offset, place, gate, lanes);
        _second.AddInputs<TCell, TBlock, TInputs>(x, ref inputs, ref panel, offset + (before * gate), place + (before * lanes), gate, lanes);
    }

    [MethodImpl(Sums.Inline)]
    public readonly void Store<TCell>(ref float row, int lanes)
        where TCell : struct, ICellArithmetic
    {
        _first.Store<TCell>(ref row, lanes);
        _second.Store<TCell>(ref Unsafe.Add(ref row, TFirst.GateCount * lanes), lanes);
    }

    [MethodImpl(Sums.Inline)]
    public readonly void Apply<TCell, TPass, TTape>(ref float h, ref float c, ref float hNew, ref float parameters, ref float row, int unit, int lanes)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch =>
        Sums.Apply<TCell, TPass, TTape, Gates<TFirst, TSecond, V>, V>(in this, ref h, ref c, ref hNew, ref parameters, ref row, unit, lanes);
}

/// <summary>
/// The sums of the four gates of an LSTM, of one vector. Written out, and not <see cref="Gates{TFirst,TSecond,V}"/> of such: for the interpreter of browsers a struct in
/// a struct is memory, and a step took 1.2 times as long.
/// </summary>
internal struct FourSums<V> : ISums<FourSums<V>, V>
    where V : struct, IVector<V>
{
    private V _0;
    private V _1;
    private V _2;
    private V _3;

    public static int GateCount => 4;

    public static int UnitCount
    {
        [MethodImpl(Sums.Inline)]
        get => V.Count;
    }

    [MethodImpl(Sums.Inline)]
    public readonly V Of(int gate) => gate == 0 ? _0 : gate == 1 ? _1 : gate == 2 ? _2 : _3;

    [MethodImpl(Sums.Inline)]
    public int Load<TCell>(ref float panel, int offset, int gate)
        where TCell : struct, ICellArithmetic
    {
        _0 = V.Load(ref panel, offset);
        _1 = V.Load(ref panel, offset + gate);
        _2 = V.Load(ref panel, offset + (2 * gate));
        _3 = V.Load(ref panel, offset + (3 * gate));
        return offset + (4 * gate);
    }

    [MethodImpl(Sums.Inline)]
    public int AddProducts<TCell, W>(V factor, ref W weights, int offset, int gate, int part)
        where TCell : struct, ICellArithmetic
        where W : unmanaged, IWeights<W>
    {
        _0 = W.AddProduct(_0, factor, ref weights, offset, part);
        _1 = W.AddProduct(_1, factor, ref weights, offset + gate, part);
        _2 = W.AddProduct(_2, factor, ref weights, offset + (2 * gate), part);
        _3 = W.AddProduct(_3, factor, ref weights, offset + (3 * gate), part);
        return offset + (4 * gate);
    }

    [MethodImpl(Sums.Inline)]
    public void Add(in FourSums<V> other)
    {
        _0 += other._0;
        _1 += other._1;
        _2 += other._2;
        _3 += other._3;
    }

    [MethodImpl(Sums.Inline)]
    public void AddInputs<TCell, TBlock, TInputs>(V x, ref float inputs, ref float panel, int offset, int place, int gate, int lanes)
        where TCell : struct, ICellArithmetic
        where TBlock : struct, IBlock
        where TInputs : struct, IInputs
    {
        _0 = TInputs.Of<TBlock, V>(x, ref inputs, ref panel, offset, place) + _0;
        _1 = TInputs.Of<TBlock, V>(x, ref inputs, ref panel, offset + gate, place + lanes) + _1;
        _2 = TInputs.Of<TBlock, V>(x, ref inputs, ref panel, offset + (2 * gate), place + (2 * lanes)) + _2;
        _3 = TInputs.Of<TBlock, V>(x, ref inputs, ref panel, offset + (3 * gate), place + (3 * lanes)) + _3;
    }

    [MethodImpl(Sums.Inline)]
    public readonly void Store<TCell>(ref float row, int lanes)
        where TCell : struct, ICellArithmetic
    {
        V.Store(_0, ref row);
        V.Store(_1, ref row, lanes);
        V.Store(_2, ref row, 2 * lanes);
        V.Store(_3, ref row, 3 * lanes);
    }

    [MethodImpl(Sums.Inline)]
    public readonly void Apply<TCell, TPass, TTape>(ref float h, ref float c, ref float hNew, ref float parameters, ref float row, int unit, int lanes)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch =>
        Sums.Apply<TCell, TPass, TTape, FourSums<V>, V>(in this, ref h, ref c, ref hNew, ref parameters, ref row, unit, lanes);
}

/// <summary>The sums of some vectors of units, and of as many behind them.</summary>
internal struct Vectors<S, V> : ISums<Vectors<S, V>, V>
    where S : struct, ISums<S, V>
    where V : struct, IVector<V>
{
    private S _first;
    private S _second;

    public static int GateCount => S.GateCount;

    public static int UnitCount
    {
        [MethodImpl(Sums.Inline)]
        get => 2 * S.UnitCount;
    }

    [MethodImpl(Sums.Inline)]
    public readonly V Of(int gate) => _first.Of(gate);

    [MethodImpl(Sums.Inline)]
    public int Load<TCell>(ref float panel, int offset, int gate)
        where TCell : struct, ICellArithmetic
    {
        int behind = _first.Load<TCell>(ref panel, offset, gate);
        _second.Load<TCell>(ref panel, offset + Sums.Weights<TCell>(S.UnitCount), gate);
        return behind;
    }

    [MethodImpl(Sums.Inline)]
    public int AddProducts<TCell, W>(V factor, ref W weights, int offset, int gate, int part)
        where TCell : struct, ICellArithmetic
        where W : unmanaged, IWeights<W>
    {
        int behind = _first.AddProducts<TCell, W>(factor, ref weights, offset, gate, part);
        _second.AddProducts<TCell, W>(factor, ref weights, offset + Sums.Weights<TCell>(S.UnitCount), gate, part);
        return behind;
    }

    [MethodImpl(Sums.Inline)]
    public void Add(in Vectors<S, V> other)
    {
        _first.Add(in other._first);
        _second.Add(in other._second);
    }

    [MethodImpl(Sums.Inline)]
    public void AddInputs<TCell, TBlock, TInputs>(V x, ref float inputs, ref float panel, int offset, int place, int gate, int lanes)
        where TCell : struct, ICellArithmetic
        where TBlock : struct, IBlock
        where TInputs : struct, IInputs
    {
        int secondOffset = offset + Sums.Weights<TCell>(S.UnitCount), secondPlace = place + Units.Place(S.UnitCount, TCell.Gates);
        _first.AddInputs<TCell, TBlock, TInputs>(x, ref inputs, ref panel, offset, place, gate, lanes);
        _second.AddInputs<TCell, TBlock, TInputs>(x, ref inputs, ref panel, secondOffset, secondPlace, gate, lanes);
    }

    [MethodImpl(Sums.Inline)]
    public readonly void Store<TCell>(ref float row, int lanes)
        where TCell : struct, ICellArithmetic
    {
        _first.Store<TCell>(ref row, lanes);
        _second.Store<TCell>(ref Unsafe.Add(ref row, Units.Place(S.UnitCount, TCell.Gates)), lanes);
    }

    // A loop, so that the pass is in the code once: twice would be over the budget of the JIT's inliner for some cells, where a vector has 128 bits.
    [MethodImpl(Sums.Inline)]
    public readonly void Apply<TCell, TPass, TTape>(ref float h, ref float c, ref float hNew, ref float parameters, ref float row, int unit, int lanes)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
    {
        S sums = _first;
        for (int half = 0; half < 2; half++)
        {
            sums.Apply<TCell, TPass, TTape>(ref h, ref c, ref hNew, ref parameters, ref row, unit + (half * S.UnitCount), lanes);
            sums = _second;
        }
    }
}

/// <summary>Places of sums, and what becomes of them.</summary>
internal static class Sums
{
    public const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>From a unit's weights to those of a later unit, which is in the same block or the first of a vector of another one.</summary>
    [MethodImpl(Inline)]
    public static int Weights<TCell>(int units)
        where TCell : struct, ICellArithmetic => Units.Place(units, TCell.Gates * TCell.PanelRows);

    /// <summary>The pass of one vector.</summary>
    [MethodImpl(Inline)]
    public static void Apply<TCell, TPass, TTape, S, V>(
        in S sums, ref float h, ref float c, ref float hNew, ref float parameters, ref float row, int unit, int lanes)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch
        where S : struct, ISums<S, V>
        where V : struct, IVector<V> =>
        TPass.Apply<V, TTape>(
            sums.Of(0), sums.Of(1), sums.Of(2), sums.Of(3), ref h, ref c, ref hNew, ref parameters, ref row, unit, Units.Place(unit, TCell.Gates), lanes);
}
