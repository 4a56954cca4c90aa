using System.Numerics;

namespace RnnGen.Reference;

/// <summary>Functions that no type has of itself, evaluated in <c>T</c>'s own arithmetic.</summary>
public static class Activations
{
    /// <summary>The logistic function 1 / (1 + exp(-x)), in whichever of its two forms does not overflow.</summary>
    /// <typeparam name="T">The arithmetic.</typeparam>
    /// <param name="x">Any number; NaN gives NaN.</param>
    public static T Sigmoid<T>(T x)
        where T : IFloatingPointIeee754<T>
    {
        if (x >= T.Zero)
        {
            return T.One / (T.One + T.Exp(-x));
        }

        T exp = T.Exp(x);
        return exp / (T.One + exp);
    }
}
