using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Cells;

namespace RnnGen.Formats;

/// <summary>Named tensors in memory: to save into, to change, and to load from again.</summary>
public sealed class TensorStore : ITensorSink, ITensorSource
{
    private readonly Dictionary<string, (int[] Shape, float[] Values)> _tensors = new(StringComparer.Ordinal);

    private readonly Dictionary<string, CellDescription> _cells = new(StringComparer.Ordinal);

    /// <summary>The names, in the order in which they were written.</summary>
    public IReadOnlyCollection<string> Names => _tensors.Keys;

    /// <inheritdoc/>
    public string Name => "memory";

    /// <inheritdoc/>
    public bool Contains(string name) => _tensors.ContainsKey(name);

    /// <summary>A tensor's numbers, row-major: to read and to change.</summary>
    /// <param name="name">Its full name.</param>
    /// <exception cref="TensorFormatException">There is none of this name.</exception>
    public Span<float> Values(string name) => Find(name).Values;

    /// <summary>A tensor's shape.</summary>
    /// <param name="name">Its full name.</param>
    /// <exception cref="TensorFormatException">There is none of this name.</exception>
    public ReadOnlySpan<int> Shape(string name) => Find(name).Shape;

    /// <inheritdoc/>
    public void Read(string name, ReadOnlySpan<int> shape, Span<float> destination)
    {
        (int[] found, float[] values) = Find(name);
        if (!shape.SequenceEqual(found))
        {
            throw new TensorFormatException(Name, name, "shape", $"is [{string.Join(", ", found)}]; [{string.Join(", ", shape.ToArray())}] was wanted.");
        }

        if (destination.Length != values.Length)
        {
            throw new ArgumentException($"'{nameof(destination)}' has size {destination.Length}; it needs {values.Length}.", nameof(destination));
        }

        values.CopyTo(destination);
    }

    /// <inheritdoc/>
    public void Write(string name, ReadOnlySpan<int> shape, ReadOnlySpan<float> values)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (shape.ToArray().Aggregate(1L, static (count, size) => count * size) != values.Length)
        {
            throw new ArgumentException($"'{nameof(values)}' has size {values.Length}, which is not that of the shape.", nameof(values));
        }

        if (!_tensors.TryAdd(name, (shape.ToArray(), values.ToArray())))
        {
            throw new ArgumentException($"There is a tensor '{name}' already.", nameof(name));
        }
    }

    /// <summary>What a cell said of its tensors when it was saved into this store.</summary>
    /// <param name="weight">The full name of its recurrent weights.</param>
    /// <returns>The cell, or null if they are not a cell's, or came another way.</returns>
    internal CellDescription? Cell(string weight) => _cells.GetValueOrDefault(weight);

    /// <inheritdoc/>
    void ITensorSink.Describe(string weight, CellDescription cell) => _cells[weight] = cell;

    private (int[] Shape, float[] Values) Find(string name) => _tensors.TryGetValue(name, out (int[] Shape, float[] Values) tensor)
        ? tensor
        : throw new TensorFormatException(Name, name, null, "is missing.");
}
