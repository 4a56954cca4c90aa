using System;
using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

/// <summary>The natural logarithm of doubles, with the same bits on every machine: the runtime's own is the platform's.</summary>
internal static class Logarithm
{
    private const int MantissaBits = 52;

    // Bits of sqrt(1/2): what is taken off the bits of x so that its exponent is that of the nearest power of 2.
    private const long HalfRoot = 0x3FE6A09E667F3BCD;

    private const double Ln2 = 0.69314718055994530942;

    /// <summary>log x, with an error of at most 4e-16 of the larger of its magnitude and 1.</summary>
    /// <remarks>
    /// x = 2^k m, m from sqrt(1/2) to sqrt(2), log x = k ln 2 + 2 atanh(f), f = (m - 1) / (m + 1) of a magnitude of at most 0.172: its series up to f^19 leaves less than 1e-17.
    /// </remarks>
    /// <param name="x">A positive normal number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static double Of(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        long k = (bits - HalfRoot) >> MantissaBits;
        double m = BitConverter.Int64BitsToDouble(bits - (k << MantissaBits));
        double f = (m - 1) / (m + 1);
        double s = f * f, t = s * s, u = t * t;

        // By pairs (Estrin): the terms do not wait for each other.
        double low = ((1.0 / 3) + (s * (1.0 / 5))) + (t * ((1.0 / 7) + (s * (1.0 / 9))));
        double high = ((1.0 / 11) + (s * (1.0 / 13))) + (t * ((1.0 / 15) + (s * (1.0 / 17)))) + (u * (1.0 / 19));
        return (k * Ln2) + (2 * (f + (f * s * (low + (u * high)))));
    }
}
