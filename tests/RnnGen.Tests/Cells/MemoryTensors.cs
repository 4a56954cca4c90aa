using System;
using System.Collections.Generic;
using RnnGen.Formats;

namespace RnnGen.Tests.Cells;

/// <summary>Tensors in memory, as saved.</summary>
internal sealed class MemoryTensors : ITensorSink
{
    public Dictionary<string, (int[] Shape, float[] Values)> Tensors { get; } = new(StringComparer.Ordinal);

    public void Write(string name, ReadOnlySpan<int> shape, ReadOnlySpan<float> values) =>
        Tensors.Add(name, (shape.ToArray(), values.ToArray()));
}
