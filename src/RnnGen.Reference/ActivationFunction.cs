using System.Numerics;

namespace RnnGen.Reference;

/// <summary>The activation functions that a cell can be declared with, evaluated in <c>T</c>'s own arithmetic.</summary>
public static class ActivationFunction
{
    /// <summary>The hyperbolic tangent, with the derivative 1 - tanh(x)^2.</summary>
    /// <typeparam name="T">The arithmetic.</typeparam>
    public static ActivationFunction<T> Tanh<T>()
        where T : IFloatingPointIeee754<T> => new(
            T.Tanh,
            x =>
            {
                T y = T.Tanh(x);
                return T.One - (y * y);
            });

    /// <summary>
    /// The rectifier max(x, 0), with the derivative 1 above 0 and 0 from there down. NaN stays NaN, of slope 1, as in PyTorch.
    /// </summary>
    /// <typeparam name="T">The arithmetic.</typeparam>
    public static ActivationFunction<T> Relu<T>()
        where T : IFloatingPointIeee754<T> => new(
            x => T.Max(x, T.Zero),
            x => x <= T.Zero ? T.Zero : T.One);
}
