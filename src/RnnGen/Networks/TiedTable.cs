using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnGen.Networks;

/// <summary>
/// The table of an embedding that is the weight of a dense layer, too. It lies as the dense layer reads it, since that goes through all of it, and the embedding through few
/// rows: the numbers of a token's row are one from each of the layer's rows of outputs side by side.
/// </summary>
/// <param name="size">Floats a token: what the dense layer takes.</param>
/// <param name="vocabulary">Tokens: what it gives.</param>
internal readonly struct TiedTable(int size, int vocabulary)
{
    /// <summary>The dense layer's.</summary>
    public DenseLayout Layout => new(size, vocabulary);

    /// <summary>Copies the rows of tokens, which must be in the vocabulary.</summary>
    /// <param name="parameters">The dense layer's, and what is behind them.</param>
    /// <param name="tokens">[rows]</param>
    /// <param name="rows">[rows, size]</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Copy(ReadOnlySpan<float> parameters, ReadOnlySpan<int> tokens, Span<float> rows)
    {
        for (int row = 0; row < tokens.Length; row++)
        {
            (int first, int stride) = Layout.RowOf(tokens[row]);
            Span<float> to = rows.Slice(row * size, size);
            ref float from = ref MemoryMarshal.GetReference(parameters[first..Layout.Length]);
            for (int column = 0; column < to.Length; column++)
            {
                to[column] = Unsafe.Add(ref from, column * stride);
            }
        }
    }

    /// <summary>Adds the gradients of rows to those of their tokens' rows of the table, the rows ascending.</summary>
    /// <param name="gradients">Those of the dense layer's parameters, and what is behind them.</param>
    /// <param name="tokens">[rows]</param>
    /// <param name="rows">Gradients: [rows, size]</param>
    /// <param name="paddingIndex">The token whose use has no gradients, or -1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddGradients(Span<float> gradients, ReadOnlySpan<int> tokens, ReadOnlySpan<float> rows, int paddingIndex)
    {
        for (int row = 0; row < tokens.Length; row++)
        {
            if (tokens[row] == paddingIndex)
            {
                continue;
            }

            (int first, int stride) = Layout.RowOf(tokens[row]);
            ReadOnlySpan<float> from = rows.Slice(row * size, size);
            ref float to = ref MemoryMarshal.GetReference(gradients[first..Layout.Length]);
            for (int column = 0; column < from.Length; column++)
            {
                Unsafe.Add(ref to, column * stride) += from[column];
            }
        }
    }

    /// <summary>Draws the table as <see cref="EmbeddingRows.Initialize"/> does.</summary>
    /// <param name="seed">The same seed gives the same table on every machine.</param>
    /// <param name="paddingIndex">The token whose row is zeros, or -1.</param>
    /// <param name="parameters">The dense layer's.</param>
    public void Initialize(int seed, int paddingIndex, Span<float> parameters)
    {
        float[] table = new float[vocabulary * size];
        EmbeddingRows.Initialize(seed, table.Length, table);
        for (int token = 0; token < vocabulary; token++)
        {
            (int first, int stride) = Layout.RowOf(token);
            for (int column = 0; column < size; column++)
            {
                parameters[first + (column * stride)] = token == paddingIndex ? 0 : table[(token * size) + column];
            }
        }
    }
}
