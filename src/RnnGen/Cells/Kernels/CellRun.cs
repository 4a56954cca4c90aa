using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Memory;
using RnnGen.Networks;
using RnnGen.Numerics;
using RnnGen.Threads;

namespace RnnGen.Cells;

/// <summary>What users call on a cell, checked, the same for every kind: one step, sequences, many streams. Compiled for every cell's sizes.</summary>
/// <typeparam name="TCell">The cell.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CellRun<TCell>
    where TCell : struct, ICellArithmetic
{
    private const MethodImplOptions Kernel = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>Whether a step writes the new h where <c>outputs</c> want it: there is no padding.</summary>
    private static bool WritesOutputs
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        get => TCell.OutputSize == TCell.PaddedOutput;
    }

    /// <summary>One step of one stream.</summary>
    /// <typeparam name="TState">The cell's state.</typeparam>
    /// <param name="input">[InputSize]; may be in the state.</param>
    /// <param name="state">Read and replaced.</param>
    /// <param name="parameters">The cell's parameters.</param>
    /// <exception cref="ArgumentException"><paramref name="input"/> is not one step long.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Step<TState>(ReadOnlySpan<float> input, ref TState state, AlignedBuffer parameters)
        where TState : struct
    {
        CellArguments.CheckStep(input, TCell.InputSize);
        StepChecked(ref MemoryMarshal.GetReference(input), ref Unsafe.As<TState, float>(ref state), ref parameters.First);
    }

    /// <summary>The same, checked.</summary>
    /// <param name="x">[InputSize]; may be in the state.</param>
    /// <param name="h">The state, read and replaced.</param>
    /// <param name="parameters">The cell's parameters.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void StepChecked(ref float x, ref float h, ref float parameters)
    {
        if (TCell.NeedsRow || IsInState(ref x, ref h))
        {
            StepInRow(ref x, ref h, ref parameters);
        }
        else
        {
            TCell.Step<Off>(ref x, ref parameters, ref h, ref CellOf(ref h), ref h, ref Unsafe.NullRef<float>());
        }
    }

    /// <summary>Many steps of one stream.</summary>
    /// <typeparam name="TState">The cell's state.</typeparam>
    /// <param name="inputs">[steps, InputSize]</param>
    /// <param name="outputs">[steps, OutputSize]; may be exactly the inputs.</param>
    /// <param name="state">Read and replaced.</param>
    /// <param name="parameters">The cell's parameters.</param>
    /// <exception cref="ArgumentException">A buffer has not the size it needs, or buffers overlap.</exception>
    [MethodImpl(Kernel)]
    public static void Run<TState>(ReadOnlySpan<float> inputs, Span<float> outputs, ref TState state, AlignedBuffer parameters)
        where TState : struct
    {
        int steps = CellArguments.CheckSequence(inputs, outputs, ref state, TCell.InputSize, TCell.OutputSize);
        if (steps > 0)
        {
            RunChecked(
                ref MemoryMarshal.GetReference(inputs), ref MemoryMarshal.GetReference(outputs), ref Unsafe.As<TState, float>(ref state), ref parameters.First, steps);
        }
    }

    /// <summary>One step of many streams.</summary>
    /// <typeparam name="TState">The cell's state.</typeparam>
    /// <param name="inputs">[streams, InputSize]; not in the states.</param>
    /// <param name="states">[streams], read and replaced.</param>
    /// <param name="parameters">The cell's parameters.</param>
    /// <exception cref="ArgumentException"><paramref name="inputs"/> is not one step of every stream, or overlaps the states.</exception>
    [MethodImpl(Kernel)]
    public static void Step<TState>(ReadOnlySpan<float> inputs, Span<TState> states, AlignedBuffer parameters)
        where TState : struct
    {
        CellArguments.CheckStreams(inputs, states, TCell.InputSize);
        if (TCell.BatchesByProduct && states.Length > 1)
        {
            StepGroups(ref MemoryMarshal.GetReference(inputs), states.Length, ref First(states), ref parameters.First);
            return;
        }

        int first = TCell.StepStreams(
            states.Length, ref MemoryMarshal.GetReference(inputs), ref Unsafe.NullRef<float>(), ref parameters.First, ref First(states));
        for (int stream = first; stream < states.Length; stream++)
        {
            Step(inputs.Slice(stream * TCell.InputSize, TCell.InputSize), ref states[stream], parameters);
        }
    }

    /// <summary>Many steps of many streams.</summary>
    /// <typeparam name="TState">The cell's state.</typeparam>
    /// <param name="inputs">[steps, streams, InputSize]</param>
    /// <param name="outputs">[steps, streams, OutputSize]; may be exactly the inputs.</param>
    /// <param name="states">[streams], read and replaced.</param>
    /// <param name="workspace">Scratch memory for at least as many streams.</param>
    /// <param name="parameters">The cell's parameters.</param>
    /// <exception cref="ArgumentException">A buffer has not the size it needs, or buffers overlap.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="workspace"/> is null.</exception>
    /// <exception cref="InvalidOperationException"><paramref name="workspace"/> is in use.</exception>
    [MethodImpl(Kernel)]
    public static void Run<TState>(ReadOnlySpan<float> inputs, Span<float> outputs, Span<TState> states, CellWorkspace workspace, AlignedBuffer parameters)
        where TState : struct
    {
        ArgumentNullException.ThrowIfNull(workspace);
        CellArguments.CheckWorkspace(workspace, workspace.Streams, states.Length);
        int steps = CellArguments.CheckSequence(inputs, outputs, states, TCell.InputSize, TCell.OutputSize);
        using ExclusiveUse.Scope use = workspace.Use.Begin(nameof(workspace));
        RunChecked(
            ref MemoryMarshal.GetReference(inputs), ref MemoryMarshal.GetReference(outputs), states.Length, ref First(states), workspace, steps,
            ref parameters.First);
    }

    /// <summary>The same, checked, of any number of streams.</summary>
    /// <param name="x">[steps, streams, InputSize]</param>
    /// <param name="y">[steps, streams, OutputSize]; may be exactly <paramref name="x"/>.</param>
    /// <param name="streams">Streams.</param>
    /// <param name="states">[streams], read and replaced.</param>
    /// <param name="workspace">Scratch memory for at least as many streams.</param>
    /// <param name="steps">Steps.</param>
    /// <param name="parameters">The cell's parameters.</param>
    [MethodImpl(Kernel)]
    internal static void RunChecked(ref float x, ref float y, int streams, ref float states, CellWorkspace workspace, int steps, ref float parameters)
    {
        if (steps == 0 || streams == 0)
        {
            return;
        }

        if (streams == 1)
        {
            RunOne(ref x, ref y, ref states, workspace, steps, ref parameters);
            return;
        }

        var batch = new Batch
        {
            X = ref x,
            Y = ref y,
            Streams = streams,
            States = ref states,
            Workspace = workspace,
            Steps = steps,
            Parameters = ref parameters,
        };
        ThreadTeam.Run(workspace.Team, ref batch, TeamPart.Most(streams, (long)steps * streams * CellSizes<TCell>.MultiplyAdds));
    }

    /// <summary>One stream, whose units threads divide among them where the cell is large.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunOne(ref float x, ref float y, ref float state, CellWorkspace workspace, int steps, ref float parameters)
    {
        if (!TCell.SharesSteps || workspace.Team is null)
        {
            RunChecked(ref x, ref y, ref state, ref parameters, steps);
            return;
        }

        var shared = new SharedSteps { X = ref x, Y = ref y, State = ref state, Workspace = workspace, Steps = steps, Parameters = ref parameters };
        ThreadTeam.Run(workspace.Team, ref shared, CellSizes<TCell>.FullBlocks);
    }

    /// <summary>A step that needs scratch memory, or whose input may be in the state that it replaces.</summary>
    [SkipLocalsInit]
    [MethodImpl(Kernel)]
    private static void StepInRow(ref float x, ref float h, ref float parameters)
    {
        Span<float> scratch = stackalloc float[StackFloats(TCell.NeedsRow ? 1 : 0) + TCell.InputSize];
        ref float row = ref RowOrNull(scratch, TCell.NeedsRow);
        scoped ref float source = ref x;
        if (IsInState(ref x, ref h))
        {
            ref float copy = ref scratch[^TCell.InputSize];
            MemoryMarshal.CreateReadOnlySpan(ref x, TCell.InputSize).CopyTo(MemoryMarshal.CreateSpan(ref copy, TCell.InputSize));
            source = ref copy;
        }

        TCell.Step<Off>(ref source, ref parameters, ref h, ref CellOf(ref h), ref h, ref row);
    }

    /// <summary>Some steps of one stream, checked: at least one.</summary>
    /// <param name="x">[steps, InputSize]</param>
    /// <param name="y">[steps, OutputSize]; may be exactly <paramref name="x"/>.</param>
    /// <param name="state">Read and replaced.</param>
    /// <param name="parameters">The cell's parameters.</param>
    /// <param name="steps">Steps.</param>
    [SkipLocalsInit]
    [MethodImpl(Kernel)]
    internal static void RunChecked(ref float x, ref float y, ref float state, ref float parameters, int steps)
    {
        int rowsAtOnce = TCell.SumsInputsAhead ? TCell.StackRows : 1;
        ref float rows = ref RowOrNull(
            stackalloc float[StackFloats(TCell.SumsInputsAhead ? TCell.StackRows : TCell.NeedsRow ? 1 : 0)], TCell.SumsInputsAhead || TCell.NeedsRow);
        ref float h = ref state;
        ref float c = ref CellOf(ref state);
        for (int first = 0; first < steps; first += rowsAtOnce)
        {
            // The input sums of some steps in one product, then the recurrence through them; one step alone (but not in place) computes its own.
            int count = Math.Min(rowsAtOnce, steps - first);
            bool isAhead = TCell.SumsInputsAhead && (count > 1 || Unsafe.AreSame(ref x, ref y));
            if (isAhead)
            {
                CellProducts.InputSums<TCell>(ref x, count, ref parameters, ref rows);
            }

            for (int step = 0; step < count; step++)
            {
                ref float xStep = ref isAhead ? ref Unsafe.NullRef<float>() : ref x;
                ref float row = ref TCell.SumsInputsAhead ? ref Unsafe.Add(ref rows, step * TCell.RowFloats) : ref rows;
                if (WritesOutputs)
                {
                    TCell.Step<Off>(ref xStep, ref parameters, ref h, ref c, ref y, ref row);
                    h = ref y;
                }
                else
                {
                    TCell.Step<Off>(ref xStep, ref parameters, ref h, ref c, ref h, ref row);
                    Copy(ref h, ref y);
                }

                x = ref Unsafe.Add(ref x, TCell.InputSize);
                y = ref Unsafe.Add(ref y, TCell.OutputSize);
            }
        }

        if (WritesOutputs)
        {
            Copy(ref h, ref state);
        }
    }

    /// <summary>One step of many streams, as many at once as there are rows on the stack.</summary>
    [SkipLocalsInit]
    [MethodImpl(Kernel)]
    private static void StepGroups(ref float x, int streams, ref float states, ref float parameters)
    {
        ref float rows = ref RowOrNull(stackalloc float[StackFloats(TCell.StackRows)], hasRows: true);
        for (int first = 0; first < streams; first += TCell.StackRows)
        {
            TCell.StepRows<Off>(
                Math.Min(TCell.StackRows, streams - first), ref Unsafe.Add(ref x, first * TCell.InputSize), ref parameters,
                PlacesOf(ref Unsafe.Add(ref states, first * CellSizes<TCell>.StateFloats)), ref rows);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static StateRows PlacesOf(ref float states) =>
        new(ref states, ref states, CellSizes<TCell>.StateFloats, ref CellOf(ref states), CellSizes<TCell>.StateFloats);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ref float First<TState>(Span<TState> states)
        where TState : struct => ref Unsafe.As<TState, float>(ref MemoryMarshal.GetReference(states));

    /// <summary>Whether any float of the input is in the state that a step replaces.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static bool IsInState(ref float x, ref float state) =>
        (nuint)(Unsafe.ByteOffset(ref state, ref x) + ((TCell.InputSize * sizeof(float)) - 1))
        < (nuint)(((CellSizes<TCell>.StateFloats + TCell.InputSize) * sizeof(float)) - 1);

    /// <summary>c of a state: behind h.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static ref float CellOf(ref float h) => ref Unsafe.Add(ref h, TCell.PaddedOutput);

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Copy(ref float h, ref float y) =>
        MemoryMarshal.CreateReadOnlySpan(ref h, TCell.OutputSize).CopyTo(MemoryMarshal.CreateSpan(ref y, TCell.OutputSize));

    /// <summary>Floats to take from the stack for some rows on a cache line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static int StackFloats(int rows) => (rows * TCell.RowFloats) + PanelProduct.Lanes;

    /// <summary>Memory on the stack as rows, or null where a step has no use for them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static ref float RowOrNull(Span<float> memory, bool hasRows) => ref hasRows ? ref AlignedBuffer.Align(ref MemoryMarshal.GetReference(memory)) : ref Unsafe.NullRef<float>();

    /// <summary>Many steps of many streams, which threads divide among them.</summary>
    private ref struct Batch : ITeamWork
    {
        public ref float X;
        public ref float Y;
        public int Streams;
        public ref float States;
        public CellWorkspace Workspace;
        public int Steps;
        public ref float Parameters;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Do(TeamPart part)
        {
            int first = part.First(Streams), count = part.End(Streams) - first;
            if (TCell.BatchesByProduct)
            {
                ByProduct(first, count);
            }
            else
            {
                ByStream(first, count);
            }
        }

        // Of few streams the input sums of several steps in one product, then the recurrence through them; of many, or of a part of the streams, step by step.
        [MethodImpl(Kernel)]
        private readonly void ByProduct(int first, int count)
        {
            ref float rows = ref Unsafe.Add(ref Workspace.Sums.First, first * TCell.RowFloats);
            int stepsAtOnce = count == Streams ? Workspace.Rows / Streams : 1;
            bool isAhead = stepsAtOnce > 1;
            StateRows places = PlacesOf(ref StateOf(first));
            for (int step = 0; step < Steps; step++)
            {
                int ahead = step % stepsAtOnce;
                if (isAhead && ahead == 0)
                {
                    CellProducts.InputSums<TCell>(ref XOf(step, first), Math.Min(stepsAtOnce, Steps - step) * count, ref Parameters, ref rows);
                }

                TCell.StepRows<Off>(
                    count, ref isAhead ? ref Unsafe.NullRef<float>() : ref XOf(step, first), ref Parameters, places,
                    ref Unsafe.Add(ref rows, ahead * count * TCell.RowFloats));
                for (int stream = first; stream < first + count; stream++)
                {
                    Copy(ref StateOf(stream), ref YOf(step, stream));
                }
            }
        }

        [SkipLocalsInit]
        [MethodImpl(Kernel)]
        private readonly void ByStream(int first, int count)
        {
            ref float row = ref RowOrNull(stackalloc float[StackFloats(TCell.NeedsRow ? 1 : 0)], TCell.NeedsRow);
            for (int step = 0; step < Steps; step++)
            {
                ref float x = ref XOf(step, first);
                ref float y = ref YOf(step, first);
                int together = TCell.StepStreams(count, ref x, ref WritesOutputs ? ref y : ref Unsafe.NullRef<float>(), ref Parameters, ref StateOf(first));
                int next = WritesOutputs ? together : 0;
                x = ref Unsafe.Add(ref x, next * TCell.InputSize);
                y = ref Unsafe.Add(ref y, next * TCell.OutputSize);
                for (; next < count; next++)
                {
                    ref float h = ref StateOf(first + next);
                    if (next >= together)
                    {
                        TCell.Step<Off>(ref x, ref Parameters, ref h, ref CellOf(ref h), ref h, ref row);
                    }

                    Copy(ref h, ref y);
                    x = ref Unsafe.Add(ref x, TCell.InputSize);
                    y = ref Unsafe.Add(ref y, TCell.OutputSize);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        private readonly ref float XOf(int step, int stream) => ref Unsafe.Add(ref X, (((nint)step * Streams) + stream) * TCell.InputSize);

        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        private readonly ref float YOf(int step, int stream) => ref Unsafe.Add(ref Y, (((nint)step * Streams) + stream) * TCell.OutputSize);

        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        private readonly ref float StateOf(int stream) => ref Unsafe.Add(ref States, (nint)stream * CellSizes<TCell>.StateFloats);
    }

    /// <summary>Many steps of one stream of a large cell, whose units threads divide among them: then each thread's weights may stay in a cache of its own.</summary>
    private ref struct SharedSteps : ITeamWork
    {
        public ref float X;
        public ref float Y;
        public ref float State;
        public CellWorkspace Workspace;
        public int Steps;
        public ref float Parameters;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Do(TeamPart part)
        {
            if (part.IsWhole)
            {
                RunChecked(ref X, ref Y, ref State, ref Parameters, Steps);
            }
            else
            {
                Share(new UnitShare(part));
            }
        }

        [SkipLocalsInit]
        [MethodImpl(Kernel)]
        private readonly void Share(UnitShare share)
        {
            // h in two places in turn: while a thread writes its share of the new one, others still read the old one. State and sums are on cache lines, so that no line
            // is written by two threads.
            ref float rows = ref Workspace.Sums.First;
            ref float hOld = ref Workspace.SharedState.First;
            ref float hNew = ref Unsafe.Add(ref hOld, TCell.RowFloats);
            ref float c = ref Unsafe.Add(ref hOld, 2 * TCell.RowFloats);
            ref float h = ref RowOrNull(stackalloc float[TCell.PaddedOutput + PanelProduct.Lanes], hasRows: true);
            if (share.IsFirst)
            {
                StepRow.Copy(ref State, ref hOld, TCell.PaddedOutput);
                StepRow.Copy(ref CellOf(ref State), ref c, CellSizes<TCell>.StateFloats - TCell.PaddedOutput);
            }

            for (int first = 0; first < Steps; first += Workspace.Rows)
            {
                int count = Math.Min(Workspace.Rows, Steps - first);
                if (TCell.SumsInputsAhead)
                {
                    CellProducts.InputSums<TCell>(share, ref Unsafe.Add(ref X, (nint)first * TCell.InputSize), count, ref Parameters, ref rows);
                }

                // Outputs may be where the inputs are: none is written before all have read them. (And the first state is there.)
                share.Meet();
                for (int step = first; step < first + count; step++)
                {
                    // A copy, since it fetches what others wrote all at once; the product would wait for one line after the other.
                    StepRow.Copy(ref hOld, ref h, TCell.PaddedOutput);
                    TCell.StepShare(new SharedStep(
                        share, ref TCell.SumsInputsAhead ? ref Unsafe.NullRef<float>() : ref Unsafe.Add(ref X, (nint)step * TCell.InputSize), ref Parameters,
                        ref h, ref c, ref hNew, ref Unsafe.Add(ref rows, TCell.SumsInputsAhead ? (step - first) * TCell.RowFloats : 0)));
                    if (share.IsFirst)
                    {
                        // The next step only reads it, and the one after comes behind a meeting.
                        StepRow.Copy(ref hNew, ref Unsafe.Add(ref Y, (nint)step * TCell.OutputSize), TCell.OutputSize);
                    }

                    ref float other = ref hOld;
                    hOld = ref hNew;
                    hNew = ref other;
                }
            }

            if (share.IsFirst)
            {
                StepRow.Copy(ref hOld, ref State, TCell.PaddedOutput);
                StepRow.Copy(ref c, ref CellOf(ref State), CellSizes<TCell>.StateFloats - TCell.PaddedOutput);
            }
        }
    }
}
