using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace RnnGen.Reference;

/// <summary>
/// Two layers over one sequence (Schuster and Paliwal 1997), the second from its end; the outputs of a row stand side by side. Its state is that of the
/// first, then that of the second.
/// </summary>
/// <typeparam name="T">The arithmetic.</typeparam>
public sealed class BidirectionalLayer<T> : Layer<T>
    where T : IFloatingPointIeee754<T>
{
    private readonly Layer<T> _forward;
    private readonly Layer<T> _reverse;

    /// <summary>Creates a layer.</summary>
    /// <param name="forward">Reads a sequence from its start.</param>
    /// <param name="reverse">Reads it from its end.</param>
    public BidirectionalLayer(Layer<T> forward, Layer<T> reverse)
    {
        ArgumentNullException.ThrowIfNull(forward);
        ArgumentNullException.ThrowIfNull(reverse);
        ArgumentSize.Check(reverse.InputSize, forward.InputSize, "input", nameof(reverse));
        _forward = forward;
        _reverse = reverse;
    }

    /// <inheritdoc/>
    public override int InputSize => _forward.InputSize;

    /// <inheritdoc/>
    public override int OutputSize => _forward.OutputSize + _reverse.OutputSize;

    /// <inheritdoc/>
    public override int StateSize => _forward.StateSize + _reverse.StateSize;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<T>> Parameters => [.. _forward.Parameters, .. _reverse.Parameters];

    internal override bool IsCausal => false;

    internal override IReadOnlyList<Range> Hidden =>
    [
        .. _forward.Hidden,
        .. _reverse.Hidden.Select(h => (_forward.StateSize + h.Start.Value)..(_forward.StateSize + h.End.Value)),
    ];

    /// <inheritdoc/>
    public override (T[] Outputs, LayerPullback<T> Pullback) Forward(T[] inputs, T[] state)
    {
        int rows = CheckRows(inputs, state);
        T[] first = state[.._forward.StateSize];
        T[] second = state[_forward.StateSize..];
        (T[] forward, LayerPullback<T> forwardPullback) = _forward.Forward(inputs, first);
        (T[] reverse, LayerPullback<T> reversePullback) = _reverse.Forward(Turned(inputs, InputSize), second);
        ((T[])[.. first, .. second]).CopyTo(state, 0);

        T[] outputs = new T[rows * OutputSize];
        reverse = Turned(reverse, _reverse.OutputSize);
        for (int row = 0; row < rows; row++)
        {
            forward.AsSpan(row * _forward.OutputSize, _forward.OutputSize).CopyTo(outputs.AsSpan(row * OutputSize));
            reverse.AsSpan(row * _reverse.OutputSize, _reverse.OutputSize).CopyTo(outputs.AsSpan((row * OutputSize) + _forward.OutputSize));
        }

        return (outputs, (outputGradients, stateGradients) =>
        {
            T[] forwardGradients = new T[rows * _forward.OutputSize];
            T[] reverseGradients = new T[rows * _reverse.OutputSize];
            for (int row = 0; row < rows; row++)
            {
                Span<T> both = outputGradients.AsSpan(row * OutputSize, OutputSize);
                both[.._forward.OutputSize].CopyTo(forwardGradients.AsSpan(row * _forward.OutputSize));
                both[_forward.OutputSize..].CopyTo(reverseGradients.AsSpan(row * _reverse.OutputSize));
            }

            T[] firstGradients = stateGradients[.._forward.StateSize];
            T[] secondGradients = stateGradients[_forward.StateSize..];
            T[] inputGradients = forwardPullback(forwardGradients, firstGradients);
            T[] turned = Turned(reversePullback(Turned(reverseGradients, _reverse.OutputSize), secondGradients), InputSize);
            ((T[])[.. firstGradients, .. secondGradients]).CopyTo(stateGradients, 0);
            for (int i = 0; i < inputGradients.Length; i++)
            {
                inputGradients[i] += turned[i];
            }

            return inputGradients;
        }
        );
    }
}
