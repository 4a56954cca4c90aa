using System;
using System.Numerics;

namespace RnnGen.Reference;

/// <summary>
/// The weighted sums that gates are functions of, each in the one canonical order of its terms, so that they can be compared with emitted
/// code bit for bit: every term is added with one rounding (a fused multiply-add). The order belongs to the shape: recurrent sums of a cell's last one to eight
/// units past a multiple of 16 are split in two, since so few sums would wait for each other. Beside them their backward pass, whose order is nobody's
/// contract.
/// </summary>
internal static class GateSums
{
    private const int BlockUnits = 16;
    private const int SplitUnits = 8;

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

    /// <summary>
    /// The recurrent sums: from zero, the floats of h ascending. Of the last units, where there are one to eight past a multiple of 16, the even terms and the
    /// odd ones are summed apart, and then those two sums added.
    /// </summary>
    /// <param name="weights">[gates * units, size]</param>
    /// <param name="hidden">h, [size]</param>
    /// <param name="units">Hidden units of the cell.</param>
    /// <returns>[gates * units]</returns>
    public static T[] Recurrent<T>(ReadOnlySpan<T> weights, ReadOnlySpan<T> hidden, int units)
        where T : IFloatingPointIeee754<T>
    {
        T[] sums = Product(weights, hidden);
        for (int row = 0; row < sums.Length; row++)
        {
            if (IsSplit(row % units, units))
            {
                ReadOnlySpan<T> own = weights.Slice(row * hidden.Length, hidden.Length);
                T even = T.Zero, odd = T.Zero;
                for (int column = 0; column < own.Length; column += 2)
                {
                    even = T.FusedMultiplyAdd(own[column], hidden[column], even);
                    odd = column + 1 < own.Length ? T.FusedMultiplyAdd(own[column + 1], hidden[column + 1], odd) : odd;
                }

                sums[row] = even + odd;
            }
        }

        return sums;
    }

    /// <summary>A projection: from zero, the terms ascending.</summary>
    /// <param name="weights">[rows, columns]</param>
    /// <param name="vector">[columns]</param>
    /// <returns>[rows]</returns>
    public static T[] Product<T>(ReadOnlySpan<T> weights, ReadOnlySpan<T> vector)
        where T : IFloatingPointIeee754<T>
    {
        T[] sums = new T[weights.Length / vector.Length];
        AddProduct(weights, vector, sums);
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

    private static bool IsSplit(int unit, int units)
    {
        (int blocks, int rest) = Math.DivRem(units, BlockUnits);
        return rest is > 0 and <= SplitUnits && unit >= blocks * BlockUnits;
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
