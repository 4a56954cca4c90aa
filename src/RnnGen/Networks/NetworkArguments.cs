using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using RnnGen.Memory;

namespace RnnGen.Networks;

/// <summary>The argument checks of emitted networks, besides those of <see cref="SequenceBatch"/>: a message names the argument, what it is and what it
/// must be.</summary>
internal static class NetworkArguments
{
    /// <summary>Checks the size of a buffer of one step.</summary>
    /// <param name="length">The size it has.</param>
    /// <param name="needed">The size it needs.</param>
    /// <param name="argument">Its name.</param>
    /// <exception cref="ArgumentException">It has another size.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckSize(int length, long needed, string argument)
    {
        if (length != needed)
        {
            ThrowSize(argument, length, needed);
        }
    }

    /// <summary>Checks a token.</summary>
    /// <param name="inputs">Token ids.</param>
    /// <param name="index">Which.</param>
    /// <param name="vocabulary">Tokens.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not in the vocabulary.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckToken(ReadOnlySpan<int> inputs, int index, int vocabulary)
    {
        if ((uint)inputs[index] >= (uint)vocabulary)
        {
            ThrowToken(nameof(inputs), index, inputs[index], vocabulary);
        }
    }

    /// <summary>Checks the sequence of one stream, and gives its steps.</summary>
    /// <param name="inputs">The length of <c>inputs</c>.</param>
    /// <param name="inputSize">Elements a step takes.</param>
    /// <param name="outputs">The length of <c>outputs</c>.</param>
    /// <param name="outputSize">Floats a step, or the sequence, gives.</param>
    /// <param name="isPerStep">Whether every step has outputs.</param>
    /// <returns>Steps.</returns>
    /// <exception cref="ArgumentException">A buffer has not the size it needs.</exception>
    public static int CheckSequence(int inputs, int inputSize, int outputs, int outputSize, bool isPerStep)
    {
        (int steps, int rest) = Math.DivRem(inputs, inputSize);
        if (rest != 0)
        {
            throw new ArgumentException($"'{nameof(inputs)}' has size {inputs}; it needs a multiple of {inputSize}: steps of {inputSize}.", nameof(inputs));
        }

        long needed = isPerStep ? (long)steps * outputSize : outputSize;
        if (outputs != needed)
        {
            throw new ArgumentException(
                $"'{nameof(outputs)}' has size {outputs}; it needs {needed}: {(isPerStep ? $"{steps} steps of " : "")}{outputSize}.", nameof(outputs));
        }

        return steps;
    }

    /// <summary>Checks that no two buffers of a call overlap, but for outputs that are the inputs of a causal network.</summary>
    /// <typeparam name="TInput">Floats, or token ids.</typeparam>
    /// <typeparam name="TState">The network's state.</typeparam>
    /// <param name="inputs">Read.</param>
    /// <param name="outputs">Written.</param>
    /// <param name="states">Read and written.</param>
    /// <param name="isCausal">Whether no output depends on a later input.</param>
    /// <exception cref="ArgumentException">Two overlap.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckOverlaps<TInput, TState>(ReadOnlySpan<TInput> inputs, ReadOnlySpan<float> outputs, Span<TState> states, bool isCausal)
        where TInput : struct
        where TState : struct
    {
        if (isCausal)
        {
            BufferOverlap.CheckInPlace(inputs, outputs, nameof(outputs), nameof(inputs));
        }
        else
        {
            BufferOverlap.Check(outputs, inputs, nameof(outputs), nameof(inputs));
        }

        BufferOverlap.Check(outputs, (ReadOnlySpan<TState>)states, nameof(outputs), nameof(states));
        BufferOverlap.Check(inputs, (ReadOnlySpan<TState>)states, nameof(inputs), nameof(states));
    }

    /// <summary>Checks that no two buffers of a sequence of one stream overlap, but for outputs that are the inputs.</summary>
    /// <typeparam name="TInput">Floats, or token ids.</typeparam>
    /// <typeparam name="TState">The network's state.</typeparam>
    /// <param name="inputs">Read.</param>
    /// <param name="outputs">Written.</param>
    /// <param name="state">Read and written.</param>
    /// <exception cref="ArgumentException">Two overlap.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckOverlaps<TInput, TState>(ReadOnlySpan<TInput> inputs, ReadOnlySpan<float> outputs, ref TState state)
        where TInput : struct
        where TState : struct
    {
        BufferOverlap.CheckInPlace(inputs, outputs, nameof(outputs), nameof(inputs));
        BufferOverlap.Check(outputs, new ReadOnlySpan<TState>(ref state), nameof(outputs), nameof(state));
        BufferOverlap.Check(inputs, new ReadOnlySpan<TState>(ref state), nameof(inputs), nameof(state));
    }

    /// <summary>Checks that the output of a step overlaps neither the state nor, unless it is exactly there, the input.</summary>
    /// <typeparam name="TState">The network's state.</typeparam>
    /// <param name="input">Read before the state is written, so that it may be in it; empty where it is a token.</param>
    /// <param name="output">Written.</param>
    /// <param name="state">Read and written.</param>
    /// <exception cref="ArgumentException">The output overlaps another one.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckStepOverlaps<TState>(ReadOnlySpan<float> input, ReadOnlySpan<float> output, ref TState state)
        where TState : struct
    {
        BufferOverlap.CheckInPlace(input, output, nameof(output), nameof(input));
        BufferOverlap.Check(output, new ReadOnlySpan<TState>(ref state), nameof(output), nameof(state));
    }

    /// <summary>Checks that the packed rows of a workspace or tape fit one array, and gives their number.</summary>
    /// <param name="steps">The most steps it will take.</param>
    /// <param name="streams">The most streams it will take.</param>
    /// <param name="floatsPerRow">Floats that its longest buffer takes for every row.</param>
    /// <returns>Steps times streams.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is less than one, or the two are more than fit one array.</exception>
    public static int CheckCapacity(int steps, int streams, int floatsPerRow)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(streams, 1);
        return CheckRows(steps, streams, (long)steps * streams, AlignedBuffer.MaxLength / floatsPerRow);
    }

    /// <summary>Checks that the tape of a network's cell fits one array, and gives its rows: see <see cref="TapeRows"/>.</summary>
    /// <param name="steps">The most steps it will take.</param>
    /// <param name="streams">The most streams it will take.</param>
    /// <param name="floatsPerRow">Floats that its longest buffer takes for every row, and for every stream once more.</param>
    /// <returns>Its rows.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The two are more than fit one array.</exception>
    public static int CheckTapeRows(int steps, int streams, int floatsPerRow) =>
        CheckRows(steps, streams, TapeRows(steps, streams), (AlignedBuffer.MaxLength / floatsPerRow) - (long)streams);

    /// <summary>
    /// The rows that a cell's tape needs for any sequences of a batch, whatever their lengths. A <see cref="SequenceSegment"/> has a row for every step and
    /// stream, and behind its last step a row for every stream: the state there. Those of the last segment are not counted, since buffers that keep states
    /// have a row more for every stream.
    /// </summary>
    /// <remarks>
    /// With m + 1 segments, m of them repeat a state. The worst lengths are all steps but m in the first segment, and one step and one stream fewer in each
    /// further one: these have m (m + 1) / 2 rows less than m steps of all streams, and m S - m (m - 1) / 2 rows with states more, which is m (S - m) more in
    /// all. A batch has at most one segment a step, and half of the streams is where m (S - m) is largest.
    /// </remarks>
    /// <param name="steps">Steps.</param>
    /// <param name="streams">Streams.</param>
    public static long TapeRows(int steps, int streams)
    {
        long repeated = Math.Min(steps - 1, streams / 2);
        return ((long)steps * streams) + (repeated * (streams - repeated));
    }

    /// <summary>Checks the buffers of a backward pass.</summary>
    /// <typeparam name="TState">The network's state.</typeparam>
    /// <param name="batch">The sequences on the tape.</param>
    /// <param name="outputGradients">[steps or 1, streams, outputSize]</param>
    /// <param name="outputSize">Floats a step, or a sequence, gives.</param>
    /// <param name="isPerStep">Whether every step has outputs.</param>
    /// <param name="gradients">Of the parameters.</param>
    /// <param name="inputGradients">[steps, streams, inputSize], or empty.</param>
    /// <param name="inputSize">Floats a step takes, or 0 where inputs have no gradients.</param>
    /// <param name="stateGradients">[streams], or empty.</param>
    /// <exception cref="ArgumentException">A buffer has not the size it needs, or overlaps another one.</exception>
    public static void CheckGradients<TState>(
        SequenceBatch batch, ReadOnlySpan<float> outputGradients, int outputSize, bool isPerStep, ReadOnlySpan<float> gradients, ReadOnlySpan<float> inputGradients,
        int inputSize, Span<TState> stateGradients)
        where TState : struct
    {
        ArgumentNullException.ThrowIfNull(batch);
        long rows = (isPerStep ? (long)batch.PaddedSteps : 1) * batch.Streams;
        if (outputGradients.Length != rows * outputSize)
        {
            ThrowSize(nameof(outputGradients), outputGradients.Length, rows * outputSize);
        }

        CheckOtherGradients(batch, outputGradients, gradients, inputGradients, inputSize, stateGradients);
    }

    /// <summary>Checks the buffers of a backward pass besides the size of those of the outputs.</summary>
    /// <typeparam name="TState">The network's state.</typeparam>
    /// <param name="batch">The sequences on the tape.</param>
    /// <param name="outputGradients">Of the outputs, or empty.</param>
    /// <param name="gradients">Of the parameters.</param>
    /// <param name="inputGradients">[steps, streams, inputSize], or empty.</param>
    /// <param name="inputSize">Floats a step takes, or 0 where inputs have no gradients.</param>
    /// <param name="stateGradients">[streams], or empty.</param>
    /// <exception cref="ArgumentException">A buffer has not the size it needs, or overlaps another one.</exception>
    public static void CheckOtherGradients<TState>(
        SequenceBatch batch, ReadOnlySpan<float> outputGradients, ReadOnlySpan<float> gradients, ReadOnlySpan<float> inputGradients, int inputSize,
        Span<TState> stateGradients)
        where TState : struct
    {
        if (!inputGradients.IsEmpty && inputSize == 0)
        {
            throw new ArgumentException($"'{nameof(inputGradients)}' must be empty: token ids have no gradients.", nameof(inputGradients));
        }

        if (!inputGradients.IsEmpty && inputGradients.Length != (long)batch.PaddedSteps * batch.Streams * inputSize)
        {
            ThrowSize(nameof(inputGradients), inputGradients.Length, (long)batch.PaddedSteps * batch.Streams * inputSize);
        }

        if (!stateGradients.IsEmpty && stateGradients.Length != batch.Streams)
        {
            ThrowSize(nameof(stateGradients), stateGradients.Length, batch.Streams);
        }

        Cells.CellArguments.CheckGradientOverlaps(outputGradients, gradients, inputGradients, (ReadOnlySpan<TState>)stateGradients);
    }

    private static int CheckRows(int steps, int streams, long rows, long most)
    {
        if (rows > most)
        {
            throw new ArgumentOutOfRangeException(
                nameof(steps), steps, $"'{nameof(steps)}' times {streams} streams needs {rows} rows, more than fit one array: {Math.Max(most, 0)}.");
        }

        return (int)rows;
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowSize(string argument, int length, long needed) =>
        throw new ArgumentException($"'{argument}' has size {length}; it needs {needed}.", argument);

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowToken(string argument, int index, int token, int vocabulary) =>
        throw new ArgumentOutOfRangeException(
            argument, token, $"'{argument}' has token {token} at index {index}; it must be from 0 to {vocabulary - 1}: the vocabulary has {vocabulary} tokens.");
}
