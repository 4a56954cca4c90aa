using System;
using System.Collections.Generic;
using RnnGen.Formats;

namespace RnnGen.Build;

/// <summary>Notes names and shapes of tensors on their way.</summary>
/// <param name="sink">Takes them.</param>
internal sealed class ShapeList(ITensorSink sink) : ITensorSink
{
    private readonly List<(string Name, int[] Shape)> _tensors = [];

    /// <summary>The tensors, in the order in which they came.</summary>
    public IReadOnlyList<(string Name, int[] Shape)> Tensors => _tensors;

    /// <inheritdoc/>
    public void Write(string name, ReadOnlySpan<int> shape, ReadOnlySpan<float> values)
    {
        _tensors.Add((name, shape.ToArray()));
        sink.Write(name, shape, values);
    }
}
