using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace RnnGen.Numerics;

/// <content>The products of the backward pass: with transposed panels, and of the gradients of sums with what was summed.</content>
public static partial class PanelProduct
{
    /// <summary>Rows of an outer product that are summed in registers before they are added to the weights' gradients, at most.</summary>
    private const int MaxChunkRows = 256;

    /// <summary>Floats of operands that stay in the second-level cache while all panels walk over them.</summary>
    private const int ChunkFloats = 64 * 1024;

    /// <summary>Rows of gradients that are summed in padded scratch before their last columns are added to unpadded ones.</summary>
    private const int ScratchRows = 48;

    /// <summary>
    /// Copies panels into transposed ones: what were columns (gates' units) become rows, what were rows (inputs or hidden units) become the columns
    /// of new panels of <see cref="Lanes"/>, the last of <see cref="TailLanes"/> where no more are left.
    /// </summary>
    /// <param name="panels">The first row to copy of the first panel.</param>
    /// <param name="panelStride">Floats from one gate's panel to the next.</param>
    /// <param name="blockStride">Floats from one block to the next.</param>
    /// <param name="blocks">Blocks.</param>
    /// <param name="gates">Neighbouring gates a block.</param>
    /// <param name="lanes">Columns a panel: <see cref="Lanes"/> or <see cref="TailLanes"/>.</param>
    /// <param name="rows">Rows to copy of every panel.</param>
    /// <param name="transposed">The first transposed panel.</param>
    /// <param name="transposedRows">Rows of a transposed panel.</param>
    /// <param name="firstRow">The row of a transposed panel that takes the first column.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(
        ref float panels, int panelStride, int blockStride, int blocks, int gates, int lanes, int rows, ref float transposed, int transposedRows, int firstRow)
    {
        for (int panel = 0; panel < blocks * gates; panel++)
        {
            (int block, int gate) = Math.DivRem(panel, gates);
            ref float source = ref Unsafe.Add(ref panels, ((nint)block * blockStride) + ((nint)gate * panelStride));
            int first = firstRow + (panel * lanes);
            for (int row = 0; row < rows; row += Lanes)
            {
                int width = rows - row <= TailLanes ? TailLanes : Lanes;
                ref float target = ref Unsafe.Add(ref transposed, ((nint)row * transposedRows) + (first * width));
                Transpose(ref Unsafe.Add(ref source, row * lanes), lanes, Math.Min(Lanes, rows - row), ref target, width);
            }
        }
    }

    /// <summary>
    /// Gradients of weights, added to: <c>panels[k, panel, lane] += sum over rows of operands[row, k] * gradients[row, panel, lane]</c>. The rows are
    /// summed in chunks whose size depends on <paramref name="operandStride"/> alone, ascending.
    /// </summary>
    /// <param name="operands">What was multiplied with the weights: [rows, operandStride], of which the first <paramref name="columns"/> of each.</param>
    /// <param name="operandStride">Floats from one row of operands to the next.</param>
    /// <param name="columns">Rows of weights.</param>
    /// <param name="gradients">The gradients of the sums: [rows, gradientStride], of which the first blocks * gates * lanes of each.</param>
    /// <param name="gradientStride">Floats from one row of gradients to the next.</param>
    /// <param name="rows">Steps times streams.</param>
    /// <param name="panels">The gradients of the first row of weights of the first panel.</param>
    /// <param name="panelStride">Floats from one gate's panel to the next.</param>
    /// <param name="blockStride">Floats from one block to the next.</param>
    /// <param name="blocks">Blocks.</param>
    /// <param name="gates">Neighbouring gates a block.</param>
    /// <param name="lanes">Columns a panel: <see cref="Lanes"/> or <see cref="TailLanes"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddOuterProducts(
        ref float operands, int operandStride, int columns, ref float gradients, int gradientStride, int rows,
        ref float panels, int panelStride, int blockStride, int blocks, int gates, int lanes)
    {
        var strips = default(Strips);
        ref float strip = ref Unsafe.As<Strips, float>(ref strips);
        int chunk = Math.Clamp(ChunkFloats / operandStride, 1, MaxChunkRows);
        for (int first = 0; first < rows; first += chunk)
        {
            int count = Math.Min(chunk, rows - first);
            ref float operand = ref Unsafe.Add(ref operands, (nint)first * operandStride);
            ref float gradient = ref Unsafe.Add(ref gradients, (nint)first * gradientStride);
            int panel = 0;
            if (VectorWidth.Is512Used && lanes == Lanes)
            {
                // One 512-bit vector is a whole panel: a tile takes two panels.
                for (; panel + 2 <= blocks * gates; panel += 2)
                {
                    CopyStrip(ref Unsafe.Add(ref gradient, panel * lanes), gradientStride, count, 2 * lanes, ref strip);
                    ref float target = ref Unsafe.Add(ref panels, PanelOffset(panel, gates, panelStride, blockStride));
                    nint second = PanelOffset(panel + 1, gates, panelStride, blockStride) - PanelOffset(panel, gates, panelStride, blockStride);
                    PanelRows<RecurrentSum, Lanes512, Vector512<float>>(
                        ref operand, 1, columns, operandStride, count, ref strip, lanes, 2 * lanes, ref target, second, lanes);
                }
            }

            for (; panel < blocks * gates; panel++)
            {
                CopyStrip(ref Unsafe.Add(ref gradient, panel * lanes), gradientStride, count, lanes, ref strip);
                ref float target = ref Unsafe.Add(ref panels, PanelOffset(panel, gates, panelStride, blockStride));
                if (Vector256.IsHardwareAccelerated)
                {
                    OuterProduct<Lanes256, Vector256<float>>(ref operand, operandStride, columns, count, ref strip, lanes, ref target);
                }
                else if (Vector128.IsHardwareAccelerated)
                {
                    OuterProduct<Lanes128, Vector128<float>>(ref operand, operandStride, columns, count, ref strip, lanes, ref target);
                }
                else
                {
                    OuterProduct<ScalarLane, float>(ref operand, operandStride, columns, count, ref strip, lanes, ref target);
                }
            }
        }
    }

    /// <summary>Where a panel starts: panels are numbered gate by gate, block by block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static nint PanelOffset(int panel, int gates, int panelStride, int blockStride) =>
        ((nint)(panel / gates) * blockStride) + ((nint)(panel % gates) * panelStride);

    /// <summary>
    /// Gradients of what was multiplied, added to padded rows: <c>destination[row, k] += sum over j of gradients[row, j] * transposed[j, k]</c>.
    /// </summary>
    /// <param name="gradients">The gradients of the sums: [rows, gradientStride], of which the first <paramref name="inner"/> of each.</param>
    /// <param name="gradientStride">Floats from one row of gradients to the next.</param>
    /// <param name="rows">Streams.</param>
    /// <param name="inner">Rows of a transposed panel: a multiple of <see cref="TailLanes"/>.</param>
    /// <param name="transposed">The transposed panels of <paramref name="columns"/> columns.</param>
    /// <param name="columns">Columns, and floats from one row of the destination to the next: a multiple of <see cref="TailLanes"/>.</param>
    /// <param name="destination">[rows, columns]</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddHiddenGradients(
        ref float gradients, int gradientStride, int rows, int inner, ref float transposed, int columns, ref float destination)
    {
        (int full, int tail) = Math.DivRem(columns, Lanes);
        if (rows == 1 && full < 4)
        {
            // Few panels and one row: each sum in four quarters, so that enough of them are in flight.
            for (int column = 0; column < columns; column += Lanes)
            {
                int lanes = Math.Min(Lanes, columns - column);
                ref float panel = ref Unsafe.Add(ref transposed, (nint)column * inner);
                ref float target = ref Unsafe.Add(ref destination, column);
                if (Vector256.IsHardwareAccelerated)
                {
                    Quarters<Lanes256, Vector256<float>>(ref gradients, inner / 4, ref panel, lanes, ref target);
                }
                else if (Vector128.IsHardwareAccelerated)
                {
                    Quarters<Lanes128, Vector128<float>>(ref gradients, inner / 4, ref panel, lanes, ref target);
                }
                else
                {
                    Quarters<ScalarLane, float>(ref gradients, inner / 4, ref panel, lanes, ref target);
                }
            }

            return;
        }

        Multiply<RecurrentSum>(
            ref gradients, gradientStride, rows, inner, ref transposed, (nint)inner * Lanes, full, Lanes, ref destination, columns);
        if (tail > 0)
        {
            Multiply<SplitRecurrentSum>(
                ref gradients, gradientStride, rows, inner, ref Unsafe.Add(ref transposed, (nint)full * inner * Lanes), 0, 1, TailLanes,
                ref Unsafe.Add(ref destination, full * Lanes), columns);
        }
    }

    /// <summary>
    /// Gradients of what was multiplied, added to unpadded rows: <c>destination[row, k] += sum over j of gradients[row, j] * transposed[j, k]</c>.
    /// </summary>
    /// <param name="gradients">The gradients of the sums: [rows, gradientStride], of which the first <paramref name="inner"/> of each.</param>
    /// <param name="gradientStride">Floats from one row of gradients to the next.</param>
    /// <param name="rows">Steps times streams.</param>
    /// <param name="inner">Rows of a transposed panel.</param>
    /// <param name="transposed">The transposed panels of <paramref name="columns"/> columns.</param>
    /// <param name="columns">Columns, and floats from one row of the destination to the next.</param>
    /// <param name="destination">[rows, columns]</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddInputGradients(
        ref float gradients, int gradientStride, int rows, int inner, ref float transposed, int columns, ref float destination)
    {
        (int full, int rest) = Math.DivRem(columns, Lanes);
        Multiply<RecurrentSum>(
            ref gradients, gradientStride, rows, inner, ref transposed, (nint)inner * Lanes, full, Lanes, ref destination, columns);
        if (rest == 0)
        {
            return;
        }

        // The last columns are fewer than a vector: their sums go through scratch.
        var scratch = default(Scratch);
        int width = rest <= TailLanes ? TailLanes : Lanes;
        ref float last = ref Unsafe.Add(ref transposed, (nint)full * inner * Lanes);
        for (int first = 0; first < rows; first += ScratchRows)
        {
            int count = Math.Min(ScratchRows, rows - first);
            Span<float> sums = MemoryMarshal.CreateSpan(ref Unsafe.As<Scratch, float>(ref scratch), count * width);
            sums.Clear();
            AddRecurrentSums(
                ref Unsafe.Add(ref gradients, (nint)first * gradientStride), gradientStride, count, inner, ref last, 0, 1, width,
                ref MemoryMarshal.GetReference(sums), width);
            for (int row = 0; row < count; row++)
            {
                ref float target = ref Unsafe.Add(ref destination, ((nint)(first + row) * columns) + (full * Lanes));
                for (int column = 0; column < rest; column++)
                {
                    Unsafe.Add(ref target, column) += sums[(row * width) + column];
                }
            }
        }
    }

    /// <summary>One panel of an outer product, two vectors at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OuterProduct<TLanes, TVector>(
        ref float operands, int operandStride, int columns, int rows, ref float strip, int lanes, ref float panel)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        nint second = TLanes.Count < lanes ? TLanes.Count : 0;
        int width = second == 0 ? TLanes.Count : 2 * TLanes.Count;
        for (int column = 0; column < lanes; column += width)
        {
            PanelRows<RecurrentSum, TLanes, TVector>(
                ref operands, 1, columns, operandStride, rows, ref Unsafe.Add(ref strip, column), second, lanes, ref Unsafe.Add(ref panel, column), second, lanes);
        }
    }

    /// <summary>One row against one panel: the sum of every column in four quarters, two vectors at a time (one, where a panel is one vector).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Quarters<TLanes, TVector>(ref float row, int quarter, ref float panel, int lanes, ref float sums)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        nint second = TLanes.Count < lanes ? TLanes.Count : 0;
        int width = second == 0 ? TLanes.Count : 2 * TLanes.Count;
        nint panelQuarter = (nint)quarter * lanes;
        for (int column = 0; column < lanes; column += width)
        {
            ref float panel0 = ref Unsafe.Add(ref panel, column);
            ref float panel1 = ref Unsafe.Add(ref panel0, panelQuarter);
            ref float panel2 = ref Unsafe.Add(ref panel1, panelQuarter);
            ref float panel3 = ref Unsafe.Add(ref panel2, panelQuarter);
            ref float row1 = ref Unsafe.Add(ref row, quarter);
            ref float row2 = ref Unsafe.Add(ref row1, quarter);
            ref float row3 = ref Unsafe.Add(ref row2, quarter);
            TVector a0 = default, a1 = default, a2 = default, a3 = default;
            TVector b0 = default, b1 = default, b2 = default, b3 = default;
            nint offset = 0;
            for (nint k = 0; k < quarter; k++)
            {
                TVector x0 = TLanes.Broadcast(Unsafe.Add(ref row, k));
                a0 = TLanes.MultiplyAdd(x0, TLanes.Load(ref panel0, offset), a0);
                b0 = TLanes.MultiplyAdd(x0, TLanes.Load(ref panel0, offset + second), b0);
                TVector x1 = TLanes.Broadcast(Unsafe.Add(ref row1, k));
                a1 = TLanes.MultiplyAdd(x1, TLanes.Load(ref panel1, offset), a1);
                b1 = TLanes.MultiplyAdd(x1, TLanes.Load(ref panel1, offset + second), b1);
                TVector x2 = TLanes.Broadcast(Unsafe.Add(ref row2, k));
                a2 = TLanes.MultiplyAdd(x2, TLanes.Load(ref panel2, offset), a2);
                b2 = TLanes.MultiplyAdd(x2, TLanes.Load(ref panel2, offset + second), b2);
                TVector x3 = TLanes.Broadcast(Unsafe.Add(ref row3, k));
                a3 = TLanes.MultiplyAdd(x3, TLanes.Load(ref panel3, offset), a3);
                b3 = TLanes.MultiplyAdd(x3, TLanes.Load(ref panel3, offset + second), b3);
                offset += lanes;
            }

            TVector a = TLanes.Add(TLanes.Add(a0, a1), TLanes.Add(a2, a3));
            TVector b = TLanes.Add(TLanes.Add(b0, b1), TLanes.Add(b2, b3));
            Store<RecurrentSum, TLanes, TVector>(a, b, ref Unsafe.Add(ref sums, column), second);
        }
    }

    /// <summary>Some columns of many rows, next to each other: they are read once for every six rows of weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyStrip(ref float rows, int stride, int count, int width, ref float strip)
    {
        for (int row = 0; row < count; row++)
        {
            MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref rows, (nint)row * stride), width)
                .CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref strip, row * width), width));
        }
    }

    /// <summary>A tile of up to 16 rows of a panel into as many columns of a transposed one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose(ref float source, int lanes, int rows, ref float target, int width)
    {
        int row = 0;
        if (Sse2.IsSupported || AdvSimd.Arm64.IsSupported)
        {
            for (; row + 4 <= rows; row += 4)
            {
                for (int lane = 0; lane < lanes; lane += 4)
                {
                    TransposeFour(ref Unsafe.Add(ref source, (row * lanes) + lane), lanes, ref Unsafe.Add(ref target, (lane * width) + row), width);
                }
            }
        }

        for (; row < rows; row++)
        {
            for (int lane = 0; lane < lanes; lane++)
            {
                Unsafe.Add(ref target, (lane * width) + row) = Unsafe.Add(ref source, (row * lanes) + lane);
            }
        }
    }

    /// <summary>Four by four floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static void TransposeFour(ref float source, int sourceStride, ref float target, int targetStride)
    {
        Vector128<float> a = Vector128.LoadUnsafe(ref source);
        Vector128<float> b = Vector128.LoadUnsafe(ref source, (nuint)sourceStride);
        Vector128<float> c = Vector128.LoadUnsafe(ref source, (nuint)(2 * sourceStride));
        Vector128<float> d = Vector128.LoadUnsafe(ref source, (nuint)(3 * sourceStride));
        Vector128<double> lowAb = ZipLow(a, b).AsDouble(), highAb = ZipHigh(a, b).AsDouble();
        Vector128<double> lowCd = ZipLow(c, d).AsDouble(), highCd = ZipHigh(c, d).AsDouble();
        ZipLow(lowAb, lowCd).AsSingle().StoreUnsafe(ref target);
        ZipHigh(lowAb, lowCd).AsSingle().StoreUnsafe(ref target, (nuint)targetStride);
        ZipLow(highAb, highCd).AsSingle().StoreUnsafe(ref target, (nuint)(2 * targetStride));
        ZipHigh(highAb, highCd).AsSingle().StoreUnsafe(ref target, (nuint)(3 * targetStride));
    }

    /// <summary>The lower halves, element by element in turn.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static Vector128<float> ZipLow(Vector128<float> left, Vector128<float> right) =>
        Sse.IsSupported ? Sse.UnpackLow(left, right) : AdvSimd.Arm64.ZipLow(left, right);

    /// <inheritdoc cref="ZipLow(Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static Vector128<double> ZipLow(Vector128<double> left, Vector128<double> right) =>
        Sse2.IsSupported ? Sse2.UnpackLow(left, right) : AdvSimd.Arm64.ZipLow(left, right);

    /// <summary>The upper halves, element by element in turn.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static Vector128<float> ZipHigh(Vector128<float> left, Vector128<float> right) =>
        Sse.IsSupported ? Sse.UnpackHigh(left, right) : AdvSimd.Arm64.ZipHigh(left, right);

    /// <inheritdoc cref="ZipHigh(Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static Vector128<double> ZipHigh(Vector128<double> left, Vector128<double> right) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(left, right) : AdvSimd.Arm64.ZipHigh(left, right);

    /// <summary>The gradients of two panels and a chunk of rows.</summary>
    [InlineArray(2 * Lanes * MaxChunkRows)]
    private struct Strips
    {
        private float _element;
    }

    /// <summary>The last columns of some rows.</summary>
    [InlineArray(Lanes * ScratchRows)]
    private struct Scratch
    {
        private float _element;
    }
}
