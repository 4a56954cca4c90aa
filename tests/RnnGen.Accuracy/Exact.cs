using System;

namespace RnnGen.AccuracyWalk;

/// <summary>The two functions in double, to a relative error far below a float's, and the measure of a float's error.</summary>
internal static class Exact
{
    public static double Tanh(double x)
    {
        double a = Math.Abs(x);
        if (a < 1.0 / 4096)
        {
            // The next term is 2/15 x^5, below 2^-50 of the sum; and Math.Tanh is slow.
            return x - (x * x * x / 3);
        }

        return a > 50 ? Math.CopySign(1, x) : Math.Tanh(x);
    }

    public static double Sigmoid(double x)
    {
        double a = Math.Abs(x);
        if (a < 1.0 / 4096)
        {
            return 0.5 + (x / 4) - (x * x * x / 48);
        }

        if (a > 750)
        {
            return x < 0 ? 0 : 1;
        }

        double e = Math.Exp(-a);
        return (x < 0 ? e : 1) / (1 + e);
    }

    /// <summary>The distance between the floats around <paramref name="exact"/>.</summary>
    public static double Ulp(double exact)
    {
        long exponent = (BitConverter.DoubleToInt64Bits(exact) >> 52) & 0x7ff;
        exponent = Math.Max(exponent, 1023 - 126) - 23;
        return BitConverter.Int64BitsToDouble(exponent << 52);
    }
}
