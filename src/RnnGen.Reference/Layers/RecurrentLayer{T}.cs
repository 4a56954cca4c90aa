using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace RnnGen.Reference;

/// <summary>A recurrent cell as a layer. Its state is h, and behind it, of an LSTM, c.</summary>
/// <typeparam name="T">The arithmetic.</typeparam>
public sealed class RecurrentLayer<T> : Layer<T>
    where T : IFloatingPointIeee754<T>
{
    private const string FirstLayer = "_l0";

    private readonly Func<T[], T[], (T[] Outputs, LayerPullback<T> Pullback)> _forward;

    /// <summary>A first layer of an LSTM: its tensors' names end with <c>_l0</c>.</summary>
    /// <param name="cell">The cell.</param>
    public RecurrentLayer(LstmCell<T> cell)
        : this(cell, FirstLayer)
    {
    }

    /// <summary>A layer of an LSTM.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="suffix">What its tensors' names end with.</param>
    public RecurrentLayer(LstmCell<T> cell, string suffix)
    {
        ArgumentNullException.ThrowIfNull(cell);
        var gradients = new LstmGradients<T>(cell);
        InputSize = cell.InputSize;
        OutputSize = cell.OutputSize;
        StateSize = cell.OutputSize + cell.HiddenSize;
        Parameters = Named(cell, gradients, suffix);
        _forward = (inputs, state) =>
        {
            T[] outputs = new T[inputs.Length / InputSize * OutputSize];
            LstmStep<T>[] tape = cell.Forward(inputs, outputs, state.AsSpan(0, OutputSize), state.AsSpan(OutputSize));
            return (outputs, (outputGradients, stateGradients) =>
            {
                T[] inputGradients = new T[inputs.Length];
                cell.Backward(outputGradients, tape, gradients, inputGradients, stateGradients.AsSpan(0, OutputSize), stateGradients.AsSpan(OutputSize));
                return inputGradients;
            }
            );
        };
    }

    /// <summary>A first layer of a GRU: its tensors' names end with <c>_l0</c>.</summary>
    /// <param name="cell">The cell.</param>
    public RecurrentLayer(GruCell<T> cell)
        : this(cell, FirstLayer)
    {
    }

    /// <summary>A layer of a GRU.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="suffix">What its tensors' names end with.</param>
    public RecurrentLayer(GruCell<T> cell, string suffix)
    {
        ArgumentNullException.ThrowIfNull(cell);
        var gradients = new GruGradients<T>(cell);
        InputSize = cell.InputSize;
        OutputSize = cell.OutputSize;
        StateSize = cell.HiddenSize;
        Parameters = Named(cell, gradients, suffix);
        _forward = (inputs, state) =>
        {
            T[] outputs = new T[inputs.Length / InputSize * OutputSize];
            GruStep<T>[] tape = cell.Forward(inputs, outputs, state);
            return (outputs, (outputGradients, stateGradients) =>
            {
                T[] inputGradients = new T[inputs.Length];
                cell.Backward(outputGradients, tape, gradients, inputGradients, stateGradients);
                return inputGradients;
            }
            );
        };
    }

    /// <summary>A first layer of an Elman network: its tensors' names end with <c>_l0</c>.</summary>
    /// <param name="cell">The cell.</param>
    public RecurrentLayer(RnnCell<T> cell)
        : this(cell, FirstLayer)
    {
    }

    /// <summary>A layer of an Elman network.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="suffix">What its tensors' names end with.</param>
    public RecurrentLayer(RnnCell<T> cell, string suffix)
    {
        ArgumentNullException.ThrowIfNull(cell);
        var gradients = new RnnGradients<T>(cell);
        InputSize = cell.InputSize;
        OutputSize = cell.OutputSize;
        StateSize = cell.HiddenSize;
        Parameters = Named(cell, gradients, suffix);
        _forward = (inputs, state) =>
        {
            T[] outputs = new T[inputs.Length / InputSize * OutputSize];
            RnnStep<T>[] tape = cell.Forward(inputs, outputs, state);
            return (outputs, (outputGradients, stateGradients) =>
            {
                T[] inputGradients = new T[inputs.Length];
                cell.Backward(outputGradients, tape, gradients, inputGradients, stateGradients);
                return inputGradients;
            }
            );
        };
    }

    /// <inheritdoc/>
    public override int InputSize { get; }

    /// <inheritdoc/>
    public override int OutputSize { get; }

    /// <inheritdoc/>
    public override int StateSize { get; }

    internal override IReadOnlyList<Range> Hidden => [new(0, OutputSize)];

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <inheritdoc/>
    public override (T[] Outputs, LayerPullback<T> Pullback) Forward(T[] inputs, T[] state)
    {
        CheckRows(inputs, state);
        return _forward(inputs, state);
    }

    // What a cell does not have is empty.
    private static Parameter<T>[] Named(RecurrentCell<T> cell, CellGradients<T> gradients, string suffix) =>
    [
        .. cell.Tensors.Zip(gradients.Tensors).Where(static pair => pair.Second.Length > 0)
            .Select(pair => new Parameter<T>(pair.First.Name + suffix, pair.First.Values, pair.Second)),
    ];
}
