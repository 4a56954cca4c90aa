using System;
using System.Runtime.CompilerServices;

namespace RnnGen.Networks;

/// <summary>
/// Pooling over time by <see cref="Pooling.Mean"/>. A sequence keeps the sum of its rows, float by float in double precision, and their number in 64 bits.
/// </summary>
/// <remarks>
/// A float has 24 significant bits and a double 53, so that sums are exact up to 2^29 rows of about one size. Each later addition is off by at most 2^-53 of
/// the sum: after n rows the mean is off by less than n * 2^-53 times the largest magnitude of a partial sum over n (1.2e-7 of the mean magnitude of a row at
/// n = 1e9, 1.2e-6 at 1e10), and by 2^-24 of itself where it is rounded to a float. Every sum is one chain of additions in the order of time, whatever
/// is computed beside it: the bits are the same for single steps, pieces and batches, on vectors of any width and without.
/// </remarks>
internal static class MeanRows
{
    /// <summary>Takes one row.</summary>
    /// <param name="row">[width]</param>
    /// <param name="sums">The sums so far: [width]</param>
    /// <param name="count">Rows so far.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ReadOnlySpan<float> row, Span<double> sums, ref long count)
    {
        RowMath.AddWidened(row, sums[..row.Length]);
        count++;
    }

    /// <summary>Takes the packed rows of a piece.</summary>
    /// <param name="batch">The sequences that the rows are of.</param>
    /// <param name="rows">[rows, width]</param>
    /// <param name="width">Floats a row.</param>
    /// <param name="sums">The sums so far: [rank, width]</param>
    /// <param name="counts">Rows so far: [rank]</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(SequenceBatch batch, ReadOnlySpan<float> rows, int width, Span<double> sums, Span<long> counts)
    {
        ArgumentNullException.ThrowIfNull(batch);
        foreach (SequenceSegment segment in batch.Segments)
        {
            // The sequences of a step lie side by side, as their sums do.
            int stepFloats = segment.Streams * width;
            for (int step = 0; step < segment.Steps; step++)
            {
                RowMath.AddWidened(rows.Slice((segment.FirstRow * width) + (step * stepFloats), stepFloats), sums[..stepFloats]);
            }

            for (int rank = 0; rank < segment.Streams; rank++)
            {
                counts[rank] += segment.Steps;
            }
        }
    }

    /// <summary>What a sequence gives: zeros, if there were no rows.</summary>
    /// <param name="sums">[width]</param>
    /// <param name="count">Rows so far.</param>
    /// <param name="result">[width]</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Finish(ReadOnlySpan<double> sums, long count, Span<float> result)
    {
        if (count == 0)
        {
            result.Clear();
        }
        else
        {
            RowMath.DivideNarrowed(sums, count, result[..sums.Length]);
        }
    }

    /// <summary>What every sequence gives.</summary>
    /// <param name="sums">[rank, width]</param>
    /// <param name="counts">Rows so far: [rank]</param>
    /// <param name="width">Floats a row.</param>
    /// <param name="results">[rank, width]</param>
    public static void Finish(ReadOnlySpan<double> sums, ReadOnlySpan<long> counts, int width, Span<float> results)
    {
        for (int rank = 0; rank < results.Length / width; rank++)
        {
            Finish(sums.Slice(rank * width, width), counts[rank], results.Slice(rank * width, width));
        }
    }

    /// <summary>Gradients of the rows and of the sums before them, given those of the results and of the sums after them.</summary>
    /// <param name="batch">The sequences that the rows are of.</param>
    /// <param name="resultGradients">[rank, width]</param>
    /// <param name="counts">Rows when it was finished: [rank]</param>
    /// <param name="sumGradients">[rank, width], read and replaced: a sum's gradient is that of each of its rows.</param>
    /// <param name="rowGradients">[rows, width], written.</param>
    /// <param name="width">Floats a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(
        SequenceBatch batch, ReadOnlySpan<float> resultGradients, ReadOnlySpan<long> counts, Span<double> sumGradients, Span<float> rowGradients, int width)
    {
        ArgumentNullException.ThrowIfNull(batch);
        for (int rank = 0; rank < batch.Streams; rank++)
        {
            double count = counts[rank];
            for (int i = rank * width; counts[rank] > 0 && i < (rank + 1) * width; i++)
            {
                sumGradients[i] += resultGradients[i] / count;
            }
        }

        foreach (SequenceSegment segment in batch.Segments)
        {
            // The same for every step.
            Span<float> gradients = segment.Of(rowGradients, width);
            int stepFloats = segment.Streams * width;
            RowMath.DivideNarrowed(sumGradients[..stepFloats], 1, gradients[..stepFloats]);
            for (int step = 1; step < segment.Steps; step++)
            {
                gradients[..stepFloats].CopyTo(gradients[(step * stepFloats)..]);
            }
        }
    }
}
