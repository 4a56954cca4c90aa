using System;

namespace RnnGen.BitProbe;

/// <summary>Probes one network that has single steps.</summary>
/// <inheritdoc cref="NetworkProbe{TNetwork, TInput, TState, TWorkspace, TTape, TGradients}(Func{float[], TInput}?)" path="/param"/>
internal sealed class CausalNetworkProbe<TNetwork, TInput, TState, TWorkspace, TTape, TGradients>(Func<float[], TInput>? step = null)
    : NetworkProbe<TNetwork, TInput, TState, TWorkspace, TTape, TGradients>(step)
    where TNetwork : class, ITrainableNetwork<TNetwork, TInput, TState, TWorkspace, TTape, TGradients>,
        ICausalNetwork<TNetwork, TInput, TState, TWorkspace>, new()
    where TInput : struct
    where TState : struct, INetworkState<TState>
    where TWorkspace : class
    where TTape : class, INetworkTape
    where TGradients : class, ICellGradients
{
    protected override void RunOne(TInput[] inputs, float[] outputs, ref TState state)
    {
        ICausalNetwork<TNetwork, TInput, TState, TWorkspace> network = Network;
        for (int step = 0; step < Steps; step++)
        {
            int row = TNetwork.HasOutputPerStep ? step * TNetwork.OutputSize : 0;
            network.Step(inputs.AsSpan(step * TNetwork.InputSize, TNetwork.InputSize), outputs.AsSpan(row, TNetwork.OutputSize), ref state);
        }
    }
}
