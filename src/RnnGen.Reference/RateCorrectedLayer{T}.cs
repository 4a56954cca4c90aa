using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace RnnGen.Reference;

/// <summary>
/// A layer, or a network of layers, that runs at another sample rate than the one it was trained at, one sequence at a time, in plain loops written like the
/// equations: with the ratio of the rates, r = rate / rate of the model,
/// <code>
/// s(n) = F(s(n - r), x(n))                                s: h and c of all layers
/// s(n - r) = sum_k w_k s(n - d - k)                       k = 0 .. order
/// w_k = prod_(j != k) (r - d - j) / (k - j)               d = max(1, floor(r) - (order - 1) / 2)
/// </code>
/// and s(n - r) itself where r is whole (Carson et al., arXiv 2406.06293 and 2409.15884). What pooling keeps of a sequence goes from step to step as always.
/// </summary>
/// <remarks>
/// Roundings are part of the definition. The weights are computed in double, and rounded; the sum goes from the newest state to the oldest: a product, then
/// fused multiply-adds.
/// </remarks>
/// <typeparam name="T">The arithmetic: <see cref="double"/> for the truth, <see cref="float"/> for emitted code's bits.</typeparam>
public sealed class RateCorrectedLayer<T>
    where T : IFloatingPointIeee754<T>
{
    private readonly Layer<T> _layer;
    private readonly double _ratio;
    private readonly int _order;

    // The state after every step, from the newest to the oldest; all before the first step are the initial one.
    private readonly List<T[]> _past;

    /// <summary>Creates a layer whose past is zeros.</summary>
    /// <param name="layer">The layer or network at its own rate.</param>
    /// <param name="ratio">The steps that its state is read back, more than 0.</param>
    /// <param name="order">The order of the polynomial between two steps: 1 (linear) or 3 (cubic).</param>
    /// <exception cref="ArgumentException">The layer reads sequences from their end.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="ratio"/> is not positive and finite, or the order is another one.</exception>
    public RateCorrectedLayer(Layer<T> layer, double ratio, int order)
        : this(layer, ratio, order, new T[layer?.StateSize ?? 0])
    {
    }

    /// <summary>Creates a layer.</summary>
    /// <param name="layer">The layer or network at its own rate.</param>
    /// <param name="ratio">The steps that its state is read back, more than 0.</param>
    /// <param name="order">The order of the polynomial between two steps: 1 (linear) or 3 (cubic).</param>
    /// <param name="rest">Its state at every step of the past: [state].</param>
    /// <exception cref="ArgumentException">The layer reads sequences from their end, or <paramref name="rest"/> has not its size.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="ratio"/> is not positive and finite, or the order is another one.</exception>
    public RateCorrectedLayer(Layer<T> layer, double ratio, int order, T[] rest)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(rest);
        if (!layer.IsCausal)
        {
            throw new ArgumentException("It reads sequences from their end.", nameof(layer));
        }

        if (!double.IsFinite(ratio) || ratio <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(ratio), ratio, "must be positive and finite.");
        }

        if (order is not (1 or 3))
        {
            throw new ArgumentOutOfRangeException(nameof(order), order, "must be 1 or 3.");
        }

        ArgumentSize.Check(rest.Length, layer.StateSize, "state", nameof(rest));
        _layer = layer;
        _ratio = ratio;
        _order = order;
        _past = [.. Enumerable.Repeat(rest, (int)Math.Ceiling(ratio) + order + 1)];
    }

    /// <summary>The state after the last step: [state].</summary>
    public T[] State => [.. _past[0]];

    /// <summary>Advances by any number of steps.</summary>
    /// <param name="inputs">[step, input]: its length says how many.</param>
    /// <returns>[step, output]; of a layer that pools [output], of all steps so far.</returns>
    /// <exception cref="ArgumentException">The last step is cut short.</exception>
    public T[] Run(T[] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        int steps = ArgumentSize.CheckSteps(inputs.Length, _layer.InputSize, nameof(inputs));
        var outputs = new List<T[]>();
        for (int step = 0; step < steps; step++)
        {
            T[] state = Delayed();
            outputs.Add(_layer.Forward(inputs.AsSpan(step * _layer.InputSize, _layer.InputSize).ToArray(), state).Outputs);
            _past.Insert(0, state);
            _past.RemoveAt(_past.Count - 1);
        }

        return _layer.IsPooled ? outputs.LastOrDefault() ?? _layer.Forward([], State).Outputs : [.. outputs.SelectMany(static row => row)];
    }

    /// <summary>The state before a step: s(n - r) where it is recurrent, s(n - 1) elsewhere.</summary>
    private T[] Delayed()
    {
        T[] state = State;
        foreach (Range range in _layer.Recurrent)
        {
            (int start, int length) = range.GetOffsetAndLength(state.Length);
            for (int index = start; index < start + length; index++)
            {
                state[index] = Delayed(index);
            }
        }

        return state;
    }

    private T Delayed(int index)
    {
        if (_ratio >= 1 && double.IsInteger(_ratio))
        {
            return Past((int)_ratio);
        }

        int d = Math.Max(1, (int)Math.Floor(_ratio) - ((_order - 1) / 2));
        T sum = Weight(0) * Past(d);
        for (int k = 1; k <= _order; k++)
        {
            sum = T.FusedMultiplyAdd(Weight(k), Past(d + k), sum);
        }

        return sum;

        // The newest state is one step old.
        T Past(int age) => _past[age - 1][index];

        T Weight(int k)
        {
            double weight = 1;
            for (int j = 0; j <= _order; j++)
            {
                weight *= j == k ? 1 : (_ratio - d - j) / (k - j);
            }

            return T.CreateChecked(weight);
        }
    }
}
