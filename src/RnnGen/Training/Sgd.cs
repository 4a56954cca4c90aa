using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using RnnGen.Networks;
using RnnGen.Numerics;

namespace RnnGen.Training;

/// <summary>
/// Stochastic gradient descent, with momentum where it is asked for (Polyak 1964; Nesterov 1983 in the form of Sutskever et al. 2013): PyTorch's
/// <c>torch.optim.SGD</c>.
/// <code>
/// g = gradient + weight_decay * p
/// v = momentum * v + (1 - dampening) * g          (at the first step v = g)
/// p = p - learning_rate * v                        (Nesterov: p - learning_rate * (g + momentum * v))
/// </code>
/// </summary>
public sealed class Sgd : Optimizer
{
    private readonly float[] _velocities;
    private readonly float _momentum;
    private readonly float _weightDecay;
    private readonly double _dampening;
    private readonly bool _nesterov;

    /// <summary>Creates an optimiser.</summary>
    /// <param name="length">Floats of the parameters.</param>
    /// <param name="learningRate">How far a step goes.</param>
    /// <param name="momentum">How much of the velocity is kept, 0 to below 1; 0 for none.</param>
    /// <param name="nesterov">Whether the gradient is looked up ahead. Needs momentum.</param>
    /// <param name="weightDecay">The factor of an L2 penalty.</param>
    /// <param name="dampening">How much of each gradient but the first is left out of the velocity, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentException">Nesterov's form was asked for without momentum, or with dampening.</exception>
    public Sgd(int length, float learningRate, float momentum = 0f, bool nesterov = false, float weightDecay = 0f, double dampening = 0)
        : base(length, learningRate)
    {
        CheckShare(momentum, nameof(momentum));
        CheckNotNegative(weightDecay, nameof(weightDecay));
        if (!(dampening is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(dampening), dampening, $"'{nameof(dampening)}' must be from 0 to 1.");
        }

        if (nesterov && (momentum == 0 || dampening != 0))
        {
            throw new ArgumentException("Nesterov's form needs a momentum and no dampening.", nameof(nesterov));
        }

        _momentum = momentum;
        _nesterov = nesterov;
        _weightDecay = weightDecay;
        _dampening = dampening;
        _velocities = new float[momentum == 0 ? 0 : length];
    }

    private protected override IReadOnlyList<(string Name, float[] Values)> State => [("velocities", _velocities)];

    private protected override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, GradientRanges ranges)
    {
        var rule = new Rule
        {
            Penalty = _weightDecay,
            Momentum = _momentum,
            New = (float)(1 - _dampening),
            StepSize = LearningRate,
            IsFirst = Steps == 1,
            IsNesterov = _nesterov,
        };
        UpdateLoop.Run(rule, parameters, gradients, ranges, _velocities, [], []);
    }

    // PyTorch's operations in PyTorch's order, fused where its are.
    private readonly struct Rule : IUpdateRule
    {
        public required float Penalty { get; init; }

        public required float Momentum { get; init; }

        public required float New { get; init; }

        public required float StepSize { get; init; }

        public required bool IsFirst { get; init; }

        public required bool IsNesterov { get; init; }

        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        public void Apply<V>(ref V parameter, V gradient, ref V first, ref V second, ref V third)
            where V : struct, IVector<V>
        {
            V change = Penalty == 0 ? gradient : V.MultiplyAdd(parameter, V.Create(Penalty), gradient);
            if (Momentum != 0)
            {
                first = IsFirst ? change : V.MultiplyAdd(change, V.Create(New), first * V.Create(Momentum));
                change = IsNesterov ? V.MultiplyAdd(first, V.Create(Momentum), change) : first;
            }

            parameter = V.MultiplyAdd(change, V.Create(-StepSize), parameter);
        }
    }
}
