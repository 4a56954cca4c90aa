using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace RnnGen.Reference;

/// <summary>A layer one of whose parameters is multiplied with factors that are known: what weight drop (DropConnect) with a given mask is.</summary>
/// <typeparam name="T">The arithmetic.</typeparam>
public sealed class WeightDropLayer<T> : Layer<T>
    where T : IFloatingPointIeee754<T>
{
    private readonly Layer<T> _layer;
    private readonly Parameter<T> _dropped;
    private readonly Parameter<T> _raw;
    private readonly T[] _factors;

    /// <summary>Creates a layer.</summary>
    /// <param name="layer">The layer, whose parameter this one changes.</param>
    /// <param name="parameter">The parameter's name.</param>
    /// <param name="factors">One of each of its numbers.</param>
    /// <exception cref="ArgumentException">The layer has no such parameter, or it has not as many numbers.</exception>
    public WeightDropLayer(Layer<T> layer, string parameter, IReadOnlyList<T> factors)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(factors);
        _layer = layer;
        _dropped = layer.Parameters.FirstOrDefault(own => own.Name == parameter)
            ?? throw new ArgumentException($"The layer has no parameter '{parameter}'.", nameof(parameter));
        ArgumentSize.Check(factors.Count, _dropped.Values.Length, "parameter", nameof(factors));
        _factors = [.. factors];
        _raw = new Parameter<T>(parameter, [.. _dropped.Values], new T[_dropped.Values.Length]);
        Parameters = [.. layer.Parameters.Select(own => own == _dropped ? _raw : own)];
    }

    /// <inheritdoc/>
    public override int InputSize => _layer.InputSize;

    /// <inheritdoc/>
    public override int OutputSize => _layer.OutputSize;

    /// <inheritdoc/>
    public override int StateSize => _layer.StateSize;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    internal override IReadOnlyList<Range> Hidden => _layer.Hidden;

    internal override bool IsCausal => _layer.IsCausal;

    /// <inheritdoc/>
    public override (T[] Outputs, LayerPullback<T> Pullback) Forward(T[] inputs, T[] state)
    {
        for (int i = 0; i < _factors.Length; i++)
        {
            _dropped.Values[i] = _raw.Values[i] * _factors[i];
        }

        (T[] outputs, LayerPullback<T> pullback) = _layer.Forward(inputs, state);
        return (outputs, (outputGradients, stateGradients) =>
        {
            Array.Clear(_dropped.Gradients);
            T[] inputGradients = pullback(outputGradients, stateGradients);
            for (int i = 0; i < _factors.Length; i++)
            {
                _raw.Gradients[i] += _dropped.Gradients[i] * _factors[i];
            }

            return inputGradients;
        }
        );
    }
}
