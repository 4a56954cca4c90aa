using System;
using System.Numerics;

namespace RnnGen.Reference;

/// <summary>
/// An activation function with its derivative. For emitted code's bits, replace the value by the scalar form that emitted code uses:
/// <c>ActivationFunction.Tanh&lt;float&gt;() with { Value = ... }</c>.
/// </summary>
/// <typeparam name="T">The arithmetic.</typeparam>
/// <param name="Value">f(x).</param>
/// <param name="Derivative">f'(x), of the same argument.</param>
public sealed record ActivationFunction<T>(Func<T, T> Value, Func<T, T> Derivative)
    where T : IFloatingPointIeee754<T>;
