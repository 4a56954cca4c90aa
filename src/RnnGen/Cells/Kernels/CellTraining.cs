using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Memory;
using RnnGen.Numerics;

namespace RnnGen.Cells;

/// <summary>The two passes that train a cell, checked, the same for every kind. Compiled for every cell's sizes.</summary>
/// <typeparam name="TCell">The cell.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CellTraining<TCell>
    where TCell : struct, ICellTraining
{
    private const MethodImplOptions Kernel = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    private static bool HasProjection
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        get => TCell.OutputSize != TCell.HiddenSize;
    }

    /// <summary>Many steps of many streams, that leaves on the tape what <c>Backward</c> needs.</summary>
    /// <typeparam name="TState">The cell's state.</typeparam>
    /// <param name="inputs">[steps, streams, InputSize]</param>
    /// <param name="outputs">[steps, streams, OutputSize]; may be exactly the inputs.</param>
    /// <param name="states">[streams], read and replaced.</param>
    /// <param name="tape">What was on it is lost.</param>
    /// <param name="parameters">The cell's parameters.</param>
    /// <exception cref="ArgumentException">A buffer or the tape has not the size it needs, or buffers overlap.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="tape"/> is null.</exception>
    /// <exception cref="InvalidOperationException"><paramref name="tape"/> is in use.</exception>
    [MethodImpl(Kernel)]
    public static void Forward<TState>(ReadOnlySpan<float> inputs, Span<float> outputs, Span<TState> states, CellTape tape, AlignedBuffer parameters)
        where TState : struct
    {
        ArgumentNullException.ThrowIfNull(tape);
        using ExclusiveUse.Scope use = tape.Use.Begin(nameof(tape));
        tape.HasFailed = true;
        tape.RecordedSteps = 0;
        tape.RecordedStreams = 0;
        int steps = CellArguments.CheckSequence(inputs, outputs, states, TCell.InputSize, TCell.OutputSize);
        CellArguments.CheckTape(tape, tape.Steps, tape.Streams, steps, states.Length);
        ForwardRows(inputs, outputs, ref First(states), states.Length, tape, firstRow: 0, parameters);
        tape.RecordedSteps = steps;
        tape.RecordedStreams = states.Length;
        tape.HasFailed = false;
    }

    /// <summary>The same, checked, into the rows of the tape from <paramref name="firstRow"/> on: one a step and stream, and one a stream more.</summary>
    /// <param name="inputs">[steps, streams, InputSize]</param>
    /// <param name="outputs">[steps, streams, OutputSize]</param>
    /// <param name="state">The first state of [streams], read and replaced.</param>
    /// <param name="streams">Streams.</param>
    /// <param name="tape">The tape.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="parameters">The cell's parameters.</param>
    [MethodImpl(Kernel)]
    internal static void ForwardRows(
        ReadOnlySpan<float> inputs, Span<float> outputs, ref float state, int streams, CellTape tape, int firstRow, AlignedBuffer parameters)
    {
        // On the tape: x of every step and stream, and the state before the first step.
        int rows = inputs.Length / TCell.InputSize;
        ref float x = ref Unsafe.Add(ref tape.Operands.First, (firstRow * TCell.OperandFloats) + TCell.HiddenOperand - TCell.FirstRecurrentRow + 1);
        ref float h = ref Unsafe.Add(ref tape.Operands.First, (firstRow * TCell.OperandFloats) + TCell.HiddenOperand);
        ref float c = ref TCell.HasCellState ? ref Unsafe.Add(ref tape.Cells.First, firstRow * TCell.PaddedHidden) : ref Unsafe.NullRef<float>();
        ref float sums = ref Unsafe.Add(ref tape.Sums.First, firstRow * TCell.RowFloats);
        StridedRows.CopyTo(inputs, TCell.InputSize, ref x, TCell.OperandFloats);
        for (int stream = 0; stream < streams; stream++)
        {
            ref float from = ref Unsafe.Add(ref state, stream * CellSizes<TCell>.StateFloats);
            Copy(ref from, ref Unsafe.Add(ref h, stream * TCell.OperandFloats), TCell.PaddedOutput);
            if (TCell.HasCellState)
            {
                Copy(ref Unsafe.Add(ref from, TCell.PaddedOutput), ref Unsafe.Add(ref c, stream * TCell.PaddedHidden), TCell.PaddedHidden);
            }
        }

        if (TCell.BatchesByProduct && streams > 1)
        {
            ForwardByProduct(ref MemoryMarshal.GetReference(inputs), ref parameters.First, ref h, ref c, ref sums, rows, streams);
        }
        else
        {
            ForwardByStream(ref MemoryMarshal.GetReference(inputs), ref x, ref parameters.First, ref h, ref c, ref sums, rows, streams);
        }

        StridedRows.CopyFrom(ref Unsafe.Add(ref h, streams * TCell.OperandFloats), TCell.OperandFloats, TCell.OutputSize, outputs);
        for (int stream = 0; stream < streams; stream++)
        {
            ref float to = ref Unsafe.Add(ref state, stream * CellSizes<TCell>.StateFloats);
            Copy(ref Unsafe.Add(ref h, (rows + stream) * TCell.OperandFloats), ref to, TCell.PaddedOutput);
            if (TCell.HasCellState)
            {
                Copy(ref Unsafe.Add(ref c, (rows + stream) * TCell.PaddedHidden), ref Unsafe.Add(ref to, TCell.PaddedOutput), TCell.PaddedHidden);
            }
        }
    }

    /// <summary>Backpropagation through time over the whole tape.</summary>
    /// <typeparam name="TState">The cell's state.</typeparam>
    /// <param name="outputGradients">[steps, streams, OutputSize]</param>
    /// <param name="tape">What <c>Forward</c> left.</param>
    /// <param name="gradients">Of the parameters: added to.</param>
    /// <param name="inputGradients">[steps, streams, InputSize], added to; or empty.</param>
    /// <param name="stateGradients">[streams], of the final states on entry, of the initial ones on return; or empty.</param>
    /// <param name="parameters">The cell's parameters.</param>
    /// <exception cref="ArgumentException">A buffer has not the size it needs, or buffers overlap.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="tape"/> or <paramref name="gradients"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The last <c>Forward</c> threw, or <paramref name="tape"/> is in use.</exception>
    [MethodImpl(Kernel)]
    public static void Backward<TState>(
        ReadOnlySpan<float> outputGradients, CellTape tape, CellGradients gradients, Span<float> inputGradients, Span<TState> stateGradients,
        AlignedBuffer parameters)
        where TState : struct
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(gradients);
        using ExclusiveUse.Scope use = tape.Use.Begin(nameof(tape));
        CellArguments.CheckForward(tape.HasFailed);
        int steps = tape.RecordedSteps;
        int streams = tape.RecordedStreams;
        CellArguments.CheckGradients(outputGradients, gradients.Values, inputGradients, stateGradients, steps, streams, TCell.InputSize, TCell.OutputSize);
        BackwardRows(
            outputGradients, tape, gradients, inputGradients, ref First(stateGradients), stateGradients.Length, firstRow: 0, steps, streams, parameters);
    }

    /// <summary>The same, checked, over the rows of the tape from <paramref name="firstRow"/> on.</summary>
    /// <param name="outputGradients">[steps, streams, OutputSize]</param>
    /// <param name="tape">The tape.</param>
    /// <param name="gradients">Of the parameters: added to.</param>
    /// <param name="inputGradients">[steps, streams, InputSize], added to; or empty.</param>
    /// <param name="dState">The first of the states' gradients, of the final states on entry, of the initial ones on return.</param>
    /// <param name="dStates">Of how many streams there are: all, or none.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="steps">Steps.</param>
    /// <param name="streams">Streams.</param>
    /// <param name="parameters">The cell's parameters.</param>
    [MethodImpl(Kernel)]
    internal static void BackwardRows(
        ReadOnlySpan<float> outputGradients, CellTape tape, CellGradients gradients, Span<float> inputGradients, ref float dState, int dStates,
        int firstRow, int steps, int streams, AlignedBuffer parameters)
    {
        CellWeights<TCell>.Transpose(tape, parameters, withInputWeights: !inputGradients.IsEmpty);

        // dh and dc after the last step.
        tape.HiddenGradients.Span.Clear();
        tape.CellGradients.Span.Clear();
        ref float dh = ref tape.HiddenGradients.First;
        ref float dc = ref tape.CellGradients.First;
        for (int stream = 0; stream < dStates; stream++)
        {
            ref float from = ref Unsafe.Add(ref dState, stream * CellSizes<TCell>.StateFloats);
            Copy(ref from, ref Unsafe.Add(ref dh, stream * TCell.PaddedOutput), TCell.OutputSize);
            if (TCell.HasCellState)
            {
                Copy(ref Unsafe.Add(ref from, TCell.PaddedOutput), ref Unsafe.Add(ref dc, stream * TCell.PaddedHidden), TCell.HiddenSize);
            }
        }

        // From the last steps to the first, as many at once as leave the gradients of their sums in the cache for the products.
        int stepsAtOnce = Math.Max(1, TCell.ChunkRows / Math.Max(1, streams));
        for (int end = steps; end > 0; end -= stepsAtOnce)
        {
            int first = Math.Max(0, end - stepsAtOnce) * streams;
            int rows = (end * streams) - first;
            for (int row = first + rows - streams; row >= first; row -= streams)
            {
                // dh of the output, on top of what came from the step after.
                StridedRows.AddTo(outputGradients.Slice(row * TCell.OutputSize, streams * TCell.OutputSize), TCell.OutputSize, ref dh, TCell.PaddedOutput);
                TCell.StepGradients(new BackwardStep(tape, gradients, parameters, firstRow + row, row - first, streams));
            }

            // dx: da Wx. dW: da times what the weights were multiplied with, summed over steps and streams.
            if (!inputGradients.IsEmpty)
            {
                PanelProduct.AddInputGradients(
                    ref (TCell.HasRecurrentBias ? tape.InputSumGradients : tape.SumGradients).First, TCell.GradientFloats, rows, CellSizes<TCell>.GateFloats,
                    ref tape.InputWeights.First, TCell.InputSize, ref inputGradients[first * TCell.InputSize]);
            }

            CellWeights<TCell>.AddGradients(tape, gradients, firstRow + first, rows);
        }

        for (int stream = 0; stream < dStates; stream++)
        {
            ref float to = ref Unsafe.Add(ref dState, stream * CellSizes<TCell>.StateFloats);
            Copy(ref Unsafe.Add(ref dh, stream * TCell.PaddedOutput), ref to, TCell.OutputSize);
            if (TCell.HasCellState)
            {
                Copy(ref Unsafe.Add(ref dc, stream * TCell.PaddedHidden), ref Unsafe.Add(ref to, TCell.PaddedOutput), TCell.HiddenSize);
            }
        }
    }

    /// <summary>Step by step, all streams of a step in products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ForwardByProduct(
        ref float inputs, ref float parameters, ref float h, ref float c, ref float sums, int rows, int streams)
    {
        // The input sums of so many steps at once that they are in the cache when the recurrence comes through.
        int rowsAtOnce = Math.Max(1, TCell.ChunkRows / streams) * streams;
        for (int row = 0; row < rows; row += streams)
        {
            if (row % rowsAtOnce == 0)
            {
                CellProducts.InputSums<TCell>(
                    ref Unsafe.Add(ref inputs, row * TCell.InputSize), Math.Min(rowsAtOnce, rows - row), ref parameters,
                    ref Unsafe.Add(ref sums, row * TCell.RowFloats));
            }

            if (TCell.HasCellState)
            {
                // A step replaces c in place: in a copy, since the backward pass needs both.
                Copy(
                    ref Unsafe.Add(ref c, row * TCell.PaddedHidden), ref Unsafe.Add(ref c, (row + streams) * TCell.PaddedHidden), streams * TCell.PaddedHidden);
            }

            TCell.StepRows<On>(
                streams, ref Unsafe.NullRef<float>(), ref parameters,
                new StateRows(
                    ref Unsafe.Add(ref h, row * TCell.OperandFloats), ref Unsafe.Add(ref h, (row + streams) * TCell.OperandFloats), TCell.OperandFloats,
                    ref TCell.HasCellState ? ref Unsafe.Add(ref c, (row + streams) * TCell.PaddedHidden) : ref c, TCell.HasCellState ? TCell.PaddedHidden : 0),
                ref Unsafe.Add(ref sums, row * TCell.RowFloats));
        }
    }

    /// <summary>Step by step, and in a step stream by stream.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ForwardByStream(
        ref float inputs, ref float x, ref float parameters, ref float h, ref float c, ref float sums, int rows, int streams)
    {
        for (int row = 0; row < rows; row++)
        {
            if (TCell.SumsInputsAhead && row % TCell.ChunkRows == 0)
            {
                CellProducts.InputSums<TCell>(
                    ref Unsafe.Add(ref inputs, row * TCell.InputSize), Math.Min(TCell.ChunkRows, rows - row), ref parameters,
                    ref Unsafe.Add(ref sums, row * TCell.RowFloats));
            }

            ref float cNew = ref TCell.HasCellState ? ref Unsafe.Add(ref c, (row + streams) * TCell.PaddedHidden) : ref c;
            if (TCell.HasCellState)
            {
                Copy(ref Unsafe.Add(ref c, row * TCell.PaddedHidden), ref cNew, TCell.PaddedHidden);
            }

            TCell.Step<On>(
                ref TCell.SumsInputsAhead ? ref Unsafe.NullRef<float>() : ref Unsafe.Add(ref x, row * TCell.OperandFloats), ref parameters,
                ref Unsafe.Add(ref h, row * TCell.OperandFloats), ref cNew, ref Unsafe.Add(ref h, (row + streams) * TCell.OperandFloats),
                ref Unsafe.Add(ref sums, row * TCell.RowFloats));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static ref float First<TState>(Span<TState> states)
        where TState : struct => ref Unsafe.As<TState, float>(ref MemoryMarshal.GetReference(states));

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Copy(ref float source, ref float destination, int count) =>
        MemoryMarshal.CreateReadOnlySpan(ref source, count).CopyTo(MemoryMarshal.CreateSpan(ref destination, count));
}
