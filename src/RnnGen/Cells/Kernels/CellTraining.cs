using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Memory;
using RnnGen.Networks;
using RnnGen.Numerics;
using RnnGen.Threads;

namespace RnnGen.Cells;

/// <summary>The two passes that train a cell, checked, the same for every kind. Compiled for every cell's sizes.</summary>
/// <typeparam name="TCell">The cell.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CellTraining<TCell>
    where TCell : struct, ICellTraining
{
    private const MethodImplOptions Kernel = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

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
        if (streams == 0)
        {
            return;
        }

        var forward = new ForwardWork
        {
            Inputs = inputs,
            Outputs = outputs,
            State = ref state,
            Streams = streams,
            Tape = tape,
            FirstRow = firstRow,
            Parameters = parameters,
        };
        ThreadTeam.Run(tape.Team, ref forward, TeamPart.Most(streams, (long)(inputs.Length / TCell.InputSize) * CellSizes<TCell>.MultiplyAdds));
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
        var backward = new BackwardWork
        {
            OutputGradients = outputGradients,
            Tape = tape,
            Gradients = gradients,
            InputGradients = inputGradients,
            DState = ref dState,
            DStates = dStates,
            FirstRow = firstRow,
            Steps = steps,
            Streams = streams,
            Parameters = parameters,
        };
        ThreadTeam.Run(
            tape.Team, ref backward,
            TeamPart.Most(Math.Max(streams, CellSizes<TCell>.FullBlocks), (long)steps * streams * CellSizes<TCell>.MultiplyAdds));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static ref float First<TState>(Span<TState> states)
        where TState : struct => ref Unsafe.As<TState, float>(ref MemoryMarshal.GetReference(states));

    /// <summary>A forward pass, whose streams threads divide among them.</summary>
    private ref struct ForwardWork : ITeamWork
    {
        public ReadOnlySpan<float> Inputs;
        public Span<float> Outputs;
        public ref float State;
        public int Streams;
        public CellTape Tape;
        public int FirstRow;
        public AlignedBuffer Parameters;

        /// <inheritdoc/>
        [MethodImpl(Kernel)]
        public readonly void Do(TeamPart part)
        {
            // On the tape: x of every step and stream, and the state before the first step.
            int first = part.First(Streams), count = part.End(Streams) - first;
            int rows = Inputs.Length / TCell.InputSize;
            ref float x = ref Unsafe.Add(ref Tape.Operands.First, (FirstRow * TCell.OperandFloats) + TCell.HiddenOperand - TCell.FirstRecurrentRow + 1);
            ref float h = ref Unsafe.Add(ref Tape.Operands.First, (FirstRow * TCell.OperandFloats) + TCell.HiddenOperand);
            ref float c = ref TCell.HasCellState ? ref Unsafe.Add(ref Tape.Cells.First, FirstRow * TCell.PaddedHidden) : ref Unsafe.NullRef<float>();
            ref float sums = ref Unsafe.Add(ref Tape.Sums.First, FirstRow * TCell.RowFloats);
            for (int row = first; row < rows; row += Streams)
            {
                StridedRows.CopyTo(
                    Inputs.Slice(row * TCell.InputSize, count * TCell.InputSize), TCell.InputSize, ref Unsafe.Add(ref x, row * TCell.OperandFloats), TCell.OperandFloats);
            }

            for (int stream = first; stream < first + count; stream++)
            {
                ref float from = ref Unsafe.Add(ref State, stream * CellSizes<TCell>.StateFloats);
                StepRow.Copy(ref from, ref Unsafe.Add(ref h, stream * TCell.OperandFloats), TCell.PaddedOutput);
                if (TCell.HasCellState)
                {
                    StepRow.Copy(ref Unsafe.Add(ref from, TCell.PaddedOutput), ref Unsafe.Add(ref c, stream * TCell.PaddedHidden), TCell.PaddedHidden);
                }
            }

            if (TCell.BatchesByProduct && Streams > 1)
            {
                ByProduct(ref h, ref c, ref sums, rows, first, count);
            }
            else
            {
                ByStream(ref x, ref h, ref c, ref sums, rows, first, count);
            }

            for (int row = first; row < rows; row += Streams)
            {
                StridedRows.CopyFrom(
                    ref Unsafe.Add(ref h, (row + Streams) * TCell.OperandFloats), TCell.OperandFloats, TCell.OutputSize,
                    Outputs.Slice(row * TCell.OutputSize, count * TCell.OutputSize));
            }

            for (int stream = first; stream < first + count; stream++)
            {
                ref float to = ref Unsafe.Add(ref State, stream * CellSizes<TCell>.StateFloats);
                StepRow.Copy(ref Unsafe.Add(ref h, (rows + stream) * TCell.OperandFloats), ref to, TCell.PaddedOutput);
                if (TCell.HasCellState)
                {
                    StepRow.Copy(ref Unsafe.Add(ref c, (rows + stream) * TCell.PaddedHidden), ref Unsafe.Add(ref to, TCell.PaddedOutput), TCell.PaddedHidden);
                }
            }
        }

        /// <summary>Step by step, the streams of a step in products.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void ByProduct(ref float h, ref float c, ref float sums, int rows, int first, int count)
        {
            // The input sums of so many steps at once that they are in the cache when the recurrence comes through; of a part of the streams step by step.
            ref float inputs = ref MemoryMarshal.GetReference(Inputs);
            bool isAhead = count == Streams;
            int rowsAtOnce = Math.Max(1, TCell.ChunkRows / Streams) * Streams;
            for (int row = first; row < rows; row += Streams)
            {
                if (isAhead && row % rowsAtOnce == 0)
                {
                    CellProducts.InputSums<TCell>(
                        ref Unsafe.Add(ref inputs, row * TCell.InputSize), Math.Min(rowsAtOnce, rows - row), ref Parameters.First,
                        ref Unsafe.Add(ref sums, row * TCell.RowFloats));
                }

                if (TCell.HasCellState)
                {
                    // A step replaces c in place: in a copy, since the backward pass needs both.
                    StepRow.Copy(ref Unsafe.Add(ref c, row * TCell.PaddedHidden), ref Unsafe.Add(ref c, (row + Streams) * TCell.PaddedHidden), count * TCell.PaddedHidden);
                }

                TCell.StepRows<On>(
                    count, ref isAhead ? ref Unsafe.NullRef<float>() : ref Unsafe.Add(ref inputs, row * TCell.InputSize), ref Parameters.First,
                    new StateRows(
                        ref Unsafe.Add(ref h, row * TCell.OperandFloats), ref Unsafe.Add(ref h, (row + Streams) * TCell.OperandFloats), TCell.OperandFloats,
                        ref TCell.HasCellState ? ref Unsafe.Add(ref c, (row + Streams) * TCell.PaddedHidden) : ref c, TCell.HasCellState ? TCell.PaddedHidden : 0),
                    ref Unsafe.Add(ref sums, row * TCell.RowFloats));
            }
        }

        /// <summary>Step by step, and in a step stream by stream.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void ByStream(ref float x, ref float h, ref float c, ref float sums, int rows, int first, int count)
        {
            // The input sums of many rows at once, of a part of the streams step by step.
            ref float inputs = ref MemoryMarshal.GetReference(Inputs);
            int ahead = 0;
            for (int step = first; step < rows; step += Streams)
            {
                for (int row = step; row < step + count; row++, ahead--)
                {
                    if (TCell.SumsInputsAhead && ahead == 0)
                    {
                        ahead = count == Streams ? Math.Min(TCell.ChunkRows, rows - row) : count;
                        CellProducts.InputSums<TCell>(
                            ref Unsafe.Add(ref inputs, row * TCell.InputSize), ahead, ref Parameters.First, ref Unsafe.Add(ref sums, row * TCell.RowFloats));
                    }

                    ref float cNew = ref TCell.HasCellState ? ref Unsafe.Add(ref c, (row + Streams) * TCell.PaddedHidden) : ref c;
                    if (TCell.HasCellState)
                    {
                        StepRow.Copy(ref Unsafe.Add(ref c, row * TCell.PaddedHidden), ref cNew, TCell.PaddedHidden);
                    }

                    TCell.Step<On>(
                        ref TCell.SumsInputsAhead ? ref Unsafe.NullRef<float>() : ref Unsafe.Add(ref x, row * TCell.OperandFloats), ref Parameters.First,
                        ref Unsafe.Add(ref h, row * TCell.OperandFloats), ref cNew, ref Unsafe.Add(ref h, (row + Streams) * TCell.OperandFloats),
                        ref Unsafe.Add(ref sums, row * TCell.RowFloats));
                }
            }
        }
    }

    /// <summary>A backward pass: threads divide the streams of each step among them, then the panels of the weights' gradients.</summary>
    private ref struct BackwardWork : ITeamWork
    {
        public ReadOnlySpan<float> OutputGradients;
        public CellTape Tape;
        public CellGradients Gradients;
        public Span<float> InputGradients;
        public ref float DState;
        public int DStates;
        public int FirstRow;
        public int Steps;
        public int Streams;
        public AlignedBuffer Parameters;

        /// <inheritdoc/>
        [MethodImpl(Kernel)]
        public readonly void Do(TeamPart part)
        {
            // There may be more parts than streams. Where a step of a stream adds to gradients of parameters itself, the first part does it for all streams, so that they are added in order.
            int first = TCell.SumsGradientsOfStreams ? 0 : part.First(Streams);
            int end = !TCell.SumsGradientsOfStreams ? part.End(Streams) : part.Index == 0 ? Streams : 0;
            Begin(first, end);

            // From the last steps to the first, as many at once as leave the gradients of their sums in the cache for the products.
            int stepsAtOnce = Math.Max(1, TCell.ChunkRows / Math.Max(1, Streams));
            for (int endStep = Steps; endStep > 0; endStep -= stepsAtOnce)
            {
                int firstRow = Math.Max(0, endStep - stepsAtOnce) * Streams;
                int rows = (endStep * Streams) - firstRow;
                if (first < end)
                {
                    Recur(firstRow, rows, first, end - first);
                }

                part.Meet();
                AddProducts(part, firstRow, rows);
                part.Meet();
            }

            Finish(first, end);
        }

        /// <summary>dh and dc after the last step.</summary>
        [MethodImpl(Kernel)]
        private readonly void Begin(int first, int end)
        {
            for (int stream = first; stream < end; stream++)
            {
                ref float dh = ref Unsafe.Add(ref Tape.HiddenGradients.First, stream * TCell.PaddedOutput);
                ref float dc = ref Unsafe.Add(ref Tape.CellGradients.First, TCell.HasCellState ? stream * TCell.PaddedHidden : 0);
                ref float from = ref Unsafe.Add(ref DState, stream * CellSizes<TCell>.StateFloats);
                bool isGiven = stream < DStates;
                Set(ref from, isGiven, TCell.OutputSize, ref dh, TCell.PaddedOutput);
                if (TCell.HasCellState)
                {
                    Set(ref Unsafe.Add(ref from, TCell.PaddedOutput), isGiven, TCell.HiddenSize, ref dc, TCell.PaddedHidden);
                }
            }

            static void Set(ref float from, bool isGiven, int count, ref float to, int padded)
            {
                MemoryMarshal.CreateSpan(ref to, padded).Clear();
                if (isGiven)
                {
                    StepRow.Copy(ref from, ref to, count);
                }
            }
        }

        /// <summary>The recurrence of some streams through some steps, from the last to the first.</summary>
        [MethodImpl(Kernel)]
        private readonly void Recur(int firstRow, int rows, int first, int count)
        {
            ref float dh = ref Unsafe.Add(ref Tape.HiddenGradients.First, first * TCell.PaddedOutput);
            for (int row = firstRow + rows - Streams + first; row >= firstRow; row -= Streams)
            {
                // dh of the output, on top of what came from the step after.
                StridedRows.AddTo(OutputGradients.Slice(row * TCell.OutputSize, count * TCell.OutputSize), TCell.OutputSize, ref dh, TCell.PaddedOutput);
                TCell.StepGradients(new BackwardStep(Tape, Gradients, Parameters, FirstRow + row, row - firstRow, Streams, first, count));
            }
        }

        /// <summary>dx: da Wx. dW: da times what the weights were multiplied with, summed over steps and streams.</summary>
        [MethodImpl(Kernel)]
        private readonly void AddProducts(TeamPart part, int firstRow, int rows)
        {
            if (!InputGradients.IsEmpty)
            {
                int first = part.First(rows), end = part.End(rows);
                PanelProduct.AddInputGradients(
                    ref Unsafe.Add(ref (TCell.HasRecurrentBias ? Tape.InputSumGradients : Tape.SumGradients).First, first * TCell.GradientFloats),
                    TCell.GradientFloats, end - first, CellSizes<TCell>.GateFloats, ref Tape.InputWeights.First, TCell.InputSize,
                    ref Unsafe.Add(ref MemoryMarshal.GetReference(InputGradients), (firstRow + first) * TCell.InputSize));
            }

            CellWeights<TCell>.AddGradients(Tape, Gradients, FirstRow + firstRow, rows, part);
        }

        /// <summary>dh and dc before the first step.</summary>
        [MethodImpl(Kernel)]
        private readonly void Finish(int first, int end)
        {
            for (int stream = first; stream < Math.Min(end, DStates); stream++)
            {
                ref float to = ref Unsafe.Add(ref DState, stream * CellSizes<TCell>.StateFloats);
                StepRow.Copy(ref Unsafe.Add(ref Tape.HiddenGradients.First, stream * TCell.PaddedOutput), ref to, TCell.OutputSize);
                if (TCell.HasCellState)
                {
                    StepRow.Copy(ref Unsafe.Add(ref Tape.CellGradients.First, stream * TCell.PaddedHidden), ref Unsafe.Add(ref to, TCell.PaddedOutput), TCell.HiddenSize);
                }
            }
        }
    }
}
