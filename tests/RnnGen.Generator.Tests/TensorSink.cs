using System;
using System.Collections.Generic;
using RnnGen.Formats;

namespace RnnGen.Generator.Tests;

/// <summary>Tensors in memory.</summary>
internal sealed class TensorSink : ITensorSink
{
    public Dictionary<string, float[]> Values { get; } = [];

    public void Write(string name, ReadOnlySpan<int> shape, ReadOnlySpan<float> values) => Values.Add(name, values.ToArray());
}
