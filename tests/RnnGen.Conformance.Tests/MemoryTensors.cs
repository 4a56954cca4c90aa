using System;
using System.Collections.Generic;
using RnnGen.Formats;

namespace RnnGen.Conformance.Tests;

/// <summary>Tensors in memory, as something saved them.</summary>
internal sealed class MemoryTensors : ITensorSink
{
    private readonly Dictionary<string, float[]> _tensors = [];

    public IReadOnlyCollection<string> Names => _tensors.Keys;

    public float[] Read(string name) => _tensors[name];

    public void Write(string name, ReadOnlySpan<int> shape, ReadOnlySpan<float> values) => _tensors.Add(name, values.ToArray());
}
