using System;
using System.Collections.Generic;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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
public class Adam : Optimizer
{
    private readonly float[] _means;
    private readonly float[] _squares;
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly float _epsilon;
    private readonly float _weightDecay;
    private readonly bool _decoupled;

    /// <summary>Creates an optimiser.</summary>
    /// <param name="length">Floats of the parameters.</param>
    /// <param name="learningRate">How far a step goes.</param>
    /// <param name="beta1">How much of the mean is kept, 0 to below 1.</param>
    /// <param name="beta2">How much of the mean square is kept, 0 to below 1.</param>
    /// <param name="epsilon">Keeps the quotient finite.</param>
    /// <param name="weightDecay">The factor of an L2 penalty.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public Adam(int length, float learningRate = 1e-3f, double beta1 = 0.9, double beta2 = 0.999, float epsilon = 1e-8f, float weightDecay = 0f)
        : this(length, learningRate, beta1, beta2, epsilon, weightDecay, decoupled: false)
    {
    }

    private protected Adam(int length, float learningRate, double beta1, double beta2, float epsilon, float weightDecay, bool decoupled)
        : base(length, learningRate)
    {
        CheckShare((float)beta1, nameof(beta1));
        CheckShare((float)beta2, nameof(beta2));
        CheckNotNegative(epsilon, nameof(epsilon));
        CheckNotNegative(weightDecay, nameof(weightDecay));
        _beta1 = beta1;
        _beta2 = beta2;
        _epsilon = epsilon;
        _weightDecay = weightDecay;
        _decoupled = decoupled;
        _means = new float[length];
        _squares = new float[length];
    }

    private protected override IReadOnlyList<(string Name, float[] Values)> State => [("means", _means), ("squares", _squares)];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void Update(Span<float> parameters, ReadOnlySpan<float> gradients)
    {
        ref float parameter = ref MemoryMarshal.GetReference(parameters);
        ref float gradient = ref MemoryMarshal.GetReference(gradients);
        ref float mean = ref MemoryMarshal.GetArrayDataReference(_means);
        ref float square = ref MemoryMarshal.GetArrayDataReference(_squares);
        float kept = _decoupled ? (float)(1 - ((double)LearningRate * _weightDecay)) : 1f;
        float penalty = _decoupled ? 0f : _weightDecay;
        float stepSize = (float)(LearningRate / (1 - Math.Pow(_beta1, Steps)));
        float correction = (float)Math.Sqrt(1 - Math.Pow(_beta2, Steps));
        float newMean = (float)(1 - _beta1);
        float oldSquare = (float)_beta2;
        float newSquare = (float)(1 - _beta2);
        nuint count = (nuint)parameters.Length;
        nuint width = (nuint)Vector<float>.Count;
        nuint i = 0;
        for (; i + width <= count; i += width)
        {
            Vector<float> p = Vector.LoadUnsafe(ref parameter, i) * kept;
            Vector<float> g = Vector.LoadUnsafe(ref gradient, i) + (p * penalty);
            Vector<float> m = Vector.LoadUnsafe(ref mean, i);
            m += (g - m) * newMean;
            Vector<float> v = (Vector.LoadUnsafe(ref square, i) * oldSquare) + (g * g * newSquare);
            m.StoreUnsafe(ref mean, i);
            v.StoreUnsafe(ref square, i);
            Vector<float> denominator = (Vector.SquareRoot(v) / new Vector<float>(correction)) + new Vector<float>(_epsilon);
            (p - (m * stepSize / denominator)).StoreUnsafe(ref parameter, i);
        }

        for (; i < count; i++)
        {
            float p = Unsafe.Add(ref parameter, i) * kept;
            float g = Unsafe.Add(ref gradient, i) + (p * penalty);
            ref float m = ref Unsafe.Add(ref mean, i);
            ref float v = ref Unsafe.Add(ref square, i);
            m += (g - m) * newMean;
            v = (v * oldSquare) + (g * g * newSquare);
            float denominator = (MathF.Sqrt(v) / correction) + _epsilon;
            Unsafe.Add(ref parameter, i) = p - (m * stepSize / denominator);
        }
    }
}
