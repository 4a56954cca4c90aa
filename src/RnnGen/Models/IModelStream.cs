using System;
using System.Diagnostics.CodeAnalysis;

namespace RnnGen;

/// <summary>A model with the state of one stream, for code that does not know the model's type. One thread at a time; a step creates no garbage.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "A stream is one sequence of steps here, as everywhere in the library: it is no stream of bytes.")]
public interface IModelStream
{
    /// <summary>The model.</summary>
    IModel Model { get; }

    /// <summary>One step of a model that takes floats.</summary>
    /// <param name="input">[<see cref="IModel.InputSize"/>]</param>
    /// <param name="output">[<see cref="IModel.OutputSize"/>]; where time is pooled, of all steps so far.</param>
    /// <exception cref="ArgumentException">A span has not the size it needs; the state stays as it was.</exception>
    /// <exception cref="InvalidOperationException">The model takes token ids.</exception>
    void Step(ReadOnlySpan<float> input, Span<float> output);

    /// <summary>One step of a model that takes token ids.</summary>
    /// <param name="input">The token's id: [1]</param>
    /// <param name="output">[<see cref="IModel.OutputSize"/>]; where time is pooled, of all steps so far.</param>
    /// <exception cref="ArgumentException">A span has not the size it needs; the state stays as it was.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The token is not in the vocabulary; the state stays as it was.</exception>
    /// <exception cref="InvalidOperationException">The model takes floats.</exception>
    void Step(ReadOnlySpan<int> input, Span<float> output);

    /// <summary>Sets the state to the model's rest state (zeros as a rule): the next step is the first of a new sequence.</summary>
    void Reset();
}
