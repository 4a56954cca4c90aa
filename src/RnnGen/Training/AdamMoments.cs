using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using RnnGen.Networks;
using RnnGen.Numerics;

namespace RnnGen.Training;

/// <summary>The moving means that <see cref="Adam"/> and <see cref="AdamW"/> keep, and the step they make of them.</summary>
internal sealed class AdamMoments
{
    private readonly float[] _means;
    private readonly float[] _squares;
    private readonly float[] _largestSquares;
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly float _epsilon;
    private readonly float _weightDecay;
    private readonly bool _isDecoupled;

    /// <summary>Creates means of zero.</summary>
    /// <param name="length">Floats of the parameters.</param>
    /// <param name="beta1">How much of the mean is kept.</param>
    /// <param name="beta2">How much of the mean square is kept.</param>
    /// <param name="epsilon">Keeps the quotient finite.</param>
    /// <param name="weightDecay">The factor of an L2 penalty, or how much the parameters shrink.</param>
    /// <param name="isDecoupled">Whether the parameters shrink instead of a penalty on the gradients.</param>
    /// <param name="amsgrad">Whether the largest mean square so far is what a step is divided by.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public AdamMoments(int length, double beta1, double beta2, float epsilon, float weightDecay, bool isDecoupled, bool amsgrad)
    {
        Optimizer.CheckShare(beta1, nameof(beta1));
        Optimizer.CheckShare(beta2, nameof(beta2));
        Optimizer.CheckNotNegative(epsilon, nameof(epsilon));
        Optimizer.CheckNotNegative(weightDecay, nameof(weightDecay));
        _beta1 = beta1;
        _beta2 = beta2;
        _epsilon = epsilon;
        _weightDecay = weightDecay;
        _isDecoupled = isDecoupled;
        _means = new float[length];
        _squares = new float[length];
        _largestSquares = new float[amsgrad ? length : 0];
    }

    /// <summary>What the next step depends on.</summary>
    public IReadOnlyList<(string Name, float[] Values)> State =>
        [("means", _means), ("squares", _squares), ("largest_squares", _largestSquares)];

    /// <summary>Makes a step.</summary>
    /// <param name="parameters">Read and replaced.</param>
    /// <param name="gradients">The gradients of the loss.</param>
    /// <param name="ranges">The parts of both that are looked at.</param>
    /// <param name="learningRate">How far it goes.</param>
    /// <param name="step">Its number, from 1.</param>
    public void Update(Span<float> parameters, ReadOnlySpan<float> gradients, GradientRanges ranges, float learningRate, long step)
    {
        var rule = new Rule
        {
            Kept = _isDecoupled ? (float)(1 - ((double)learningRate * _weightDecay)) : 1f,
            Penalty = _isDecoupled ? 0f : _weightDecay,
            OldMean = (float)_beta1,
            NewMean = (float)(1 - _beta1),
            OldSquare = (float)_beta2,
            NewSquare = (float)(1 - _beta2),
            Correction = (float)Math.Sqrt(1 - Math.Pow(_beta2, step)),
            StepSize = (float)(learningRate / (1 - Math.Pow(_beta1, step))),
            Epsilon = _epsilon,
            KeepsLargest = _largestSquares.Length > 0,
        };
        UpdateLoop.Run(rule, parameters, gradients, ranges, _means, _squares, _largestSquares);
    }

    // PyTorch's operations in PyTorch's order, fused where its are: (g * (1 - beta2)) * g is finite where g * g is not.
    private readonly struct Rule : IUpdateRule
    {
        public required float Kept { get; init; }

        public required float Penalty { get; init; }

        public required float OldMean { get; init; }

        public required float NewMean { get; init; }

        public required float OldSquare { get; init; }

        public required float NewSquare { get; init; }

        public required float Correction { get; init; }

        public required float StepSize { get; init; }

        public required float Epsilon { get; init; }

        public required bool KeepsLargest { get; init; }

        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        public void Apply<V>(ref V parameter, V gradient, ref V first, ref V second, ref V third)
            where V : struct, IVector<V>
        {
            V p = parameter * V.Create(Kept);
            V g = Penalty == 0 ? gradient : V.MultiplyAdd(p, V.Create(Penalty), gradient);
            first = V.MultiplyAdd(g, V.Create(NewMean), first * V.Create(OldMean));
            second = V.MultiplyAdd(g * V.Create(NewSquare), g, second * V.Create(OldSquare));
            third = KeepsLargest ? Larger(third, second) : second;
            V denominator = (V.Sqrt(third) / V.Create(Correction)) + V.Create(Epsilon);
            parameter = p - (first * V.Create(StepSize) / denominator);
        }

        // What is NaN stays NaN.
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        private static V Larger<V>(V old, V current)
            where V : struct, IVector<V> => V.Select(V.AreEqual(old, old), V.Max(old, current), old);
    }
}
