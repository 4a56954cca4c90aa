using System;

namespace RnnGen.AccuracyWalk;

/// <summary>The functions in double, to a relative error far below a float's, and the measure of a float's error.</summary>
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

    /// <summary>The exponential linear unit with an alpha of 1.</summary>
    public static double Elu(double x) => x >= 0 ? x : Expm1(x);

    public static double Softsign(double x) => x / (1 + Math.Abs(x));

    public static double Softplus(double x) => Math.Max(x, 0) + Log1p(Math.Exp(-Math.Abs(x)));

    /// <summary>exp(x) - 1: the rounding of u = exp(x) is as large in u - 1 as in log(u), and leaves their quotient (Kahan).</summary>
    private static double Expm1(double x)
    {
        double u = Math.Exp(x);
        return u == 1 ? x : x < -50 ? -1 : (u - 1) * (x / Math.Log(u));
    }

    /// <summary>log(1 + x), by the same quotient.</summary>
    private static double Log1p(double x)
    {
        double u = 1 + x;
        return u == 1 ? x : Math.Log(u) * (x / (u - 1));
    }

    /// <summary>The distance between the floats around <paramref name="exact"/>.</summary>
    public static double Ulp(double exact)
    {
        long exponent = (BitConverter.DoubleToInt64Bits(exact) >> 52) & 0x7ff;
        exponent = Math.Max(exponent, 1023 - 126) - 23;
        return BitConverter.Int64BitsToDouble(exponent << 52);
    }
}
