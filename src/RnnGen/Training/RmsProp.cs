using System;
using System.Collections.Generic;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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
        CheckShare((float)alpha, nameof(alpha));
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void Update(Span<float> parameters, ReadOnlySpan<float> gradients)
    {
        ref float parameter = ref MemoryMarshal.GetReference(parameters);
        ref float gradient = ref MemoryMarshal.GetReference(gradients);
        ref float square = ref MemoryMarshal.GetArrayDataReference(_squares);
        ref float mean = ref MemoryMarshal.GetArrayDataReference(_means);
        bool isCentered = _means.Length > 0;
        ref float velocity = ref MemoryMarshal.GetArrayDataReference(_velocities);
        float oldSquare = (float)_alpha;
        float newSquare = (float)(1 - _alpha);
        nuint count = (nuint)parameters.Length;
        nuint width = (nuint)Vector<float>.Count;
        nuint i = 0;
        for (; i + width <= count; i += width)
        {
            Vector<float> p = Vector.LoadUnsafe(ref parameter, i);
            Vector<float> g = Vector.LoadUnsafe(ref gradient, i) + (p * _weightDecay);
            Vector<float> v = (Vector.LoadUnsafe(ref square, i) * oldSquare) + (g * g * newSquare);
            v.StoreUnsafe(ref square, i);
            if (isCentered)
            {
                Vector<float> m = Vector.LoadUnsafe(ref mean, i);
                m += (g - m) * newSquare;
                m.StoreUnsafe(ref mean, i);
                v -= m * m;
            }

            Vector<float> denominator = Vector.SquareRoot(v) + new Vector<float>(_epsilon);
            if (_momentum == 0)
            {
                p -= g * LearningRate / denominator;
            }
            else
            {
                Vector<float> b = (Vector.LoadUnsafe(ref velocity, i) * _momentum) + (g / denominator);
                b.StoreUnsafe(ref velocity, i);
                p -= b * LearningRate;
            }

            p.StoreUnsafe(ref parameter, i);
        }

        for (; i < count; i++)
        {
            ref float p = ref Unsafe.Add(ref parameter, i);
            ref float v = ref Unsafe.Add(ref square, i);
            float g = Unsafe.Add(ref gradient, i) + (p * _weightDecay);
            v = (v * oldSquare) + (g * g * newSquare);
            float variance = v;
            if (isCentered)
            {
                ref float m = ref Unsafe.Add(ref mean, i);
                m += (g - m) * newSquare;
                variance -= m * m;
            }

            float denominator = MathF.Sqrt(variance) + _epsilon;
            if (_momentum == 0)
            {
                p -= g * LearningRate / denominator;
            }
            else
            {
                ref float b = ref Unsafe.Add(ref velocity, i);
                b = (b * _momentum) + (g / denominator);
                p -= b * LearningRate;
            }
        }
    }
}
