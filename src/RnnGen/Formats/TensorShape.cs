using System;
using System.Collections.Immutable;
using System.Text;

namespace RnnGen.Formats;

/// <summary>Shapes as callers give them: spans of dimensions, outermost first.</summary>
internal static class TensorShape
{
    /// <summary>The number of elements. Above the length of any span it is only known to be that large.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative.</exception>
    public static long CountElements(ReadOnlySpan<int> shape)
    {
        const long TooMany = 1L + int.MaxValue;
        long count = 1;
        foreach (int dimension in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(dimension, nameof(shape));
            count = Math.Min(count * dimension, TooMany);
        }

        return count;
    }

    /// <summary>Whether a stored shape is the wanted one.</summary>
    public static bool Same(ImmutableArray<long> stored, ReadOnlySpan<int> wanted)
    {
        if (stored.Length != wanted.Length)
        {
            return false;
        }

        for (int i = 0; i < wanted.Length; i++)
        {
            if (stored[i] != wanted[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The shape for people: <c>[20, 5]</c>.</summary>
    public static string Describe(ReadOnlySpan<int> shape)
    {
        var text = new StringBuilder("[");
        for (int i = 0; i < shape.Length; i++)
        {
            text.Append(i == 0 ? "" : ", ").Append(shape[i]);
        }

        return text.Append(']').ToString();
    }
}
