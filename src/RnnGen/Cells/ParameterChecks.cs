using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnGen.Cells;

/// <summary>Checks over the parameters of any emitted type.</summary>
internal static class ParameterChecks
{
    /// <summary>The first value that is NaN or infinite, or -1.</summary>
    /// <param name="values">Parameters, gradients, states or inputs.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int IndexOfNonFinite(ReadOnlySpan<float> values)
    {
        // All bits of the exponent are ones in those, and in no others.
        var exponent = new Vector<int>(0x7F800000);
        ref int first = ref Unsafe.As<float, int>(ref MemoryMarshal.GetReference(values));
        int index = 0;
        for (; index + Vector<int>.Count <= values.Length; index += Vector<int>.Count)
        {
            if (Vector.EqualsAny(Vector.LoadUnsafe(ref first, (nuint)index) & exponent, exponent))
            {
                break;
            }
        }

        for (; index < values.Length; index++)
        {
            if (!float.IsFinite(values[index]))
            {
                return index;
            }
        }

        return -1;
    }
}
