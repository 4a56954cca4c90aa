using System;
using System.Runtime.CompilerServices;

namespace RnnGen.Networks;

/// <summary>
/// Pooling over time by <see cref="Pooling.LastStep"/> or <see cref="Pooling.Max"/>. A sequence keeps, step by step, the last row or the largest of every
/// float; the number of rows says whether there is anything.
/// </summary>
internal static class PoolingRows
{
    /// <summary>Takes one row.</summary>
    /// <param name="pooling">How.</param>
    /// <param name="row">[width]</param>
    /// <param name="pooled">What is kept: [width]</param>
    /// <param name="count">Rows so far.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(Pooling pooling, ReadOnlySpan<float> row, Span<float> pooled, ref long count)
    {
        if (count == 0 || pooling == Pooling.LastStep)
        {
            row.CopyTo(pooled);
        }
        else
        {
            for (int i = 0; i < row.Length; i++)
            {
                pooled[i] = IsLarger(row[i], pooled[i]) ? row[i] : pooled[i];
            }
        }

        count++;
    }

    /// <summary>Takes the packed rows of a piece.</summary>
    /// <param name="pooling">How.</param>
    /// <param name="batch">The sequences that the rows are of.</param>
    /// <param name="rows">[rows, width]</param>
    /// <param name="width">Floats a row.</param>
    /// <param name="pooled">What is kept: [rank, width]</param>
    /// <param name="counts">Rows so far: [rank]</param>
    /// <param name="winners">Of <see cref="Pooling.Max"/>, the row that each float is from: [rank, width], or empty.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(
        Pooling pooling, SequenceBatch batch, ReadOnlySpan<float> rows, int width, Span<float> pooled, Span<long> counts, Span<int> winners = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        foreach (SequenceSegment segment in batch.Segments)
        {
            int row = segment.FirstRow;
            for (int step = 0; step < segment.Steps; step++)
            {
                for (int rank = 0; rank < segment.Streams; rank++, row++)
                {
                    ReadOnlySpan<float> values = rows.Slice(row * width, width);
                    Span<float> target = pooled.Slice(rank * width, width);
                    for (int i = 0; !winners.IsEmpty && i < width; i++)
                    {
                        if (counts[rank] == 0 || IsLarger(values[i], target[i]))
                        {
                            winners[(rank * width) + i] = row;
                        }
                    }

                    Add(pooling, values, target, ref counts[rank]);
                }
            }
        }
    }

    /// <summary>What a sequence gives: zeros, if there were no rows.</summary>
    /// <param name="pooled">What is kept: [width]</param>
    /// <param name="count">Rows so far.</param>
    /// <param name="result">[width]</param>
    public static void Finish(ReadOnlySpan<float> pooled, long count, Span<float> result)
    {
        if (count == 0)
        {
            result.Clear();
        }
        else
        {
            pooled.CopyTo(result);
        }
    }

    /// <summary>What every sequence gives.</summary>
    /// <param name="pooled">What is kept: [rank, width]</param>
    /// <param name="counts">Rows so far: [rank]</param>
    /// <param name="width">Floats a row.</param>
    /// <param name="results">[rank, width]</param>
    public static void Finish(ReadOnlySpan<float> pooled, ReadOnlySpan<long> counts, int width, Span<float> results)
    {
        for (int rank = 0; rank < results.Length / width; rank++)
        {
            Finish(pooled.Slice(rank * width, width), counts[rank], results.Slice(rank * width, width));
        }
    }

    /// <summary>Gradients of the rows and of what was kept before them, given those of the results and of what is kept after them.</summary>
    /// <param name="pooling">How.</param>
    /// <param name="batch">The sequences that the rows are of.</param>
    /// <param name="resultGradients">[rank, width]</param>
    /// <param name="counts">Rows when it was finished: [rank]</param>
    /// <param name="winners">Of <see cref="Pooling.Max"/>, the row that each float is from, or -1 where it was there before: [rank, width]</param>
    /// <param name="pooledGradients">[rank, width], read and replaced.</param>
    /// <param name="rowGradients">[rows, width], written.</param>
    /// <param name="width">Floats a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(
        Pooling pooling, SequenceBatch batch, ReadOnlySpan<float> resultGradients, ReadOnlySpan<long> counts, ReadOnlySpan<int> winners,
        Span<float> pooledGradients, Span<float> rowGradients, int width)
    {
        ArgumentNullException.ThrowIfNull(batch);
        for (int rank = 0; rank < batch.Streams; rank++)
        {
            if (counts[rank] > 0)
            {
                RowMath.Add(resultGradients.Slice(rank * width, width), pooledGradients.Slice(rank * width, width));
            }
        }

        rowGradients.Clear();
        foreach (SequenceSegment segment in batch.Segments)
        {
            int row = segment.FirstRow;
            for (int step = segment.FirstStep; step < segment.FirstStep + segment.Steps; step++)
            {
                for (int rank = 0; rank < segment.Streams; rank++, row++)
                {
                    if (pooling == Pooling.LastStep && step == batch.LengthOf(rank) - 1)
                    {
                        pooledGradients.Slice(rank * width, width).CopyTo(rowGradients.Slice(row * width, width));
                    }
                }
            }
        }

        for (int rank = 0; rank < batch.Streams; rank++)
        {
            if (pooling == Pooling.LastStep && batch.LengthOf(rank) > 0)
            {
                pooledGradients.Slice(rank * width, width).Clear();
            }

            for (int i = rank * width; pooling == Pooling.Max && i < (rank + 1) * width; i++)
            {
                if (winners[i] >= 0)
                {
                    rowGradients[(winners[i] * width) + (i % width)] = pooledGradients[i];
                    pooledGradients[i] = 0f;
                }
            }
        }
    }

    // The first of equal ones stays; NaN is larger than any number, so that it shows.
    private static bool IsLarger(float value, float than) => value > than || (float.IsNaN(value) && !float.IsNaN(than));
}
