using System;

namespace RnnGen.Rates;

/// <summary>
/// A delay that need not be whole, as a weighted sum of neighbouring states: s(n - delay) = sum_k w_k s(n - first - k), with Lagrange's weights
/// <code>w_k = prod_(j != k) (x - j) / (k - j)      x = delay - first</code>
/// A delay of less than one step is an advance: the polynomial is followed beyond the newest state.
/// </summary>
internal sealed class StateDelay
{
    private readonly float[] _weights;

    /// <summary>Creates a delay.</summary>
    /// <param name="delay">Steps, more than 0.</param>
    /// <param name="interpolation">How it is read between two steps.</param>
    public StateDelay(double delay, RateInterpolation interpolation)
    {
        int order = interpolation == RateInterpolation.Linear ? 1 : 3;
        if (delay >= 1 && delay == Math.Floor(delay))
        {
            First = (int)delay;
            _weights = [1f];
            return;
        }

        // The delay lies in the middle interval of the states, or, where no newer state is there yet, at the edge or before it.
        First = Math.Max(1, (int)Math.Floor(delay) - (order / 2));
        _weights = new float[order + 1];
        for (int tap = 0; tap <= order; tap++)
        {
            _weights[tap] = (float)Weight(delay - First, tap, order);
        }
    }

    /// <summary>The age of the newest state of the sum, in steps: 1 is the last one.</summary>
    public int First { get; }

    /// <summary>The weights, from the newest state to the oldest.</summary>
    public ReadOnlySpan<float> Weights => _weights;

    /// <summary>The age of the oldest state of the sum, in steps.</summary>
    public int Last => First + _weights.Length - 1;

    private static double Weight(double x, int tap, int order)
    {
        double weight = 1;
        for (int other = 0; other <= order; other++)
        {
            weight *= other == tap ? 1 : (x - other) / (tap - other);
        }

        return weight;
    }
}
