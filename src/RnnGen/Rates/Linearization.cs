using System;
using System.Numerics;

namespace RnnGen.Rates;

/// <summary>
/// The poles of a corrected model, linearised where it rests. With its Jacobian J there, s(n) = J sum_k w_k s(n - first - k) is, along each eigenvector of J, a
/// recurrence of one number; the poles are the roots z of
/// <code>z^last = lambda sum_k w_k z^(last - first - k)      for each eigenvalue lambda of J</code>
/// (Carson, Wright and Bilbao, arXiv 2409.15884).
/// </summary>
internal static class Linearization
{
    /// <summary>The most steps in which a model must settle: more than five seconds at 48 kHz.</summary>
    private const int MaxSteps = 1 << 18;

    /// <summary>The most by which a state changes in a step that counts as settled, relative to its size where that is above 1.</summary>
    private const float Tolerance = 1e-6f;

    /// <summary>The larger distance of the differences; the other is half of it.</summary>
    private const float Distance = 1f / 64;

    /// <summary>Finds the poles.</summary>
    /// <param name="model">The model, without correction.</param>
    /// <param name="delay">The correction.</param>
    public static RateStability Examine(ZeroInputRecurrence model, StateDelay delay)
    {
        float[] state = new float[model.Count];
        model.Rest(state);
        if (!Settle(model, state))
        {
            return new RateStability(Settles: false, LargestPole: double.NaN, ModelPole: double.NaN);
        }

        double largest = 0, own = 0;
        foreach (Complex eigenvalue in Eigenvalues.Of(Jacobian(model, state)))
        {
            own = Math.Max(own, eigenvalue.Magnitude);
            largest = Math.Max(largest, LargestRoot(eigenvalue, delay));
        }

        return new RateStability(Settles: true, largest, own);
    }

    /// <summary>Steps until nothing changes.</summary>
    /// <param name="model">The model.</param>
    /// <param name="state">From where; on return where it has come to.</param>
    /// <returns>Whether it rests there.</returns>
    private static bool Settle(ZeroInputRecurrence model, float[] state)
    {
        float[] next = new float[state.Length];
        for (int step = 0; step < MaxSteps; step++)
        {
            model.Step(state, next);
            bool isFinite = true, isSettled = true;
            for (int index = 0; index < state.Length; index++)
            {
                isFinite &= float.IsFinite(next[index]);
                isSettled &= Math.Abs(next[index] - state[index]) <= Tolerance * Math.Max(1, Math.Abs(next[index]));
            }

            next.CopyTo(state, 0);
            if (!isFinite || isSettled)
            {
                return isFinite;
            }
        }

        return false;
    }

    /// <summary>
    /// The derivatives of every float of the next state by every float of the state: central differences over two distances, combined so that what they lack of
    /// the third order goes (Richardson). So the distances may be large, and the rounding of floats small beside the differences.
    /// </summary>
    private static double[,] Jacobian(ZeroInputRecurrence model, float[] state)
    {
        int count = state.Length;
        var jacobian = new double[count, count];
        double[] wide = new double[count], narrow = new double[count];
        float[] above = new float[count], below = new float[count], moved = (float[])state.Clone();
        for (int column = 0; column < count; column++)
        {
            float distance = Distance * Math.Max(1, Math.Abs(state[column]));
            Differences(distance, wide);
            Differences(distance / 2, narrow);
            for (int row = 0; row < count; row++)
            {
                jacobian[row, column] = ((4 * narrow[row]) - wide[row]) / 3;
            }

            void Differences(float distance, double[] differences)
            {
                float old = state[column], up = old + distance, down = old - distance;
                moved[column] = up;
                model.Step(moved, above);
                moved[column] = down;
                model.Step(moved, below);
                moved[column] = old;
                for (int row = 0; row < count; row++)
                {
                    differences[row] = ((double)above[row] - below[row]) / ((double)up - down);
                }
            }
        }

        return jacobian;
    }

    /// <summary>The magnitude of the largest root: the largest eigenvalue of the polynomial's companion matrix.</summary>
    private static double LargestRoot(Complex eigenvalue, StateDelay delay)
    {
        if (delay.Weights.Length == 1)
        {
            return Math.Pow(eigenvalue.Magnitude, 1.0 / delay.Last);
        }

        var companion = new Complex[delay.Last, delay.Last];
        for (int row = 1; row < delay.Last; row++)
        {
            companion[row, row - 1] = Complex.One;
        }

        for (int tap = 0; tap < delay.Weights.Length; tap++)
        {
            companion[0, delay.First + tap - 1] = eigenvalue * delay.Weights[tap];
        }

        double largest = 0;
        foreach (Complex root in Eigenvalues.OfHessenberg(companion))
        {
            largest = Math.Max(largest, root.Magnitude);
        }

        return largest;
    }
}
