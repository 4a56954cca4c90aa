using System;
using System.Runtime.CompilerServices;

namespace RnnGen.Training;

/// <summary>Keeps gradients from exploding (Pascanu, Mikolov and Bengio 2013). Allocates nothing.</summary>
public static class GradientClipping
{
    /// <summary>The square root of the sum of all squares, summed in double precision in one order.</summary>
    /// <param name="gradients">The gradients.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Norm(ReadOnlySpan<float> gradients)
    {
        double a = 0, b = 0, c = 0, d = 0;
        int i = 0;
        for (; i + 4 <= gradients.Length; i += 4)
        {
            a += (double)gradients[i] * gradients[i];
            b += (double)gradients[i + 1] * gradients[i + 1];
            c += (double)gradients[i + 2] * gradients[i + 2];
            d += (double)gradients[i + 3] * gradients[i + 3];
        }

        for (; i < gradients.Length; i++)
        {
            a += (double)gradients[i] * gradients[i];
        }

        return Math.Sqrt((a + c) + (b + d));
    }

    /// <summary>Scales all gradients so that their norm is at most so much, as PyTorch's <c>clip_grad_norm_</c>: by <c>maxNorm / (norm + 1e-6)</c>, if that is
    /// less than 1.</summary>
    /// <param name="gradients">Read and replaced.</param>
    /// <param name="maxNorm">The largest norm that is left.</param>
    /// <returns>The norm before.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxNorm"/> is negative or not a number.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double ByNorm(Span<float> gradients, double maxNorm)
    {
        CheckBound(maxNorm, nameof(maxNorm));
        double norm = Norm(gradients);
        double factor = maxNorm / (norm + 1e-6);
        if (factor < 1)
        {
            Scale(gradients, (float)factor);
        }

        return norm;
    }

    /// <summary>Bounds every gradient by itself, as PyTorch's <c>clip_grad_value_</c>. NaN stays NaN.</summary>
    /// <param name="gradients">Read and replaced.</param>
    /// <param name="maxValue">The largest magnitude that is left.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxValue"/> is negative or not a number.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ByValue(Span<float> gradients, float maxValue)
    {
        CheckBound(maxValue, nameof(maxValue));
        for (int i = 0; i < gradients.Length; i++)
        {
            gradients[i] = Math.Clamp(gradients[i], -maxValue, maxValue);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale(Span<float> values, float factor)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] *= factor;
        }
    }

    private static void CheckBound(double bound, string name)
    {
        if (!(bound >= 0))
        {
            throw new ArgumentOutOfRangeException(name, bound, $"'{name}' must be a number and not negative.");
        }
    }
}
