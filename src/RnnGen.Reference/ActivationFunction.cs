using System.Numerics;

namespace RnnGen.Reference;

/// <summary>
/// The activation functions that a cell can be declared with, as ONNX defines them for its <c>LSTM</c>, <c>GRU</c> and <c>RNN</c>, evaluated in
/// <c>T</c>'s own arithmetic. At a kink the derivative is what its formula gives, of the value.
/// </summary>
public static class ActivationFunction
{
    /// <summary>1 / (1 + exp(-x)), with the derivative y (1 - y).</summary>
    /// <typeparam name="T">The arithmetic.</typeparam>
    public static ActivationFunction<T> Sigmoid<T>()
        where T : IFloatingPointIeee754<T> => new(Activations.Sigmoid, static y => y * (T.One - y));

    /// <summary>The hyperbolic tangent, with the derivative 1 - y^2.</summary>
    /// <typeparam name="T">The arithmetic.</typeparam>
    public static ActivationFunction<T> Tanh<T>()
        where T : IFloatingPointIeee754<T> => new(T.Tanh, static y => T.One - (y * y));

    /// <summary>The rectifier max(x, 0), with the derivative 1 where y > 0, else 0. NaN stays NaN.</summary>
    /// <typeparam name="T">The arithmetic.</typeparam>
    public static ActivationFunction<T> Relu<T>()
        where T : IFloatingPointIeee754<T> => new(static x => T.Max(x, T.Zero), static y => y > T.Zero ? T.One : T.Zero);

    /// <summary>min(max(alpha x + beta, 0), 1), with the derivative alpha where 0 &lt; y &lt; 1, else 0.</summary>
    /// <typeparam name="T">The arithmetic.</typeparam>
    /// <param name="alpha">ONNX's default is 0.2.</param>
    /// <param name="beta">ONNX's default is 0.5.</param>
    public static ActivationFunction<T> HardSigmoid<T>(T alpha, T beta)
        where T : IFloatingPointIeee754<T> => new(
            x => T.Min(T.Max(T.FusedMultiplyAdd(x, alpha, beta), T.Zero), T.One),
            y => y > T.Zero && y < T.One ? alpha : T.Zero);

    /// <summary>x where x >= 0, alpha x below, with the derivative 1 where y > 0, else alpha.</summary>
    /// <typeparam name="T">The arithmetic.</typeparam>
    /// <param name="alpha">Not negative; ONNX's default is 0.01.</param>
    public static ActivationFunction<T> LeakyRelu<T>(T alpha)
        where T : IFloatingPointIeee754<T> => new(x => x >= T.Zero ? x : alpha * x, y => y > T.Zero ? T.One : alpha);

    /// <summary>x where x >= alpha, 0 below, with the derivative 1 where y is not 0. NaN stays NaN.</summary>
    /// <typeparam name="T">The arithmetic.</typeparam>
    /// <param name="alpha">ONNX's default is 1.</param>
    public static ActivationFunction<T> ThresholdedRelu<T>(T alpha)
        where T : IFloatingPointIeee754<T> => new(x => x < alpha ? T.Zero : x, static y => y == T.Zero ? T.Zero : T.One);

    /// <summary>alpha x + beta, with the derivative alpha.</summary>
    /// <typeparam name="T">The arithmetic.</typeparam>
    /// <param name="alpha">ONNX's default is 1.</param>
    /// <param name="beta">ONNX's default is 0.</param>
    public static ActivationFunction<T> Affine<T>(T alpha, T beta)
        where T : IFloatingPointIeee754<T> => new(x => T.FusedMultiplyAdd(x, alpha, beta), _ => alpha);

    /// <summary>alpha tanh(beta x), with the derivative alpha beta (1 - (y / alpha)^2).</summary>
    /// <typeparam name="T">The arithmetic.</typeparam>
    /// <param name="alpha">Not zero.</param>
    /// <param name="beta">The factor of the argument.</param>
    public static ActivationFunction<T> ScaledTanh<T>(T alpha, T beta)
        where T : IFloatingPointIeee754<T> => new(x => alpha * T.Tanh(beta * x), y => alpha * (beta * (T.One - (y / alpha * (y / alpha)))));

    /// <summary>x where x >= 0, alpha (exp(x) - 1) below, with the derivative 1 where y > 0, else y + alpha.</summary>
    /// <typeparam name="T">The arithmetic.</typeparam>
    /// <param name="alpha">Not negative; ONNX's default is 1.</param>
    public static ActivationFunction<T> Elu<T>(T alpha)
        where T : IFloatingPointIeee754<T> => new(x => x >= T.Zero ? x : alpha * T.ExpM1(x), y => y > T.Zero ? T.One : y + alpha);

    /// <summary>x / (1 + abs(x)), with the derivative (1 - abs(y))^2.</summary>
    /// <typeparam name="T">The arithmetic.</typeparam>
    public static ActivationFunction<T> Softsign<T>()
        where T : IFloatingPointIeee754<T> => new(
            static x => T.IsInfinity(x) ? T.CopySign(T.One, x) : x / (T.One + T.Abs(x)),
            static y => (T.One - T.Abs(y)) * (T.One - T.Abs(y)));

    /// <summary>log(1 + exp(x)), in the form that does not overflow, with the derivative 1 - exp(-y).</summary>
    /// <typeparam name="T">The arithmetic.</typeparam>
    public static ActivationFunction<T> Softplus<T>()
        where T : IFloatingPointIeee754<T> => new(static x => T.Max(x, T.Zero) + T.LogP1(T.Exp(-T.Abs(x))), static y => -T.ExpM1(-y));

    /// <summary>An activation whose argument is clipped first.</summary>
    /// <typeparam name="T">The arithmetic.</typeparam>
    /// <param name="activation">The function.</param>
    /// <param name="clip">Its argument is clipped to +-clip; 0 for no clipping.</param>
    /// <param name="argument">Its argument, not clipped yet.</param>
    internal static T ClippedValue<T>(this ActivationFunction<T> activation, T clip, T argument)
        where T : IFloatingPointIeee754<T> => activation.Value(clip > T.Zero ? T.Min(T.Max(argument, -clip), clip) : argument);

    /// <summary>The derivative of <see cref="ClippedValue"/>: zero where the argument was clipped.</summary>
    /// <typeparam name="T">The arithmetic.</typeparam>
    /// <param name="activation">The function.</param>
    /// <param name="clip">Its argument was clipped to +-clip; 0 for no clipping.</param>
    /// <param name="argument">Its argument, not clipped yet.</param>
    /// <param name="value">Its value.</param>
    internal static T ClippedSlope<T>(this ActivationFunction<T> activation, T clip, T argument, T value)
        where T : IFloatingPointIeee754<T> => clip > T.Zero && T.Abs(argument) >= clip ? T.Zero : activation.Slope(value);
}
