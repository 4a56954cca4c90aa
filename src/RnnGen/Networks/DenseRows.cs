using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Memory;
using RnnGen.Numerics;
using RnnGen.Threads;

namespace RnnGen.Networks;

/// <summary>
/// A dense layer over rows: <c>y = W x + b</c>, and its gradients. A sum of a layer of few outputs goes along the inputs (see <see cref="FoldedSum"/>) from
/// zero, and the bias is added to it; that of any other starts at the bias, the inputs ascending.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DenseRows
{
    // Rows whose padded sums, or gradients of sums, stand in scratch.
    private const int StackFloats = 2048;
    private const int ChunkRows = 256;

    /// <summary>Computes <c>y = W x + b</c> of every row.</summary>
    /// <param name="layout">The sizes.</param>
    /// <param name="parameters">The first parameter.</param>
    /// <param name="x">[rows, inputs]</param>
    /// <param name="y">[rows, outputs]; may be <paramref name="x"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Apply(DenseLayout layout, ref float parameters, ReadOnlySpan<float> x, Span<float> y)
    {
        int inputs = layout.Inputs, outputs = layout.Outputs;
        int rows = y.Length / outputs;
        ref float input = ref MemoryMarshal.GetReference(x);
        ref float output = ref MemoryMarshal.GetReference(y);
        if (layout.UsesDots)
        {
            if (outputs > 1 && Unsafe.AreSame(ref input, ref output))
            {
                ApplyDotsInPlace(layout, ref parameters, ref output, rows);
                return;
            }

            for (int row = 0; row < rows; row++)
            {
                for (int o = 0; o < outputs; o++)
                {
                    float sum = FoldedSum.Dot(ref input, ref Unsafe.Add(ref parameters, o * layout.PaddedInputs), inputs);
                    output = sum + Unsafe.Add(ref parameters, layout.BiasOffset + o);
                    output = ref Unsafe.Add(ref output, 1);
                }

                input = ref Unsafe.Add(ref input, inputs);
            }
        }
        else if (layout.PaddedOutputs == outputs && !Unsafe.AreSame(ref input, ref output))
        {
            Sums(layout, ref parameters, ref input, rows, ref output);
        }
        else
        {
            ApplyPadded(layout, ref parameters, ref input, rows, y);
        }
    }

    /// <summary>Computes <c>y = W x + b</c> of one row, and the activation of it.</summary>
    /// <typeparam name="TLayer">The layer.</typeparam>
    /// <param name="x">[inputs]</param>
    /// <param name="parameters">The layer's first parameter.</param>
    /// <param name="y">[outputs]; may be <paramref name="x"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Step<TLayer>(ref float x, ref float parameters, ref float y)
        where TLayer : struct, IDenseLayer
    {
        if (TLayer.Outputs == 1)
        {
            y = Dot<TLayer>(ref x, ref parameters, 0);
        }
        else
        {
            StepOfSeveral<TLayer>(ref x, ref parameters, ref y);
        }

        if (TLayer.Activation != DenseActivation.None)
        {
            Activate<TLayer>(ref y);
        }
    }

    /// <summary>Gradients, given those of y: of the parameters and of x, both added to.</summary>
    /// <param name="layout">The sizes.</param>
    /// <param name="parameters">The first parameter.</param>
    /// <param name="x">What <see cref="Apply"/> took: [rows, inputs]</param>
    /// <param name="outputGradients">[rows, outputs]</param>
    /// <param name="gradients">Those of the parameters, in their layout.</param>
    /// <param name="inputGradients">[rows, inputs], or empty.</param>
    /// <param name="scratch">Scratch memory for this layout.</param>
    /// <param name="team">The threads; null for the caller's alone.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Backward(
        DenseLayout layout, ref float parameters, ReadOnlySpan<float> x, ReadOnlySpan<float> outputGradients, ref float gradients,
        Span<float> inputGradients, DenseScratch scratch, ThreadTeam? team)
    {
        int inputs = layout.Inputs, outputs = layout.Outputs;
        int rows = outputGradients.Length / outputs;
        AddBiasGradients(layout, outputGradients, ref gradients);
        if (layout.UsesDots)
        {
            for (int row = 0; row < rows; row++)
            {
                for (int output = 0; output < outputs; output++)
                {
                    float gradient = outputGradients[(row * outputs) + output];
                    int first = output * layout.PaddedInputs;
                    RowMath.AddScaled(gradient, x.Slice(row * inputs, inputs), MemoryMarshal.CreateSpan(ref Unsafe.Add(ref gradients, first), inputs));
                    if (!inputGradients.IsEmpty)
                    {
                        RowMath.AddScaled(
                            gradient, MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref parameters, first), inputs), inputGradients.Slice(row * inputs, inputs));
                    }
                }
            }

            return;
        }

        ArgumentNullException.ThrowIfNull(scratch);
        if (!inputGradients.IsEmpty)
        {
            Transpose(layout, ref parameters, ref scratch.Transposed.First);
        }

        var products = new BackwardProducts
        {
            Layout = layout,
            X = x,
            OutputGradients = outputGradients,
            Gradients = ref gradients,
            InputGradients = inputGradients,
            Scratch = scratch,
        };
        ThreadTeam.Run(team, ref products, TeamPart.Most(rows, (long)outputGradients.Length * inputs));
    }

    /// <summary>Creates scratch memory for <see cref="Backward"/>.</summary>
    /// <param name="layout">The sizes.</param>
    internal static DenseScratch CreateScratch(DenseLayout layout) => layout.UsesDots
        ? new DenseScratch(new AlignedBuffer(0), new AlignedBuffer(0))
        : new DenseScratch(
            new AlignedBuffer(ChunkRows * layout.PaddedOutputs),
            new AlignedBuffer(layout.PaddedOutputs * ((layout.Inputs + PanelProduct.Lanes - 1) / PanelProduct.Lanes * PanelProduct.Lanes)));

    /// <summary>
    /// One output of few, with its bias. A method of its own for each layer: in a caller's, the JIT's inliner would have no budget left to see that the sizes are
    /// constants.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static float Dot<TLayer>(ref float x, ref float parameters, int output)
        where TLayer : struct, IDenseLayer
    {
        var layout = new DenseLayout(TLayer.Inputs, TLayer.Outputs);
        float bias = Unsafe.Add(ref parameters, layout.BiasOffset + output);
        return FoldedSum.DotOfConstantCount(ref x, ref Unsafe.Add(ref parameters, output * layout.PaddedInputs), TLayer.Inputs) + bias;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void StepOfSeveral<TLayer>(ref float x, ref float parameters, ref float y)
        where TLayer : struct, IDenseLayer
    {
        var layout = new DenseLayout(TLayer.Inputs, TLayer.Outputs);
        if (!layout.UsesDots)
        {
            Apply(layout, ref parameters, MemoryMarshal.CreateReadOnlySpan(ref x, TLayer.Inputs), MemoryMarshal.CreateSpan(ref y, TLayer.Outputs));
            return;
        }

        // All sums before the first output, which may be an input.
        Span<float> sums = stackalloc float[DenseLayout.MaxDotOutputs];
        for (int output = 0; output < TLayer.Outputs; output++)
        {
            sums[output] = Dot<TLayer>(ref x, ref parameters, output);
        }

        sums[..TLayer.Outputs].CopyTo(MemoryMarshal.CreateSpan(ref y, TLayer.Outputs));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Activate<TLayer>(ref float y)
        where TLayer : struct, IDenseLayer =>
        ActivationRows.Apply(TLayer.Activation, MemoryMarshal.CreateSpan(ref y, TLayer.Outputs), TLayer.Outputs);

    // A row in scratch, since all of it is read for every output.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void ApplyDotsInPlace(DenseLayout layout, ref float parameters, ref float values, int rows)
    {
        Span<float> row = stackalloc float[DenseLayout.MaxDotOutputs];
        row = row[..layout.Outputs];
        for (; rows > 0; rows--)
        {
            MemoryMarshal.CreateReadOnlySpan(ref values, row.Length).CopyTo(row);
            for (int o = 0; o < row.Length; o++)
            {
                float sum = FoldedSum.Dot(ref MemoryMarshal.GetReference(row), ref Unsafe.Add(ref parameters, o * layout.PaddedInputs), layout.Inputs);
                values = sum + Unsafe.Add(ref parameters, layout.BiasOffset + o);
                values = ref Unsafe.Add(ref values, 1);
            }
        }
    }

    // Padded sums in scratch, some rows at a time: all inputs of those rows have been read when the first is written.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ApplyPadded(DenseLayout layout, ref float parameters, ref float input, int rows, Span<float> y)
    {
        int width = layout.PaddedOutputs;
        int rowsAtOnce = Math.Max(1, StackFloats / width);
        Span<float> sums = stackalloc float[rowsAtOnce * width];
        for (int first = 0; first < rows; first += rowsAtOnce)
        {
            int count = Math.Min(rowsAtOnce, rows - first);
            Sums(layout, ref parameters, ref Unsafe.Add(ref input, (nint)first * layout.Inputs), count, ref MemoryMarshal.GetReference(sums));
            Cells.StridedRows.CopyFrom(ref MemoryMarshal.GetReference(sums), width, layout.Outputs, y.Slice(first * layout.Outputs, count * layout.Outputs));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sums(DenseLayout layout, ref float parameters, ref float input, int rows, ref float sums)
    {
        PanelProduct.InputSums(
            ref input, layout.Inputs, rows, layout.Inputs, ref parameters, layout.PanelFloats, layout.FullPanels, PanelProduct.Lanes,
            ref sums, layout.PaddedOutputs);
        if (layout.TailLanes > 0)
        {
            PanelProduct.InputSums(
                ref input, layout.Inputs, rows, layout.Inputs, ref Unsafe.Add(ref parameters, layout.FullPanels * layout.PanelFloats), 0, 1, layout.TailLanes,
                ref Unsafe.Add(ref sums, layout.FullPanels * PanelProduct.Lanes), layout.PaddedOutputs);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddOuterProducts(DenseLayout layout, ref float x, ref float sumGradients, int rows, ref float gradients, TeamPart part)
    {
        PanelProduct.AddOuterProducts(
            ref x, layout.Inputs, layout.Inputs, ref sumGradients, layout.PaddedOutputs, rows,
            ref Unsafe.Add(ref gradients, PanelProduct.Lanes), 0, layout.PanelFloats, layout.FullPanels, 1, PanelProduct.Lanes, part);
        if (layout.TailLanes > 0)
        {
            PanelProduct.AddOuterProducts(
                ref x, layout.Inputs, layout.Inputs, ref Unsafe.Add(ref sumGradients, layout.FullPanels * PanelProduct.Lanes), layout.PaddedOutputs, rows,
                ref Unsafe.Add(ref gradients, (layout.FullPanels * layout.PanelFloats) + layout.TailLanes), 0, 0, 1, 1, layout.TailLanes, part);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose(DenseLayout layout, ref float parameters, ref float transposed)
    {
        PanelProduct.Transpose(
            ref Unsafe.Add(ref parameters, PanelProduct.Lanes), 0, layout.PanelFloats, layout.FullPanels, 1, PanelProduct.Lanes, layout.Inputs,
            ref transposed, layout.PaddedOutputs, 0);
        if (layout.TailLanes > 0)
        {
            PanelProduct.Transpose(
                ref Unsafe.Add(ref parameters, (layout.FullPanels * layout.PanelFloats) + layout.TailLanes), 0, 0, 1, 1, layout.TailLanes, layout.Inputs,
                ref transposed, layout.PaddedOutputs, layout.FullPanels * PanelProduct.Lanes);
        }
    }

    // Every bias by itself, the rows ascending.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddBiasGradients(DenseLayout layout, ReadOnlySpan<float> outputGradients, ref float gradients)
    {
        int outputs = layout.Outputs;
        for (; !outputGradients.IsEmpty; outputGradients = outputGradients[outputs..])
        {
            int panels = layout.UsesDots ? 1 : layout.FullPanels + (layout.TailLanes > 0 ? 1 : 0);
            for (int panel = 0; panel < panels; panel++)
            {
                int first = panel * PanelProduct.Lanes;
                int count = layout.UsesDots ? outputs : Math.Min(PanelProduct.Lanes, outputs - first);
                RowMath.Add(
                    outputGradients.Slice(first, count),
                    MemoryMarshal.CreateSpan(ref Unsafe.Add(ref gradients, layout.BiasOffset + (panel * layout.PanelFloats)), count));
            }
        }
    }

    /// <summary>The products of a backward pass, some rows at a time: threads divide the rows of the inputs' gradients among them, and the panels of the parameters'.</summary>
    private ref struct BackwardProducts : ITeamWork
    {
        public DenseLayout Layout;
        public ReadOnlySpan<float> X;
        public ReadOnlySpan<float> OutputGradients;
        public ref float Gradients;
        public Span<float> InputGradients;
        public DenseScratch Scratch;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Do(TeamPart part)
        {
            int inputs = Layout.Inputs, outputs = Layout.Outputs, width = Layout.PaddedOutputs;
            int rows = OutputGradients.Length / outputs;
            for (int first = 0; first < rows; first += ChunkRows)
            {
                int count = Math.Min(ChunkRows, rows - first), own = part.First(count), ownCount = part.End(count) - own;
                ref float ownGradients = ref Unsafe.Add(ref Scratch.Gradients.First, own * width);
                Cells.StridedRows.CopyTo(OutputGradients.Slice((first + own) * outputs, ownCount * outputs), outputs, ref ownGradients, width);
                if (!InputGradients.IsEmpty)
                {
                    PanelProduct.AddInputGradients(
                        ref ownGradients, width, ownCount, width, ref Scratch.Transposed.First, inputs,
                        ref Unsafe.Add(ref MemoryMarshal.GetReference(InputGradients), (first + own) * inputs));
                }

                part.Meet();
                AddOuterProducts(Layout, ref MemoryMarshal.GetReference(X[(first * inputs)..]), ref Scratch.Gradients.First, count, ref Gradients, part);
                part.Meet();
            }
        }
    }
}
