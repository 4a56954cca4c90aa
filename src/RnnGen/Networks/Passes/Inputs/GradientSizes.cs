using System;
using System.ComponentModel;
using RnnGen.Memory;

namespace RnnGen.Networks;

/// <summary>The sizes of the gradients of several inputs, and that they are in no other buffer of the call. A message names the argument.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct GradientSizes
{
    private readonly long _places;
    private readonly ReadOnlySpan<float> _outputGradients;
    private readonly ReadOnlySpan<float> _gradients;
    private readonly ReadOnlySpan<byte> _stateGradients;

    internal GradientSizes(long places, ReadOnlySpan<float> outputGradients, ReadOnlySpan<float> gradients, ReadOnlySpan<byte> stateGradients)
    {
        _places = places;
        _outputGradients = outputGradients;
        _gradients = gradients;
        _stateGradients = stateGradients;
    }

    /// <summary>Whether any are wanted.</summary>
    internal bool AreWanted { get; private set; }

    /// <summary>Those of floats.</summary>
    /// <param name="inputGradients">The span, or empty.</param>
    /// <param name="size">Floats a place; 0 where no input takes floats.</param>
    /// <param name="argument">Its name.</param>
    /// <exception cref="ArgumentException">It has not the size it needs, or overlaps another buffer.</exception>
    public void Floats(scoped ReadOnlySpan<float> inputGradients, int size, string argument)
    {
        if (inputGradients.IsEmpty)
        {
            return;
        }

        if (size == 0)
        {
            throw new ArgumentException($"'{argument}' must be empty: token ids have no gradients.", argument);
        }

        NetworkArguments.CheckSize(inputGradients.Length, _places * size, argument);
        BufferOverlap.Check(inputGradients, _outputGradients, argument, "outputGradients");
        BufferOverlap.Check(inputGradients, _gradients, argument, "gradients");
        BufferOverlap.Check(inputGradients, _stateGradients, argument, "stateGradients");
        AreWanted = true;
    }
}
