using RnnGen.Reference;

namespace RnnGen.Conformance.Tests;

/// <summary>The reference's simple recurrent cell.</summary>
internal sealed class ReferenceRnn(int inputSize, int hiddenSize, Reference.ActivationFunction<double> activation) : ReferenceCell
{
    private readonly RnnCell<double> _cell = new(inputSize, hiddenSize, activation);

    public override void Run(double[] inputs, double[] outputs, double[][] states) => _cell.Run(inputs, outputs, states[0]);

    protected override void Load(TorchParameters parameters)
    {
        Add(parameters.WeightIh, _cell.WeightIh);
        Add(parameters.WeightHh, _cell.WeightHh);
        Add(parameters.BiasIh, _cell.Bias);
        Add(parameters.BiasHh, _cell.Bias);
    }
}
