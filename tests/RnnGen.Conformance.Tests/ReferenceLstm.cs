using System.Collections.Generic;
using RnnGen.Reference;

namespace RnnGen.Conformance.Tests;

/// <summary>The reference's LSTM.</summary>
internal sealed class ReferenceLstm : ReferenceCell
{
    private readonly LstmCell<double> _cell;
    private readonly LstmGradients<double> _gradients;

    public ReferenceLstm(int inputSize, int hiddenSize)
    {
        _cell = new LstmCell<double>(inputSize, hiddenSize);
        _gradients = new LstmGradients<double>(_cell);
    }

    public override int InputSize => _cell.InputSize;

    public override int HiddenSize => _cell.HiddenSize;

    public override int StateCount => 2;

    public override IReadOnlyList<(string Name, double[] Values, double[] Gradients)> Parameters =>
    [
        ("WeightIh", _cell.WeightIh, _gradients.WeightIh),
        ("WeightHh", _cell.WeightHh, _gradients.WeightHh),
        ("Bias", _cell.Bias, _gradients.Bias),
    ];

    public override TorchParameters<double> TorchGradients =>
        new(_gradients.WeightIh, _gradients.WeightHh, _gradients.Bias, _gradients.Bias);

    public override void Run(double[] inputs, double[] outputs, double[][] states) => _cell.Run(inputs, outputs, states[0], states[1]);

    public override Pullback Forward(double[] inputs, double[] outputs, double[][] states)
    {
        LstmStep<double>[] tape = _cell.Forward(inputs, outputs, states[0], states[1]);
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
