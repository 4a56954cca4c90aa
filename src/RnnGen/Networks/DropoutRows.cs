using System;
using System.Runtime.CompilerServices;
using RnnGen.Numerics;

namespace RnnGen.Networks;

/// <summary>
/// Dropout (Srivastava et al. 2014): some floats become zero, the others are divided by the share that is left. What is dropped is a function of seed,
/// layer, stream, step and float alone, so that it is the same however a batch is packed, and again in the backward pass.
/// </summary>
internal static class DropoutRows
{
    /// <summary>Applies it in place: to outputs, and with the same arguments to their gradients.</summary>
    /// <param name="rate">The share to drop, 0 to below 1.</param>
    /// <param name="seed">The seed of the tape.</param>
    /// <param name="layer">Tells apart the layers of a network.</param>
    /// <param name="batch">The sequences that the rows are of.</param>
    /// <param name="rows">[rows, width], packed.</param>
    /// <param name="width">Floats a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(double rate, long seed, int layer, SequenceBatch batch, Span<float> rows, int width)
    {
        ArgumentNullException.ThrowIfNull(batch);
        uint bound = (uint)(rate * 4294967296.0);
        float scale = (float)(1 / (1 - rate));
        ulong layerKey = new SplitMix64(new SplitMix64((ulong)seed).Next() ^ (ulong)layer).Next();
        foreach (SequenceSegment segment in batch.Segments)
        {
            int row = segment.FirstRow;
            for (int step = segment.FirstStep; step < segment.FirstStep + segment.Steps; step++)
            {
                for (int rank = 0; rank < segment.Streams; rank++, row++)
                {
                    ulong place = ((ulong)(uint)batch.StreamOf(rank) << 32) | (uint)step;
                    Apply(new SplitMix64(new SplitMix64(layerKey ^ place).Next()), bound, scale, rows.Slice(row * width, width));
                }
            }
        }
    }

    // Two floats a draw.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Apply(SplitMix64 random, uint bound, float scale, Span<float> row)
    {
        ulong draw = 0;
        for (int i = 0; i < row.Length; i++)
        {
            draw = (i & 1) == 0 ? random.Next() : draw >> 32;
            row[i] = (uint)draw < bound ? 0f : row[i] * scale;
        }
    }
}
