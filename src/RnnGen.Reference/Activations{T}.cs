using System;
using System.Numerics;

namespace RnnGen.Reference;

/// <summary>
/// The activation functions that a cell applies to its gate sums and states. With the scalar forms of the approximations that emitted code
/// uses, a cell run in <see cref="float"/> gives the emitted code's very bits; with <see cref="Activations.Exact{T}"/> it is the truth.
/// </summary>
/// <typeparam name="T">The arithmetic.</typeparam>
/// <param name="Sigmoid">The logistic function, for gates.</param>
/// <param name="Tanh">The hyperbolic tangent, for candidates and states.</param>
public sealed record Activations<T>(Func<T, T> Sigmoid, Func<T, T> Tanh)
    where T : IFloatingPointIeee754<T>;
