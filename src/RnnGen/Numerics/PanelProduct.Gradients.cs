using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Threads;

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
                Transposition.Copy(ref Unsafe.Add(ref source, row * lanes), lanes, Math.Min(Lanes, rows - row), lanes, ref target, width);
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
        ref float panels, int panelStride, int blockStride, int blocks, int gates, int lanes) =>
        AddOuterProducts(
            ref operands, operandStride, columns, ref gradients, gradientStride, rows, ref panels, panelStride, blockStride, blocks, gates, lanes, part: default);

    /// <summary>The same of a part's share of the panels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddOuterProducts(
        ref float operands, int operandStride, int columns, ref float gradients, int gradientStride, int rows,
        ref float panels, int panelStride, int blockStride, int blocks, int gates, int lanes, TeamPart part)
    {
        // In pairs, as they are computed.
        int count = blocks * gates, pairs = (count + 1) / 2;
        var product = new OuterProducts
        {
            Operands = ref operands,
            OperandStride = operandStride,
            Columns = columns,
            Gradients = ref gradients,
            GradientStride = gradientStride,
            Rows = rows,
            Panels = ref panels,
            PanelStride = panelStride,
            BlockStride = blockStride,
            FirstPanel = 2 * part.First(pairs),
            EndPanel = Math.Min(count, 2 * part.End(pairs)),
            Gates = gates,
            Lanes = lanes,
        };
        VectorWidth.Run(ref product);
    }

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
    /// <param name="isOfOneStream">Whether there is one row, and not only one of several here: then sums of few columns are added in another order.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddHiddenGradients(
        ref float gradients, int gradientStride, int rows, int inner, ref float transposed, int columns, ref float destination, bool isOfOneStream)
    {
        (int full, int tail) = Math.DivRem(columns, Lanes);
        if (isOfOneStream && full < 4)
        {
            // Few panels and one row: each sum in four quarters, so that enough of them are in flight.
            var quarters = new Quarters
            {
                Gradients = ref gradients,
                Quarter = inner / 4,
                Transposed = ref transposed,
                Columns = columns,
                Destination = ref destination,
            };
            VectorWidth.Run(ref quarters);
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
    private static void OuterProduct<V>(
        ref float operands, int operandStride, int columns, int rows, ref float strip, int lanes, ref float panel)
        where V : struct, IVector<V>
    {
        nint second = V.Count < lanes ? V.Count : 0;
        int width = second == 0 ? V.Count : 2 * V.Count;
        for (int column = 0; column < lanes; column += width)
        {
            PanelRows<RecurrentSum, V>(
                ref operands, 1, columns, operandStride, rows, ref Unsafe.Add(ref strip, column), second, lanes, ref Unsafe.Add(ref panel, column), second, lanes);
        }
    }

    /// <summary>One row against one panel: the sum of every column in four quarters, two vectors at a time (one, where a panel is one vector).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void QuarterSums<V>(ref float row, int quarter, ref float panel, int lanes, ref float sums)
        where V : struct, IVector<V>
    {
        nint second = V.Count < lanes ? V.Count : 0;
        int width = second == 0 ? V.Count : 2 * V.Count;
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
            V a0 = default, a1 = default, a2 = default, a3 = default;
            V b0 = default, b1 = default, b2 = default, b3 = default;
            nint offset = 0;
            for (nint k = 0; k < quarter; k++)
            {
                V x0 = V.Create(Unsafe.Add(ref row, k));
                V.AddProduct(ref a0, x0, ref panel0, offset);
                V.AddProduct(ref b0, x0, ref panel0, offset + second);
                V x1 = V.Create(Unsafe.Add(ref row1, k));
                V.AddProduct(ref a1, x1, ref panel1, offset);
                V.AddProduct(ref b1, x1, ref panel1, offset + second);
                V x2 = V.Create(Unsafe.Add(ref row2, k));
                V.AddProduct(ref a2, x2, ref panel2, offset);
                V.AddProduct(ref b2, x2, ref panel2, offset + second);
                V x3 = V.Create(Unsafe.Add(ref row3, k));
                V.AddProduct(ref a3, x3, ref panel3, offset);
                V.AddProduct(ref b3, x3, ref panel3, offset + second);
                offset += lanes;
            }

            V a = (a0 + a1) + (a2 + a3);
            V b = (b0 + b1) + (b2 + b3);
            Store<RecurrentSum, V>(a, b, ref Unsafe.Add(ref sums, column), second);
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

    /// <summary>The arguments of an outer product, and the walk over chunks of rows and panels.</summary>
    private ref struct OuterProducts : IWidthAction
    {
        public ref float Operands;
        public int OperandStride;
        public int Columns;
        public ref float Gradients;
        public int GradientStride;
        public int Rows;
        public ref float Panels;
        public int PanelStride;
        public int BlockStride;
        public int FirstPanel;
        public int EndPanel;
        public int Gates;
        public int Lanes;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V, VTail>()
            where V : struct, IVector<V>
            where VTail : struct, IVector<VTail>
        {
            var strips = default(Strips);
            ref float strip = ref Unsafe.As<Strips, float>(ref strips);
            int chunk = Math.Clamp(ChunkFloats / OperandStride, 1, MaxChunkRows);
            for (int first = 0; first < Rows; first += chunk)
            {
                int count = Math.Min(chunk, Rows - first);
                ref float operand = ref Unsafe.Add(ref Operands, (nint)first * OperandStride);
                ref float gradient = ref Unsafe.Add(ref Gradients, (nint)first * GradientStride);
                int panel = FirstPanel;
                if (V.Count == PanelProduct.Lanes && Lanes == PanelProduct.Lanes)
                {
                    // One vector is a whole panel: a tile takes two panels.
                    for (; panel + 2 <= EndPanel; panel += 2)
                    {
                        CopyStrip(ref Unsafe.Add(ref gradient, panel * Lanes), GradientStride, count, 2 * Lanes, ref strip);
                        nint target = OffsetOf(panel);
                        PanelRows<RecurrentSum, V>(
                            ref operand, 1, Columns, OperandStride, count, ref strip, Lanes, 2 * Lanes,
                            ref Unsafe.Add(ref Panels, target), OffsetOf(panel + 1) - target, Lanes);
                    }
                }

                for (; panel < EndPanel; panel++)
                {
                    CopyStrip(ref Unsafe.Add(ref gradient, panel * Lanes), GradientStride, count, Lanes, ref strip);
                    OuterProduct<VTail>(ref operand, OperandStride, Columns, count, ref strip, Lanes, ref Unsafe.Add(ref Panels, OffsetOf(panel)));
                }
            }
        }

        /// <summary>Where a panel starts: panels are numbered gate by gate, block by block.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        private readonly nint OffsetOf(int panel) => ((nint)(panel / Gates) * BlockStride) + ((nint)(panel % Gates) * PanelStride);
    }

    /// <summary>One row against a few panels, every sum in four quarters.</summary>
    private ref struct Quarters : IWidthAction
    {
        public ref float Gradients;
        public int Quarter;
        public ref float Transposed;
        public int Columns;
        public ref float Destination;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V, VTail>()
            where V : struct, IVector<V>
            where VTail : struct, IVector<VTail>
        {
            for (int column = 0; column < Columns; column += Lanes)
            {
                QuarterSums<VTail>(
                    ref Gradients, Quarter, ref Unsafe.Add(ref Transposed, (nint)column * 4 * Quarter), Math.Min(Lanes, Columns - column),
                    ref Unsafe.Add(ref Destination, column));
            }
        }
    }
}
