using System;
using System.Numerics;

namespace RnnGen.Reference;

/// <summary>
/// The weighted sums that gates are functions of, each in the one canonical order of its terms, so that they can be compared with emitted
/// code bit for bit: every term is added with one rounding (a fused multiply-add). Beside them their backward pass, whose order is nobody's
/// contract.
/// </summary>
internal static class GateSums
{
    /// <summary>The input sums: the bias, then the inputs ascending.</summary>
    /// <param name="weights">[rows, inputs]</param>
    /// <param name="bias">[rows], or none, for zeros.</param>
    /// <param name="input">[inputs]</param>
    /// <returns>[rows]</returns>
    public static T[] Input<T>(ReadOnlySpan<T> weights, ReadOnlySpan<T> bias, ReadOnlySpan<T> input)
        where T : IFloatingPointIeee754<T>
    {
        T[] sums = bias.IsEmpty ? new T[weights.Length / input.Length] : bias.ToArray();
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

    /// <summary>
    /// The backward pass of either sum, s = b + W v: from ds, adds ds v^T to dW and W^T ds to dv. (db = ds.)
    /// </summary>
    /// <param name="weights">W, [rows, columns]</param>
    /// <param name="vector">v, [columns]</param>
    /// <param name="sumGradients">ds, [rows]</param>
    /// <param name="weightGradients">dW, [rows, columns]</param>
    /// <param name="vectorGradients">dv, [columns]</param>
    public static void Backward<T>(
        ReadOnlySpan<T> weights, ReadOnlySpan<T> vector, ReadOnlySpan<T> sumGradients, Span<T> weightGradients, Span<T> vectorGradients)
        where T : IFloatingPointIeee754<T>
    {
        for (int row = 0; row < sumGradients.Length; row++)
        {
            T ds = sumGradients[row];
            for (int column = 0; column < vector.Length; column++)
            {
                int weight = (row * vector.Length) + column;
                weightGradients[weight] += ds * vector[column];
                vectorGradients[column] += weights[weight] * ds;
            }
        }
    }

    /// <summary>Adds the gradients of sums to those of their biases, if there are any.</summary>
    /// <param name="sumGradients">[rows]</param>
    /// <param name="biasGradients">[rows], or none.</param>
    public static void AccumulateBias<T>(ReadOnlySpan<T> sumGradients, Span<T> biasGradients)
        where T : IFloatingPointIeee754<T>
    {
        if (!biasGradients.IsEmpty)
        {
            Accumulate(sumGradients, biasGradients);
        }
    }

    /// <summary>Adds gradients to others of the same quantities.</summary>
    /// <param name="gradients">[rows]</param>
    /// <param name="sums">[rows]</param>
    private static void Accumulate<T>(ReadOnlySpan<T> gradients, Span<T> sums)
        where T : IFloatingPointIeee754<T>
    {
        for (int row = 0; row < gradients.Length; row++)
        {
            sums[row] += gradients[row];
        }
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
