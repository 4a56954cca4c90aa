using System;
using System.Collections.Generic;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnGen.Training;

/// <summary>The moving means that <see cref="Adam"/> and <see cref="AdamW"/> keep, and the step they make of them.</summary>
internal sealed class AdamMoments
{
    private readonly float[] _means;
    private readonly float[] _squares;
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
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public AdamMoments(int length, double beta1, double beta2, float epsilon, float weightDecay, bool isDecoupled)
    {
        Optimizer.CheckShare((float)beta1, nameof(beta1));
        Optimizer.CheckShare((float)beta2, nameof(beta2));
        Optimizer.CheckNotNegative(epsilon, nameof(epsilon));
        Optimizer.CheckNotNegative(weightDecay, nameof(weightDecay));
        _beta1 = beta1;
        _beta2 = beta2;
        _epsilon = epsilon;
        _weightDecay = weightDecay;
        _isDecoupled = isDecoupled;
        _means = new float[length];
        _squares = new float[length];
    }

    /// <summary>What the next step depends on.</summary>
    public IReadOnlyList<(string Name, float[] Values)> State => [("means", _means), ("squares", _squares)];

    /// <summary>Makes a step.</summary>
    /// <param name="parameters">Read and replaced.</param>
    /// <param name="gradients">The gradients of the loss.</param>
    /// <param name="learningRate">How far it goes.</param>
    /// <param name="step">Its number, from 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Update(Span<float> parameters, ReadOnlySpan<float> gradients, float learningRate, long step)
    {
        ref float parameter = ref MemoryMarshal.GetReference(parameters);
        ref float gradient = ref MemoryMarshal.GetReference(gradients);
        ref float mean = ref MemoryMarshal.GetArrayDataReference(_means);
        ref float square = ref MemoryMarshal.GetArrayDataReference(_squares);
        float kept = _isDecoupled ? (float)(1 - ((double)learningRate * _weightDecay)) : 1f;
        float penalty = _isDecoupled ? 0f : _weightDecay;
        float stepSize = (float)(learningRate / (1 - Math.Pow(_beta1, step)));
        float correction = (float)Math.Sqrt(1 - Math.Pow(_beta2, step));
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
