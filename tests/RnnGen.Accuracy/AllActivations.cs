using System;
using System.Collections.Generic;

namespace RnnGen.AccuracyWalk;

/// <summary>The nine functions walked together, so that the costly exact results of the sigmoid and of tanh are computed once for three
/// of them each.</summary>
internal sealed class AllActivations
{
    /// <inheritdoc cref="ActivationWalk{TActivation}.BlockSize"/>
    public const int BlockSize = ActivationWalk<TanhActivation>.BlockSize;

    private readonly float[] _x = new float[BlockSize];
    private readonly double[] _exact = new double[BlockSize];
    private readonly ActivationWalk<SigmoidActivation> _sigmoid = new();
    private readonly ActivationWalk<SigmoidPreciseActivation> _sigmoidPrecise = new();
    private readonly ActivationWalk<SigmoidFastActivation> _sigmoidFast = new();
    private readonly ActivationWalk<TanhActivation> _tanh = new();
    private readonly ActivationWalk<TanhPreciseActivation> _tanhPrecise = new();
    private readonly ActivationWalk<TanhFastActivation> _tanhFast = new();
    private readonly ActivationWalk<EluActivation> _elu = new();
    private readonly ActivationWalk<SoftsignActivation> _softsign = new();
    private readonly ActivationWalk<SoftplusActivation> _softplus = new();

    /// <summary>The findings so far, by function, with the claims that this hardware is held to.</summary>
    public IEnumerable<(string Name, Findings Findings, double AbsoluteBound, double UlpsBound)> Results =>
    [
        Result(_sigmoid), Result(_sigmoidPrecise), Result(_sigmoidFast), Result(_tanh), Result(_tanhPrecise), Result(_tanhFast),
        Result(_elu), Result(_softsign), Result(_softplus),
    ];

    /// <summary>Walks a block of floats, whose bits are <paramref name="first"/> plus multiples of <paramref name="stride"/>.</summary>
    public void Block(uint first, uint stride)
    {
        for (uint i = 0; i < BlockSize; i++)
        {
            _x[i] = BitConverter.UInt32BitsToSingle(first + (i * stride));
        }

        for (int i = 0; i < BlockSize; i++)
        {
            _exact[i] = Exact.Sigmoid(_x[i]);
        }

        _sigmoid.Block(_x, _exact);
        _sigmoidPrecise.Block(_x, _exact);
        _sigmoidFast.Block(_x, _exact);
        for (int i = 0; i < BlockSize; i++)
        {
            _exact[i] = Exact.Tanh(_x[i]);
        }

        _tanh.Block(_x, _exact);
        _tanhPrecise.Block(_x, _exact);
        _tanhFast.Block(_x, _exact);
        for (int i = 0; i < BlockSize; i++)
        {
            _exact[i] = Exact.Elu(_x[i]);
        }

        _elu.Block(_x, _exact);
        for (int i = 0; i < BlockSize; i++)
        {
            _exact[i] = Exact.Softsign(_x[i]);
        }

        _softsign.Block(_x, _exact);
        for (int i = 0; i < BlockSize; i++)
        {
            _exact[i] = Exact.Softplus(_x[i]);
        }

        _softplus.Block(_x, _exact);
    }

    /// <summary>A sample of 2^20 floats or more: each sign and exponent's own <paramref name="perExponent"/> evenly spaced fractions, the
    /// first (a power of two, zero or infinity) included.</summary>
    /// <param name="perExponent">A divisor of 2^23, at least <see cref="BlockSize"/>.</param>
    public void Stratified(uint perExponent)
    {
        uint stride = (1u << 23) / perExponent;
        for (uint signAndExponent = 0; signAndExponent < 512; signAndExponent++)
        {
            for (uint i = 0; i < perExponent; i += BlockSize)
            {
                Block((signAndExponent << 23) + (i * stride), stride);
            }
        }
    }

    private static (string Name, Findings Findings, double AbsoluteBound, double UlpsBound) Result<T>(ActivationWalk<T> walk)
        where T : struct, IActivation =>
        (T.Name, walk.Findings, T.AbsoluteBound * Claims.Allowance, T.UlpsBound * Claims.Allowance);
}
