using System;
using System.Runtime.CompilerServices;
using RnnGen.Formats;
using RnnGen.Numerics;

namespace RnnGen.Networks;

/// <summary>An embedding over rows: of each token its row of a table, and the way between that table and PyTorch's <c>nn.Embedding</c>.</summary>
internal static class EmbeddingRows
{
    /// <summary>Copies the rows of tokens, which must be in the vocabulary.</summary>
    /// <param name="table">[vocabulary, size]</param>
    /// <param name="size">Floats a token.</param>
    /// <param name="tokens">[rows]</param>
    /// <param name="rows">[rows, size]</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy(ReadOnlySpan<float> table, int size, ReadOnlySpan<int> tokens, Span<float> rows)
    {
        for (int row = 0; row < tokens.Length; row++)
        {
            table.Slice(tokens[row] * size, size).CopyTo(rows.Slice(row * size, size));
        }
    }

    /// <summary>Adds the gradients of rows to those of their tokens' rows of the table, the rows ascending.</summary>
    /// <param name="table">Gradients: [vocabulary, size]</param>
    /// <param name="size">Floats a token.</param>
    /// <param name="tokens">[rows]</param>
    /// <param name="rows">Gradients: [rows, size]</param>
    /// <param name="paddingIndex">The token that has no gradients, or -1.</param>
    /// <param name="touched">Notes the tokens, or null.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddGradients(Span<float> table, int size, ReadOnlySpan<int> tokens, ReadOnlySpan<float> rows, int paddingIndex, TouchedRows? touched = null)
    {
        for (int row = 0; row < tokens.Length; row++)
        {
            if (tokens[row] != paddingIndex)
            {
                touched?.Add(tokens[row]);
                RowMath.Add(rows.Slice(row * size, size), table.Slice(tokens[row] * size, size));
            }
        }
    }

    /// <summary>Loads <c>weight</c> [vocabulary, size].</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="module">Where it is.</param>
    /// <param name="vocabulary">Tokens.</param>
    /// <param name="size">Floats a token.</param>
    /// <param name="table">[vocabulary, size]</param>
    public static void Load(ModelReader reader, TensorModule module, int vocabulary, int size, Span<float> table) =>
        reader.Read(module.Name("weight"), [vocabulary, size], table[..(vocabulary * size)]);

    /// <summary>Saves <c>weight</c> [vocabulary, size]: parameters, or their gradients.</summary>
    /// <param name="sink">Where to.</param>
    /// <param name="prefix">What stands before the name, with its dot.</param>
    /// <param name="vocabulary">Tokens.</param>
    /// <param name="size">Floats a token.</param>
    /// <param name="table">[vocabulary, size]</param>
    public static void Save(ITensorSink sink, string prefix, int vocabulary, int size, ReadOnlySpan<float> table)
    {
        ArgumentNullException.ThrowIfNull(sink);
        sink.Write(prefix + "weight", [vocabulary, size], table[..(vocabulary * size)]);
    }

    /// <summary>Draws every number from the standard normal distribution, PyTorch's default (by the polar method of Marsaglia and Bray 1964).</summary>
    /// <param name="seed">The same seed gives the same parameters on every machine.</param>
    /// <param name="count">Numbers: vocabulary times size.</param>
    /// <param name="table">[vocabulary, size]</param>
    public static void Initialize(int seed, int count, Span<float> table)
    {
        var random = new SplitMix64((ulong)seed);
        DrawNormal(ref random, table[..count]);
    }

    /// <summary>Draws numbers from the standard normal distribution.</summary>
    /// <param name="random">Where from.</param>
    /// <param name="table">All written.</param>
    internal static void DrawNormal(ref SplitMix64 random, Span<float> table)
    {
        for (int index = 0; index < table.Length; index += 2)
        {
            float u, v, square;
            do
            {
                u = random.NextUniform(1f);
                v = random.NextUniform(1f);
                square = (u * u) + (v * v);
            }
            while (square is >= 1f or 0f);
            float scale = (float)Math.Sqrt(-2 * Math.Log(square) / square);
            table[index] = u * scale;
            if (index + 1 < table.Length)
            {
                table[index + 1] = v * scale;
            }
        }
    }
}
