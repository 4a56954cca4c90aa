using System;
using System.Collections.Generic;
using RnnGen.Reference;

namespace RnnGen.Conformance.Tests;

/// <summary>The reference's GRU; PyTorch's is its <c>ResetAfter</c>.</summary>
internal sealed class ReferenceGru : ReferenceCell
{
    private readonly GruCell<double> _cell;
    private readonly GruGradients<double> _gradients;

    public ReferenceGru(int inputSize, int hiddenSize, Reference.GruVariant variant)
    {
        _cell = new GruCell<double>(inputSize, hiddenSize, variant);
        _gradients = new GruGradients<double>(_cell);
    }

    public override int InputSize => _cell.InputSize;

    public override int HiddenSize => _cell.HiddenSize;

    public override IReadOnlyList<(string Name, double[] Values, double[] Gradients)> Parameters =>
    [
        ("WeightIh", _cell.WeightIh, _gradients.WeightIh),
        ("WeightHh", _cell.WeightHh, _gradients.WeightHh),
        ("Bias", _cell.Bias, _gradients.Bias),
        ("RecurrentBias", _cell.RecurrentBias, _gradients.RecurrentBias),
    ];

    public override TorchParameters<double> TorchGradients => new(
        _gradients.WeightIh,
        _gradients.WeightHh,
        _gradients.Bias,
        [.. _gradients.Bias.AsSpan(0, 2 * _cell.HiddenSize), .. _gradients.RecurrentBias]);

    public override void Run(double[] inputs, double[] outputs, double[][] states) => _cell.Run(inputs, outputs, states[0]);

    public override Pullback Forward(double[] inputs, double[] outputs, double[][] states)
    {
        GruStep<double>[] tape = _cell.Forward(inputs, outputs, states[0]);
        return (outputGradients, inputGradients, stateGradients) =>
            _cell.Backward(outputGradients, tape, _gradients, inputGradients, stateGradients[0]);
    }

    protected override void Load(TorchParameters<float> parameters)
    {
        Add(parameters.WeightIh, _cell.WeightIh);
        Add(parameters.WeightHh, _cell.WeightHh);
        Add(parameters.BiasIh, _cell.Bias);
        if (parameters.BiasHh is { } biasHh)
        {
            int gates = 2 * _cell.HiddenSize;
            Add(biasHh.AsSpan(0, gates), _cell.Bias);
            Add(biasHh.AsSpan(gates), _cell.RecurrentBias);
        }
    }
}
