using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

/// <summary>
/// The register-blocked matrix product that emitted code uses for many steps or streams at once. The right-hand matrix is stored as panels:
/// <see cref="Lanes"/> columns (or <see cref="TailLanes"/> in a tail panel), row after row, so that one pass over a panel reads memory in order.
/// </summary>
/// <remarks>
/// A tile holds the sums of 6 rows and 2 vectors in 12 registers, which leaves room for the two weight vectors and the broadcast in the 16 of
/// AVX2. Every sum adds its own terms in ascending order by fused multiply-add, so that tile sizes and vector widths do not change its bits.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class PanelProduct
{
    /// <summary>Columns of a full panel: one 512-bit vector, two of 256 or four of 128 bits.</summary>
    public const int Lanes = 16;

    /// <summary>Columns of a tail panel.</summary>
    public const int TailLanes = 8;

    /// <summary>Panels of which <see cref="StepSums"/> computes both sums before it goes on: whole tiles on every hardware, and so few that their sums stay in the first-level cache.</summary>
    private const int PanelsAtOnce = 4;

    /// <summary>Input sums: <c>sums[row, panel, lane] = bias[panel, lane] + sum over k of rows[row, k] * panel[k, lane]</c>.</summary>
    /// <param name="rows">[count, stride], of which the first <paramref name="inner"/> of each are read.</param>
    /// <param name="rowStride">Floats from one row to the next.</param>
    /// <param name="count">Rows.</param>
    /// <param name="inner">Terms of a sum, without the bias.</param>
    /// <param name="panels">The first panel, at its bias row; the rows of weights follow.</param>
    /// <param name="panelStride">Floats from one panel to the next.</param>
    /// <param name="panelCount">Panels.</param>
    /// <param name="lanes">Columns a panel: <see cref="Lanes"/> or <see cref="TailLanes"/>.</param>
    /// <param name="sums">[count, stride], of which the first <paramref name="panelCount"/> * <paramref name="lanes"/> of each are written.</param>
    /// <param name="sumStride">Floats from one row of sums to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void InputSums(
        ref float rows, int rowStride, int count, int inner, ref float panels, int panelStride, int panelCount, int lanes, ref float sums, int sumStride)
    {
        Multiply<InputSum>(ref rows, rowStride, count, inner, ref Unsafe.Add(ref panels, lanes), panelStride, panelCount, lanes, ref sums, sumStride);
    }

    /// <summary>
    /// Recurrent sums, added: <c>sums[row, panel, lane] += sum over k of rows[row, k] * panel[k, lane]</c>. In tail panels even and odd k are
    /// summed apart.
    /// </summary>
    /// <param name="rows">[count, stride], of which the first <paramref name="inner"/> of each are read.</param>
    /// <param name="rowStride">Floats from one row to the next.</param>
    /// <param name="count">Rows.</param>
    /// <param name="inner">Terms of a sum.</param>
    /// <param name="panels">The first panel, at the weights of its first recurrent row.</param>
    /// <param name="panelStride">Floats from one panel to the next.</param>
    /// <param name="panelCount">Panels.</param>
    /// <param name="lanes">Columns a panel: <see cref="Lanes"/> or <see cref="TailLanes"/>.</param>
    /// <param name="sums">[count, stride], of which the first <paramref name="panelCount"/> * <paramref name="lanes"/> of each are added to.</param>
    /// <param name="sumStride">Floats from one row of sums to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddRecurrentSums(
        ref float rows, int rowStride, int count, int inner, ref float panels, int panelStride, int panelCount, int lanes, ref float sums, int sumStride)
    {
        if (lanes == Lanes)
        {
            Multiply<RecurrentSum>(ref rows, rowStride, count, inner, ref panels, panelStride, panelCount, lanes, ref sums, sumStride);
        }
        else
        {
            Multiply<SplitRecurrentSum>(ref rows, rowStride, count, inner, ref panels, panelStride, panelCount, lanes, ref sums, sumStride);
        }
    }

    /// <summary>
    /// Input sums and recurrent sums, some panels at a time: one walk through the weights, and where they outgrow the second-level cache every other one turns round.
    /// </summary>
    /// <param name="inputs">[count, inputSize]; or null, where the input sums are there already.</param>
    /// <param name="inputSize">Terms of an input sum, without the bias.</param>
    /// <param name="rows">[count, stride], of which the first <paramref name="inner"/> of each are read.</param>
    /// <param name="rowStride">Floats from one row to the next.</param>
    /// <param name="count">Rows.</param>
    /// <param name="inner">Terms of a recurrent sum.</param>
    /// <param name="panels">The first panel, at its bias row; the input weights follow, and the recurrent ones.</param>
    /// <param name="panelStride">Floats from one panel to the next.</param>
    /// <param name="panelCount">Panels.</param>
    /// <param name="lanes">Columns a panel: <see cref="Lanes"/> or <see cref="TailLanes"/>.</param>
    /// <param name="sums">[count, stride], of which the first <paramref name="panelCount"/> * <paramref name="lanes"/> of each are written.</param>
    /// <param name="sumStride">Floats from one row of sums to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void StepSums(
        ref float inputs, int inputSize, ref float rows, int rowStride, int count, int inner, ref float panels, int panelStride, int panelCount, int lanes,
        ref float sums, int sumStride)
    {
        int firstRecurrent = (1 + inputSize) * lanes;
        if (Unsafe.IsNullRef(ref inputs))
        {
            AddRecurrentSums(ref rows, rowStride, count, inner, ref Unsafe.Add(ref panels, firstRecurrent), panelStride, panelCount, lanes, ref sums, sumStride);
            return;
        }

        bool isBackwards = (nint)panelCount * panelStride >= Traversal.MinFloats && Traversal.Turn();
        int groups = (panelCount + PanelsAtOnce - 1) / PanelsAtOnce;
        for (int index = 0; index < groups; index++)
        {
            int first = PanelsAtOnce * Traversal.Place(index, groups, isBackwards);
            int some = Math.Min(PanelsAtOnce, panelCount - first);
            ref float group = ref Unsafe.Add(ref panels, (nint)first * panelStride);
            ref float target = ref Unsafe.Add(ref sums, first * lanes);
            InputSums(ref inputs, inputSize, count, inputSize, ref group, panelStride, some, lanes, ref target, sumStride);
            AddRecurrentSums(ref rows, rowStride, count, inner, ref Unsafe.Add(ref group, firstRecurrent), panelStride, some, lanes, ref target, sumStride);
        }
    }

    /// <summary>Plain sums: <c>sums[row, panel, lane] = sum over k of rows[row, k] * panel[k, lane]</c>.</summary>
    /// <param name="rows">[count, stride], of which the first <paramref name="inner"/> of each are read.</param>
    /// <param name="rowStride">Floats from one row to the next.</param>
    /// <param name="count">Rows.</param>
    /// <param name="inner">Terms of a sum.</param>
    /// <param name="panels">The first panel, at its first row.</param>
    /// <param name="panelStride">Floats from one panel to the next.</param>
    /// <param name="panelCount">Panels.</param>
    /// <param name="lanes">Columns a panel: <see cref="Lanes"/> or <see cref="TailLanes"/>.</param>
    /// <param name="sums">[count, stride], of which the first <paramref name="panelCount"/> * <paramref name="lanes"/> of each are written.</param>
    /// <param name="sumStride">Floats from one row of sums to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sums(
        ref float rows, int rowStride, int count, int inner, ref float panels, int panelStride, int panelCount, int lanes, ref float sums, int sumStride) =>
        Multiply<PlainSum>(ref rows, rowStride, count, inner, ref panels, panelStride, panelCount, lanes, ref sums, sumStride);

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TSum>(
        ref float rows, nint rowStride, int count, int inner, ref float panels, nint panelStride, int panelCount, int lanes, ref float sums, nint sumStride)
        where TSum : struct, IPanelSum
    {
        var product = new Product<TSum>
        {
            Rows = ref rows,
            RowStride = rowStride,
            Count = count,
            Inner = inner,
            Panels = ref panels,
            PanelStride = panelStride,
            PanelCount = panelCount,
            Lanes = lanes,
            Sums = ref sums,
            SumStride = sumStride,
        };
        VectorWidth.Run(ref product);
    }

    /// <summary>Sums of one row against four panels, two vectors of each at a time (one, where a panel is one vector).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourPanels<TSum, V>(ref float row, int inner, ref float panels, nint panelStride, int lanes, ref float sums)
        where TSum : struct, IPanelSum
        where V : struct, IVector<V>
    {
        nint second = V.Count < lanes ? V.Count : 0;
        int columns = second == 0 ? V.Count : 2 * V.Count;
        for (int column = 0; column < lanes; column += columns)
        {
            ref float panel0 = ref Unsafe.Add(ref panels, column);
            ref float panel1 = ref Unsafe.Add(ref panel0, panelStride);
            ref float panel2 = ref Unsafe.Add(ref panel1, panelStride);
            ref float panel3 = ref Unsafe.Add(ref panel2, panelStride);
            V a0 = default, a1 = default, a2 = default, a3 = default;
            V b0 = default, b1 = default, b2 = default, b3 = default;
            if (TSum.FromBias)
            {
                a0 = V.Load(ref panel0, -lanes);
                b0 = V.Load(ref panel0, second - lanes);
                a1 = V.Load(ref panel1, -lanes);
                b1 = V.Load(ref panel1, second - lanes);
                a2 = V.Load(ref panel2, -lanes);
                b2 = V.Load(ref panel2, second - lanes);
                a3 = V.Load(ref panel3, -lanes);
                b3 = V.Load(ref panel3, second - lanes);
            }

            nint offset = 0;
            for (nint k = 0; k < inner; k++)
            {
                V x = V.Create(Unsafe.Add(ref row, k));
                V.AddProduct(ref a0, x, ref panel0, offset);
                V.AddProduct(ref b0, x, ref panel0, offset + second);
                V.AddProduct(ref a1, x, ref panel1, offset);
                V.AddProduct(ref b1, x, ref panel1, offset + second);
                V.AddProduct(ref a2, x, ref panel2, offset);
                V.AddProduct(ref b2, x, ref panel2, offset + second);
                V.AddProduct(ref a3, x, ref panel3, offset);
                V.AddProduct(ref b3, x, ref panel3, offset + second);
                offset += lanes;
            }

            ref float target = ref Unsafe.Add(ref sums, column);
            Store<TSum, V>(a0, b0, ref target, second);
            Store<TSum, V>(a1, b1, ref Unsafe.Add(ref target, lanes), second);
            Store<TSum, V>(a2, b2, ref Unsafe.Add(ref target, 2 * lanes), second);
            Store<TSum, V>(a3, b3, ref Unsafe.Add(ref target, 3 * lanes), second);
        }
    }

    /// <summary>One panel, two vectors (of a split sum: one vector) at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Panel<TSum, V>(
        ref float rows, nint rowStride, int count, int inner, ref float weights, int lanes, ref float sums, nint sumStride)
        where TSum : struct, IPanelSum
        where V : struct, IVector<V>
    {
        // A tail panel may be one vector wide; its second vector is then the first again, computed and stored twice with the same value.
        nint second = !TSum.Split && V.Count < lanes ? V.Count : 0;
        int columns = TSum.Split || second == 0 ? V.Count : 2 * V.Count;
        for (int column = 0; column < lanes; column += columns)
        {
            PanelRows<TSum, V>(
                ref rows, rowStride, count, 1, inner, ref Unsafe.Add(ref weights, column), second, lanes, ref Unsafe.Add(ref sums, column), second, sumStride);
        }
    }

    /// <summary>All rows against two vectors of weights: six rows a tile, then what is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PanelRows<TSum, V>(
        ref float rows, nint rowStride, int count, nint innerStride, int inner, ref float weights, nint secondWeights, nint weightStride,
        ref float sums, nint secondSums, nint sumStride)
        where TSum : struct, IPanelSum
        where V : struct, IVector<V>
    {
        int row = 0;
        if (V.HasManyRegisters && !TSum.Split)
        {
            for (; count - row is 12 or 13 or 15 or >= 20; row += 12)
            {
                WideTile<Rows12, TSum, V>(
                    ref Unsafe.Add(ref rows, row * rowStride), rowStride, innerStride, inner, ref weights, secondWeights, weightStride,
                    ref Unsafe.Add(ref sums, row * sumStride), secondSums, sumStride);
            }

            for (; count - row >= 8; row += 8)
            {
                WideTile<Rows8, TSum, V>(
                    ref Unsafe.Add(ref rows, row * rowStride), rowStride, innerStride, inner, ref weights, secondWeights, weightStride,
                    ref Unsafe.Add(ref sums, row * sumStride), secondSums, sumStride);
            }
        }

        while (row < count)
        {
            ref float source = ref Unsafe.Add(ref rows, row * rowStride);
            ref float target = ref Unsafe.Add(ref sums, row * sumStride);
            switch (count - row)
            {
                case 1:
                    Tile<Rows1, TSum, V>(
                        ref source, rowStride, innerStride, inner, ref weights, secondWeights, weightStride, ref target, secondSums, sumStride);
                    row += 1;
                    break;
                case 2:
                    Tile<Rows2, TSum, V>(
                        ref source, rowStride, innerStride, inner, ref weights, secondWeights, weightStride, ref target, secondSums, sumStride);
                    row += 2;
                    break;
                case 3:
                    Tile<Rows3, TSum, V>(
                        ref source, rowStride, innerStride, inner, ref weights, secondWeights, weightStride, ref target, secondSums, sumStride);
                    row += 3;
                    break;
                case 4 or 5 or 7 or 8:
                    // 7 = 4 + 3 and 8 = 4 + 4 keep more sums in flight than 6 + 1 and 6 + 2.
                    Tile<Rows4, TSum, V>(
                        ref source, rowStride, innerStride, inner, ref weights, secondWeights, weightStride, ref target, secondSums, sumStride);
                    row += 4;
                    break;
                default:
                    Tile<Rows6, TSum, V>(
                        ref source, rowStride, innerStride, inner, ref weights, secondWeights, weightStride, ref target, secondSums, sumStride);
                    row += 6;
                    break;
            }
        }
    }

    /// <summary>Up to six rows by two vectors: every sum in a register from its first term to its last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile<TRows, TSum, V>(
        ref float rows, nint rowStride, nint innerStride, int inner, ref float weights, nint secondWeights, nint weightStride,
        ref float sums, nint secondSums, nint sumStride)
        where TRows : struct, IRows
        where TSum : struct, IPanelSum
        where V : struct, IVector<V>
    {
        ref float row0 = ref rows;
        ref float row1 = ref Unsafe.Add(ref row0, rowStride);
        ref float row2 = ref Unsafe.Add(ref row1, rowStride);
        ref float row3 = ref Unsafe.Add(ref row2, rowStride);
        ref float row4 = ref Unsafe.Add(ref row3, rowStride);
        ref float row5 = ref Unsafe.Add(ref row4, rowStride);
        V a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default;
        V b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default;
        if (TSum.FromBias)
        {
            a0 = a1 = a2 = a3 = a4 = a5 = V.Load(ref weights, -weightStride);
            b0 = b1 = b2 = b3 = b4 = b5 = V.Load(ref weights, secondWeights - weightStride);
        }

        nint k = 0;
        nint end = inner * innerStride;
        if (TSum.Split)
        {
            // a: the even terms, b: the odd ones. (Rows of a split sum are always dense: innerStride is 1.)
            for (; k + 2 <= end; k += 2)
            {
                V even = V.Load(ref weights);
                V odd = V.Load(ref weights, weightStride);
                MultiplyAdd(Unsafe.Add(ref row0, k), Unsafe.Add(ref row0, k + 1), even, odd, ref a0, ref b0);
                if (TRows.Count > 1)
                {
                    MultiplyAdd(Unsafe.Add(ref row1, k), Unsafe.Add(ref row1, k + 1), even, odd, ref a1, ref b1);
                }

                if (TRows.Count > 2)
                {
                    MultiplyAdd(Unsafe.Add(ref row2, k), Unsafe.Add(ref row2, k + 1), even, odd, ref a2, ref b2);
                }

                if (TRows.Count > 3)
                {
                    MultiplyAdd(Unsafe.Add(ref row3, k), Unsafe.Add(ref row3, k + 1), even, odd, ref a3, ref b3);
                }

                if (TRows.Count > 4)
                {
                    MultiplyAdd(Unsafe.Add(ref row4, k), Unsafe.Add(ref row4, k + 1), even, odd, ref a4, ref b4);
                    MultiplyAdd(Unsafe.Add(ref row5, k), Unsafe.Add(ref row5, k + 1), even, odd, ref a5, ref b5);
                }

                weights = ref Unsafe.Add(ref weights, 2 * weightStride);
            }
        }

        for (; k < end; k += innerStride)
        {
            // (Of a split sum only the last even term comes here.)
            V first = V.Load(ref weights);
            V second = V.Load(ref weights, secondWeights);
            MultiplyAdd<TSum, V>(Unsafe.Add(ref row0, k), first, second, ref a0, ref b0);
            if (TRows.Count > 1)
            {
                MultiplyAdd<TSum, V>(Unsafe.Add(ref row1, k), first, second, ref a1, ref b1);
            }

            if (TRows.Count > 2)
            {
                MultiplyAdd<TSum, V>(Unsafe.Add(ref row2, k), first, second, ref a2, ref b2);
            }

            if (TRows.Count > 3)
            {
                MultiplyAdd<TSum, V>(Unsafe.Add(ref row3, k), first, second, ref a3, ref b3);
            }

            if (TRows.Count > 4)
            {
                MultiplyAdd<TSum, V>(Unsafe.Add(ref row4, k), first, second, ref a4, ref b4);
                MultiplyAdd<TSum, V>(Unsafe.Add(ref row5, k), first, second, ref a5, ref b5);
            }

            weights = ref Unsafe.Add(ref weights, weightStride);
        }

        Store<TSum, V>(a0, b0, ref sums, secondSums);
        if (TRows.Count > 1)
        {
            Store<TSum, V>(a1, b1, ref Unsafe.Add(ref sums, sumStride), secondSums);
        }

        if (TRows.Count > 2)
        {
            Store<TSum, V>(a2, b2, ref Unsafe.Add(ref sums, 2 * sumStride), secondSums);
        }

        if (TRows.Count > 3)
        {
            Store<TSum, V>(a3, b3, ref Unsafe.Add(ref sums, 3 * sumStride), secondSums);
        }

        if (TRows.Count > 4)
        {
            Store<TSum, V>(a4, b4, ref Unsafe.Add(ref sums, 4 * sumStride), secondSums);
            Store<TSum, V>(a5, b5, ref Unsafe.Add(ref sums, 5 * sumStride), secondSums);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyAdd<V>(float x, float y, V even, V odd, ref V a, ref V b)
        where V : struct, IVector<V>
    {
        V.AddProduct(ref a, V.Create(x), even);
        V.AddProduct(ref b, V.Create(y), odd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyAdd<TSum, V>(float x, V first, V second, ref V a, ref V b)
        where TSum : struct, IPanelSum
        where V : struct, IVector<V>
    {
        V broadcast = V.Create(x);
        V.AddProduct(ref a, broadcast, first);
        if (!TSum.Split)
        {
            V.AddProduct(ref b, broadcast, second);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Store<TSum, V>(V a, V b, ref float sums, nint second)
        where TSum : struct, IPanelSum
        where V : struct, IVector<V>
    {
        if (TSum.Split)
        {
            V.Store(V.Load(ref sums) + (a + b), ref sums);
        }
        else if (TSum.Replaces)
        {
            V.Store(a, ref sums);
            V.Store(b, ref sums, second);
        }
        else
        {
            // Both before either is written: they may be the same place (a panel of one vector).
            V sumA = V.Load(ref sums) + a;
            V sumB = V.Load(ref sums, second) + b;
            V.Store(sumA, ref sums);
            V.Store(sumB, ref sums, second);
        }
    }

    /// <summary>A product of rows with panels: arguments, as those of <see cref="Sums"/>, and the walk over the panels.</summary>
    private ref struct Product<TSum> : IWidthAction
        where TSum : struct, IPanelSum
    {
        public ref float Rows;
        public nint RowStride;
        public int Count;
        public int Inner;
        public ref float Panels;
        public nint PanelStride;
        public int PanelCount;
        public int Lanes;
        public ref float Sums;
        public nint SumStride;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V, VTail>()
            where V : struct, IVector<V>
            where VTail : struct, IVector<VTail>
        {
            // Weights that outgrow the second-level cache are walked to and fro. (Not by input sums: those of many steps are one pass.)
            bool isBackwards = !TSum.FromBias && PanelCount * PanelStride >= Traversal.MinFloats && Traversal.Turn();
            int panel = 0;
            if (Count == 1 && !TSum.Split)
            {
                // One row leaves a tile with two sums, too few to hide their latency: four panels side by side have eight.
                int fours = PanelCount / 4;
                for (int index = 0; index < fours; index++)
                {
                    int current = 4 * Traversal.Place(index, fours, isBackwards);
                    FourPanels<TSum, VTail>(
                        ref Rows, Inner, ref Unsafe.Add(ref Panels, current * PanelStride), PanelStride, Lanes, ref Unsafe.Add(ref Sums, current * Lanes));
                }

                panel = 4 * fours;
            }

            if (V.Count == PanelProduct.Lanes && Lanes == PanelProduct.Lanes)
            {
                // One vector is a whole panel: a tile takes two panels.
                int pairs = (PanelCount - panel) / 2;
                for (int index = 0; index < pairs; index++)
                {
                    int current = panel + (2 * Traversal.Place(index, pairs, isBackwards));
                    PanelRows<TSum, V>(
                        ref Rows, RowStride, Count, 1, Inner, ref Unsafe.Add(ref Panels, current * PanelStride), PanelStride, Lanes,
                        ref Unsafe.Add(ref Sums, current * Lanes), Lanes, SumStride);
                }

                panel += 2 * pairs;
            }

            int rest = PanelCount - panel;
            for (int index = 0; index < rest; index++)
            {
                int current = panel + Traversal.Place(index, rest, isBackwards);
                Panel<TSum, VTail>(
                    ref Rows, RowStride, Count, Inner, ref Unsafe.Add(ref Panels, current * PanelStride), Lanes,
                    ref Unsafe.Add(ref Sums, current * Lanes), SumStride);
            }
        }
    }
}
