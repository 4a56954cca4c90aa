using System;
using System.Runtime.CompilerServices;
using RnnGen.Numerics;

namespace RnnGen.Networks;

/// <summary>
/// Dropout (Srivastava et al. 2014): some floats become zero, the others are divided by the share that is left. What is dropped is a function of seed,
/// layer, the stream's number, step and float alone (of the variational kind not of the step), so that it is the same however a batch is packed, and again in the
/// backward pass.
/// </summary>
internal static class DropoutRows
{
    // Of what has one mask for all steps, where a step would stand.
    private const int NoStep = -1;

    /// <summary>Applies that of a layer or input in place: to rows of steps, and in the backward pass to their gradients.</summary>
    /// <typeparam name="TLayer">What is dropped.</typeparam>
    /// <param name="dropping">Whence the random numbers are.</param>
    /// <param name="place">Which rows of the network they are.</param>
    /// <param name="batch">The sequences that the rows are of.</param>
    /// <param name="rows">[rows, width], packed.</param>
    /// <param name="width">Floats a row.</param>
    /// <param name="first">Floats of a row before those that are looked at.</param>
    /// <param name="count">How many are looked at.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply<TLayer>(Dropping dropping, ulong place, SequenceBatch batch, Span<float> rows, int width, int first, int count)
        where TLayer : struct, IDroppingLayer
    {
        if (TLayer.Dropout > 0)
        {
            Apply(TLayer.Dropout, TLayer.HasVariationalDropout, dropping, place, batch, rows, width, first, count);
        }
    }

    /// <summary>The same of all floats of a row.</summary>
    /// <inheritdoc cref="Apply{TLayer}(Dropping, ulong, SequenceBatch, Span{float}, int, int, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Apply<TLayer>(Dropping dropping, ulong place, SequenceBatch batch, Span<float> rows, int width)
        where TLayer : struct, IDroppingLayer => Apply<TLayer>(dropping, place, batch, rows, width, 0, width);

    /// <summary>The same of rows of steps.</summary>
    /// <param name="rate">The share to drop, 0 to below 1.</param>
    /// <param name="isVariational">Whether all steps of a stream have one mask.</param>
    /// <param name="dropping">Whence the random numbers are.</param>
    /// <param name="place">Which rows of the network they are.</param>
    /// <param name="batch">The sequences that the rows are of.</param>
    /// <param name="rows">[rows, width], packed.</param>
    /// <param name="width">Floats a row.</param>
    /// <param name="first">Floats of a row before those that are looked at.</param>
    /// <param name="count">How many are looked at.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(
        double rate, bool isVariational, Dropping dropping, ulong place, SequenceBatch batch, Span<float> rows, int width, int first, int count)
    {
        ulong key = dropping.KeyOf(place);
        foreach (SequenceSegment segment in batch.Segments)
        {
            int row = segment.FirstRow;
            for (int step = segment.FirstStep; step < segment.FirstStep + segment.Steps; step++)
            {
                for (int rank = 0; rank < segment.Streams; rank++, row++)
                {
                    ulong stream = dropping.OfStream(key, batch.StreamOf(rank));
                    Apply(rate, Dropping.OfPart(stream, isVariational ? NoStep : step), rows.Slice((row * width) + first, count));
                }
            }
        }
    }

    /// <summary>The same of rows of sequences.</summary>
    /// <param name="rate">The share to drop, 0 to below 1.</param>
    /// <param name="dropping">Whence the random numbers are.</param>
    /// <param name="place">Which rows of the network they are.</param>
    /// <param name="batch">The sequences that the rows are of.</param>
    /// <param name="rows">[streams, width], by their ranks.</param>
    /// <param name="width">Floats a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ApplyToSequences(double rate, Dropping dropping, ulong place, SequenceBatch batch, Span<float> rows, int width)
    {
        ulong key = dropping.KeyOf(place);
        for (int rank = 0; rank < batch.Streams; rank++)
        {
            Apply(rate, Dropping.OfPart(dropping.OfStream(key, batch.StreamOf(rank)), NoStep), rows.Slice(rank * width, width));
        }
    }

    /// <summary>Drops some of numbers that lie one behind the other: two a draw.</summary>
    /// <param name="rate">The share to drop, 0 to below 1.</param>
    /// <param name="key">What they are drawn from.</param>
    /// <param name="values">The numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(double rate, ulong key, Span<float> values)
    {
        uint bound = (uint)(rate * 4294967296.0);
        float scale = (float)(1 / (1 - rate));
        var random = new SplitMix64(key);
        ulong draw = 0;
        for (int i = 0; i < values.Length; i++)
        {
            draw = (i & 1) == 0 ? random.Next() : draw >> 32;
            values[i] = (uint)draw < bound ? 0f : values[i] * scale;
        }
    }
}
