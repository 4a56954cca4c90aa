using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Formats;

namespace RnnGen.Benchmarks.Contestants;

/// <summary>A cell's weights on their way to a peer: tensors in memory, named and ordered as in PyTorch.</summary>
internal sealed class CellWeights : ITensorSink
{
    private readonly Dictionary<string, (int[] Shape, float[] Values)> _tensors = [];

    /// <summary>The tensors' names.</summary>
    public IEnumerable<string> Names => _tensors.Keys;

    /// <inheritdoc/>
    public void Write(string name, ReadOnlySpan<int> shape, ReadOnlySpan<float> values) =>
        _tensors.Add(name, (shape.ToArray(), values.ToArray()));

    /// <summary>A tensor's elements, row-major.</summary>
    /// <param name="name">Its name.</param>
    public float[] Values(string name) => _tensors[name].Values;

    /// <summary>The elements of all tensors, one after the other.</summary>
    public float[] AllValues() => [.. _tensors.Values.SelectMany(static tensor => tensor.Values)];

    /// <summary>A tensor's shape, as peers take it.</summary>
    /// <param name="name">Its name.</param>
    public long[] Shape(string name) => [.. _tensors[name].Shape.Select(static size => (long)size)];
}
