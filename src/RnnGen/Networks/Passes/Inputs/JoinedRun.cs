using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Memory;

namespace RnnGen.Networks;

/// <summary>
/// What <see cref="NetworkRun{TNetwork}"/> is, of a network of several inputs: what they give of a step is joined to one row, which is what its first layer takes.
/// </summary>
/// <typeparam name="TNetwork">The network.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class JoinedRun<TNetwork>
    where TNetwork : struct, INetworkArithmetic
{
    private const MethodImplOptions Kernel = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>One step of one stream.</summary>
    /// <typeparam name="TInputs">The inputs.</typeparam>
    /// <typeparam name="TState">The network's state.</typeparam>
    /// <param name="inputs">Of one place.</param>
    /// <param name="output">[OutputSize]</param>
    /// <param name="state">Read and replaced.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <exception cref="ArgumentException">A buffer has not the size it needs, or buffers overlap.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A token is not in the vocabulary, or offsets are not ascending.</exception>
    [SkipLocalsInit]
    [MethodImpl(Kernel)]
    public static void Step<TInputs, TState>(scoped TInputs inputs, Span<float> output, ref TState state, NetworkParameters parameters)
        where TInputs : struct, INetworkInputs, allows ref struct
        where TState : struct
    {
        NetworkArguments.CheckSize(output.Length, TNetwork.OutputSize, nameof(output));
        scoped ReadOnlySpan<TState> states = new(in state);
        BufferOverlap.Check(output, states, nameof(output), nameof(state));
        scoped InputSizes sizes = InputSizes.OfStep(output, MemoryMarshal.AsBytes(states));
        inputs.Measure(ref sizes);
        CheckValues(inputs, null, 1);
        Span<float> row = stackalloc float[TNetwork.JoinedSize];
        Join(inputs, default, 0, 1, parameters, null, row);
        TNetwork.Step(
            ref MemoryMarshal.GetReference(row), ref MemoryMarshal.GetReference(output), ref Unsafe.As<TState, float>(ref state), ref parameters.Buffer.First);
    }

    /// <summary>One step of many streams.</summary>
    /// <typeparam name="TInputs">The inputs.</typeparam>
    /// <typeparam name="TState">The network's state.</typeparam>
    /// <param name="inputs">A place a stream.</param>
    /// <param name="outputs">[streams, OutputSize]</param>
    /// <param name="states">[streams], read and replaced.</param>
    /// <param name="workspace">Scratch memory for at least as many streams.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <inheritdoc cref="Run{TInputs, TState}(TInputs, Span{float}, Span{TState}, NetworkWorkspace, ReadOnlySpan{int}, SequenceLayout, NetworkParameters)" path="/exception"/>
    public static void Step<TInputs, TState>(
        scoped TInputs inputs, Span<float> outputs, Span<TState> states, NetworkWorkspace workspace, NetworkParameters parameters)
        where TInputs : struct, INetworkInputs, allows ref struct
        where TState : struct => Run(inputs, outputs, states, workspace, lengths: default, SequenceLayout.TimeFirst, isOneStep: true, parameters);

    /// <summary>Many steps of one stream.</summary>
    /// <typeparam name="TInputs">The inputs.</typeparam>
    /// <typeparam name="TState">The network's state.</typeparam>
    /// <param name="inputs">A place a step.</param>
    /// <param name="outputs">[steps, OutputSize], or [OutputSize] where a sequence has one.</param>
    /// <param name="state">Read and replaced.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <exception cref="ArgumentException">A buffer has not the size it needs, or buffers overlap.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A token is not in the vocabulary, or offsets are not ascending.</exception>
    [SkipLocalsInit]
    [MethodImpl(Kernel)]
    public static void Run<TInputs, TState>(scoped TInputs inputs, Span<float> outputs, ref TState state, NetworkParameters parameters)
        where TInputs : struct, INetworkInputs, allows ref struct
        where TState : struct
    {
        scoped ReadOnlySpan<TState> states = new(in state);
        scoped InputSizes sizes = InputSizes.OfStream(outputs, MemoryMarshal.AsBytes(states));
        inputs.Measure(ref sizes);
        int steps = NetworkArguments.CheckSequence(sizes.Places, 1, outputs.Length, TNetwork.OutputSize, TNetwork.HasOutputPerStep);
        BufferOverlap.Check(outputs, states, nameof(outputs), nameof(state));
        CheckValues(inputs, null, steps);
        Span<float> stack = stackalloc float[TNetwork.StackFloats];
        scoped var pass = new NetworkPass { State = ref Unsafe.As<TState, float>(ref state), Parameters = parameters };
        for (int first = 0; first < steps; first += TNetwork.StackSteps)
        {
            int count = Math.Min(TNetwork.StackSteps, steps - first);
            Span<float> rows = stack[..(count * TNetwork.JoinedSize)];
            Join(inputs, default, first, count, parameters, null, rows);
            pass.Rows = count;
            pass.X = rows;
            pass.Stack = stack[rows.Length..];
            if (TNetwork.HasOutputPerStep)
            {
                pass.Outputs = outputs.Slice(first * TNetwork.OutputSize, count * TNetwork.OutputSize);
            }

            TNetwork.EachStep<RunPass>(ref pass);
            if (TNetwork.HasOutputPerStep && !pass.X.Overlaps(pass.Outputs))
            {
                // There is no layer but the inputs.
                pass.X.CopyTo(pass.Outputs);
            }
        }

        if (!TNetwork.HasOutputPerStep)
        {
            pass.Rows = 1;
            pass.Stack = stack;
            pass.Outputs = outputs;
            TNetwork.EachSequence<RunPass>(ref pass);
        }
    }

    /// <summary>Many steps of many streams, of one length or of many.</summary>
    /// <typeparam name="TInputs">The inputs.</typeparam>
    /// <typeparam name="TState">The network's state.</typeparam>
    /// <param name="inputs">A place a step of each stream.</param>
    /// <param name="outputs">[steps, streams, OutputSize], or [streams, steps, OutputSize]; or [streams, OutputSize] where a sequence has one.</param>
    /// <param name="states">[streams], read and replaced.</param>
    /// <param name="workspace">Scratch memory for at least as many streams, and for as many steps of a network that is not causal.</param>
    /// <param name="lengths">The steps of every stream, or empty.</param>
    /// <param name="layout">How inputs and outputs lie in memory.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <exception cref="ArgumentException">A buffer or the workspace has not the size it needs, or buffers overlap.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="workspace"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length or token is out of range, or offsets are not ascending.</exception>
    /// <exception cref="InvalidOperationException"><paramref name="workspace"/> is in use.</exception>
    public static void Run<TInputs, TState>(
        scoped TInputs inputs, Span<float> outputs, Span<TState> states, NetworkWorkspace workspace, ReadOnlySpan<int> lengths, SequenceLayout layout,
        NetworkParameters parameters)
        where TInputs : struct, INetworkInputs, allows ref struct
        where TState : struct => Run(inputs, outputs, states, workspace, lengths, layout, isOneStep: false, parameters);

    /// <summary>What is wrong with a value of a sequence's inputs: the rest of a sentence that begins with them; or null.</summary>
    /// <typeparam name="TInputs">The inputs.</typeparam>
    /// <param name="inputs">A place a step.</param>
    /// <param name="steps">Steps.</param>
    public static string? FindFault<TInputs>(scoped TInputs inputs, int steps)
        where TInputs : struct, INetworkInputs, allows ref struct
    {
        scoped var values = new InputValues<TInputs> { Inputs = inputs, Places = steps, ChecksFloats = true };
        TNetwork.EachInput(ref values);
        return values.Fault?.ToText();
    }

    [MethodImpl(Kernel)]
    private static void Run<TInputs, TState>(
        scoped TInputs inputs, Span<float> outputs, Span<TState> states, NetworkWorkspace workspace, ReadOnlySpan<int> lengths, SequenceLayout layout, bool isOneStep,
        NetworkParameters parameters)
        where TInputs : struct, INetworkInputs, allows ref struct
        where TState : struct
    {
        ArgumentNullException.ThrowIfNull(workspace);
        using ExclusiveUse.Scope use = workspace.Use.Begin(nameof(workspace));
        SequenceBatch batch = workspace.Batch;
        Arrange(inputs, outputs, states, batch, lengths, layout, isOneStep, nameof(workspace), TNetwork.IsCausal ? int.MaxValue : workspace.Steps);
        workspace.States.Take(batch, states);
        var pass = new NetworkPass { Memory = workspace, Parameters = parameters };
        while (batch.MoveNext())
        {
            pass.Rows = batch.Rows;
            pass.X = Join(inputs, workspace, parameters);
            NetworkRun<TNetwork>.RunPiece(ref pass, outputs, workspace);
        }

        NetworkRun<TNetwork>.EndPieces(ref pass, outputs, batch);
        workspace.States.Return(batch, states);
    }

    /// <summary>Checks the buffers of a call, and arranges its sequences.</summary>
    internal static void Arrange<TInputs, TState>(
        scoped TInputs inputs, Span<float> outputs, Span<TState> states, SequenceBatch batch, ReadOnlySpan<int> lengths, SequenceLayout layout, bool isOneStep,
        string holder, int maxSteps)
        where TInputs : struct, INetworkInputs, allows ref struct
        where TState : struct
    {
        scoped InputSizes sizes = InputSizes.OfStreams(states.Length, isOneStep, outputs, MemoryMarshal.AsBytes(states));
        inputs.Measure(ref sizes);
        batch.Arrange(sizes.Places, 1, outputs.Length, TNetwork.OutputSize, TNetwork.HasOutputPerStep, states.Length, lengths, layout, holder, maxSteps);
        BufferOverlap.Check(outputs, (ReadOnlySpan<TState>)states, nameof(outputs), nameof(states));
        CheckValues(inputs, batch, 0);
    }

    /// <summary>The joined rows of a piece of a batch.</summary>
    private static Span<float> Join<TInputs>(scoped TInputs inputs, NetworkMemory memory, NetworkParameters parameters)
        where TInputs : struct, INetworkInputs, allows ref struct
    {
        int count = memory.Batch.Rows;
        Span<int> places = memory.Places.AsSpan(0, count);
        memory.Batch.CopyPlaces(places);
        Span<float> rows = memory.InputRows.Span[..(count * TNetwork.JoinedSize)];
        Join(inputs, places, 0, count, parameters, memory, rows);
        return rows;
    }

    /// <summary>The joined rows of some places.</summary>
    internal static void Join<TInputs>(
        scoped TInputs inputs, scoped ReadOnlySpan<int> places, int first, int count, NetworkParameters parameters, NetworkMemory? memory, scoped Span<float> rows)
        where TInputs : struct, INetworkInputs, allows ref struct
    {
        scoped var joined = new JoinedRows<TInputs>
        {
            Inputs = inputs,
            Places = places,
            First = first,
            Count = count,
            Parameters = parameters.Buffer.Span,
            NestedNetworks = parameters.Nested,
            Memory = memory,
            Rows = rows,
            Width = TNetwork.JoinedSize,
        };
        TNetwork.EachInput(ref joined);
    }

    private static void CheckValues<TInputs>(scoped TInputs inputs, SequenceBatch? batch, int places)
        where TInputs : struct, INetworkInputs, allows ref struct
    {
        scoped var values = new InputValues<TInputs> { Inputs = inputs, Batch = batch, Places = places };
        TNetwork.EachInput(ref values);
        if (values.Fault is { } fault)
        {
            throw fault.ToException(TInputs.IsOfSteps);
        }
    }
}
