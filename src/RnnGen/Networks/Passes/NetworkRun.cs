using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Memory;

namespace RnnGen.Networks;

/// <summary>What users call on a network, checked, the same for every one: one step, sequences, many streams. Compiled for every network's sizes.</summary>
/// <typeparam name="TNetwork">The network.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class NetworkRun<TNetwork>
    where TNetwork : struct, INetworkArithmetic
{
    private const MethodImplOptions Kernel = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>One step of one stream.</summary>
    /// <typeparam name="TState">The network's state.</typeparam>
    /// <param name="input">[InputSize]</param>
    /// <param name="output">[OutputSize]; may be exactly the input.</param>
    /// <param name="state">Read and replaced.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <exception cref="ArgumentException">A buffer has not the size it needs, or the output overlaps another one.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Step<TState>(ReadOnlySpan<float> input, Span<float> output, ref TState state, NetworkParameters parameters)
        where TState : struct
    {
        NetworkArguments.CheckSize(input.Length, TNetwork.InputSize, nameof(input));
        NetworkArguments.CheckSize(output.Length, TNetwork.OutputSize, nameof(output));
        NetworkArguments.CheckStepOverlaps(input, output, ref state);
        TNetwork.Step(
            ref MemoryMarshal.GetReference(input), ref MemoryMarshal.GetReference(output), ref Unsafe.As<TState, float>(ref state), ref parameters.Buffer.First);
    }

    /// <summary>One step of one stream of tokens.</summary>
    /// <typeparam name="TState">The network's state.</typeparam>
    /// <param name="input">[1]</param>
    /// <param name="output">[OutputSize]</param>
    /// <param name="state">Read and replaced.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <exception cref="ArgumentException">A buffer has not the size it needs, or the output overlaps the state.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The token is not in the vocabulary.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Step<TState>(ReadOnlySpan<int> input, Span<float> output, ref TState state, NetworkParameters parameters)
        where TState : struct
    {
        NetworkArguments.CheckSize(input.Length, TNetwork.InputSize, nameof(input));
        Step(input[0], output, ref state, parameters);
    }

    /// <summary>One step of one stream of tokens.</summary>
    /// <typeparam name="TState">The network's state.</typeparam>
    /// <param name="input">The token's id.</param>
    /// <param name="output">[OutputSize]</param>
    /// <param name="state">Read and replaced.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <exception cref="ArgumentException">The output has not the size it needs, or overlaps the state.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The token is not in the vocabulary.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Step<TState>(int input, Span<float> output, ref TState state, NetworkParameters parameters)
        where TState : struct
    {
        NetworkArguments.CheckToken(new ReadOnlySpan<int>(in input), 0, TNetwork.VocabularySize);
        NetworkArguments.CheckSize(output.Length, TNetwork.OutputSize, nameof(output));
        NetworkArguments.CheckStepOverlaps(default, output, ref state);
        if (TNetwork.TiedTable >= 0)
        {
            StepOfTied(input, output, ref state, parameters);
            return;
        }

        TNetwork.Step(
            ref Unsafe.Add(ref parameters.Buffer.First, input * TNetwork.TokenFloats), ref MemoryMarshal.GetReference(output),
            ref Unsafe.As<TState, float>(ref state), ref parameters.Buffer.First);
    }

    /// <summary>One step of many streams.</summary>
    /// <typeparam name="TInput">Floats, or token ids.</typeparam>
    /// <typeparam name="TState">The network's state.</typeparam>
    /// <param name="inputs">[streams, InputSize]</param>
    /// <param name="outputs">[streams, OutputSize]; may be exactly the inputs.</param>
    /// <param name="states">[streams], read and replaced.</param>
    /// <param name="workspace">Scratch memory for at least as many streams.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <exception cref="ArgumentException">A buffer or the workspace has not the size it needs, or buffers overlap.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="workspace"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A token is not in the vocabulary.</exception>
    /// <exception cref="InvalidOperationException"><paramref name="workspace"/> is in use.</exception>
    public static void Step<TInput, TState>(
        ReadOnlySpan<TInput> inputs, Span<float> outputs, Span<TState> states, NetworkWorkspace workspace, NetworkParameters parameters)
        where TInput : struct
        where TState : struct
    {
        NetworkArguments.CheckSize(inputs.Length, (long)states.Length * TNetwork.InputSize, nameof(inputs));
        Run(inputs, outputs, states, workspace, lengths: default, SequenceLayout.TimeFirst, parameters);
    }

    /// <summary>Many steps of one stream.</summary>
    /// <typeparam name="TInput">Floats, or token ids.</typeparam>
    /// <typeparam name="TState">The network's state.</typeparam>
    /// <param name="inputs">[steps, InputSize]</param>
    /// <param name="outputs">[steps, OutputSize], or [OutputSize] where a sequence has one; may be exactly the inputs.</param>
    /// <param name="state">Read and replaced.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <exception cref="ArgumentException">A buffer has not the size it needs, or buffers overlap.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A token is not in the vocabulary.</exception>
    [SkipLocalsInit]
    [MethodImpl(Kernel)]
    public static void Run<TInput, TState>(ReadOnlySpan<TInput> inputs, Span<float> outputs, ref TState state, NetworkParameters parameters)
        where TInput : struct
        where TState : struct
    {
        int steps = NetworkArguments.CheckSequence(inputs.Length, TNetwork.InputSize, outputs.Length, TNetwork.OutputSize, TNetwork.HasOutputPerStep);
        NetworkArguments.CheckOverlaps(inputs, outputs, ref state);
        ReadOnlySpan<int> tokens = TokensOf(inputs);
        for (int step = 0; step < tokens.Length; step++)
        {
            NetworkArguments.CheckToken(tokens, step, TNetwork.VocabularySize);
        }

        ReadOnlySpan<float> floats = FloatsOf(inputs);
        Span<float> stack = stackalloc float[TNetwork.StackFloats];
        scoped var pass = new NetworkPass { State = ref Unsafe.As<TState, float>(ref state), Parameters = parameters };
        for (int first = 0; first < steps; first += TNetwork.StackSteps)
        {
            int count = Math.Min(TNetwork.StackSteps, steps - first);
            pass.Rows = count;
            pass.Stack = stack;
            if (TNetwork.VocabularySize > 0)
            {
                pass.Tokens = tokens.Slice(first, count);
            }
            else
            {
                pass.X = floats.Slice(first * TNetwork.InputSize, count * TNetwork.InputSize);
            }

            if (TNetwork.HasOutputPerStep)
            {
                pass.Outputs = outputs.Slice(first * TNetwork.OutputSize, count * TNetwork.OutputSize);
            }

            TNetwork.EachStep<RunPass>(ref pass);
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
    /// <typeparam name="TInput">Floats, or token ids.</typeparam>
    /// <typeparam name="TState">The network's state.</typeparam>
    /// <param name="inputs">[steps, streams, InputSize], or [streams, steps, InputSize]</param>
    /// <param name="outputs">The same of OutputSize, or [streams, OutputSize] where a sequence has one; may be exactly the inputs of a causal network.</param>
    /// <param name="states">[streams], read and replaced.</param>
    /// <param name="workspace">Scratch memory for at least as many streams, and for as many steps of a network that is not causal.</param>
    /// <param name="lengths">The steps of every stream, or empty.</param>
    /// <param name="layout">How inputs and outputs lie in memory.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <exception cref="ArgumentException">A buffer or the workspace has not the size it needs, or buffers overlap.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="workspace"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length or token is out of range.</exception>
    /// <exception cref="InvalidOperationException"><paramref name="workspace"/> is in use.</exception>
    [MethodImpl(Kernel)]
    public static void Run<TInput, TState>(
        ReadOnlySpan<TInput> inputs, Span<float> outputs, Span<TState> states, NetworkWorkspace workspace, ReadOnlySpan<int> lengths, SequenceLayout layout,
        NetworkParameters parameters)
        where TInput : struct
        where TState : struct
    {
        ArgumentNullException.ThrowIfNull(workspace);
        using ExclusiveUse.Scope use = workspace.Use.Begin(nameof(workspace));
        SequenceBatch batch = workspace.Batch;
        batch.Arrange(
            inputs.Length, TNetwork.InputSize, outputs.Length, TNetwork.OutputSize, TNetwork.HasOutputPerStep, states.Length, lengths, layout, nameof(workspace),
            maxSteps: TNetwork.IsCausal ? int.MaxValue : workspace.Steps);
        CheckInputs(inputs, outputs, states, batch);
        workspace.States.Take(batch, states);
        RunPieces(inputs, outputs, workspace, parameters);
        workspace.States.Return(batch, states);
    }

    /// <summary>Sequences of tokens, each from a state of zeros that nobody wants back.</summary>
    /// <param name="tokens">[streams, steps], which were checked.</param>
    /// <param name="outputs">[streams, OutputSize]</param>
    /// <param name="workspace">For at least as many streams and steps.</param>
    /// <param name="lengths">The steps of every stream.</param>
    /// <param name="parameters">The network's parameters.</param>
    [MethodImpl(Kernel)]
    internal static void RunFresh(ReadOnlySpan<int> tokens, Span<float> outputs, NetworkWorkspace workspace, ReadOnlySpan<int> lengths, NetworkParameters parameters)
    {
        workspace.Batch.Arrange(
            tokens.Length, TNetwork.InputSize, outputs.Length, TNetwork.OutputSize, TNetwork.HasOutputPerStep, lengths.Length, lengths, SequenceLayout.BatchFirst,
            nameof(workspace), workspace.Steps);
        workspace.States.Clear();
        RunPieces(tokens, outputs, workspace, parameters);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static void RunPieces<TInput>(ReadOnlySpan<TInput> inputs, Span<float> outputs, NetworkWorkspace workspace, NetworkParameters parameters)
        where TInput : struct
    {
        SequenceBatch batch = workspace.Batch;
        var pass = new NetworkPass { Memory = workspace, Parameters = parameters };
        while (batch.MoveNext())
        {
            pass.Rows = batch.Rows;
            if (TNetwork.VocabularySize > 0)
            {
                pass.Tokens = batch.Gather(TokensOf(inputs), TNetwork.InputSize, workspace.Tokens.AsSpan());
            }
            else
            {
                pass.X = batch.Gather(FloatsOf(inputs), TNetwork.InputSize, workspace.InputRows.Span);
            }

            RunPiece(ref pass, outputs, workspace);
        }

        EndPieces(ref pass, outputs, batch);
    }

    /// <summary>One piece of a batch through all layers, which gives the outputs of its steps.</summary>
    /// <param name="pass">With the piece's inputs.</param>
    /// <param name="outputs">Written.</param>
    /// <param name="workspace">Its batch is at the piece.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void RunPiece(ref NetworkPass pass, Span<float> outputs, NetworkWorkspace workspace)
    {
        SequenceBatch batch = workspace.Batch;

        // Of inputs alone the joined rows are the outputs.
        if (TNetwork.HasOutputPerStep && workspace.Rows.Length > 0)
        {
            pass.Outputs = batch.Target(outputs, TNetwork.OutputSize, workspace.Rows[^1].Span);
        }

        TNetwork.EachStep<BatchPass>(ref pass);
        if (TNetwork.HasOutputPerStep)
        {
            batch.Scatter(pass.X, TNetwork.OutputSize, outputs);
        }
    }

    /// <summary>What follows the last piece: zeros at padding, or the outputs of the sequences.</summary>
    /// <param name="pass">Behind the last piece.</param>
    /// <param name="outputs">Written.</param>
    /// <param name="batch">The batch.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void EndPieces(ref NetworkPass pass, Span<float> outputs, SequenceBatch batch)
    {
        if (TNetwork.HasOutputPerStep)
        {
            batch.ClearPadding(outputs, TNetwork.OutputSize);
        }
        else
        {
            pass.Rows = batch.Streams;
            TNetwork.EachSequence<BatchPass>(ref pass);
            batch.ScatterStreams(pass.X, TNetwork.OutputSize, outputs);
        }
    }

    /// <summary>One step of a token whose row does not lie in one piece.</summary>
    [SkipLocalsInit]
    [MethodImpl(Kernel)]
    private static void StepOfTied<TState>(int token, Span<float> output, ref TState state, NetworkParameters parameters)
        where TState : struct
    {
        Span<float> row = stackalloc float[TNetwork.TokenFloats];
        new TiedTable(TNetwork.TokenFloats, TNetwork.VocabularySize).Copy(parameters.Buffer.Span[TNetwork.TiedTable..], [token], row);
        TNetwork.Step(
            ref MemoryMarshal.GetReference(row), ref MemoryMarshal.GetReference(output), ref Unsafe.As<TState, float>(ref state), ref parameters.Buffer.First);
    }

    /// <summary>The checks of a batch's buffers, besides their sizes.</summary>
    internal static void CheckInputs<TInput, TState>(ReadOnlySpan<TInput> inputs, Span<float> outputs, Span<TState> states, SequenceBatch batch)
        where TInput : struct
        where TState : struct
    {
        NetworkArguments.CheckOverlaps(inputs, outputs, states, TNetwork.IsCausal);
        if (TNetwork.VocabularySize > 0)
        {
            batch.CheckTokens(TokensOf(inputs), TNetwork.VocabularySize);
        }
    }

    /// <summary>The inputs, where they are tokens.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ReadOnlySpan<int> TokensOf<TInput>(ReadOnlySpan<TInput> inputs)
        where TInput : struct => TNetwork.VocabularySize > 0 ? MemoryMarshal.Cast<TInput, int>(inputs) : default;

    /// <summary>The inputs, where they are floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ReadOnlySpan<float> FloatsOf<TInput>(ReadOnlySpan<TInput> inputs)
        where TInput : struct => TNetwork.VocabularySize > 0 ? default : MemoryMarshal.Cast<TInput, float>(inputs);
}
