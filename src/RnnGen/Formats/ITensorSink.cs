using System;

namespace RnnGen.Formats;

/// <summary>Takes named float tensors, a file as a rule: what <c>Save</c> of every emitted type takes.</summary>
public interface ITensorSink
{
    /// <summary>Adds a whole tensor. The values are copied before the call returns.</summary>
    /// <param name="name">The tensor's full name; each name once.</param>
    /// <param name="shape">The tensor's shape.</param>
    /// <param name="values">Its elements, row-major.</param>
    void Write(string name, ReadOnlySpan<int> shape, ReadOnlySpan<float> values);
}
