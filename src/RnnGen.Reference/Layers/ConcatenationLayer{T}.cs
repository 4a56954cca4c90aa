using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace RnnGen.Reference;

/// <summary>
/// Layers side by side: each takes its part of a row, and what they give stands side by side (PyTorch's <c>torch.cat((a, b, ...), -1)</c>). They carry no state.
/// </summary>
/// <typeparam name="T">The arithmetic.</typeparam>
public sealed class ConcatenationLayer<T> : Layer<T>
    where T : IFloatingPointIeee754<T>
{
    /// <summary>Creates a layer.</summary>
    /// <param name="parts">At least one, from the first part of a row to the last.</param>
    /// <exception cref="ArgumentException">There is none, or one of them carries a state.</exception>
    public ConcatenationLayer(IReadOnlyList<Layer<T>> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Count == 0 || parts.Any(static part => part.StateSize > 0))
        {
            throw new ArgumentException("There must be at least one part, and none may carry a state.", nameof(parts));
        }

        Parts = parts;
    }

    /// <summary>The layers.</summary>
    public IReadOnlyList<Layer<T>> Parts { get; }

    /// <inheritdoc/>
    public override int InputSize => Parts.Sum(static part => part.InputSize);

    /// <inheritdoc/>
    public override int OutputSize => Parts.Sum(static part => part.OutputSize);

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<T>> Parameters => [.. Parts.SelectMany(static part => part.Parameters)];

    /// <inheritdoc/>
    public override (T[] Outputs, LayerPullback<T> Pullback) Forward(T[] inputs, T[] state)
    {
        int rows = CheckRows(inputs, state);
        T[] outputs = new T[rows * OutputSize];
        var pullbacks = new LayerPullback<T>[Parts.Count];
        int input = 0, output = 0;
        for (int index = 0; index < Parts.Count; index++)
        {
            Layer<T> part = Parts[index];
            (T[] given, pullbacks[index]) = part.Forward(Columns(inputs, InputSize, input, part.InputSize), []);
            SetColumns(given, part.OutputSize, outputs, OutputSize, output);
            (input, output) = (input + part.InputSize, output + part.OutputSize);
        }

        return (outputs, (outputGradients, _) =>
        {
            T[] inputGradients = new T[inputs.Length];
            int inputColumn = 0, outputColumn = 0;
            for (int index = 0; index < Parts.Count; index++)
            {
                Layer<T> part = Parts[index];
                T[] taken = pullbacks[index](Columns(outputGradients, OutputSize, outputColumn, part.OutputSize), []);
                SetColumns(taken, part.InputSize, inputGradients, InputSize, inputColumn);
                (inputColumn, outputColumn) = (inputColumn + part.InputSize, outputColumn + part.OutputSize);
            }

            return inputGradients;
        }
        );
    }

    private static T[] Columns(T[] rows, int width, int first, int count) =>
        [.. Enumerable.Range(0, rows.Length / width).SelectMany(row => rows.AsSpan((row * width) + first, count).ToArray())];

    private static void SetColumns(T[] source, int count, T[] rows, int width, int first)
    {
        for (int row = 0; row < rows.Length / width; row++)
        {
            source.AsSpan(row * count, count).CopyTo(rows.AsSpan((row * width) + first));
        }
    }
}
