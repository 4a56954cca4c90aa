using System;
using System.Collections.Generic;

namespace RnnGen.Formats;

/// <summary>Named float tensors to read from, a file as a rule: what <c>Load</c> of every emitted type takes.</summary>
public interface ITensorSource
{
    /// <summary>Where the tensors come from (a path as a rule), for error messages.</summary>
    string Name { get; }

    /// <summary>
    /// The full names of all tensors, or null where the source cannot list them; <see cref="LoadMode.Module"/> then cannot find tensors that nothing reads, and
    /// <see cref="LoadMode.WholeFile"/> is refused.
    /// </summary>
    IReadOnlyCollection<string>? Names => null;

    /// <summary>
    /// The cells and layers that have tensors, in the order in which data goes through them (of two directions the forward one first), or null where the source does not
    /// know it. A model one of whose names is not there is then loaded by place, if it has as many cells and layers with tensors: the first of them is what is declared
    /// first, whatever its name, and so on. A prefix that is given to <c>Load</c> leaves those whose own prefix starts with it.
    /// </summary>
    IReadOnlyList<TensorModule>? Modules => null;

    /// <summary>Whether the source has a tensor of this name.</summary>
    /// <param name="name">The tensor's full name.</param>
    bool Contains(string name);

    /// <summary>Reads a whole tensor, row-major, converted to float.</summary>
    /// <param name="name">The tensor's full name.</param>
    /// <param name="shape">The shape that the tensor must have.</param>
    /// <param name="destination">As many elements as <paramref name="shape"/> has.</param>
    /// <exception cref="TensorFormatException">The tensor is missing, or its type or shape is not the wanted one.</exception>
    /// <exception cref="ArgumentException">The length of <paramref name="destination"/> is not that of the shape.</exception>
    void Read(string name, ReadOnlySpan<int> shape, Span<float> destination);
}
