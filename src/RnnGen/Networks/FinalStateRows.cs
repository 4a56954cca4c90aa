using System;

namespace RnnGen.Networks;

/// <summary>
/// Pooling over time by <see cref="Pooling.FinalState"/>: a sequence gives the hidden state of each direction of the layer before, as it is at the end. It
/// keeps nothing of its own.
/// </summary>
internal static class FinalStateRows
{
    /// <summary>What every sequence gives.</summary>
    /// <param name="network">The network.</param>
    /// <param name="states">The states at the end.</param>
    /// <param name="firstCell">The cell of the first direction.</param>
    /// <param name="directions">Directions.</param>
    /// <param name="results">[rank, direction, hidden]</param>
    public static void Finish(NetworkDescription network, NetworkStates states, int firstCell, int directions, Span<float> results)
    {
        int hidden = HiddenOf(network, firstCell);
        for (int row = 0; row < results.Length / hidden; row++)
        {
            HiddenOf(network, states, firstCell + (row % directions), row / directions, hidden).CopyTo(results.Slice(row * hidden, hidden));
        }
    }

    /// <summary>Adds the gradients of the results to those of the final states.</summary>
    /// <param name="network">The network.</param>
    /// <param name="resultGradients">[rank, direction, hidden]</param>
    /// <param name="firstCell">The cell of the first direction.</param>
    /// <param name="directions">Directions.</param>
    /// <param name="stateGradients">Added to.</param>
    public static void Backward(
        NetworkDescription network, ReadOnlySpan<float> resultGradients, int firstCell, int directions, NetworkStates stateGradients)
    {
        int hidden = HiddenOf(network, firstCell);
        for (int row = 0; row < resultGradients.Length / hidden; row++)
        {
            RowMath.Add(resultGradients.Slice(row * hidden, hidden), HiddenOf(network, stateGradients, firstCell + (row % directions), row / directions, hidden));
        }
    }

    private static int HiddenOf(NetworkDescription network, int cell) => network.Cells[cell].OutputSize;

    private static Span<float> HiddenOf(NetworkDescription network, NetworkStates states, int cell, int rank, int hidden) =>
        states.Cells[cell].Span.Slice(rank * network.Cells[cell].StateFloats, hidden);
}
