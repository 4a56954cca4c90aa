using System;

namespace RnnGen.Formats;

/// <summary>A source that also gives parts of tensors, so that nobody needs memory for a whole one beside its parameters.</summary>
internal interface ITensorParts : ITensorSource
{
    /// <summary>Checks what <see cref="ITensorSource.Read"/> checks, and reads nothing.</summary>
    /// <param name="name">The tensor's full name.</param>
    /// <param name="shape">The shape that the tensor must have.</param>
    /// <exception cref="TensorFormatException">The tensor is missing, or its type or shape is not the wanted one.</exception>
    void Check(string name, ReadOnlySpan<int> shape);

    /// <summary>Reads consecutive elements of a tensor that was checked, row-major, converted to float.</summary>
    /// <param name="name">The tensor's full name.</param>
    /// <param name="start">The first element.</param>
    /// <param name="destination">Takes as many as it has room for, which the tensor must have.</param>
    /// <exception cref="TensorFormatException">An element does not fit a float, or the data ends too early.</exception>
    void ReadPart(string name, long start, Span<float> destination);
}
