using System;

namespace RnnGen.Import.NeuralAmpModeler;

/// <summary>The one list of a capture's numbers, from which tensors are taken in turn.</summary>
/// <param name="values">All numbers.</param>
internal sealed class NamWeights(float[] values)
{
    private int _next;

    /// <summary>Takes the next numbers.</summary>
    /// <param name="destination">As many as it holds.</param>
    public void Take(Span<float> destination)
    {
        values.AsSpan(_next, destination.Length).CopyTo(destination);
        _next += destination.Length;
    }

    /// <summary>Takes the next numbers.</summary>
    /// <param name="count">How many.</param>
    public float[] Take(int count)
    {
        float[] taken = new float[count];
        Take(taken);
        return taken;
    }
}
