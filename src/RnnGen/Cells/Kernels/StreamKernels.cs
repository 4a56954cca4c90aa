using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using RnnGen.Memory;
using RnnGen.Numerics;

namespace RnnGen.Cells;

/// <summary>
/// One step of many streams of a cell of one block, as many at a time as stand in two vectors of 512 bits: each weight that is read serves all of them, and while the
/// sums and gates of the one vector wait, the other goes on. Every sum has the terms of <see cref="UnitKernels"/>, in the same order. Weights are floats, as in
/// products: what is read is used again.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StreamKernels
{
    private const MethodImplOptions Kernel = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>A step of the first streams, as many as there are whole groups of; the others are left to the kernels of one stream.</summary>
    /// <typeparam name="TCell">The cell: of one block, and without a row.</typeparam>
    /// <typeparam name="TPass">The pass of all its gates, which reads no parameters.</typeparam>
    /// <param name="streams">Streams.</param>
    /// <param name="x">[streams, InputSize]</param>
    /// <param name="y">[streams, OutputSize], where there is no padding: the new h once more; null where it goes to the states only. May be exactly <paramref name="x"/>.</param>
    /// <param name="parameters">The cell's parameters.</param>
    /// <param name="states">[streams], read and replaced.</param>
    /// <returns>The streams whose step is done.</returns>
    [MethodImpl(Inline)]
    public static int Step<TCell, TPass>(int streams, ref float x, ref float y, ref float parameters, ref float states)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
    {
        if (!VectorWidth.Is512Used)
        {
            return 0;
        }

        return TCell.PaddedHidden == PanelProduct.TailLanes
            ? SumStreams<TCell, TPass, F1024, FourOf8>(streams, ref x, ref y, ref parameters, ref states)
            : SumStreams<TCell, TPass, F1024, TwoOf16>(streams, ref x, ref y, ref parameters, ref states);
    }

    /// <summary>The kernel.</summary>
    [SkipLocalsInit]
    [MethodImpl(Kernel)]
    private static int SumStreams<TCell, TPass, V, TPlaces>(int streams, ref float x, ref float y, ref float parameters, ref float states)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where V : struct, IVector<V>
        where TPlaces : struct, IStreamPlaces<V>
    {
        Unsafe.SkipInit(out Memory memory);
        // On a cache line: a vector of 512 bits in two of them takes twice as long.
        ref float h = ref AlignedBuffer.Align(ref Unsafe.As<Memory, float>(ref memory));
        ref float c = ref Unsafe.Add(ref h, V.Count);
        int stream = 0;
        for (; stream <= streams - TPlaces.Streams; stream += TPlaces.Streams)
        {
            ref float weights = ref Unsafe.Add(ref parameters, TCell.FirstRecurrentRow * TCell.PaddedHidden);
            ref float operand = ref states;
            StreamSums<V> sums = default;
            if (TCell.PaddedHidden == PanelProduct.TailLanes)
            {
                // As in a tail block: even and odd terms apart.
                StreamSums<V> odd = default;
                for (int pair = 0; pair < TCell.RecurrentTerms / 2; pair++)
                {
                    sums.AddProducts<TCell, TPass, TPlaces>(ref operand, CellSizes<TCell>.StateFloats, ref weights);
                    odd.AddProducts<TCell, TPass, TPlaces>(
                        ref Unsafe.Add(ref operand, 1), CellSizes<TCell>.StateFloats, ref Unsafe.Add(ref weights, TCell.PaddedHidden));
                    operand = ref Unsafe.Add(ref operand, 2);
                    weights = ref Unsafe.Add(ref weights, 2 * TCell.PaddedHidden);
                }

                if (TCell.RecurrentTerms % 2 == 1)
                {
                    sums.AddProducts<TCell, TPass, TPlaces>(ref operand, CellSizes<TCell>.StateFloats, ref weights);
                }

                sums.Add<TPass>(in odd);
            }
            else
            {
                for (int k = 0; k < TCell.RecurrentTerms; k++)
                {
                    sums.AddProducts<TCell, TPass, TPlaces>(ref operand, CellSizes<TCell>.StateFloats, ref weights);
                    operand = ref Unsafe.Add(ref operand, 1);
                    weights = ref Unsafe.Add(ref weights, TCell.PaddedHidden);
                }
            }

            StreamSums<V> inputs = default;
            inputs.Load<TCell, TPass, TPlaces>(ref parameters);
            weights = ref Unsafe.Add(ref parameters, TCell.PaddedHidden);
            for (int k = 0; k < TCell.InputSize; k++)
            {
                inputs.AddProducts<TCell, TPass, TPlaces>(ref Unsafe.Add(ref x, k), TCell.InputSize, ref weights);
                weights = ref Unsafe.Add(ref weights, TCell.PaddedHidden);
            }

            V apart = inputs.AddRecurrent<TCell, TPass, TPlaces>(in sums, ref parameters);

            // The pass goes through memory in which the streams' h stand side by side, then their c.
            TPlaces.Read(ref states, CellSizes<TCell>.StateFloats, ref h);
            if (TCell.HasCellState)
            {
                TPlaces.Read(ref Unsafe.Add(ref states, TCell.PaddedOutput), CellSizes<TCell>.StateFloats, ref c);
            }

            TPass.Apply<V, Off>(
                inputs.Sum0, inputs.Sum1, inputs.Sum2, TCell.HasRecurrentBias ? apart : inputs.Sum3, ref h, ref c, ref h, ref parameters,
                ref Unsafe.NullRef<float>(), 0, 0, V.Count);
            TPlaces.Write(ref h, ref states, CellSizes<TCell>.StateFloats);
            if (TCell.HasCellState)
            {
                TPlaces.Write(ref c, ref Unsafe.Add(ref states, TCell.PaddedOutput), CellSizes<TCell>.StateFloats);
            }

            if (!Unsafe.IsNullRef(ref y))
            {
                TPlaces.Write(ref h, ref y, TCell.OutputSize);
                y = ref Unsafe.Add(ref y, TPlaces.Streams * TCell.OutputSize);
            }

            x = ref Unsafe.Add(ref x, TPlaces.Streams * TCell.InputSize);
            states = ref Unsafe.Add(ref states, TPlaces.Streams * CellSizes<TCell>.StateFloats);
        }

        return stream;
    }

    /// <summary>h and c of all streams of a group, and what aligning them takes.</summary>
    [InlineArray(5 * PanelProduct.Lanes)]
    private struct Memory
    {
        private float _element;
    }
}

/// <summary>The sums of the gates of some streams.</summary>
/// <typeparam name="V">The vector.</typeparam>
internal struct StreamSums<V>
    where V : struct, IVector<V>
{
    public V Sum0;
    public V Sum1;
    public V Sum2;
    public V Sum3;

    /// <summary>Starts each sum with its bias.</summary>
    [MethodImpl(Sums.Inline)]
    public void Load<TCell, TPass, TPlaces>(ref float panel)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TPlaces : struct, IStreamPlaces<V>
    {
        int gate = TCell.PanelRows * TCell.PaddedHidden;
        Sum0 = TPlaces.Weights(ref panel, 0);
        Sum1 = TPass.Gates > 1 ? TPlaces.Weights(ref panel, gate) : default;
        Sum2 = TPass.Gates > 2 ? TPlaces.Weights(ref panel, 2 * gate) : default;
        Sum3 = TPass.Gates > 3 ? TPlaces.Weights(ref panel, 3 * gate) : default;
    }

    /// <summary>A term of each sum.</summary>
    [MethodImpl(Sums.Inline)]
    public void AddProducts<TCell, TPass, TPlaces>(ref float operand, int stride, ref float weights)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TPlaces : struct, IStreamPlaces<V>
    {
        int gate = TCell.PanelRows * TCell.PaddedHidden;
        V factor = TPlaces.Factor(ref operand, stride);
        V.AddProduct(ref Sum0, factor, TPlaces.Weights(ref weights, 0));
        if (TPass.Gates > 1)
        {
            V.AddProduct(ref Sum1, factor, TPlaces.Weights(ref weights, gate));
        }

        if (TPass.Gates > 2)
        {
            V.AddProduct(ref Sum2, factor, TPlaces.Weights(ref weights, 2 * gate));
        }

        if (TPass.Gates > 3)
        {
            V.AddProduct(ref Sum3, factor, TPlaces.Weights(ref weights, 3 * gate));
        }
    }

    /// <summary>To each sum that of the other.</summary>
    [MethodImpl(Sums.Inline)]
    public void Add<TPass>(in StreamSums<V> other)
        where TPass : struct, IUnitPass
    {
        Sum0 += other.Sum0;
        Sum1 = TPass.Gates > 1 ? Sum1 + other.Sum1 : default;
        Sum2 = TPass.Gates > 2 ? Sum2 + other.Sum2 : default;
        Sum3 = TPass.Gates > 3 ? Sum3 + other.Sum3 : default;
    }

    /// <summary>To each input sum the recurrent sum.</summary>
    /// <returns>The recurrent sum that stays apart, with its bias, where there is one.</returns>
    [MethodImpl(Sums.Inline)]
    public V AddRecurrent<TCell, TPass, TPlaces>(in StreamSums<V> recurrent, ref float panel)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where TPlaces : struct, IStreamPlaces<V>
    {
        V input = Sum2;
        Add<TPass>(in recurrent);
        if (!TCell.HasRecurrentBias)
        {
            return default;
        }

        Sum2 = input;
        return TPlaces.Weights(ref panel, ((2 * TCell.PanelRows) + CellSizes<TCell>.RecurrentBiasRow) * TCell.PaddedHidden) + recurrent.Sum2;
    }
}

/// <summary>Whose units stand in a vector.</summary>
/// <typeparam name="V">The vector.</typeparam>
internal interface IStreamPlaces<V>
    where V : struct, IVector<V>
{
    /// <summary>Streams in a vector.</summary>
    static abstract int Streams { get; }

    /// <summary>What the weights of a term are multiplied with: a float of each stream, for all of its units.</summary>
    /// <param name="operand">The factor of the first stream.</param>
    /// <param name="stride">Floats from one stream's factors to the next.</param>
    static abstract V Factor(ref float operand, int stride);

    /// <summary>A row of a panel, for each stream.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="offset">Floats from there to the row.</param>
    static abstract V Weights(ref float panel, int offset);

    /// <summary>The units of all streams, side by side.</summary>
    /// <param name="state">The first stream's units.</param>
    /// <param name="stride">Floats from one stream's units to the next.</param>
    /// <param name="all">Where they go.</param>
    static abstract void Read(ref float state, int stride, ref float all);

    /// <summary>And back.</summary>
    /// <param name="all">Where they are.</param>
    /// <param name="state">The first stream's units.</param>
    /// <param name="stride">Floats from one stream's units to the next.</param>
    static abstract void Write(ref float all, ref float state, int stride);
}

/// <summary>16 units of a stream, then those of the next.</summary>
internal readonly struct TwoOf16 : IStreamPlaces<F1024>
{
    public static int Streams => 2;

    [MethodImpl(Sums.Inline)]
    public static F1024 Factor(ref float operand, int stride) =>
        F1024.Create(Vector512.Create(operand), Vector512.Create(Unsafe.Add(ref operand, stride)));

    [MethodImpl(Sums.Inline)]
    public static F1024 Weights(ref float panel, int offset)
    {
        Vector512<float> row = Vector512.LoadUnsafe(ref panel, (nuint)offset);
        return F1024.Create(row, row);
    }

    [MethodImpl(Sums.Inline)]
    public static void Read(ref float state, int stride, ref float all) =>
        F1024.Store(F1024.Create(Vector512.LoadUnsafe(ref state), Vector512.LoadUnsafe(ref state, (nuint)stride)), ref all);

    [MethodImpl(Sums.Inline)]
    public static void Write(ref float all, ref float state, int stride)
    {
        F1024 value = F1024.Load(ref all);
        value.Lower.StoreUnsafe(ref state);
        value.Upper.StoreUnsafe(ref state, (nuint)stride);
    }
}

/// <summary>8 units of a stream, then those of the next three.</summary>
internal readonly struct FourOf8 : IStreamPlaces<F1024>
{
    public static int Streams => 4;

    [MethodImpl(Sums.Inline)]
    public static F1024 Factor(ref float operand, int stride)
    {
        Vector512<float> second = Vector512.Create(0, 0, 0, 0, 0, 0, 0, 0, -1, -1, -1, -1, -1, -1, -1, -1).AsSingle();
        return F1024.Create(
            Vector512.ConditionalSelect(second, Vector512.Create(Unsafe.Add(ref operand, stride)), Vector512.Create(operand)),
            Vector512.ConditionalSelect(
                second, Vector512.Create(Unsafe.Add(ref operand, 3 * stride)), Vector512.Create(Unsafe.Add(ref operand, 2 * stride))));
    }

    // By a pointer, for an instruction that loads 256 bits twice: parameters do not move.
    [MethodImpl(Sums.Inline)]
    public static unsafe F1024 Weights(ref float panel, int offset)
    {
        Vector512<float> row = Avx512DQ.BroadcastVector256ToVector512((float*)Unsafe.AsPointer(ref Unsafe.Add(ref panel, offset)));
        return F1024.Create(row, row);
    }

    [MethodImpl(Sums.Inline)]
    public static void Read(ref float state, int stride, ref float all)
    {
        F1024.Store(F1024.Create(Pair(ref state, stride), Pair(ref Unsafe.Add(ref state, 2 * stride), stride)), ref all);
    }

    [MethodImpl(Sums.Inline)]
    public static void Write(ref float all, ref float state, int stride)
    {
        for (int stream = 0; stream < Streams; stream++)
        {
            Vector256.LoadUnsafe(ref all, (nuint)(stream * PanelProduct.TailLanes)).StoreUnsafe(ref state, (nuint)(stream * stride));
        }
    }

    [MethodImpl(Sums.Inline)]
    private static Vector512<float> Pair(ref float state, int stride) =>
        Avx512DQ.InsertVector256(Vector256.LoadUnsafe(ref state).ToVector512Unsafe(), Vector256.LoadUnsafe(ref state, (nuint)stride), 1);
}
