using System;
using System.ComponentModel;

namespace RnnGen.Networks;

/// <summary>
/// Pooling over time by <see cref="Pooling.FinalState"/>: a sequence gives the hidden state of each direction of the layer before, as it is at the end. It
/// keeps nothing of its own.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class FinalStateRows
{
    /// <summary>What every sequence gives, of one direction.</summary>
    /// <typeparam name="TState">The state of the layer's cell.</typeparam>
    /// <param name="states">[rank, ...]</param>
    /// <param name="offset">Floats of other directions before its own.</param>
    /// <param name="width">Floats a sequence, of all directions.</param>
    /// <param name="results">[rank, width]</param>
    public static void Finish<TState>(Span<TState> states, int offset, int width, Span<float> results)
        where TState : struct, IRecurrentState
    {
        for (int rank = 0; rank < results.Length / width; rank++)
        {
            states[rank].Hidden.CopyTo(results.Slice((rank * width) + offset, width - offset));
        }
    }

    /// <summary>Adds the gradients of the results to those of the final states, of one direction.</summary>
    /// <typeparam name="TState">The state of the layer's cell.</typeparam>
    /// <param name="resultGradients">[rank, width]</param>
    /// <param name="offset">Floats of other directions before its own.</param>
    /// <param name="width">Floats a sequence, of all directions.</param>
    /// <param name="stateGradients">[rank, ...], added to.</param>
    public static void Backward<TState>(ReadOnlySpan<float> resultGradients, int offset, int width, Span<TState> stateGradients)
        where TState : struct, IRecurrentState
    {
        for (int rank = 0; rank < resultGradients.Length / width; rank++)
        {
            Span<float> hidden = stateGradients[rank].Hidden;
            RowMath.Add(resultGradients.Slice((rank * width) + offset, hidden.Length), hidden);
        }
    }
}
