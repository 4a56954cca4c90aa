using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Formats;

namespace RnnGen.Import.Export;

/// <summary>The tensors of a model while it is written.</summary>
internal sealed class SavedTensors : ITensorSink
{
    private readonly Dictionary<string, float[]> _values = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Write(string name, ReadOnlySpan<int> shape, ReadOnlySpan<float> values) => _values.Add(name, values.ToArray());

    /// <summary>A tensor that every model of its kind has.</summary>
    public float[] this[string name] => _values.TryGetValue(name, out float[]? values)
        ? values
        : throw new NotSupportedException($"The model saves no tensor '{name}', which a layer as it is described has.");

    /// <summary>A tensor that may be left out, or null.</summary>
    public float[]? Find(string name) => _values.GetValueOrDefault(name);

    /// <summary>A matrix [rows, columns] as [columns, rows].</summary>
    public static float[] Transposed(ReadOnlySpan<float> matrix, int columns)
    {
        int rows = matrix.Length / columns;
        float[] transposed = new float[matrix.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                transposed[(column * rows) + row] = matrix[(row * columns) + column];
            }
        }

        return transposed;
    }

    /// <summary>The blocks of a tensor in another order; -1 stands for a block of zeros.</summary>
    /// <param name="values">[blocks, ...]</param>
    /// <param name="blocks">How many there are.</param>
    /// <param name="order">For each block of the result, which one it is.</param>
    public static float[] Reordered(float[] values, int blocks, ReadOnlySpan<int> order)
    {
        int length = values.Length / blocks;
        float[] reordered = new float[order.Length * length];
        for (int block = 0; block < order.Length; block++)
        {
            if (order[block] >= 0)
            {
                values.AsSpan(order[block] * length, length).CopyTo(reordered.AsSpan(block * length));
            }
        }

        return reordered;
    }

    /// <summary>Whether a tensor is there and has a number that is not zero.</summary>
    public static bool IsNonzero(float[]? values) => values is not null && values.Any(static value => value != 0);
}
