using System;
using System.Collections.Generic;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnGen.Training;

/// <summary>
/// Stochastic gradient descent, with momentum where it is asked for (Polyak 1964; Nesterov 1983 in the form of Sutskever et al. 2013): PyTorch's
/// <c>torch.optim.SGD</c>.
/// <code>
/// g = gradient + weight_decay * p
/// v = momentum * v + g          (at the first step v = g)
/// p = p - learning_rate * v     (Nesterov: p - learning_rate * (g + momentum * v))
/// </code>
/// </summary>
public sealed class Sgd : Optimizer
{
    private readonly float[] _velocities;
    private readonly float _momentum;
    private readonly float _weightDecay;
    private readonly bool _nesterov;

    /// <summary>Creates an optimiser.</summary>
    /// <param name="length">Floats of the parameters.</param>
    /// <param name="learningRate">How far a step goes.</param>
    /// <param name="momentum">How much of the velocity is kept, 0 to below 1; 0 for none.</param>
    /// <param name="nesterov">Whether the gradient is looked up ahead. Needs momentum.</param>
    /// <param name="weightDecay">The factor of an L2 penalty.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentException">Nesterov's form was asked for without momentum.</exception>
    public Sgd(int length, float learningRate, float momentum = 0f, bool nesterov = false, float weightDecay = 0f)
        : base(length, learningRate)
    {
        CheckShare(momentum, nameof(momentum));
        CheckNotNegative(weightDecay, nameof(weightDecay));
        if (nesterov && momentum == 0)
        {
            throw new ArgumentException("Nesterov's form needs a momentum.", nameof(nesterov));
        }

        _momentum = momentum;
        _nesterov = nesterov;
        _weightDecay = weightDecay;
        _velocities = new float[momentum == 0 ? 0 : length];
    }

    private protected override IReadOnlyList<(string Name, float[] Values)> State => [("velocities", _velocities)];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void Update(Span<float> parameters, ReadOnlySpan<float> gradients)
    {
        ref float parameter = ref MemoryMarshal.GetReference(parameters);
        ref float gradient = ref MemoryMarshal.GetReference(gradients);
        ref float velocity = ref MemoryMarshal.GetArrayDataReference(_velocities);
        nuint count = (nuint)parameters.Length;
        nuint width = (nuint)Vector<float>.Count;
        nuint i = 0;
        for (; i + width <= count; i += width)
        {
            Vector<float> p = Vector.LoadUnsafe(ref parameter, i);
            Vector<float> change = Vector.LoadUnsafe(ref gradient, i);
            if (_weightDecay != 0)
            {
                change += p * _weightDecay;
            }

            if (_momentum != 0)
            {
                Vector<float> v = Steps == 1 ? change : (Vector.LoadUnsafe(ref velocity, i) * _momentum) + change;
                v.StoreUnsafe(ref velocity, i);
                change = _nesterov ? change + (v * _momentum) : v;
            }

            (p - (change * LearningRate)).StoreUnsafe(ref parameter, i);
        }

        for (; i < count; i++)
        {
            ref float p = ref Unsafe.Add(ref parameter, i);
            float change = Unsafe.Add(ref gradient, i);
            if (_weightDecay != 0)
            {
                change += p * _weightDecay;
            }

            if (_momentum != 0)
            {
                ref float v = ref Unsafe.Add(ref velocity, i);
                v = Steps == 1 ? change : (v * _momentum) + change;
                change = _nesterov ? change + (v * _momentum) : v;
            }

            p -= change * LearningRate;
        }
    }
}
