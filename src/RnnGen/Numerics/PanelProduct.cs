using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TSum>(
        ref float rows, nint rowStride, int count, int inner, ref float panels, nint panelStride, int panelCount, int lanes, ref float sums, nint sumStride)
        where TSum : struct, IPanelSum
    {
        // Weights that outgrow the second-level cache are walked to and fro. (Not by input sums: those of many steps are one pass.)
        bool isBackwards = !TSum.FromBias && panelCount * panelStride >= Traversal.MinFloats && Traversal.Turn();
        int panel = 0;
        if (count == 1 && !TSum.Split)
        {
            // One row leaves a tile with two sums, too few to hide their latency: four panels side by side have eight.
            int fours = panelCount / 4;
            for (int index = 0; index < fours; index++)
            {
                int current = 4 * Traversal.Place(index, fours, isBackwards);
                ref float four = ref Unsafe.Add(ref panels, current * panelStride);
                ref float target = ref Unsafe.Add(ref sums, current * lanes);
                if (Vector256.IsHardwareAccelerated)
                {
                    FourPanels<TSum, Lanes256, Vector256<float>>(ref rows, inner, ref four, panelStride, lanes, ref target);
                }
                else if (Vector128.IsHardwareAccelerated)
                {
                    FourPanels<TSum, Lanes128, Vector128<float>>(ref rows, inner, ref four, panelStride, lanes, ref target);
                }
                else
                {
                    FourPanels<TSum, ScalarLane, float>(ref rows, inner, ref four, panelStride, lanes, ref target);
                }
            }

            panel = 4 * fours;
        }

        if (VectorWidth.Is512Used && lanes == Lanes)
        {
            // One 512-bit vector is a whole panel: a tile takes two panels.
            int pairs = (panelCount - panel) / 2;
            for (int index = 0; index < pairs; index++)
            {
                int current = panel + (2 * Traversal.Place(index, pairs, isBackwards));
                PanelRows<TSum, Lanes512, Vector512<float>>(
                    ref rows, rowStride, count, 1, inner, ref Unsafe.Add(ref panels, current * panelStride), panelStride, lanes,
                    ref Unsafe.Add(ref sums, current * lanes), lanes, sumStride);
            }

            panel += 2 * pairs;
        }

        int rest = panelCount - panel;
        for (int index = 0; index < rest; index++)
        {
            int current = panel + Traversal.Place(index, rest, isBackwards);
            ref float weights = ref Unsafe.Add(ref panels, current * panelStride);
            ref float target = ref Unsafe.Add(ref sums, current * lanes);
            if (Vector256.IsHardwareAccelerated)
            {
                Panel<TSum, Lanes256, Vector256<float>>(ref rows, rowStride, count, inner, ref weights, lanes, ref target, sumStride);
            }
            else if (Vector128.IsHardwareAccelerated)
            {
                Panel<TSum, Lanes128, Vector128<float>>(ref rows, rowStride, count, inner, ref weights, lanes, ref target, sumStride);
            }
            else
            {
                Panel<TSum, ScalarLane, float>(ref rows, rowStride, count, inner, ref weights, lanes, ref target, sumStride);
            }
        }
    }

    /// <summary>Sums of one row against four panels, two vectors of each at a time (one, where a panel is one vector).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourPanels<TSum, TLanes, TVector>(ref float row, int inner, ref float panels, nint panelStride, int lanes, ref float sums)
        where TSum : struct, IPanelSum
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        nint second = TLanes.Count < lanes ? TLanes.Count : 0;
        int columns = second == 0 ? TLanes.Count : 2 * TLanes.Count;
        for (int column = 0; column < lanes; column += columns)
        {
            ref float panel0 = ref Unsafe.Add(ref panels, column);
            ref float panel1 = ref Unsafe.Add(ref panel0, panelStride);
            ref float panel2 = ref Unsafe.Add(ref panel1, panelStride);
            ref float panel3 = ref Unsafe.Add(ref panel2, panelStride);
            TVector a0 = default, a1 = default, a2 = default, a3 = default;
            TVector b0 = default, b1 = default, b2 = default, b3 = default;
            if (TSum.FromBias)
            {
                a0 = TLanes.Load(ref panel0, -lanes);
                b0 = TLanes.Load(ref panel0, second - lanes);
                a1 = TLanes.Load(ref panel1, -lanes);
                b1 = TLanes.Load(ref panel1, second - lanes);
                a2 = TLanes.Load(ref panel2, -lanes);
                b2 = TLanes.Load(ref panel2, second - lanes);
                a3 = TLanes.Load(ref panel3, -lanes);
                b3 = TLanes.Load(ref panel3, second - lanes);
            }

            nint offset = 0;
            for (nint k = 0; k < inner; k++)
            {
                TVector x = TLanes.Broadcast(Unsafe.Add(ref row, k));
                a0 = TLanes.MultiplyAdd(x, TLanes.Load(ref panel0, offset), a0);
                b0 = TLanes.MultiplyAdd(x, TLanes.Load(ref panel0, offset + second), b0);
                a1 = TLanes.MultiplyAdd(x, TLanes.Load(ref panel1, offset), a1);
                b1 = TLanes.MultiplyAdd(x, TLanes.Load(ref panel1, offset + second), b1);
                a2 = TLanes.MultiplyAdd(x, TLanes.Load(ref panel2, offset), a2);
                b2 = TLanes.MultiplyAdd(x, TLanes.Load(ref panel2, offset + second), b2);
                a3 = TLanes.MultiplyAdd(x, TLanes.Load(ref panel3, offset), a3);
                b3 = TLanes.MultiplyAdd(x, TLanes.Load(ref panel3, offset + second), b3);
                offset += lanes;
            }

            ref float target = ref Unsafe.Add(ref sums, column);
            Store<TSum, TLanes, TVector>(a0, b0, ref target, second);
            Store<TSum, TLanes, TVector>(a1, b1, ref Unsafe.Add(ref target, lanes), second);
            Store<TSum, TLanes, TVector>(a2, b2, ref Unsafe.Add(ref target, 2 * lanes), second);
            Store<TSum, TLanes, TVector>(a3, b3, ref Unsafe.Add(ref target, 3 * lanes), second);
        }
    }

    /// <summary>One panel, two vectors (of a split sum: one vector) at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Panel<TSum, TLanes, TVector>(
        ref float rows, nint rowStride, int count, int inner, ref float weights, int lanes, ref float sums, nint sumStride)
        where TSum : struct, IPanelSum
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        // A tail panel may be one vector wide; its second vector is then the first again, computed and stored twice with the same value.
        nint second = !TSum.Split && TLanes.Count < lanes ? TLanes.Count : 0;
        int columns = TSum.Split || second == 0 ? TLanes.Count : 2 * TLanes.Count;
        for (int column = 0; column < lanes; column += columns)
        {
            PanelRows<TSum, TLanes, TVector>(
                ref rows, rowStride, count, 1, inner, ref Unsafe.Add(ref weights, column), second, lanes, ref Unsafe.Add(ref sums, column), second, sumStride);
        }
    }

    /// <summary>All rows against two vectors of weights: six rows a tile, then what is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PanelRows<TSum, TLanes, TVector>(
        ref float rows, nint rowStride, int count, nint innerStride, int inner, ref float weights, nint secondWeights, nint weightStride,
        ref float sums, nint secondSums, nint sumStride)
        where TSum : struct, IPanelSum
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        int row = 0;
        if (TLanes.HasWideTiles && !TSum.Split)
        {
            for (; count - row is 12 or 13 or 15 or >= 20; row += 12)
            {
                WideTile<Rows12, TSum, TLanes, TVector>(
                    ref Unsafe.Add(ref rows, row * rowStride), rowStride, innerStride, inner, ref weights, secondWeights, weightStride,
                    ref Unsafe.Add(ref sums, row * sumStride), secondSums, sumStride);
            }

            for (; count - row >= 8; row += 8)
            {
                WideTile<Rows8, TSum, TLanes, TVector>(
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
                    Tile<Rows1, TSum, TLanes, TVector>(
                        ref source, rowStride, innerStride, inner, ref weights, secondWeights, weightStride, ref target, secondSums, sumStride);
                    row += 1;
                    break;
                case 2:
                    Tile<Rows2, TSum, TLanes, TVector>(
                        ref source, rowStride, innerStride, inner, ref weights, secondWeights, weightStride, ref target, secondSums, sumStride);
                    row += 2;
                    break;
                case 3:
                    Tile<Rows3, TSum, TLanes, TVector>(
                        ref source, rowStride, innerStride, inner, ref weights, secondWeights, weightStride, ref target, secondSums, sumStride);
                    row += 3;
                    break;
                case 4 or 5 or 7 or 8:
                    // 7 = 4 + 3 and 8 = 4 + 4 keep more sums in flight than 6 + 1 and 6 + 2.
                    Tile<Rows4, TSum, TLanes, TVector>(
                        ref source, rowStride, innerStride, inner, ref weights, secondWeights, weightStride, ref target, secondSums, sumStride);
                    row += 4;
                    break;
                default:
                    Tile<Rows6, TSum, TLanes, TVector>(
                        ref source, rowStride, innerStride, inner, ref weights, secondWeights, weightStride, ref target, secondSums, sumStride);
                    row += 6;
                    break;
            }
        }
    }

    /// <summary>Up to six rows by two vectors: every sum in a register from its first term to its last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile<TRows, TSum, TLanes, TVector>(
        ref float rows, nint rowStride, nint innerStride, int inner, ref float weights, nint secondWeights, nint weightStride,
        ref float sums, nint secondSums, nint sumStride)
        where TRows : struct, IRows
        where TSum : struct, IPanelSum
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        ref float row0 = ref rows;
        ref float row1 = ref Unsafe.Add(ref row0, rowStride);
        ref float row2 = ref Unsafe.Add(ref row1, rowStride);
        ref float row3 = ref Unsafe.Add(ref row2, rowStride);
        ref float row4 = ref Unsafe.Add(ref row3, rowStride);
        ref float row5 = ref Unsafe.Add(ref row4, rowStride);
        TVector a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default;
        TVector b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default;
        if (TSum.FromBias)
        {
            a0 = a1 = a2 = a3 = a4 = a5 = TLanes.Load(ref weights, -weightStride);
            b0 = b1 = b2 = b3 = b4 = b5 = TLanes.Load(ref weights, secondWeights - weightStride);
        }

        nint k = 0;
        nint end = inner * innerStride;
        if (TSum.Split)
        {
            // a: the even terms, b: the odd ones. (Rows of a split sum are always dense: innerStride is 1.)
            for (; k + 2 <= end; k += 2)
            {
                TVector even = TLanes.Load(ref weights, 0);
                TVector odd = TLanes.Load(ref weights, weightStride);
                MultiplyAdd<TLanes, TVector>(Unsafe.Add(ref row0, k), Unsafe.Add(ref row0, k + 1), even, odd, ref a0, ref b0);
                if (TRows.Count > 1)
                {
                    MultiplyAdd<TLanes, TVector>(Unsafe.Add(ref row1, k), Unsafe.Add(ref row1, k + 1), even, odd, ref a1, ref b1);
                }

                if (TRows.Count > 2)
                {
                    MultiplyAdd<TLanes, TVector>(Unsafe.Add(ref row2, k), Unsafe.Add(ref row2, k + 1), even, odd, ref a2, ref b2);
                }

                if (TRows.Count > 3)
                {
                    MultiplyAdd<TLanes, TVector>(Unsafe.Add(ref row3, k), Unsafe.Add(ref row3, k + 1), even, odd, ref a3, ref b3);
                }

                if (TRows.Count > 4)
                {
                    MultiplyAdd<TLanes, TVector>(Unsafe.Add(ref row4, k), Unsafe.Add(ref row4, k + 1), even, odd, ref a4, ref b4);
                    MultiplyAdd<TLanes, TVector>(Unsafe.Add(ref row5, k), Unsafe.Add(ref row5, k + 1), even, odd, ref a5, ref b5);
                }

                weights = ref Unsafe.Add(ref weights, 2 * weightStride);
            }
        }

        for (; k < end; k += innerStride)
        {
            // (Of a split sum only the last even term comes here.)
            TVector first = TLanes.Load(ref weights, 0);
            TVector second = TLanes.Load(ref weights, secondWeights);
            MultiplyAdd<TSum, TLanes, TVector>(Unsafe.Add(ref row0, k), first, second, ref a0, ref b0);
            if (TRows.Count > 1)
            {
                MultiplyAdd<TSum, TLanes, TVector>(Unsafe.Add(ref row1, k), first, second, ref a1, ref b1);
            }

            if (TRows.Count > 2)
            {
                MultiplyAdd<TSum, TLanes, TVector>(Unsafe.Add(ref row2, k), first, second, ref a2, ref b2);
            }

            if (TRows.Count > 3)
            {
                MultiplyAdd<TSum, TLanes, TVector>(Unsafe.Add(ref row3, k), first, second, ref a3, ref b3);
            }

            if (TRows.Count > 4)
            {
                MultiplyAdd<TSum, TLanes, TVector>(Unsafe.Add(ref row4, k), first, second, ref a4, ref b4);
                MultiplyAdd<TSum, TLanes, TVector>(Unsafe.Add(ref row5, k), first, second, ref a5, ref b5);
            }

            weights = ref Unsafe.Add(ref weights, weightStride);
        }

        Store<TSum, TLanes, TVector>(a0, b0, ref sums, secondSums);
        if (TRows.Count > 1)
        {
            Store<TSum, TLanes, TVector>(a1, b1, ref Unsafe.Add(ref sums, sumStride), secondSums);
        }

        if (TRows.Count > 2)
        {
            Store<TSum, TLanes, TVector>(a2, b2, ref Unsafe.Add(ref sums, 2 * sumStride), secondSums);
        }

        if (TRows.Count > 3)
        {
            Store<TSum, TLanes, TVector>(a3, b3, ref Unsafe.Add(ref sums, 3 * sumStride), secondSums);
        }

        if (TRows.Count > 4)
        {
            Store<TSum, TLanes, TVector>(a4, b4, ref Unsafe.Add(ref sums, 4 * sumStride), secondSums);
            Store<TSum, TLanes, TVector>(a5, b5, ref Unsafe.Add(ref sums, 5 * sumStride), secondSums);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyAdd<TLanes, TVector>(float x, float y, TVector even, TVector odd, ref TVector a, ref TVector b)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        a = TLanes.MultiplyAdd(TLanes.Broadcast(x), even, a);
        b = TLanes.MultiplyAdd(TLanes.Broadcast(y), odd, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyAdd<TSum, TLanes, TVector>(float x, TVector first, TVector second, ref TVector a, ref TVector b)
        where TSum : struct, IPanelSum
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector broadcast = TLanes.Broadcast(x);
        a = TLanes.MultiplyAdd(broadcast, first, a);
        if (!TSum.Split)
        {
            b = TLanes.MultiplyAdd(broadcast, second, b);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Store<TSum, TLanes, TVector>(TVector a, TVector b, ref float sums, nint second)
        where TSum : struct, IPanelSum
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        if (TSum.Split)
        {
            TLanes.Store(TLanes.Add(TLanes.Load(ref sums, 0), TLanes.Add(a, b)), ref sums, 0);
        }
        else if (TSum.Replaces)
        {
            TLanes.Store(a, ref sums, 0);
            TLanes.Store(b, ref sums, second);
        }
        else
        {
            // Both before either is written: they may be the same place (a panel of one vector).
            TVector sumA = TLanes.Add(TLanes.Load(ref sums, 0), a);
            TVector sumB = TLanes.Add(TLanes.Load(ref sums, second), b);
            TLanes.Store(sumA, ref sums, 0);
            TLanes.Store(sumB, ref sums, second);
        }
    }
}
