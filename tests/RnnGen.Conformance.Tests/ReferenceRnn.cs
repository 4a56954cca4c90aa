using System.Collections.Generic;
using System.Linq;
using RnnGen.Reference;

namespace RnnGen.Conformance.Tests;

/// <summary>The reference's simple recurrent cell.</summary>
internal sealed class ReferenceRnn : ReferenceCell
{
    private readonly RnnCell<double> _cell;
    private readonly RnnGradients<double> _gradients;
    private readonly CellOptions _options;
    private bool[] _sidesOfKinks = [];

    /// <param name="inputSize">Inputs a step.</param>
    /// <param name="hiddenSize">Hidden units.</param>
    /// <param name="options">What else it is.</param>
    public ReferenceRnn(int inputSize, int hiddenSize, CellOptions options)
    {
        _options = options;
        _cell = new RnnCell<double>(
            inputSize, hiddenSize, options.Activation("candidate", "tanh").Function,
            new RnnOptions<double> { Bias = options.Bias, Diagonal = options.Diagonal, LayerNorm = options.LayerNorm, Clip = options.Clip });
        _gradients = new RnnGradients<double>(_cell);
    }

    public override int InputSize => _cell.InputSize;

    public override int HiddenSize => _cell.HiddenSize;

    public override IReadOnlyList<(string Name, double[] Values, double[] Gradients)> Parameters =>
    [
        ("WeightIh", _cell.WeightIh, _gradients.WeightIh),
        ("WeightHh", _cell.WeightHh, _gradients.WeightHh),
        ("Bias", _cell.Bias, _gradients.Bias),
        ("LayerNormGatesWeight", _cell.LayerNormGatesWeight, _gradients.LayerNormGatesWeight),
        ("LayerNormGatesBias", _cell.LayerNormGatesBias, _gradients.LayerNormGatesBias),
    ];

    public override TorchParameters<double> TorchGradients =>
        new(_gradients.WeightIh, _gradients.WeightHh, _gradients.Bias, _gradients.Bias);

    public override IReadOnlyList<bool> SidesOfKinks => _sidesOfKinks;

    public override void Run(double[] inputs, double[] outputs, double[][] states) => _cell.Run(inputs, outputs, states[0]);

    public override Pullback Forward(double[] inputs, double[] outputs, double[][] states)
    {
        RnnStep<double>[] tape = _cell.Forward(inputs, outputs, states[0]);
        _sidesOfKinks = [.. CellOptions.Sides(tape.SelectMany(step => step.Sum), _options.Activation("candidate", "tanh").Kinks, _options.Clip)];
        return (outputGradients, inputGradients, stateGradients) =>
            _cell.Backward(outputGradients, tape, _gradients, inputGradients, stateGradients[0]);
    }

    protected override void Load(TorchParameters<float> parameters)
    {
        Add(parameters.WeightIh, _cell.WeightIh);
        Add(parameters.WeightHh, _cell.WeightHh);
        Add(parameters.BiasIh, _cell.Bias);
        Add(parameters.BiasHh, _cell.Bias);
    }
}
