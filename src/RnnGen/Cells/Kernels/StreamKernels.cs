using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using RnnGen.Numerics;

namespace RnnGen.Cells;

/// <summary>
/// One step of many streams of a cell of one block, two vectors of streams at a time: each weight that is read serves both, and while the sums and gates of the one wait,
/// the other goes on. Every sum has the terms of <see cref="UnitKernels"/>, in the same order. Weights are floats, as in products: what is read is used again.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StreamKernels
{
    private const MethodImplOptions Kernel = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>Vectors that are computed at once.</summary>
    private const int Vectors = 2;

    /// <summary>A step of the first streams, as many as there are whole groups of; the others are left to the kernels of one stream.</summary>
    /// <typeparam name="TCell">The cell: of one block, and without a row.</typeparam>
    /// <typeparam name="TPass">The pass of all its gates, which reads no parameters.</typeparam>
    /// <param name="streams">Streams.</param>
    /// <param name="x">[streams, InputSize]</param>
    /// <param name="parameters">The cell's parameters.</param>
    /// <param name="states">[streams], read and replaced.</param>
    /// <returns>The streams whose step is done.</returns>
    [MethodImpl(Inline)]
    public static int Step<TCell, TPass>(int streams, ref float x, ref float parameters, ref float states)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
    {
        if (TCell.PaddedHidden == PanelProduct.Lanes && VectorWidth.Is512Used)
        {
            return StepGroups<TCell, TPass, F512, OneStream<F512>>(streams, ref x, ref parameters, ref states);
        }

        if (TCell.PaddedHidden == PanelProduct.TailLanes && VectorWidth.Is512Used)
        {
            return StepGroups<TCell, TPass, F512, TwoStreams>(streams, ref x, ref parameters, ref states);
        }

        if (TCell.PaddedHidden == PanelProduct.TailLanes && Vector256.IsHardwareAccelerated && F256.HasManyRegisters)
        {
            return StepGroups<TCell, TPass, F256, OneStream<F256>>(streams, ref x, ref parameters, ref states);
        }

        return 0;
    }

    /// <summary>The kernel.</summary>
    [SkipLocalsInit]
    [MethodImpl(Kernel)]
    private static int StepGroups<TCell, TPass, V, TPlaces>(int streams, ref float x, ref float parameters, ref float states)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where V : struct, IVector<V>
        where TPlaces : struct, IStreamPlaces<V>
    {
        Unsafe.SkipInit(out Row32 memory);
        int group = Vectors * TPlaces.Streams;
        int stream = 0;
        for (; stream <= streams - group; stream += group)
        {
            ref float second = ref Unsafe.Add(ref states, TPlaces.Streams * CellSizes<TCell>.StateFloats);
            ref float weights = ref Unsafe.Add(ref parameters, TCell.FirstRecurrentRow * TCell.PaddedHidden);
            StreamSums<V> sums0 = default, sums1 = default;
            if (TCell.PaddedHidden == PanelProduct.TailLanes)
            {
                // As in a tail block: even and odd terms apart.
                StreamSums<V> odd0 = default, odd1 = default;
                int k = 0;
                for (; k < TCell.RecurrentTerms - 1; k += 2)
                {
                    AddProducts<TCell, TPass, V, TPlaces>(ref sums0, ref sums1, ref states, ref second, k, CellSizes<TCell>.StateFloats, ref weights);
                    AddProducts<TCell, TPass, V, TPlaces>(
                        ref odd0, ref odd1, ref states, ref second, k + 1, CellSizes<TCell>.StateFloats, ref Unsafe.Add(ref weights, TCell.PaddedHidden));
                    weights = ref Unsafe.Add(ref weights, 2 * TCell.PaddedHidden);
                }

                if (TCell.RecurrentTerms % 2 == 1)
                {
                    AddProducts<TCell, TPass, V, TPlaces>(ref sums0, ref sums1, ref states, ref second, k, CellSizes<TCell>.StateFloats, ref weights);
                }

                sums0.Add<TPass>(in odd0);
                sums1.Add<TPass>(in odd1);
            }
            else
            {
                for (int k = 0; k < TCell.RecurrentTerms; k++)
                {
                    AddProducts<TCell, TPass, V, TPlaces>(ref sums0, ref sums1, ref states, ref second, k, CellSizes<TCell>.StateFloats, ref weights);
                    weights = ref Unsafe.Add(ref weights, TCell.PaddedHidden);
                }
            }

            StreamSums<V> inputs0 = default, inputs1 = default;
            inputs0.Load<TCell, TPass, TPlaces>(ref parameters);
            inputs1 = inputs0;
            weights = ref Unsafe.Add(ref parameters, TCell.PaddedHidden);
            for (int k = 0; k < TCell.InputSize; k++)
            {
                AddProducts<TCell, TPass, V, TPlaces>(
                    ref inputs0, ref inputs1, ref x, ref Unsafe.Add(ref x, TPlaces.Streams * TCell.InputSize), k, TCell.InputSize, ref weights);
                weights = ref Unsafe.Add(ref weights, TCell.PaddedHidden);
            }

            // The pass stands here once: two of it would be over the budget of the JIT's inliner.
            ref float state = ref states;
            for (int vector = 0; vector < Vectors; vector++)
            {
                V apart = inputs0.AddRecurrent<TCell, TPass, TPlaces>(in sums0, ref parameters);
                TPlaces.Apply<TCell, TPass>(
                    inputs0.Sum0, inputs0.Sum1, inputs0.Sum2, TCell.HasRecurrentBias ? apart : inputs0.Sum3, ref state, ref parameters,
                    ref Unsafe.As<Row32, float>(ref memory));
                inputs0 = inputs1;
                sums0 = sums1;
                state = ref second;
            }

            x = ref Unsafe.Add(ref x, group * TCell.InputSize);
            states = ref Unsafe.Add(ref states, group * CellSizes<TCell>.StateFloats);
        }

        return stream;
    }

    /// <summary>A term of the sums of two vectors.</summary>
    [MethodImpl(Inline)]
    private static void AddProducts<TCell, TPass, V, TPlaces>(
        ref StreamSums<V> sums0, ref StreamSums<V> sums1, ref float operand0, ref float operand1, int k, int stride, ref float weights)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where V : struct, IVector<V>
        where TPlaces : struct, IStreamPlaces<V>
    {
        V factor0 = TPlaces.Factor(ref operand0, k, stride), factor1 = TPlaces.Factor(ref operand1, k, stride);
        int gate = TCell.PanelRows * TCell.PaddedHidden;
        V weight = TPlaces.Weights(ref weights, 0);
        V.AddProduct(ref sums0.Sum0, factor0, weight);
        V.AddProduct(ref sums1.Sum0, factor1, weight);
        if (TPass.Gates > 1)
        {
            weight = TPlaces.Weights(ref weights, gate);
            V.AddProduct(ref sums0.Sum1, factor0, weight);
            V.AddProduct(ref sums1.Sum1, factor1, weight);
        }

        if (TPass.Gates > 2)
        {
            weight = TPlaces.Weights(ref weights, 2 * gate);
            V.AddProduct(ref sums0.Sum2, factor0, weight);
            V.AddProduct(ref sums1.Sum2, factor1, weight);
        }

        if (TPass.Gates > 3)
        {
            weight = TPlaces.Weights(ref weights, 3 * gate);
            V.AddProduct(ref sums0.Sum3, factor0, weight);
            V.AddProduct(ref sums1.Sum3, factor1, weight);
        }
    }

    [InlineArray(2 * PanelProduct.Lanes)]
    private struct Row32
    {
        private float _element;
    }
}

/// <summary>The sums of the gates of one vector.</summary>
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
    /// <param name="operand">The first factor of the first stream's sums.</param>
    /// <param name="k">The term.</param>
    /// <param name="stride">Floats from one stream's factors to the next.</param>
    static abstract V Factor(ref float operand, int k, int stride);

    /// <summary>A row of a panel, for each stream.</summary>
    static abstract V Weights(ref float panel, int offset);

    /// <summary>The pass.</summary>
    /// <param name="sum0">The sum of the first gate.</param>
    /// <param name="sum1">That of the second.</param>
    /// <param name="sum2">That of the third.</param>
    /// <param name="sum3">That of the fourth, or the one that stays apart.</param>
    /// <param name="state">The first stream's state, replaced.</param>
    /// <param name="parameters">The cell's parameters.</param>
    /// <param name="memory">Room for h and c of a vector.</param>
    static abstract void Apply<TCell, TPass>(V sum0, V sum1, V sum2, V sum3, ref float state, ref float parameters, ref float memory)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass;
}

/// <summary>The units of one stream.</summary>
/// <typeparam name="V">A vector of as many floats as units with padding.</typeparam>
internal readonly struct OneStream<V> : IStreamPlaces<V>
    where V : struct, IVector<V>
{
    public static int Streams => 1;

    [MethodImpl(Sums.Inline)]
    public static V Factor(ref float operand, int k, int stride) => V.Create(Unsafe.Add(ref operand, k));

    [MethodImpl(Sums.Inline)]
    public static V Weights(ref float panel, int offset) => V.Load(ref panel, offset);

    [MethodImpl(Sums.Inline)]
    public static void Apply<TCell, TPass>(V sum0, V sum1, V sum2, V sum3, ref float state, ref float parameters, ref float memory)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass =>
        TPass.Apply<V, Off>(
            sum0, sum1, sum2, sum3, ref state, ref Unsafe.Add(ref state, TCell.PaddedOutput), ref state, ref parameters, ref Unsafe.NullRef<float>(), 0, 0, V.Count);
}

/// <summary>The eight units of one stream, then those of the next.</summary>
internal readonly struct TwoStreams : IStreamPlaces<F512>
{
    public static int Streams => 2;

    [MethodImpl(Sums.Inline)]
    public static F512 Factor(ref float operand, int k, int stride) =>
        new(Vector512.ConditionalSelect(
            Vector512.Create(0, 0, 0, 0, 0, 0, 0, 0, -1, -1, -1, -1, -1, -1, -1, -1).AsSingle(), Vector512.Create(Unsafe.Add(ref operand, k + stride)),
            Vector512.Create(Unsafe.Add(ref operand, k))));

    // By a pointer, for an instruction that loads 256 bits twice: parameters do not move.
    [MethodImpl(Sums.Inline)]
    public static unsafe F512 Weights(ref float panel, int offset) =>
        new(Avx512DQ.BroadcastVector256ToVector512((float*)Unsafe.AsPointer(ref Unsafe.Add(ref panel, offset))));

    [MethodImpl(Sums.Inline)]
    public static void Apply<TCell, TPass>(F512 sum0, F512 sum1, F512 sum2, F512 sum3, ref float state, ref float parameters, ref float memory)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
    {
        // The pass goes through memory in which both streams' h stand side by side, then both streams' c.
        ref float both = ref Unsafe.Add(ref memory, PanelProduct.Lanes);
        Read<TCell>(ref state, ref memory);
        if (TCell.HasCellState)
        {
            Read<TCell>(ref Unsafe.Add(ref state, TCell.PaddedOutput), ref both);
        }

        TPass.Apply<F512, Off>(sum0, sum1, sum2, sum3, ref memory, ref both, ref memory, ref parameters, ref Unsafe.NullRef<float>(), 0, 0, PanelProduct.Lanes);
        Write<TCell>(ref memory, ref state);
        if (TCell.HasCellState)
        {
            Write<TCell>(ref both, ref Unsafe.Add(ref state, TCell.PaddedOutput));
        }
    }

    [MethodImpl(Sums.Inline)]
    private static void Read<TCell>(ref float source, ref float both)
        where TCell : struct, ICellArithmetic =>
        Avx512DQ.InsertVector256(
            Vector256.LoadUnsafe(ref source).ToVector512Unsafe(), Vector256.LoadUnsafe(ref source, (nuint)CellSizes<TCell>.StateFloats), 1).StoreUnsafe(ref both);

    [MethodImpl(Sums.Inline)]
    private static void Write<TCell>(ref float both, ref float destination)
        where TCell : struct, ICellArithmetic
    {
        Vector512<float> value = Vector512.LoadUnsafe(ref both);
        value.GetLower().StoreUnsafe(ref destination);
        value.GetUpper().StoreUnsafe(ref destination, (nuint)CellSizes<TCell>.StateFloats);
    }
}
