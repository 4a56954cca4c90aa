using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace RnnGen.Networks;

/// <summary>
/// The sequences of one call of an emitted network, of one length or of many, in packed rows: step after step, and in a step the sequences that have it,
/// longest first (PyTorch's <c>PackedSequence</c>). Padding has no row, so nothing is computed for it. Sequences are known by their rank: 0 is the
/// longest, and of equal ones the first. Made once, used again and again; allocates nothing.
/// </summary>
internal sealed class SequenceBatch
{
    private readonly long[] _keys;
    private readonly int[] _lengths;
    private readonly int[] _stepRows;
    private readonly SequenceSegment[] _segments;
    private int _segmentCount;
    private int _paddedSteps;
    private int _endStep;
    private bool _isBatchFirst;

    // Whether packed rows and the caller's are the same.
    private bool _isDense;

    /// <summary>Creates a batch.</summary>
    /// <param name="maxStreams">The most sequences it holds.</param>
    /// <param name="maxRows">The most packed rows of one piece: at least as many as sequences.</param>
    public SequenceBatch(int maxStreams, int maxRows)
    {
        MaxRows = Math.Max(maxStreams, maxRows);
        _keys = new long[maxStreams];
        _lengths = new int[maxStreams];
        _stepRows = new int[MaxRows + 1];
        _segments = new SequenceSegment[maxStreams + 1];
    }

    /// <summary>The most packed rows of one piece.</summary>
    public int MaxRows { get; }

    /// <summary>Sequences.</summary>
    public int Streams { get; private set; }

    /// <summary>The steps that the caller's buffers have.</summary>
    public int PaddedSteps => _paddedSteps;

    /// <summary>The steps of the longest sequence.</summary>
    public int Steps => Streams == 0 ? 0 : _lengths[0];

    /// <summary>The first step of this piece.</summary>
    public int FirstStep { get; private set; }

    /// <summary>Packed rows of this piece.</summary>
    public int Rows { get; private set; }

    /// <summary>The rectangles of this piece, in the order of time.</summary>
    public ReadOnlySpan<SequenceSegment> Segments => _segments.AsSpan(0, _segmentCount);

    /// <summary>The caller's number of a sequence.</summary>
    /// <param name="rank">Its rank.</param>
    public int StreamOf(int rank) => (int)_keys[rank];

    /// <summary>The steps of a sequence.</summary>
    /// <param name="rank">Its rank.</param>
    public int LengthOf(int rank) => _lengths[rank];

    /// <summary>The caller's row of a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="rank">The sequence's rank.</param>
    public int PlaceOf(int step, int rank) =>
        _isBatchFirst ? (StreamOf(rank) * _paddedSteps) + step : (step * Streams) + StreamOf(rank);

    /// <summary>The packed row of a step of this piece.</summary>
    /// <param name="step">The step.</param>
    /// <param name="rank">The sequence's rank.</param>
    public int RowOf(int step, int rank) => _stepRows[step - FirstStep] + rank;

    /// <summary>Arranges the sequences of a call, after checking its buffers.</summary>
    /// <param name="inputs">The length of <c>inputs</c>.</param>
    /// <param name="inputSize">Elements a step takes.</param>
    /// <param name="outputs">The length of <c>outputs</c>.</param>
    /// <param name="outputSize">Floats a step, or a sequence, gives.</param>
    /// <param name="isPerStep">Whether every step has outputs; else each sequence.</param>
    /// <param name="states">The length of <c>states</c>.</param>
    /// <param name="lengths">The steps of every sequence, or empty where all have as many.</param>
    /// <param name="layout">How inputs and outputs lie in memory.</param>
    /// <param name="holder">What the batch belongs to: <c>workspace</c> or <c>tape</c>.</param>
    /// <param name="maxSteps">The most steps that it takes.</param>
    /// <exception cref="ArgumentException">A buffer has not the size it needs, or the holder is too small.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is not from 0 to the steps that the inputs have, or the layout is not defined.</exception>
    public void Arrange(
        int inputs, int inputSize, int outputs, int outputSize, bool isPerStep, int states, ReadOnlySpan<int> lengths, SequenceLayout layout,
        string holder, int maxSteps)
    {
        if (states > _keys.Length)
        {
            throw new ArgumentException($"'{holder}' serves {_keys.Length} streams; it needs to serve {states} (states).", holder);
        }

        long stepInputs = (long)states * inputSize;
        long steps = states == 0 ? 0 : inputs / stepInputs;
        if (inputs != steps * stepInputs)
        {
            throw new ArgumentException(
                $"'{nameof(inputs)}' has size {inputs}; it needs a multiple of {stepInputs}: steps of {states} streams (states) of {inputSize}.", nameof(inputs));
        }

        if (steps > maxSteps)
        {
            throw new ArgumentException($"'{holder}' holds {maxSteps} steps; it needs to hold {steps} (inputs).", holder);
        }

        if (outputs != (isPerStep ? steps : 1) * states * outputSize)
        {
            string meaning = isPerStep ? $"{steps} steps of {states} streams (states) of {outputSize}" : $"{states} streams (states) of {outputSize}";
            throw new ArgumentException(
                $"'{nameof(outputs)}' has size {outputs}; it needs {(isPerStep ? steps : 1) * states * outputSize}: {meaning}.", nameof(outputs));
        }

        if (layout is not (SequenceLayout.TimeFirst or SequenceLayout.BatchFirst))
        {
            throw new ArgumentOutOfRangeException(nameof(layout), layout, $"'{nameof(layout)}' is not defined.");
        }

        if (!lengths.IsEmpty && lengths.Length != states)
        {
            throw new ArgumentException(
                $"'{nameof(lengths)}' has size {lengths.Length}; it needs {states}: one of each stream (states), or none.", nameof(lengths));
        }

        for (int stream = 0; stream < lengths.Length; stream++)
        {
            if (lengths[stream] < 0 || lengths[stream] > steps)
            {
                ThrowLength(nameof(lengths), stream, lengths[stream], steps);
            }
        }

        Streams = states;
        _paddedSteps = (int)steps;
        _isBatchFirst = layout == SequenceLayout.BatchFirst;
        Rank(lengths);
        _isDense = (states == 0 || _lengths[states - 1] == steps) && (!_isBatchFirst || states == 1 || steps == 1);
        _segmentCount = 0;
        _endStep = 0;
        Rows = 0;
        FirstStep = 0;
    }

    /// <summary>Goes on to the next steps: as many as packed rows have room.</summary>
    /// <returns>Whether there were any left.</returns>
    public bool MoveNext()
    {
        FirstStep = _endStep;
        Rows = 0;
        _segmentCount = 0;
        int tapeRow = 0;
        int streams = Streams;
        while (streams > 0)
        {
            int steps = Math.Min(_lengths[streams - 1] - _endStep, (MaxRows - Rows) / streams);
            if (steps > 0)
            {
                _segments[_segmentCount++] = new SequenceSegment(_endStep, steps, streams, Rows, tapeRow);
                for (int step = 0; step < steps; step++)
                {
                    _stepRows[_endStep - FirstStep + step] = Rows + (step * streams);
                }

                Rows += steps * streams;
                tapeRow += (steps + 1) * streams;
                _endStep += steps;
            }

            if (_lengths[streams - 1] > _endStep)
            {
                break;
            }

            streams--;
        }

        return Rows > 0;
    }

    /// <summary>The caller's rows of this piece, packed.</summary>
    /// <typeparam name="T">Floats, or token ids.</typeparam>
    /// <param name="source">All steps, in the caller's layout.</param>
    /// <param name="width">Elements a row.</param>
    /// <param name="scratch">Takes the rows, where they are not packed already.</param>
    public ReadOnlySpan<T> Gather<T>(ReadOnlySpan<T> source, int width, Span<T> scratch)
    {
        if (_isDense)
        {
            return source.Slice(FirstStep * Streams * width, Rows * width);
        }

        Copy(source, width, scratch);
        return scratch[..(Rows * width)];
    }

    /// <summary>Copies the caller's rows of this piece to packed ones.</summary>
    /// <typeparam name="T">Floats, or token ids.</typeparam>
    /// <param name="source">All steps, in the caller's layout.</param>
    /// <param name="width">Elements a row.</param>
    /// <param name="rows">[rows, width]</param>
    public void Copy<T>(ReadOnlySpan<T> source, int width, Span<T> rows)
    {
        foreach (SequenceSegment segment in Segments)
        {
            int row = segment.FirstRow;
            for (int step = segment.FirstStep; step < segment.FirstStep + segment.Steps; step++)
            {
                for (int rank = 0; rank < segment.Streams; rank++, row++)
                {
                    source.Slice(PlaceOf(step, rank) * width, width).CopyTo(rows.Slice(row * width, width));
                }
            }
        }
    }

    /// <summary>The places of the packed rows of this piece.</summary>
    /// <param name="places">[rows], written.</param>
    public void CopyPlaces(Span<int> places)
    {
        foreach (SequenceSegment segment in Segments)
        {
            int row = segment.FirstRow;
            for (int step = segment.FirstStep; step < segment.FirstStep + segment.Steps; step++)
            {
                for (int rank = 0; rank < segment.Streams; rank++, row++)
                {
                    places[row] = PlaceOf(step, rank);
                }
            }
        }
    }

    /// <summary>Where the last layer may write its rows of this piece: to the caller's, or to scratch that <see cref="Scatter"/> spreads.</summary>
    /// <param name="destination">All steps, in the caller's layout.</param>
    /// <param name="width">Floats a row.</param>
    /// <param name="scratch">Takes the rows, where the caller's are not packed.</param>
    public Span<float> Target(Span<float> destination, int width, Span<float> scratch) =>
        _isDense ? destination.Slice(FirstStep * Streams * width, Rows * width) : scratch[..(Rows * width)];

    /// <summary>Copies packed rows of this piece to the caller's, unless they are the same.</summary>
    /// <param name="rows">What <see cref="Target"/> gave.</param>
    /// <param name="width">Floats a row.</param>
    /// <param name="destination">All steps, in the caller's layout.</param>
    public void Scatter(ReadOnlySpan<float> rows, int width, Span<float> destination)
    {
        if (_isDense && rows.Overlaps(destination))
        {
            return;
        }

        foreach (SequenceSegment segment in Segments)
        {
            int row = segment.FirstRow;
            for (int step = segment.FirstStep; step < segment.FirstStep + segment.Steps; step++)
            {
                for (int rank = 0; rank < segment.Streams; rank++, row++)
                {
                    rows.Slice(row * width, width).CopyTo(destination.Slice(PlaceOf(step, rank) * width, width));
                }
            }
        }
    }

    /// <summary>Adds packed rows of this piece to the caller's.</summary>
    /// <param name="rows">[rows, width]</param>
    /// <param name="width">Floats a row.</param>
    /// <param name="destination">All steps, in the caller's layout.</param>
    public void AddTo(ReadOnlySpan<float> rows, int width, Span<float> destination)
    {
        foreach (SequenceSegment segment in Segments)
        {
            int row = segment.FirstRow;
            for (int step = segment.FirstStep; step < segment.FirstStep + segment.Steps; step++)
            {
                for (int rank = 0; rank < segment.Streams; rank++, row++)
                {
                    RowMath.Add(rows.Slice(row * width, width), destination.Slice(PlaceOf(step, rank) * width, width));
                }
            }
        }
    }

    /// <summary>Clears the rows of the caller's that are padding.</summary>
    /// <param name="destination">All steps, in the caller's layout.</param>
    /// <param name="width">Floats a row.</param>
    public void ClearPadding(Span<float> destination, int width)
    {
        for (int rank = Streams - 1; rank >= 0 && _lengths[rank] < _paddedSteps; rank--)
        {
            for (int step = _lengths[rank]; step < _paddedSteps; step++)
            {
                destination.Slice(PlaceOf(step, rank) * width, width).Clear();
            }
        }
    }

    /// <summary>Copies a row a sequence from the caller's order to that of ranks.</summary>
    /// <param name="source">[stream, width]</param>
    /// <param name="width">Floats a row.</param>
    /// <param name="rows">[rank, width]</param>
    public void CopyStreams(ReadOnlySpan<float> source, int width, Span<float> rows)
    {
        for (int rank = 0; rank < Streams; rank++)
        {
            source.Slice(StreamOf(rank) * width, width).CopyTo(rows.Slice(rank * width, width));
        }
    }

    /// <summary>Copies a row a sequence from the order of ranks to the caller's.</summary>
    /// <param name="rows">[rank, width]</param>
    /// <param name="width">Floats a row.</param>
    /// <param name="destination">[stream, width]</param>
    public void ScatterStreams(ReadOnlySpan<float> rows, int width, Span<float> destination)
    {
        for (int rank = 0; rank < Streams; rank++)
        {
            rows.Slice(rank * width, width).CopyTo(destination.Slice(StreamOf(rank) * width, width));
        }
    }

    /// <summary>
    /// Packed rows with every sequence turned around, from its own end. Of sequences that are one piece only.
    /// </summary>
    /// <param name="source">[rows, sourceWidth], of which <paramref name="width"/> floats of each from <paramref name="sourceOffset"/> on are read.</param>
    /// <param name="sourceWidth">Floats from one row of the source to the next.</param>
    /// <param name="sourceOffset">Floats before the first of a row.</param>
    /// <param name="width">Floats a row.</param>
    /// <param name="destination">[rows, destinationWidth], of which as many are written.</param>
    /// <param name="destinationWidth">Floats from one row of the destination to the next.</param>
    /// <param name="destinationOffset">Floats before the first of a row.</param>
    public void Reverse(
        ReadOnlySpan<float> source, int sourceWidth, int sourceOffset, int width, Span<float> destination, int destinationWidth, int destinationOffset)
    {
        foreach (SequenceSegment segment in Segments)
        {
            int row = segment.FirstRow;
            for (int step = segment.FirstStep; step < segment.FirstStep + segment.Steps; step++)
            {
                for (int rank = 0; rank < segment.Streams; rank++, row++)
                {
                    int mirrored = _stepRows[_lengths[rank] - 1 - step] + rank;
                    source.Slice((mirrored * sourceWidth) + sourceOffset, width).CopyTo(destination.Slice((row * destinationWidth) + destinationOffset, width));
                }
            }
        }
    }

    /// <summary>Adds packed rows with every sequence turned around. Of sequences that are one piece only.</summary>
    /// <param name="source">[rows, width]</param>
    /// <param name="width">Floats a row.</param>
    /// <param name="destination">[rows, width], or empty where they are not wanted.</param>
    public void AddReversed(ReadOnlySpan<float> source, int width, Span<float> destination)
    {
        if (destination.IsEmpty)
        {
            return;
        }

        foreach (SequenceSegment segment in Segments)
        {
            int row = segment.FirstRow;
            for (int step = segment.FirstStep; step < segment.FirstStep + segment.Steps; step++)
            {
                for (int rank = 0; rank < segment.Streams; rank++, row++)
                {
                    int mirrored = _stepRows[_lengths[rank] - 1 - step] + rank;
                    RowMath.Add(source.Slice(mirrored * width, width), destination.Slice(row * width, width));
                }
            }
        }
    }

    /// <summary>Checks that every token of every sequence is in the vocabulary; padding may hold anything.</summary>
    /// <param name="inputs">Token ids, in the caller's layout.</param>
    /// <param name="vocabulary">Tokens.</param>
    /// <exception cref="ArgumentOutOfRangeException">A token is not.</exception>
    public void CheckTokens(ReadOnlySpan<int> inputs, int vocabulary)
    {
        for (int rank = 0; rank < Streams; rank++)
        {
            for (int step = 0; step < _lengths[rank]; step++)
            {
                NetworkArguments.CheckToken(inputs, PlaceOf(step, rank), vocabulary);
            }
        }
    }

    // Longest first: the key's upper half is the number of steps that are missing, the lower half the stream.
    private void Rank(ReadOnlySpan<int> lengths)
    {
        Span<long> keys = _keys.AsSpan(0, Streams);
        for (int stream = 0; stream < keys.Length; stream++)
        {
            int length = lengths.IsEmpty ? _paddedSteps : lengths[stream];
            keys[stream] = ((long)(_paddedSteps - length) << 32) | (uint)stream;
        }

        if (!lengths.IsEmpty)
        {
            keys.Sort();
        }

        for (int rank = 0; rank < keys.Length; rank++)
        {
            _lengths[rank] = _paddedSteps - (int)(keys[rank] >> 32);
        }
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowLength(string argument, int stream, int length, long steps) =>
        throw new ArgumentOutOfRangeException(argument, length, $"'{argument}' has {length} for stream {stream}; it must be from 0 to the {steps} steps of the inputs.");
}
