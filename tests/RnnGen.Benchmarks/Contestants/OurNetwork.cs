using System;
using RnnGen.Formats;

namespace RnnGen.Benchmarks.Contestants;

/// <summary>Sequences of one or many streams through a network, each from a zero state.</summary>
/// <typeparam name="TNetwork">The network.</typeparam>
/// <typeparam name="TState">Its state.</typeparam>
/// <typeparam name="TWorkspace">Its workspace.</typeparam>
internal sealed class OurNetwork<TNetwork, TState, TWorkspace> : IOurContestant
    where TNetwork : class, INetwork<TNetwork, float, TState, TWorkspace>, new()
    where TState : struct, INetworkState<TState>
    where TWorkspace : class
{
    private readonly TNetwork _network = new();
    private readonly float[] _inputs;
    private readonly float[] _outputs;
    private readonly TState[] _states;
    private readonly TWorkspace _workspace;

    /// <summary>Creates the network and draws its weights.</summary>
    /// <param name="steps">Steps a call.</param>
    /// <param name="streams">Streams a call.</param>
    /// <param name="threads">Threads that compute them.</param>
    public OurNetwork(int steps, int streams, int threads)
    {
        _network.Initialize(SharedData.WeightSeed);
        _inputs = new float[steps * streams * TNetwork.InputSize];
        _outputs = new float[steps * streams * TNetwork.OutputSize];
        _states = new TState[streams];
        _workspace = TNetwork.CreateWorkspace(steps, streams, threads);
    }

    /// <inheritdoc/>
    public void SaveWeights(ITensorSink sink) => _network.Save(sink);

    /// <inheritdoc/>
    public void Compute(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        inputs.CopyTo(_inputs);
        Repeat(1);
        _outputs.CopyTo(outputs);
    }

    /// <inheritdoc/>
    public void Repeat(int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            Array.Clear(_states);
            _network.Run(_inputs, _outputs, _states, _workspace);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => ((IDisposable)_workspace).Dispose();
}
