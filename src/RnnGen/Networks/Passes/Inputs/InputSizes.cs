using System;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using RnnGen.Memory;

namespace RnnGen.Networks;

/// <summary>
/// The sizes of the inputs of a call: all must be of the same places, the steps of all streams. And none may be in memory that the call writes. A message names the argument.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct InputSizes
{
    private const int Unknown = -1;

    private readonly ReadOnlySpan<float> _outputs;
    private readonly ReadOnlySpan<byte> _states;
    private readonly string _outputsArgument;
    private readonly string _statesArgument;
    private readonly int _streams;

    private InputSizes(int places, int streams, ReadOnlySpan<float> outputs, string outputsArgument, ReadOnlySpan<byte> states, string statesArgument)
    {
        Places = places;
        _streams = streams;
        _outputs = outputs;
        _outputsArgument = outputsArgument;
        _states = states;
        _statesArgument = statesArgument;
    }

    /// <summary>Steps of all streams: what the first input says.</summary>
    internal int Places { get; private set; }

    /// <summary>Those of one step of one stream.</summary>
    internal static InputSizes OfStep(ReadOnlySpan<float> output, ReadOnlySpan<byte> state) => new(1, 0, output, nameof(output), state, nameof(state));

    /// <summary>Those of many steps of one stream.</summary>
    internal static InputSizes OfStream(ReadOnlySpan<float> outputs, ReadOnlySpan<byte> state) => new(Unknown, 0, outputs, nameof(outputs), state, nameof(state));

    /// <summary>Those of one step, or many, of many streams.</summary>
    internal static InputSizes OfStreams(int streams, bool isOneStep, ReadOnlySpan<float> outputs, ReadOnlySpan<byte> states) =>
        new(isOneStep || streams == 0 ? streams : Unknown, streams, outputs, nameof(outputs), states, nameof(states));

    /// <summary>Those of steps that are looked at alone.</summary>
    internal static InputSizes OfSteps => new(Unknown, 0, default, "", default, "");

    /// <summary>Token ids: one a place.</summary>
    /// <param name="ids">The span.</param>
    /// <param name="argument">Its name.</param>
    /// <exception cref="ArgumentException">It has not the size it needs, or overlaps what is written.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Tokens(scoped ReadOnlySpan<int> ids, string argument)
    {
        Take(ids.Length, 1, argument);
        CheckOverlaps(ids, argument);
    }

    /// <summary>Bags of token ids.</summary>
    /// <param name="ids">Of all bags.</param>
    /// <param name="offsets">[places + 1], ascending from 0 to the number of ids.</param>
    /// <param name="argument">The name of the ids.</param>
    /// <param name="offsetsArgument">The name of the offsets.</param>
    /// <exception cref="ArgumentException">A span has not the size it needs, or overlaps what is written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An offset is less than the one before, or the first or last is not what it must be.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Bags(scoped ReadOnlySpan<int> ids, scoped ReadOnlySpan<int> offsets, string argument, string offsetsArgument)
    {
        if (offsets.IsEmpty || (Places != Unknown && offsets.Length != Places + 1L))
        {
            ThrowOffsets(offsetsArgument, offsets.Length);
        }

        Take(offsets.Length - 1, 1, offsetsArgument);
        if (offsets[0] != 0)
        {
            ThrowOffset(offsetsArgument, 0, offsets[0], "the first must be 0");
        }

        for (int index = 1; index < offsets.Length; index++)
        {
            if (offsets[index] < offsets[index - 1])
            {
                ThrowOffset(offsetsArgument, index, offsets[index], $"it must not be less than the one before, {offsets[index - 1]}");
            }
        }

        if (offsets[^1] != ids.Length)
        {
            ThrowOffset(offsetsArgument, offsets.Length - 1, offsets[^1], $"the last must be {ids.Length}, the size of '{argument}'");
        }

        CheckOverlaps(ids, argument);
        CheckOverlaps(offsets, offsetsArgument);
    }

    /// <summary>Floats.</summary>
    /// <param name="values">The span.</param>
    /// <param name="size">Floats a place.</param>
    /// <param name="argument">Its name.</param>
    /// <exception cref="ArgumentException">It has not the size it needs, or overlaps what is written.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Floats(scoped ReadOnlySpan<float> values, int size, string argument)
    {
        Take(values.Length, size, argument);
        CheckOverlaps(values, argument);
    }

    /// <summary>Copies the floats of a step into it.</summary>
    /// <param name="values">The floats.</param>
    /// <param name="destination">As many.</param>
    /// <param name="argument">Their name.</param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    public static void Copy(ReadOnlySpan<float> values, Span<float> destination, string argument)
    {
        NetworkArguments.CheckSize(values.Length, destination.Length, argument);
        values.CopyTo(destination);
    }

    /// <summary>Checks what a step is created from.</summary>
    /// <param name="ids">Of each input that takes ids.</param>
    /// <param name="tokens">Whether each of those takes one token, and no bag.</param>
    /// <param name="floats">Of all inputs that take floats.</param>
    /// <param name="size">How many those are.</param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    public static void CheckStep(ReadOnlySpan<ReadOnlyMemory<int>> ids, ReadOnlySpan<bool> tokens, ReadOnlySpan<float> floats, int size)
    {
        NetworkArguments.CheckSize(ids.Length, tokens.Length, nameof(ids));
        NetworkArguments.CheckSize(floats.Length, size, nameof(floats));
        for (int input = 0; input < ids.Length; input++)
        {
            if (tokens[input] && ids[input].Length != 1)
            {
                throw new ArgumentException($"'{nameof(ids)}' has {ids[input].Length} ids at index {input}; it needs one: the input takes a token a step.", nameof(ids));
            }
        }
    }

    /// <summary>All inputs of each place.</summary>
    /// <typeparam name="TStep">All inputs of a step.</typeparam>
    /// <param name="inputs">The span.</param>
    internal void Steps<TStep>(scoped ReadOnlySpan<TStep> inputs)
        where TStep : struct
    {
        Take(inputs.Length, 1, nameof(inputs));
        BufferOverlap.Check(_outputs, inputs, _outputsArgument, nameof(inputs));
        BufferOverlap.Check(inputs, _states, nameof(inputs), _statesArgument);
    }

    private void Take(int length, int size, string argument)
    {
        if (Places != Unknown)
        {
            if (length != (long)Places * size)
            {
                ThrowSize(argument, length, size);
            }

            return;
        }

        (int places, int rest) = Math.DivRem(length, size);
        if (rest != 0 || (_streams > 0 && places % _streams != 0))
        {
            ThrowMultiple(argument, length, size);
        }

        Places = places;
    }

    private readonly void CheckOverlaps<T>(scoped ReadOnlySpan<T> input, string argument)
        where T : struct
    {
        BufferOverlap.Check(_outputs, input, _outputsArgument, argument);
        BufferOverlap.Check(input, _states, argument, _statesArgument);
    }

    private readonly string Meaning(int size)
    {
        string steps = _streams > 0 ? $"{Places / _streams} steps of {_streams} streams ({_statesArgument})" : $"{Places} step{(Places == 1 ? "" : "s")}";
        return $"{steps} of {size}";
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void ThrowSize(string argument, int length, int size) =>
        throw new ArgumentException($"'{argument}' has size {length}; it needs {(long)Places * size}: {Meaning(size)}.", argument);

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void ThrowMultiple(string argument, int length, int size) => throw new ArgumentException(
        $"'{argument}' has size {length}; it needs a multiple of {Math.Max(1L, _streams) * size}: steps of {(_streams > 0 ? $"{_streams} streams ({_statesArgument}) of " : "")}{size}.",
        argument);

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void ThrowOffsets(string argument, int length) => throw new ArgumentException(
        Places == Unknown
            ? $"'{argument}' has size {length}; it needs one more than there are bags."
            : $"'{argument}' has size {length}; it needs {Places + 1L}: one more than the bags of {Meaning(1)}.",
        argument);

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowOffset(string argument, int index, int offset, string problem) =>
        throw new ArgumentOutOfRangeException(argument, offset, $"'{argument}' has {offset} at index {index}; {problem}.");
}
