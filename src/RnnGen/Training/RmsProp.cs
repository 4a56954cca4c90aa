using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using RnnGen.Networks;
using RnnGen.Numerics;

namespace RnnGen.Training;

/// <summary>
/// RMSProp (Tieleman and Hinton 2012): PyTorch's <c>torch.optim.RMSprop</c>.
/// <code>
/// g = gradient + weight_decay * p
/// v = alpha * v + (1 - alpha) * g * g
/// p = p - learning_rate * g / (sqrt(v) + epsilon)
/// centered (Graves 2013): m = alpha * m + (1 - alpha) * g; sqrt(v - m * m) in the place of sqrt(v)
/// with momentum: b = momentum * b + g / (sqrt(v) + epsilon); p = p - learning_rate * b
/// </code>
/// </summary>
/// <remarks>With <c>centered</c>, rounding can make v - m * m negative where a gradient hardly changes from step to step: the parameter is NaN then, as PyTorch's
/// is.</remarks>
public sealed class RmsProp : Optimizer
{
    private readonly float[] _squares;
    private readonly float[] _velocities;
    private readonly float[] _means;
    private readonly double _alpha;
    private readonly float _epsilon;
    private readonly float _momentum;
    private readonly float _weightDecay;

    /// <summary>Creates an optimiser.</summary>
    /// <param name="length">Floats of the parameters.</param>
    /// <param name="learningRate">How far a step goes.</param>
    /// <param name="alpha">How much of the mean square is kept, 0 to below 1.</param>
    /// <param name="epsilon">Keeps the quotient finite.</param>
    /// <param name="momentum">How much of the velocity is kept, 0 to below 1; 0 for none.</param>
    /// <param name="weightDecay">The factor of an L2 penalty.</param>
    /// <param name="centered">Whether the mean square is taken around the mean: the variance.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public RmsProp(
        int length, float learningRate = 1e-2f, double alpha = 0.99, float epsilon = 1e-8f, float momentum = 0f, float weightDecay = 0f, bool centered = false)
        : base(length, learningRate)
    {
        CheckShare(alpha, nameof(alpha));
        CheckNotNegative(epsilon, nameof(epsilon));
        CheckShare(momentum, nameof(momentum));
        CheckNotNegative(weightDecay, nameof(weightDecay));
        _alpha = alpha;
        _epsilon = epsilon;
        _momentum = momentum;
        _weightDecay = weightDecay;
        _squares = new float[length];
        _velocities = new float[momentum == 0 ? 0 : length];
        _means = new float[centered ? length : 0];
    }

    private protected override IReadOnlyList<(string Name, float[] Values)> State => [("squares", _squares), ("velocities", _velocities), ("means", _means)];

    private protected override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, GradientRanges ranges)
    {
        var rule = new Rule
        {
            Penalty = _weightDecay,
            Old = (float)_alpha,
            New = (float)(1 - _alpha),
            Epsilon = _epsilon,
            Momentum = _momentum,
            StepSize = LearningRate,
            IsCentered = _means.Length > 0,
        };
        UpdateLoop.Run(rule, parameters, gradients, ranges, _squares, _velocities, _means);
    }

    // PyTorch's operations in PyTorch's order, fused where its are: (g * (1 - alpha)) * g is finite where g * g is not.
    private readonly struct Rule : IUpdateRule
    {
        public required float Penalty { get; init; }

        public required float Old { get; init; }

        public required float New { get; init; }

        public required float Epsilon { get; init; }

        public required float Momentum { get; init; }

        public required float StepSize { get; init; }

        public required bool IsCentered { get; init; }

        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        public void Apply<V>(ref V parameter, V gradient, ref V first, ref V second, ref V third)
            where V : struct, IVector<V>
        {
            V g = Penalty == 0 ? gradient : V.MultiplyAdd(parameter, V.Create(Penalty), gradient);
            first = V.MultiplyAdd(g * V.Create(New), g, first * V.Create(Old));
            V square = first;
            if (IsCentered)
            {
                third = V.MultiplyAdd(g, V.Create(New), third * V.Create(Old));
                square = Variance(first, third);
            }

            V denominator = V.Sqrt(square) + V.Create(Epsilon);
            if (Momentum == 0)
            {
                parameter -= g * V.Create(StepSize) / denominator;
            }
            else
            {
                second = (second * V.Create(Momentum)) + (g / denominator);
                parameter = V.MultiplyAdd(second, V.Create(-StepSize), parameter);
            }
        }

        // square - mean * mean. Without fused multiply-add the product may be infinite where the square is; infinity minus a number is meant.
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        private static V Variance<V>(V square, V mean)
            where V : struct, IVector<V>
        {
            V variance = V.MultiplyAdd(-mean, mean, square);
            return Fma.IsSupported || AdvSimd.IsSupported
                ? variance
                : V.Select(V.AreEqual(square, V.Create(float.PositiveInfinity)), square, variance);
        }
    }
}
