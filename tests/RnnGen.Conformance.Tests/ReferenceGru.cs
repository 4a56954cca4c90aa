using System;
using RnnGen.Reference;

namespace RnnGen.Conformance.Tests;

/// <summary>The reference's GRU; PyTorch's is its <c>ResetAfter</c>.</summary>
internal sealed class ReferenceGru(int inputSize, int hiddenSize, Reference.GruVariant variant) : ReferenceCell
{
    private readonly GruCell<double> _cell = new(inputSize, hiddenSize, variant);

    public override void Run(double[] inputs, double[] outputs, double[][] states) => _cell.Run(inputs, outputs, states[0]);

    protected override void Load(TorchParameters parameters)
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
