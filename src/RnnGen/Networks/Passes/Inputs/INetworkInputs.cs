using System;
using System.ComponentModel;

namespace RnnGen.Networks;

/// <summary>
/// The inputs of a call of a network of several: a span each, or an element a step with all of them. A place is one step of one stream in the caller's layout.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface INetworkInputs
{
    /// <summary>Whether they are one span of steps.</summary>
    static abstract bool IsOfSteps { get; }

    /// <summary>Says what each span is, with its size.</summary>
    /// <param name="sizes">Checks them.</param>
    void Measure(ref InputSizes sizes);

    /// <summary>The ids of an input at a place: one token, or a bag.</summary>
    /// <param name="input">Which input.</param>
    /// <param name="place">Which place.</param>
    ReadOnlySpan<int> Ids(int input, int place);

    /// <summary>The floats of an input at a place.</summary>
    /// <param name="input">Which input.</param>
    /// <param name="place">Which place.</param>
    ReadOnlySpan<float> Floats(int input, int place);
}
