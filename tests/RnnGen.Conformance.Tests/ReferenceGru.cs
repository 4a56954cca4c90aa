using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Reference;

namespace RnnGen.Conformance.Tests;

/// <summary>The reference's GRU; PyTorch's is its <c>ResetAfter</c>.</summary>
internal sealed class ReferenceGru : ReferenceCell
{
    private readonly GruCell<double> _cell;
    private readonly GruGradients<double> _gradients;

    private readonly CellOptions _options;
    private bool[] _sidesOfKinks = [];

    public ReferenceGru(int inputSize, int hiddenSize, Reference.GruVariant variant, CellOptions options)
    {
        _options = options;
        _cell = new GruCell<double>(inputSize, hiddenSize, variant, new GruOptions<double>
        {
            Bias = options.Bias,
            Diagonal = options.Diagonal,
            LayerNorm = options.LayerNorm,
            Clip = options.Clip,
            GateActivation = options.Activation("gate", "sigmoid").Function,
            CandidateActivation = options.Activation("candidate", "tanh").Function,
        });
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
        ("LayerNormGatesWeight", _cell.LayerNormGatesWeight, _gradients.LayerNormGatesWeight),
        ("LayerNormGatesBias", _cell.LayerNormGatesBias, _gradients.LayerNormGatesBias),
        ("LayerNormRecurrentWeight", _cell.LayerNormRecurrentWeight, _gradients.LayerNormRecurrentWeight),
        ("LayerNormRecurrentBias", _cell.LayerNormRecurrentBias, _gradients.LayerNormRecurrentBias),
    ];

    public override TorchParameters<double> TorchGradients => new(
        _gradients.WeightIh,
        _gradients.WeightHh,
        _gradients.Bias,
        [.. _gradients.Bias.AsSpan(0, 2 * _cell.HiddenSize), .. _gradients.RecurrentBias]);

    public override IReadOnlyList<bool> SidesOfKinks => _sidesOfKinks;

    public override void Run(double[] inputs, double[] outputs, double[][] states) => _cell.Run(inputs, outputs, states[0]);

    public override Pullback Forward(double[] inputs, double[] outputs, double[][] states)
    {
        GruStep<double>[] tape = _cell.Forward(inputs, outputs, states[0]);
        _sidesOfKinks =
        [
            .. tape.SelectMany<GruStep<double>, bool>(step =>
            [
                .. CellOptions.Sides(step.Arguments[..(2 * HiddenSize)], _options.Activation("gate", "sigmoid").Kinks, _options.Clip),
                .. CellOptions.Sides(step.Arguments[(2 * HiddenSize)..], _options.Activation("candidate", "tanh").Kinks, _options.Clip),
            ]),
        ];
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
