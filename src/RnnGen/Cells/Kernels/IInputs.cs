using System.Runtime.CompilerServices;
using RnnGen.Numerics;
using RnnGen.Weights;

namespace RnnGen.Cells;

/// <summary>Where a kernel has its input sums from.</summary>
internal interface IInputs
{
    /// <summary>Where the kernel reads them: computes them first if they are not there.</summary>
    /// <param name="x">The inputs; null where the row has their sums.</param>
    /// <param name="panel">The panel of the first gate.</param>
    /// <param name="row">The row of sums.</param>
    /// <param name="memory">A place for sums.</param>
    /// <param name="unit">The first unit.</param>
    static abstract ref float Sum<TCell, TPass, W, V, TBlock, S>(ref float x, ref float panel, ref float row, ref float memory, int unit)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
        where TBlock : struct, IBlock
        where S : struct, ISums<S, V>;

    /// <summary>What is read once for all sums.</summary>
    static abstract V First<V>(ref float inputs)
        where V : struct, IVector<V>;

    /// <summary>An input sum.</summary>
    /// <param name="x">What <see cref="First"/> read.</param>
    /// <param name="inputs">Where the inputs are.</param>
    /// <param name="panel">The panel of the first gate.</param>
    /// <param name="offset">Floats from there to the sum's bias.</param>
    /// <param name="place">The place of the sum in a row.</param>
    static abstract V Of<TBlock, V>(V x, ref float inputs, ref float panel, int offset, int place)
        where TBlock : struct, IBlock
        where V : struct, IVector<V>;
}

/// <summary>One input: its sum is the bias and one term.</summary>
internal readonly struct OneInput<W> : IInputs
    where W : unmanaged, IWeights<W>
{
    [MethodImpl(Sums.Inline)]
    public static ref float Sum<TCell, TPass, TWeight, V, TBlock, S>(ref float x, ref float panel, ref float row, ref float memory, int unit)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TWeight : unmanaged, IWeights<TWeight>
        where V : struct, IVector<V>
        where TBlock : struct, IBlock
        where S : struct, ISums<S, V> => ref x;

    [MethodImpl(Sums.Inline)]
    public static V First<V>(ref float inputs)
        where V : struct, IVector<V> => W.Factor<V>(ref inputs, 1, 0, 0);

    [MethodImpl(Sums.Inline)]
    public static V Of<TBlock, V>(V x, ref float inputs, ref float panel, int offset, int place)
        where TBlock : struct, IBlock
        where V : struct, IVector<V>
    {
        V sum = V.Load(ref panel, offset);
        sum = W.AddProduct(sum, x, ref Unsafe.As<float, W>(ref panel), offset + TBlock.Lanes, 0);
        return sum;
    }
}

/// <summary>More: the sums are in a row, or computed first.</summary>
internal readonly struct SummedInputs : IInputs
{
    [MethodImpl(Sums.Inline)]
    public static ref float Sum<TCell, TPass, W, V, TBlock, S>(ref float x, ref float panel, ref float row, ref float memory, int unit)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
        where TBlock : struct, IBlock
        where S : struct, ISums<S, V>
    {
        if (Unsafe.IsNullRef(ref x))
        {
            return ref Unsafe.Add(ref row, Units.Place(unit, TCell.Gates) + (TPass.FirstGate * TBlock.Lanes));
        }

        UnitKernels.InputSums<TCell, W, V, TBlock, S>(ref x, ref panel, ref memory);
        return ref memory;
    }

    [MethodImpl(Sums.Inline)]
    public static V First<V>(ref float inputs)
        where V : struct, IVector<V> => default;

    [MethodImpl(Sums.Inline)]
    public static V Of<TBlock, V>(V x, ref float inputs, ref float panel, int offset, int place)
        where TBlock : struct, IBlock
        where V : struct, IVector<V> => V.Load(ref inputs, place);
}
