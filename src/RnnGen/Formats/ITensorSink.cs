using System;
using RnnGen.Cells;

namespace RnnGen.Formats;

/// <summary>Takes named float tensors, a file as a rule: what <c>Save</c> of every emitted type takes.</summary>
public interface ITensorSink
{
    /// <summary>Adds a whole tensor. The values are copied before the call returns.</summary>
    /// <param name="name">The tensor's full name; each name once.</param>
    /// <param name="shape">The tensor's shape; empty for a scalar.</param>
    /// <param name="values">Its elements, row-major: as many as <paramref name="shape"/> has.</param>
    /// <exception cref="ArgumentException">The name is taken or not allowed, or the number of values is not that of the shape.</exception>
    void Write(string name, ReadOnlySpan<int> shape, ReadOnlySpan<float> values);

    /// <summary>Says what cell tensors are of, once they are written.</summary>
    /// <param name="weight">The full name of the cell's recurrent weights.</param>
    /// <param name="cell">The cell.</param>
    internal void Describe(string weight, CellDescription cell)
    {
    }
}
