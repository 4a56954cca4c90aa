using System;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using RnnGen.Memory;

namespace RnnGen.Cells;

/// <summary>
/// The argument checks of emitted cells: each buffer once, at the public entry. A message names the argument, the size it has and the size it
/// needs. Past them emitted code does no bounds checks.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CellArguments
{
    /// <summary>Checks the input of one step of one stream.</summary>
    /// <param name="input">[inputSize]</param>
    /// <param name="inputSize">Floats a step takes.</param>
    /// <exception cref="ArgumentException"><paramref name="input"/> is not one step long.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckStep(ReadOnlySpan<float> input, int inputSize)
    {
        if (input.Length != inputSize)
        {
            ThrowStep(nameof(input), input.Length, inputSize);
        }
    }

    /// <summary>Checks the inputs of one step of many streams.</summary>
    /// <typeparam name="TState">The cell's state.</typeparam>
    /// <param name="inputs">[streams, inputSize]</param>
    /// <param name="states">[streams]</param>
    /// <param name="inputSize">Floats a step takes.</param>
    /// <exception cref="ArgumentException"><paramref name="inputs"/> is not one step of every stream, or in the states.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckStreams<TState>(ReadOnlySpan<float> inputs, Span<TState> states, int inputSize)
        where TState : struct
    {
        if (inputs.Length != (long)states.Length * inputSize)
        {
            ThrowStreams(nameof(inputs), inputs.Length, states.Length, inputSize);
        }

        BufferOverlap.Check(inputs, (ReadOnlySpan<TState>)states, nameof(inputs), nameof(states));
    }

    /// <summary>Checks the buffers of a sequence of one stream, and gives its length.</summary>
    /// <typeparam name="TState">The cell's state.</typeparam>
    /// <param name="inputs">[steps, inputSize]</param>
    /// <param name="outputs">[steps, outputSize]; may be the inputs.</param>
    /// <param name="state">What the stream carries.</param>
    /// <param name="inputSize">Floats a step takes.</param>
    /// <param name="outputSize">Floats a step gives.</param>
    /// <returns>Steps.</returns>
    /// <exception cref="ArgumentException">A buffer has not the size it needs, or overlaps another one.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int CheckSequence<TState>(ReadOnlySpan<float> inputs, Span<float> outputs, ref TState state, int inputSize, int outputSize)
        where TState : struct =>
        CheckSequence(inputs, outputs, new Span<TState>(ref state), inputSize, outputSize, nameof(state));

    /// <summary>Checks the buffers of sequences of many streams, and gives their length.</summary>
    /// <typeparam name="TState">The cell's state.</typeparam>
    /// <param name="inputs">[steps, streams, inputSize]</param>
    /// <param name="outputs">[steps, streams, outputSize]; may be the inputs.</param>
    /// <param name="states">[streams]</param>
    /// <param name="inputSize">Floats a step takes.</param>
    /// <param name="outputSize">Floats a step gives.</param>
    /// <returns>Steps.</returns>
    /// <exception cref="ArgumentException">A buffer has not the size it needs, or overlaps another one.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int CheckSequence<TState>(ReadOnlySpan<float> inputs, Span<float> outputs, Span<TState> states, int inputSize, int outputSize)
        where TState : struct =>
        CheckSequence(inputs, outputs, states, inputSize, outputSize, nameof(states));

    /// <summary>Checks that a workspace is there and wide enough.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="capacity">The most streams it serves.</param>
    /// <param name="streams">Streams: the length of the states.</param>
    /// <exception cref="ArgumentException">The workspace serves fewer streams.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckWorkspace(object workspace, int capacity, int streams)
    {
        if (capacity < streams)
        {
            ThrowWorkspace(nameof(workspace), capacity, streams);
        }
    }

    /// <summary>Checks that a tape can be made, and gives its rows: steps and streams of at least one, and buffers that fit one array.</summary>
    /// <param name="steps">The most steps it will hold.</param>
    /// <param name="streams">The most streams it will hold.</param>
    /// <param name="floatsPerRow">Floats that its longest buffer takes for every step and stream, and for every stream once more.</param>
    /// <returns>Steps times streams.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is less than one, or the two are more than fit one array.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int CheckTapeSize(int steps, int streams, int floatsPerRow)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(streams, 1);
        long rows = (AlignedBuffer.MaxLength / floatsPerRow) - (long)streams;
        if ((long)steps * streams > rows)
        {
            ThrowTapeSize(nameof(steps), steps, streams, rows);
        }

        return steps * streams;
    }

    /// <summary>Checks that a tape holds as many steps and streams as a forward pass will leave.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="tapeSteps">The most steps it holds.</param>
    /// <param name="tapeStreams">The most streams it holds.</param>
    /// <param name="steps">Steps.</param>
    /// <param name="streams">Streams: the length of the states.</param>
    /// <exception cref="ArgumentException">The tape holds fewer.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckTape(object tape, int tapeSteps, int tapeStreams, int steps, int streams)
    {
        if (tapeSteps < steps || tapeStreams < streams)
        {
            ThrowTape(nameof(tape), tapeSteps, tapeStreams, steps, streams);
        }
    }

    /// <summary>Checks that the last forward pass on a tape came to its end.</summary>
    /// <param name="hasFailed">Whether it threw.</param>
    /// <exception cref="InvalidOperationException">It did.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckForward(bool hasFailed)
    {
        if (hasFailed)
        {
            ThrowForward();
        }
    }

    /// <summary>Checks the buffers of a backward pass.</summary>
    /// <typeparam name="TState">The cell's state.</typeparam>
    /// <param name="outputGradients">[steps, streams, outputSize]</param>
    /// <param name="gradients">Of the parameters.</param>
    /// <param name="inputGradients">[steps, streams, inputSize], or empty.</param>
    /// <param name="stateGradients">[streams], or empty.</param>
    /// <param name="steps">Steps on the tape.</param>
    /// <param name="streams">Streams on the tape.</param>
    /// <param name="inputSize">Floats a step takes.</param>
    /// <param name="outputSize">Floats a step gives.</param>
    /// <exception cref="ArgumentException">A buffer has not the size it needs, or overlaps another one.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CheckGradients<TState>(
        ReadOnlySpan<float> outputGradients, ReadOnlySpan<float> gradients, ReadOnlySpan<float> inputGradients, Span<TState> stateGradients, int steps, int streams,
        int inputSize, int outputSize)
        where TState : struct
    {
        CheckRows(nameof(outputGradients), outputGradients.Length, steps, streams, outputSize);
        if (!inputGradients.IsEmpty)
        {
            CheckRows(nameof(inputGradients), inputGradients.Length, steps, streams, inputSize);
        }

        if (!stateGradients.IsEmpty && stateGradients.Length != streams)
        {
            ThrowStateGradients(nameof(stateGradients), stateGradients.Length, streams);
        }

        CheckGradientOverlaps(outputGradients, gradients, inputGradients, (ReadOnlySpan<TState>)stateGradients);
    }

    /// <summary>Checks that no two buffers of a backward pass overlap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void CheckGradientOverlaps<TState>(
        ReadOnlySpan<float> outputGradients, ReadOnlySpan<float> gradients, ReadOnlySpan<float> inputGradients, ReadOnlySpan<TState> stateGradients)
        where TState : struct
    {
        BufferOverlap.Check(inputGradients, outputGradients, nameof(inputGradients), nameof(outputGradients));
        BufferOverlap.Check(inputGradients, gradients, nameof(inputGradients), nameof(gradients));
        BufferOverlap.Check(inputGradients, stateGradients, nameof(inputGradients), nameof(stateGradients));
        BufferOverlap.Check(stateGradients, outputGradients, nameof(stateGradients), nameof(outputGradients));
        BufferOverlap.Check(stateGradients, gradients, nameof(stateGradients), nameof(gradients));
        BufferOverlap.Check(outputGradients, gradients, nameof(outputGradients), nameof(gradients));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int CheckSequence<TState>(
        ReadOnlySpan<float> inputs, Span<float> outputs, Span<TState> states, int inputSize, int outputSize, string statesArgument)
        where TState : struct
    {
        int streams = states.Length;
        long stepInputs = (long)streams * inputSize;
        long steps = streams == 0 ? 0 : inputs.Length / stepInputs;
        if (inputs.Length != steps * stepInputs)
        {
            ThrowSteps(nameof(inputs), inputs.Length, streams, inputSize);
        }

        if (outputs.Length != steps * streams * outputSize)
        {
            ThrowOutputs(nameof(outputs), outputs.Length, steps, streams, outputSize);
        }

        BufferOverlap.CheckInPlace(inputs, outputs, nameof(outputs), nameof(inputs));
        BufferOverlap.Check((ReadOnlySpan<float>)outputs, (ReadOnlySpan<TState>)states, nameof(outputs), statesArgument);
        BufferOverlap.Check(inputs, (ReadOnlySpan<TState>)states, nameof(inputs), statesArgument);
        return (int)steps;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CheckRows(string argument, int length, int steps, int streams, int size)
    {
        if (length != (long)steps * streams * size)
        {
            ThrowTapeRows(argument, length, steps, streams, size);
        }
    }

    // Messages are put together here, not where the check is: a hot method must not carry their code. (The JIT would inline what only calls another that throws.)
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowStep(string argument, int length, int inputSize) => ThrowSize(argument, length, inputSize, $"one step of {inputSize}");

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowStreams(string argument, int length, int streams, int inputSize) =>
        ThrowSize(argument, length, (long)streams * inputSize, $"one step of {streams} streams (states) of {inputSize}");

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowOutputs(string argument, int length, long steps, int streams, int hiddenSize) =>
        ThrowSize(argument, length, steps * streams * hiddenSize, $"{steps} steps of {streams} streams (states) of {hiddenSize}");

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowSize(string argument, int length, long needed, string meaning) =>
        throw new ArgumentException($"'{argument}' has size {length}; it needs {needed}: {meaning}.", argument);

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowSteps(string argument, int length, int streams, int inputSize) =>
        throw new ArgumentException(
            $"'{argument}' has size {length}; it needs a multiple of {(long)streams * inputSize}: steps of {streams} streams (states) of {inputSize}.",
            argument);

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowForward() =>
        throw new InvalidOperationException("The last 'Forward' on this tape threw, so that nothing is on it: call 'Forward' again before 'Backward'.");

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowWorkspace(string argument, int capacity, int streams) =>
        throw new ArgumentException($"'{argument}' serves {capacity} streams; it needs to serve {streams} (states).", argument);

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowTapeSize(string argument, int steps, int streams, long rows) =>
        throw new ArgumentOutOfRangeException(
            argument, steps, $"'{argument}' times {streams} streams is more than a tape of this cell can hold: {Math.Max(rows, 0)}.");

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowTape(string argument, int tapeSteps, int tapeStreams, int steps, int streams) =>
        throw new ArgumentException(
            $"'{argument}' holds {tapeSteps} steps of {tapeStreams} streams; it needs to hold {steps} steps (inputs) of {streams} streams (states).", argument);

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowTapeRows(string argument, int length, int steps, int streams, int size) =>
        ThrowSize(argument, length, (long)steps * streams * size, $"the tape's {steps} steps of {streams} streams of {size}");

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowStateGradients(string argument, int states, int streams) =>
        ThrowSize(argument, states, streams, $"one of each of the tape's {streams} streams, or none");
}
