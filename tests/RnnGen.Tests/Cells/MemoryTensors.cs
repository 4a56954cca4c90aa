using System;
using System.Collections.Generic;
using RnnGen.Formats;

namespace RnnGen.Tests.Cells;

/// <summary>Tensors in memory, as saved; to load from again.</summary>
internal sealed class MemoryTensors : ITensorSink, ITensorSource
{
    public Dictionary<string, (int[] Shape, float[] Values)> Tensors { get; } = new(StringComparer.Ordinal);

    public void Write(string name, ReadOnlySpan<int> shape, ReadOnlySpan<float> values) =>
        Tensors.Add(name, (shape.ToArray(), values.ToArray()));

    public string Name => "memory";

    public bool Contains(string name) => Tensors.ContainsKey(name);

    public void Read(string name, ReadOnlySpan<int> shape, Span<float> destination) => Tensors[name].Values.CopyTo(destination);
}
