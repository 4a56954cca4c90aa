using System;
using System.Numerics;

namespace RnnGen.Reference;

/// <summary>
/// An activation function with its derivative, which is a function of the value: a cell keeps gates, not their arguments. For emitted code's bits,
/// replace the value by the scalar form that emitted code uses: <c>ActivationFunction.Tanh&lt;float&gt;() with { Value = ... }</c>.
/// </summary>
/// <typeparam name="T">The arithmetic.</typeparam>
/// <param name="Value">y = f(x).</param>
/// <param name="Slope">f'(x), of y = f(x).</param>
public sealed record ActivationFunction<T>(Func<T, T> Value, Func<T, T> Slope)
    where T : IFloatingPointIeee754<T>;
