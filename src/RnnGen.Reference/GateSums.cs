using System;
using System.Numerics;

namespace RnnGen.Reference;

/// <summary>
/// The weighted sums that gates are functions of, each in the one canonical order of its terms, so that they can be compared with emitted
/// code bit for bit. Every term is added with one rounding (a fused multiply-add).
/// </summary>
internal static class GateSums
{
    /// <summary>The input sums: the bias, then the inputs ascending. (A recurrent sum with a bias of its own is one too.)</summary>
    /// <param name="weights">[rows, inputs]</param>
    /// <param name="bias">[rows]</param>
    /// <param name="input">[inputs]</param>
    /// <returns>[rows]</returns>
    public static T[] Input<T>(ReadOnlySpan<T> weights, ReadOnlySpan<T> bias, ReadOnlySpan<T> input)
        where T : IFloatingPointIeee754<T>
    {
        T[] sums = bias.ToArray();
        AddProduct(weights, input, sums);
        return sums;
    }

    /// <summary>The recurrent sums: from zero, the hidden units ascending.</summary>
    /// <param name="weights">[rows, hidden]</param>
    /// <param name="hidden">[hidden]</param>
    /// <returns>[rows]</returns>
    public static T[] Recurrent<T>(ReadOnlySpan<T> weights, ReadOnlySpan<T> hidden)
        where T : IFloatingPointIeee754<T>
    {
        T[] sums = new T[weights.Length / hidden.Length];
        AddProduct(weights, hidden, sums);
        return sums;
    }

    /// <summary>sums[r] = sums[r] + w[r, 0] v[0] + w[r, 1] v[1] + ..., in this order.</summary>
    private static void AddProduct<T>(ReadOnlySpan<T> weights, ReadOnlySpan<T> vector, Span<T> sums)
        where T : IFloatingPointIeee754<T>
    {
        for (int row = 0; row < sums.Length; row++)
        {
            T sum = sums[row];
            for (int column = 0; column < vector.Length; column++)
            {
                sum = T.FusedMultiplyAdd(weights[(row * vector.Length) + column], vector[column], sum);
            }

            sums[row] = sum;
        }
    }
}
