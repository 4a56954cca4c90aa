using System;
using RnnGen.Formats;

namespace RnnGen.Benchmarks.Contestants;

/// <summary>Single steps of one stream through a network, the state carried on.</summary>
/// <typeparam name="TNetwork">The network.</typeparam>
/// <typeparam name="TState">Its state.</typeparam>
/// <typeparam name="TWorkspace">Its workspace.</typeparam>
internal sealed class OurNetworkStep<TNetwork, TState, TWorkspace> : IOurContestant
    where TNetwork : class, ICausalNetwork<TNetwork, float, TState, TWorkspace>, new()
    where TState : struct, INetworkState<TState>
    where TWorkspace : class
{
    private readonly TNetwork _network = new();
    private readonly float[] _input = new float[TNetwork.InputSize];
    private readonly float[] _output = new float[TNetwork.OutputSize];
    private TState _state;

    /// <summary>Creates the network and draws its weights.</summary>
    public OurNetworkStep() => _network.Initialize(SharedData.WeightSeed);

    /// <inheritdoc/>
    public void SaveWeights(ITensorSink sink) => _network.Save(sink);

    /// <inheritdoc/>
    public void Compute(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        _state = default;
        for (; !inputs.IsEmpty; inputs = inputs[TNetwork.InputSize..], outputs = outputs[TNetwork.OutputSize..])
        {
            inputs[..TNetwork.InputSize].CopyTo(_input);
            Repeat(1);
            _output.CopyTo(outputs);
        }
    }

    /// <inheritdoc/>
    public void Repeat(int calls)
    {
        TNetwork network = _network;
        for (int call = 0; call < calls; call++)
        {
            network.Step(_input, _output, ref _state);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
