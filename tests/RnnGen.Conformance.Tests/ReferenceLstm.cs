using RnnGen.Reference;

namespace RnnGen.Conformance.Tests;

/// <summary>The reference's LSTM.</summary>
internal sealed class ReferenceLstm(int inputSize, int hiddenSize) : ReferenceCell
{
    private readonly LstmCell<double> _cell = new(inputSize, hiddenSize);

    public override void Run(double[] inputs, double[] outputs, double[][] states) => _cell.Run(inputs, outputs, states[0], states[1]);

    protected override void Load(TorchParameters parameters)
    {
        Add(parameters.WeightIh, _cell.WeightIh);
        Add(parameters.WeightHh, _cell.WeightHh);
        Add(parameters.BiasIh, _cell.Bias);
        Add(parameters.BiasHh, _cell.Bias);
    }
}
