using System;
using System.ComponentModel;

namespace RnnGen.Networks;

/// <summary>Where the gradients of the inputs go that are floats: a span each, or one with all of them side by side.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IInputGradients
{
    /// <summary>Says what each span is, with its size.</summary>
    /// <param name="sizes">Checks them.</param>
    void Measure(ref GradientSizes sizes);

    /// <summary>Where the gradients of an input at a place are added to; empty where they are not wanted.</summary>
    /// <param name="input">Which input.</param>
    /// <param name="column">Floats of a place before its own, of all inputs that are floats.</param>
    /// <param name="size">Floats of the input.</param>
    /// <param name="place">Which place.</param>
    Span<float> Of(int input, int column, int size, int place);
}

/// <summary>The gradients of all inputs that are floats, side by side.</summary>
/// <param name="gradients">[places, width], or empty.</param>
/// <param name="width">Floats of a place.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct JoinedInputGradients(Span<float> gradients, int width) : IInputGradients
{
    private readonly Span<float> _gradients = gradients;

    /// <inheritdoc/>
    public void Measure(ref GradientSizes sizes) => sizes.Floats(_gradients, width, "inputGradients");

    /// <inheritdoc/>
    public Span<float> Of(int input, int column, int size, int place) => _gradients.IsEmpty ? default : _gradients.Slice((place * width) + column, size);
}
