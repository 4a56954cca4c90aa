using System;
using System.Numerics;

namespace RnnGen.Reference;

/// <summary>
/// Layer normalisation (Ba, Kiros and Hinton 2016) of a vector, as PyTorch's <c>nn.LayerNorm</c>:
/// y = gain * (x - mean(x)) / sqrt(var(x) + 1e-5) + shift, with the variance of the population. Its roundings are nobody's contract.
/// </summary>
internal static class LayerNormalization
{
    /// <summary>Normalises a vector in place.</summary>
    /// <param name="values">x, on return y; [n]</param>
    /// <param name="gain">[n]</param>
    /// <param name="shift">[n]</param>
    /// <returns>What the backward pass needs: the normalised vector before gain and shift, and the reciprocal of the deviation.</returns>
    public static Normalized<T> Apply<T>(Span<T> values, ReadOnlySpan<T> gain, ReadOnlySpan<T> shift)
        where T : IFloatingPointIeee754<T>
    {
        T count = T.CreateChecked(values.Length);
        T mean = T.Zero;
        foreach (T value in values)
        {
            mean += value / count;
        }

        T variance = T.Zero;
        foreach (T value in values)
        {
            variance += (value - mean) * (value - mean) / count;
        }

        T scale = T.One / T.Sqrt(variance + T.CreateChecked(1e-5));
        T[] normalized = new T[values.Length];
        for (int index = 0; index < values.Length; index++)
        {
            normalized[index] = (values[index] - mean) * scale;
            values[index] = (gain[index] * normalized[index]) + shift[index];
        }

        return new Normalized<T>(normalized, scale);
    }

    /// <summary>The backward pass: from dy, in place, to dx; adds to the gradients of gain and shift.</summary>
    /// <param name="gradients">dy, on return dx; [n]</param>
    /// <param name="forward">What <see cref="Apply"/> returned.</param>
    /// <param name="gain">[n]</param>
    /// <param name="gainGradients">[n]</param>
    /// <param name="shiftGradients">[n]</param>
    public static void Backward<T>(
        Span<T> gradients, Normalized<T> forward, ReadOnlySpan<T> gain, Span<T> gainGradients, Span<T> shiftGradients)
        where T : IFloatingPointIeee754<T>
    {
        T count = T.CreateChecked(gradients.Length);
        T mean = T.Zero;
        T meanOfProducts = T.Zero;
        for (int index = 0; index < gradients.Length; index++)
        {
            T dy = gradients[index];
            gainGradients[index] += dy * forward.Values[index];
            shiftGradients[index] += dy;
            gradients[index] = dy * gain[index];
            mean += gradients[index] / count;
            meanOfProducts += gradients[index] * forward.Values[index] / count;
        }

        for (int index = 0; index < gradients.Length; index++)
        {
            gradients[index] = forward.Scale * (gradients[index] - mean - (forward.Values[index] * meanOfProducts));
        }
    }
}

/// <summary>A normalised vector.</summary>
/// <typeparam name="T">The arithmetic.</typeparam>
/// <param name="Values">(x - mean) * scale, before gain and shift.</param>
/// <param name="Scale">1 / sqrt(var + 1e-5).</param>
public sealed record Normalized<T>(T[] Values, T Scale)
    where T : IFloatingPointIeee754<T>;
