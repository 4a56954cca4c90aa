using System;
using System.Collections.Generic;
using RnnGen.Networks;

namespace RnnGen.Training;

/// <summary>
/// Adam (Kingma and Ba 2015): PyTorch's <c>torch.optim.Adam</c>; <see cref="AdamW"/> decouples the weight decay.
/// <code>
/// g = gradient + weight_decay * p
/// m = beta1 * m + (1 - beta1) * g
/// v = beta2 * v + (1 - beta2) * g * g
/// p = p - learning_rate / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon)
/// </code>
/// </summary>
public sealed class Adam : Optimizer
{
    private readonly AdamMoments _moments;

    /// <summary>Creates an optimiser.</summary>
    /// <param name="length">Floats of the parameters.</param>
    /// <param name="learningRate">How far a step goes.</param>
    /// <param name="beta1">How much of the mean is kept, 0 to below 1.</param>
    /// <param name="beta2">How much of the mean square is kept, 0 to below 1.</param>
    /// <param name="epsilon">Keeps the quotient finite.</param>
    /// <param name="weightDecay">The factor of an L2 penalty.</param>
    /// <param name="amsgrad">Whether the largest v of all steps so far takes the place of v in the quotient (Reddi, Kale and Kumar 2018).</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public Adam(
        int length, float learningRate = 1e-3f, double beta1 = 0.9, double beta2 = 0.999, float epsilon = 1e-8f, float weightDecay = 0f,
        bool amsgrad = false)
        : base(length, learningRate) => _moments = new AdamMoments(length, beta1, beta2, epsilon, weightDecay, isDecoupled: false, amsgrad);

    private protected override IReadOnlyList<(string Name, float[] Values)> State => _moments.State;

    private protected override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, GradientRanges ranges) =>
        _moments.Update(parameters, gradients, ranges, LearningRate, Steps);
}
