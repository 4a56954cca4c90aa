using System.Collections.Generic;
using System.Linq;
using RnnGen.Reference;

namespace RnnGen.Conformance.Tests;

/// <summary>The reference's LSTM.</summary>
internal sealed class ReferenceLstm : ReferenceCell
{
    private readonly LstmCell<double> _cell;
    private readonly LstmGradients<double> _gradients;
    private readonly CellOptions _options;
    private bool[] _sidesOfKinks = [];

    public ReferenceLstm(int inputSize, int hiddenSize, CellOptions options)
    {
        _options = options;
        _cell = new LstmCell<double>(inputSize, hiddenSize, new LstmOptions<double>
        {
            Bias = options.Bias,
            Peephole = options.Peephole,
            Projection = options.Projection ? hiddenSize - 1 : 0,
            CoupledGates = options.CoupledGates,
            Diagonal = options.Diagonal,
            LayerNorm = options.LayerNorm,
            Clip = options.Clip,
            GateActivation = options.Activation("gate", "sigmoid").Function,
            CandidateActivation = options.Activation("candidate", "tanh").Function,
            CellActivation = options.Activation("cell", "tanh").Function,
        });
        _gradients = new LstmGradients<double>(_cell);
    }

    public override int InputSize => _cell.InputSize;

    public override int HiddenSize => _cell.HiddenSize;

    public override int OutputSize => _cell.OutputSize;

    public override IReadOnlyList<int> StateSizes => [OutputSize, HiddenSize];

    public override IReadOnlyList<(string Name, double[] Values, double[] Gradients)> Parameters =>
    [
        ("WeightIh", _cell.WeightIh, _gradients.WeightIh),
        ("WeightHh", _cell.WeightHh, _gradients.WeightHh),
        ("Bias", _cell.Bias, _gradients.Bias),
        ("WeightHr", _cell.WeightHr, _gradients.WeightHr),
        ("WeightPeephole", _cell.WeightPeephole, _gradients.WeightPeephole),
        ("LayerNormGatesWeight", _cell.LayerNormGatesWeight, _gradients.LayerNormGatesWeight),
        ("LayerNormGatesBias", _cell.LayerNormGatesBias, _gradients.LayerNormGatesBias),
        ("LayerNormCellWeight", _cell.LayerNormCellWeight, _gradients.LayerNormCellWeight),
        ("LayerNormCellBias", _cell.LayerNormCellBias, _gradients.LayerNormCellBias),
    ];

    public override TorchParameters<double> TorchGradients =>
        new(_gradients.WeightIh, _gradients.WeightHh, _gradients.Bias, _gradients.Bias);

    public override IReadOnlyList<bool> SidesOfKinks => _sidesOfKinks;

    public override void Run(double[] inputs, double[] outputs, double[][] states) => _cell.Run(inputs, outputs, states[0], states[1]);

    public override Pullback Forward(double[] inputs, double[] outputs, double[][] states)
    {
        LstmStep<double>[] tape = _cell.Forward(inputs, outputs, states[0], states[1]);
        int candidates = (_cell.GateCount - 2) * HiddenSize;
        _sidesOfKinks =
        [
            .. tape.SelectMany<LstmStep<double>, bool>(step =>
            [
                .. CellOptions.Sides(
                    [.. step.Arguments[..candidates], .. step.Arguments[(candidates + HiddenSize)..]], _options.Activation("gate", "sigmoid").Kinks, _options.Clip),
                .. CellOptions.Sides(
                    step.Arguments[candidates..(candidates + HiddenSize)], _options.Activation("candidate", "tanh").Kinks, _options.Clip),
                .. CellOptions.Sides(step.NewCell, _options.Activation("cell", "tanh").Kinks, 0),
            ]),
        ];
        return (outputGradients, inputGradients, stateGradients) =>
            _cell.Backward(outputGradients, tape, _gradients, inputGradients, stateGradients[0], stateGradients[1]);
    }

    protected override void Load(TorchParameters<float> parameters)
    {
        Add(parameters.WeightIh, _cell.WeightIh);
        Add(parameters.WeightHh, _cell.WeightHh);
        Add(parameters.BiasIh, _cell.Bias);
        Add(parameters.BiasHh, _cell.Bias);
    }
}
