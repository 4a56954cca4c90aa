using System.Runtime.CompilerServices;
using RnnGen.Numerics;
using RnnGen.Weights;

namespace RnnGen.Cells;

// Fields of generic types are set by their own methods, which the compiler does not look at.
#pragma warning disable CS0649, IDE0044

/// <summary>
/// Sums in registers: those of some gates (<see cref="Gates{TFirst,TSecond,V}"/>) of some vectors of units (<see cref="Vectors{S,V}"/>), put together from
/// <see cref="Sum{V}"/>. All offsets are constants to the JIT.
/// </summary>
/// <typeparam name="S">The sums themselves.</typeparam>
/// <typeparam name="V">The vector.</typeparam>
internal interface ISums<S, V>
    where S : struct, ISums<S, V>
    where V : struct, IVector<V>
{
    /// <summary>Gates of which it has sums.</summary>
    static abstract int GateCount { get; }

    /// <summary>Vectors of units of which it has sums.</summary>
    static abstract int VectorCount { get; }

    /// <summary>A gate's sum of the first vector; of a gate that it does not have, anything.</summary>
    V Of(int gate);

    /// <summary>Starts each sum with its bias, the first row of a panel.</summary>
    void Load<TCell, TBlock>(ref float panel, int gate, int vector)
        where TCell : struct, ICellArithmetic
        where TBlock : struct, IBlock;

    /// <summary>To each sum <paramref name="factor"/> times its weight.</summary>
    /// <param name="factor">The factor, in every lane.</param>
    /// <param name="weights">The weights of the first gate's first vector.</param>
    /// <param name="offset">Elements from there.</param>
    /// <param name="part">The part of the elements.</param>
    /// <param name="gate">The gate of the first sum.</param>
    /// <param name="vector">Its vector.</param>
    void AddProducts<TCell, TBlock, W>(V factor, ref W weights, int offset, int part, int gate, int vector)
        where TCell : struct, ICellArithmetic
        where TBlock : struct, IBlock
        where W : unmanaged, IWeights<W>;

    /// <summary>To each sum that of the other.</summary>
    void Add(in S other);

    /// <summary>To each input sum the recurrent sum that is there.</summary>
    void AddInputs<TCell, TBlock, TInputs>(V x, ref float inputs, ref float panel, int gate, int vector)
        where TCell : struct, ICellArithmetic
        where TBlock : struct, IBlock
        where TInputs : struct, IInputs;

    /// <summary>The sums to a row.</summary>
    void Store<TCell, TBlock>(ref float row, int gate, int vector)
        where TCell : struct, ICellArithmetic
        where TBlock : struct, IBlock;

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

    public static int VectorCount => 1;

    [MethodImpl(Sums.Inline)]
    public readonly V Of(int gate) => _sum;

    [MethodImpl(Sums.Inline)]
    public void Load<TCell, TBlock>(ref float panel, int gate, int vector)
        where TCell : struct, ICellArithmetic
        where TBlock : struct, IBlock =>
        _sum = V.Load(ref panel, Sums.Weight<TCell, TBlock, V>(gate, vector));

    [MethodImpl(Sums.Inline)]
    public void AddProducts<TCell, TBlock, W>(V factor, ref W weights, int offset, int part, int gate, int vector)
        where TCell : struct, ICellArithmetic
        where TBlock : struct, IBlock
        where W : unmanaged, IWeights<W> =>
        W.AddProduct(ref _sum, factor, ref weights, offset + Sums.Weight<TCell, TBlock, V>(gate, vector), part);

    [MethodImpl(Sums.Inline)]
    public void Add(in Sum<V> other) => _sum += other._sum;

    [MethodImpl(Sums.Inline)]
    public void AddInputs<TCell, TBlock, TInputs>(V x, ref float inputs, ref float panel, int gate, int vector)
        where TCell : struct, ICellArithmetic
        where TBlock : struct, IBlock
        where TInputs : struct, IInputs =>
        _sum = TInputs.Of<TCell, TBlock, V>(x, ref inputs, ref panel, gate, vector) + _sum;

    [MethodImpl(Sums.Inline)]
    public readonly void Store<TCell, TBlock>(ref float row, int gate, int vector)
        where TCell : struct, ICellArithmetic
        where TBlock : struct, IBlock =>
        V.Store(_sum, ref row, Sums.Place<TCell, TBlock, V>(gate, vector));

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

    public static int VectorCount => 1;

    [MethodImpl(Sums.Inline)]
    public readonly V Of(int gate) => gate == 0 ? _input : _sum.Of(0);

    [MethodImpl(Sums.Inline)]
    public void Load<TCell, TBlock>(ref float panel, int gate, int vector)
        where TCell : struct, ICellArithmetic
        where TBlock : struct, IBlock =>
        _sum.Load<TCell, TBlock>(ref panel, gate, vector);

    [MethodImpl(Sums.Inline)]
    public void AddProducts<TCell, TBlock, W>(V factor, ref W weights, int offset, int part, int gate, int vector)
        where TCell : struct, ICellArithmetic
        where TBlock : struct, IBlock
        where W : unmanaged, IWeights<W> =>
        _sum.AddProducts<TCell, TBlock, W>(factor, ref weights, offset, part, gate, vector);

    [MethodImpl(Sums.Inline)]
    public void Add(in SumsApart<V> other) => _sum.Add(in other._sum);

    [MethodImpl(Sums.Inline)]
    public void AddInputs<TCell, TBlock, TInputs>(V x, ref float inputs, ref float panel, int gate, int vector)
        where TCell : struct, ICellArithmetic
        where TBlock : struct, IBlock
        where TInputs : struct, IInputs
    {
        Sum<V> bias = default;
        bias.Load<TCell, TBlock>(ref Unsafe.Add(ref panel, CellSizes<TCell>.RecurrentBiasRow * TBlock.Lanes), gate, vector);
        bias.Add(in _sum);
        _sum = bias;
        _input = TInputs.Of<TCell, TBlock, V>(x, ref inputs, ref panel, gate, vector);
    }

    [MethodImpl(Sums.Inline)]
    public readonly void Store<TCell, TBlock>(ref float row, int gate, int vector)
        where TCell : struct, ICellArithmetic
        where TBlock : struct, IBlock =>
        _sum.Store<TCell, TBlock>(ref row, gate, vector);

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

    public static int VectorCount => 1;

    [MethodImpl(Sums.Inline)]
    public readonly V Of(int gate) => gate < TFirst.GateCount ? _first.Of(gate) : _second.Of(gate - TFirst.GateCount);

    [MethodImpl(Sums.Inline)]
    public void Load<TCell, TBlock>(ref float panel, int gate, int vector)
        where TCell : struct, ICellArithmetic
        where TBlock : struct, IBlock
    {
        _first.Load<TCell, TBlock>(ref panel, gate, vector);
        _second.Load<TCell, TBlock>(ref panel, gate + TFirst.GateCount, vector);
    }

    [MethodImpl(Sums.Inline)]
    public void AddProducts<TCell, TBlock, W>(V factor, ref W weights, int offset, int part, int gate, int vector)
        where TCell : struct, ICellArithmetic
        where TBlock : struct, IBlock
        where W : unmanaged, IWeights<W>
    {
        _first.AddProducts<TCell, TBlock, W>(factor, ref weights, offset, part, gate, vector);
        _second.AddProducts<TCell, TBlock, W>(factor, ref weights, offset, part, gate + TFirst.GateCount, vector);
    }

    [MethodImpl(Sums.Inline)]
    public void Add(in Gates<TFirst, TSecond, V> other)
    {
        _first.Add(in other._first);
        _second.Add(in other._second);
    }

    [MethodImpl(Sums.Inline)]
    public void AddInputs<TCell, TBlock, TInputs>(V x, ref float inputs, ref float panel, int gate, int vector)
        where TCell : struct, ICellArithmetic
        where TBlock : struct, IBlock
        where TInputs : struct, IInputs
    {
        _first.AddInputs<TCell, TBlock, TInputs>(x, ref inputs, ref panel, gate, vector);
        _second.AddInputs<TCell, TBlock, TInputs>(x, ref inputs, ref panel, gate + TFirst.GateCount, vector);
    }

    [MethodImpl(Sums.Inline)]
    public readonly void Store<TCell, TBlock>(ref float row, int gate, int vector)
        where TCell : struct, ICellArithmetic
        where TBlock : struct, IBlock
    {
        _first.Store<TCell, TBlock>(ref row, gate, vector);
        _second.Store<TCell, TBlock>(ref row, gate + TFirst.GateCount, vector);
    }

    [MethodImpl(Sums.Inline)]
    public readonly void Apply<TCell, TPass, TTape>(ref float h, ref float c, ref float hNew, ref float parameters, ref float row, int unit, int lanes)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TTape : struct, ISwitch =>
        Sums.Apply<TCell, TPass, TTape, Gates<TFirst, TSecond, V>, V>(in this, ref h, ref c, ref hNew, ref parameters, ref row, unit, lanes);
}

/// <summary>The sums of some vectors of units, and of as many behind them.</summary>
internal struct Vectors<S, V> : ISums<Vectors<S, V>, V>
    where S : struct, ISums<S, V>
    where V : struct, IVector<V>
{
    private S _first;
    private S _second;

    public static int GateCount => S.GateCount;

    public static int VectorCount
    {
        [MethodImpl(Sums.Inline)]
        get => 2 * S.VectorCount;
    }

    [MethodImpl(Sums.Inline)]
    public readonly V Of(int gate) => _first.Of(gate);

    [MethodImpl(Sums.Inline)]
    public void Load<TCell, TBlock>(ref float panel, int gate, int vector)
        where TCell : struct, ICellArithmetic
        where TBlock : struct, IBlock
    {
        _first.Load<TCell, TBlock>(ref panel, gate, vector);
        _second.Load<TCell, TBlock>(ref panel, gate, vector + S.VectorCount);
    }

    [MethodImpl(Sums.Inline)]
    public void AddProducts<TCell, TBlock, W>(V factor, ref W weights, int offset, int part, int gate, int vector)
        where TCell : struct, ICellArithmetic
        where TBlock : struct, IBlock
        where W : unmanaged, IWeights<W>
    {
        _first.AddProducts<TCell, TBlock, W>(factor, ref weights, offset, part, gate, vector);
        _second.AddProducts<TCell, TBlock, W>(factor, ref weights, offset, part, gate, vector + S.VectorCount);
    }

    [MethodImpl(Sums.Inline)]
    public void Add(in Vectors<S, V> other)
    {
        _first.Add(in other._first);
        _second.Add(in other._second);
    }

    [MethodImpl(Sums.Inline)]
    public void AddInputs<TCell, TBlock, TInputs>(V x, ref float inputs, ref float panel, int gate, int vector)
        where TCell : struct, ICellArithmetic
        where TBlock : struct, IBlock
        where TInputs : struct, IInputs
    {
        _first.AddInputs<TCell, TBlock, TInputs>(x, ref inputs, ref panel, gate, vector);
        _second.AddInputs<TCell, TBlock, TInputs>(x, ref inputs, ref panel, gate, vector + S.VectorCount);
    }

    [MethodImpl(Sums.Inline)]
    public readonly void Store<TCell, TBlock>(ref float row, int gate, int vector)
        where TCell : struct, ICellArithmetic
        where TBlock : struct, IBlock
    {
        _first.Store<TCell, TBlock>(ref row, gate, vector);
        _second.Store<TCell, TBlock>(ref row, gate, vector + S.VectorCount);
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
            sums.Apply<TCell, TPass, TTape>(ref h, ref c, ref hNew, ref parameters, ref row, unit + (half * S.VectorCount * V.Count), lanes);
            sums = _second;
        }
    }
}

/// <summary>Places of sums, and what becomes of them.</summary>
internal static class Sums
{
    public const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>From the weights of a call's first gate and vector to those of another: a vector is in the same block or a later one.</summary>
    [MethodImpl(Inline)]
    public static int Weight<TCell, TBlock, V>(int gate, int vector)
        where TCell : struct, ICellArithmetic
        where TBlock : struct, IBlock
        where V : struct, IVector<V> =>
        (gate * TCell.PanelRows * TBlock.Lanes)
            + (vector * V.Count / PanelProduct.Lanes * CellSizes<TCell>.BlockFloats) + (vector * V.Count % PanelProduct.Lanes);

    /// <summary>From the first sum of a call in a row to another.</summary>
    [MethodImpl(Inline)]
    public static int Place<TCell, TBlock, V>(int gate, int vector)
        where TCell : struct, ICellArithmetic
        where TBlock : struct, IBlock
        where V : struct, IVector<V> =>
        (gate * TBlock.Lanes) + Units.Place(vector * V.Count, TCell.Gates);

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
